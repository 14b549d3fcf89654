"""How a training is played: which steps, in how many seconds, each part at an even speed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from typing import Any

import numpy as np

from dlvis.errors import InputError
from dlvis.run.between import excerpt, snapshot_at
from dlvis.run.values import Run

STEPS_A_SECOND = 10.0  # of film at least, so that something moves; a short training plays in less time
KEPT_A_SECOND = 3.0  # kept steps that pass in a second of film at most, so that noise does not flicker
BEYOND = 1.3  # how far beyond the step where they have settled runs are still shown


def _said(default: float, meaning: str) -> Any:
    """A field that says what it means, as `dlvis.params.param` does for what scenes take."""
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, kw_only=True)
class Pace:
    """About how many seconds each part of the training plays, and the share of all steps done at its end.

    In a short training the shares are larger, and then the seconds fewer, so that each second shows some.
    """

    early: float = _said(10.0, "seconds of the first steps")
    middle: float = _said(12.0, "seconds of the steps after them")
    late: float = _said(11.0, "seconds of all other steps")
    early_until: float = _said(0.02, "share of all steps done when the first part ends")
    middle_until: float = _said(0.3, "share of all steps done when the second part ends")

    def __post_init__(self) -> None:
        shares_rise = 0 <= self.early_until <= self.middle_until <= 1
        if not (shares_rise and all(0 < each < inf for each in (self.early, self.middle, self.late))):
            raise InputError(f"pace: expected seconds above 0 and shares that rise from 0 to 1, got {self}")


@dataclass(frozen=True)
class Part:
    """A part of the training: its first and last kept step, and about how long it plays."""

    begin: int
    end: int
    seconds: float

    @property
    def speed(self) -> int:
        """Whole steps a second, at least one."""
        return max(1, round((self.end - self.begin) / self.seconds))

    @property
    def lasts(self) -> float:
        """Seconds of film at that speed."""
        return (self.end - self.begin) / self.speed

    @property
    def apart(self) -> float:
        """Steps between two kept ones at least, so that an eye can follow."""
        return self.speed / KEPT_A_SECOND


def paced_parts(run: Run, pace: Pace) -> list[Part]:
    """The three parts of a film of `run`, each at its own speed."""
    first, last = run.snapshots[0].step, run.snapshots[-1].step
    n_steps = last - first
    seconds = np.array([pace.early, pace.middle, pace.late])
    seconds *= np.clip(n_steps / (STEPS_A_SECOND * seconds.sum()), 0.5, 1.0)
    played = np.cumsum(seconds)[:2]
    even = n_steps * played / seconds.sum()
    least = np.minimum(even, STEPS_A_SECOND * played)
    asked = n_steps * np.array([pace.early_until, pace.middle_until])
    inner = [snapshot_at(run, first + done).step for done in np.maximum(least, asked)]
    stops = pairwise([first, *inner, last])
    return [Part(*ends, float(each)) for ends, each in zip(stops, seconds, strict=True)]


def watched_part(run: Run, part: Part) -> Run:
    """The part of a run with as many kept steps as an eye can follow. Raises InputError as `excerpt`."""
    return excerpt(run, part.begin, part.end, part.apart)


def settled_part(runs: Sequence[Run], seconds: float) -> Part:
    """Of runs on one clock, from the first step to a little beyond where all have settled."""
    steps = [snapshot.step for snapshot in runs[0].snapshots]
    settled = max(steps[1], BEYOND * max(settled_step(run) for run in runs))
    return Part(steps[0], snapshot_at(runs[0], min(steps[-1], settled)).step, seconds)


def settled_step(run: Run, name: str = "loss", within: float = 0.05) -> int:
    """The first kept step from which on the metric stays within that share of its last value."""
    values = np.array([snapshot.metric(name) for snapshot in run.snapshots])
    far = np.flatnonzero(np.abs(values - values[-1]) > within * abs(values[-1]))
    return run.snapshots[min(far[-1] + 1, len(values) - 1) if len(far) else 0].step

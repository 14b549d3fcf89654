"""Which steps of a training are kept: a schedule is a plain rising tuple of steps."""

from collections.abc import Iterable

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError

GROWTH = 1.05
"""Of a gap between kept steps by the next one, until the gaps are even."""


def kept_steps(n_steps: int, early: int = 60, total: int = 400) -> tuple[int, ...]:
    """Each step up to `early`, then at gaps that grow by 5 % each up to an even spacing: about `total` steps.

    0 (before the first step) and `n_steps` are always kept, so a film begins and ends where training does;
    there are never more than `total`. Gaps grow because a net moves most in its first steps: a film of them
    needs nets close together there, and must not jump to the even spacing at once.
    """
    if n_steps < 1 or early < 0 or total < 2:
        raise InputError(
            f"schedule: expected n_steps >= 1, early >= 0 and total >= 2, got {n_steps}, {early}, {total}"
        )
    early = min(early, n_steps, total - 2)
    later = early + _growing(n_steps - early, total - 1 - early)
    return tuple(sorted({*range(early + 1), *later.round().astype(int).tolist(), n_steps}))


def _growing(length: int, n_gaps: int) -> Floats:
    """(n_gaps,) the ends of gaps that grow from 1 as long as they must to reach `length`, then stay alike."""
    if length <= n_gaps:
        return np.arange(1.0, length + 1)
    most = np.log(length) / np.log(GROWTH)  # no gap is longer than all of them, and no power overflows
    gaps = GROWTH ** np.minimum(np.arange(n_gaps), most)
    reached = np.cumsum(gaps) + gaps * np.arange(n_gaps)[::-1]  # by all gaps, if they stop to grow at each
    gaps = gaps[np.minimum(np.arange(n_gaps), np.searchsorted(reached, length))]
    ends = np.cumsum(gaps)
    whole: Floats = ends * (length / ends[-1])
    return whole


def checked_schedule(steps: Iterable[int], n_steps: int) -> tuple[int, ...]:
    """Any list of steps as a schedule of a training of `n_steps`: sorted, once each, with 0 and the last."""
    wanted = sorted({0, n_steps, *steps})
    if wanted[0] < 0 or wanted[-1] > n_steps:
        raise InputError(f"schedule: expected steps from 0 to {n_steps}, got {wanted[0]} to {wanted[-1]}")
    return tuple(wanted)

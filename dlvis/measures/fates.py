"""What becomes of many seeds of one net: which learn best, which get stuck, and with which units dead."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dlvis.errors import InputError
from dlvis.geometry import fold_complex
from dlvis.geometry.measure import dead_neurons
from dlvis.run import Run
from dlvis.smooth import relu_net
from dlvis.window import Window

NEAR = 0.05


@dataclass(frozen=True, eq=False)
class Fates:
    """Of `runs` that differ in their seed: the last `losses` (n,), and in `dead` the hidden units of each
    that fold in the window before the first step and are off throughout it after the last."""

    runs: tuple[Run, ...]
    losses: tuple[float, ...]
    dead: tuple[tuple[int, ...], ...]

    @property
    def best(self) -> Run:
        return self.runs[int(np.argmin(self.losses))]

    @property
    def stuck(self) -> Run:
        """The worst of those in which a unit has died, or of all where none has; never the best."""
        order = sorted(range(len(self.runs)), key=lambda k: (bool(self.dead[k]), self.losses[k]))
        return next(self.runs[k] for k in reversed(order) if self.runs[k] is not self.best)

    @property
    def n_dead(self) -> int:
        """How many of the runs end with a unit that has died."""
        return sum(map(bool, self.dead))

    @property
    def n_near_best(self) -> int:
        """How many end with a loss at most a twentieth above the least, the best itself included."""
        return sum(loss <= (1 + NEAR) * min(self.losses) for loss in self.losses)

    def dead_units(self, run: Run) -> tuple[int, ...]:
        return self.dead[next(k for k, each in enumerate(self.runs) if each is run)]


def fates(runs: Sequence[Run], window: Window) -> Fates:
    """The fates of two or more runs of one net with the same kept steps.

    Raises:
        InputError: fewer runs, or runs that cannot be compared.
    """
    if len(runs) < 2:
        raise InputError(f"seeds: expected 2 or more runs of one net, got {len(runs)}")
    for run in runs[1:]:
        check_same_clock(runs[0], run)
    losses = tuple(run.snapshots[-1].metric("loss") for run in runs)
    return Fates(tuple(runs), losses, tuple(_died(run, window) for run in runs))


def check_same_clock(run: Run, other: Run) -> None:
    """Raises InputError unless both were trained alike: as many steps, the same batches, rate and topic."""
    names = ("steps", "batch", "rate")
    settings = [{name: each.settings.get(name) for name in names} for each in (run, other)]
    kept = [[snapshot.step for snapshot in each.snapshots] for each in (run, other)]
    if settings[0] != settings[1] or run.topic != other.topic or kept[0] != kept[1]:
        said = [", ".join(f"{name} {value}" for name, value in each.items()) for each in settings]
        raise InputError(
            f"runs on one clock: expected the same training of {run.topic!r}, got {said[0]} with widths "
            f"{list(run.widths)} and {said[1]} with widths {list(other.widths)}; train them alike"
        )


def _died(run: Run, window: Window) -> tuple[int, ...]:
    first, last = (
        dead_neurons(fold_complex(relu_net(each.net), window))
        for each in (run.snapshots[0], run.snapshots[-1])
    )
    return tuple(int(unit) for unit in np.flatnonzero(last & ~first))

"""Which steps of a training are kept: a schedule is a plain rising tuple of steps."""

from collections.abc import Iterable

import numpy as np

from dlvis.errors import InputError


def kept_steps(n_steps: int, early: int = 60, total: int = 400) -> tuple[int, ...]:
    """Each step up to `early`, then evenly up to the last: at most about `total` steps in all.

    0 (before the first step) and `n_steps` are always kept, so a film begins and ends where training does.
    """
    if n_steps < 1 or early < 0 or total < 2:
        raise InputError(
            f"schedule: expected n_steps >= 1, early >= 0 and total >= 2, got {n_steps}, {early}, {total}"
        )
    early = min(early, n_steps, total - 2)
    later = np.linspace(early, n_steps, min(total - early, n_steps - early + 1)).round().astype(int)
    return tuple(sorted({*range(early + 1), *later.tolist()}))


def checked_schedule(steps: Iterable[int], n_steps: int) -> tuple[int, ...]:
    """Any list of steps as a schedule of a training of `n_steps`: sorted, once each, with 0 and the last."""
    wanted = sorted({0, n_steps, *steps})
    if wanted[0] < 0 or wanted[-1] > n_steps:
        raise InputError(f"schedule: expected steps from 0 to {n_steps}, got {wanted[0]} to {wanted[-1]}")
    return tuple(wanted)

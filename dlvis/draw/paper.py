"""A sheet of paper folded twice: every flap stays flat and as large as it is, and turns about its crease."""

from math import pi

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError


def paper_points(points: Floats, across: float, along: float) -> Floats:
    """(n, 3): where points (n, 2) of a sheet are in space while it is folded along both axes.

    `across` folds what has x < 0 over the y axis onto the rest, then `along` folds what has y < 0 over the
    x axis; each is a share of half a turn, 0 flat, 1 folded up. Folded wholly, a point lies at (|x|, |y|).
    The second crease goes through both flaps: it can be folded only where the first is open or folded up.

    Raises:
        InputError: shares outside 0 to 1.
    """
    if not (0 <= across <= 1 and 0 <= along <= 1):
        raise InputError(f"paper: expected shares from 0 to 1, got {across} and {along}")
    flat = np.asarray(points, np.float64).reshape(-1, 2)
    space = np.column_stack([flat, np.zeros(len(flat))])
    for axis, share in ((0, across), (1, along)):
        space = _folded(space, flat[:, axis] < 0, axis, pi * share)
    return space


def _folded(space: Floats, flap: np.ndarray, axis: int, angle: float) -> Floats:
    """The flap turned up about the other axis."""
    turned = space.copy()
    reach, height = space[flap, axis], space[flap, 2]
    turned[flap, axis] = reach * np.cos(angle) + height * np.sin(angle)
    turned[flap, 2] = height * np.cos(angle) - reach * np.sin(angle)
    return turned

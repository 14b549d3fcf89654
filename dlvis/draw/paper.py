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


def folding_points(points: Floats, moments: int = 9) -> Floats:
    """(k, 3): where points (n, 2) of a sheet come by while it is folded across, and then along."""
    shares = np.linspace(0, 1, moments)
    folds = [(share, 0.0) for share in shares] + [(1.0, share) for share in shares]
    return np.concatenate([paper_points(points, *each) for each in folds])


def quarter_cuts(n: int) -> Floats:
    """(n, 3): n cuts a x + b y + c = 0 across the quarter of the square from -1 to 1, in even directions."""
    angles = (np.arange(n) + 0.5) / n * pi / 2
    return np.column_stack([np.cos(angles), np.sin(angles), -0.4 - 0.5 * np.arange(n) / n])


def moved_cut(cuts: Floats, done: float) -> Floats:
    """The cuts with the first on its way outwards and back, turning, as `done` goes from 0 to 1."""
    out, turn = np.sin(pi * done) ** 2, 0.5 * np.sin(2 * pi * done)
    moving = cuts.copy()
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    moving[0] = *(turned @ cuts[0, :2]), cuts[0, 2] - 0.4 * out
    return moving


def _folded(space: Floats, flap: np.ndarray, axis: int, angle: float) -> Floats:
    """The flap turned up about the other axis."""
    turned = space.copy()
    reach, height = space[flap, axis], space[flap, 2]
    turned[flap, axis] = reach * np.cos(angle) + height * np.sin(angle)
    turned[flap, 2] = height * np.cos(angle) - reach * np.sin(angle)
    return turned

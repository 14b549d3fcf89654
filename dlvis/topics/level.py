"""The plane where a formula is above 0, as polygons whose corners lie on its zero line."""

from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from contourpy import FillType, contour_generator
from shapely import MultiPolygon, Polygon

from dlvis.arrays import Bools, Floats
from dlvis.errors import InputError
from dlvis.formula import Formula, finite
from dlvis.topics.plane import LabelledPlane

CELLS = 512  # along the longer side; what is smaller than a cell may be missed
HALVINGS = 50  # of a cell's side, to find where on it the formula is 0: to the last digits

MOST_RINGS = 10_000  # outlines and holes: more are as fine as the grid, and take minutes
ON_A_POINT = 1e-9  # of a cell: a corner this near to a point of the grid lies on it

Bounds = tuple[float, float, float, float]


def formula_plane(text: str, bounds: Bounds = (-1.0, -1.0, 1.0, 1.0)) -> LabelledPlane:
    """The points (x, y) of `bounds` where the formula is above 0 are the positive class, the rest negative.

    The formula is looked at on a grid of CELLS squares along the longer side. Every corner of the polygons
    lies on the zero line; between two of them, at most a cell apart, it is straight.

    Raises:
        InputError: no formula, one that gives no number somewhere, the same sign everywhere, or more outlines
            than MOST_RINGS.
    """
    formula = Formula(text, ("x", "y"))
    xs, ys = _grid(bounds)
    values = finite(formula, *np.meshgrid(xs, ys))
    above = values > 0
    if above.all() or not above.any():
        sign = "above 0" if above.all() else "at most 0"
        raise InputError(f"{text!r}: expected both signs in the window, but it is {sign} everywhere")
    polygons = [Polygon(rings[0], rings[1:]) for rings in _outlines(xs, ys, values, formula)]
    shape = shapely.make_valid(MultiPolygon(polygons), method="structure")
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return LabelledPlane(
        positive=MultiPolygon(parts),
        negative=None,
        class_names=("at most 0", "above 0"),
        bounds=bounds,
    )


def _grid(bounds: Bounds) -> tuple[Floats, Floats]:
    """The lines of the grid, evenly spaced from side to side."""
    xmin, ymin, xmax, ymax = bounds
    cell = max(xmax - xmin, ymax - ymin) / CELLS
    nx, ny = (max(1, round(side / cell)) for side in (xmax - xmin, ymax - ymin))
    return np.linspace(xmin, xmax, nx + 1), np.linspace(ymin, ymax, ny + 1)


def _outlines(xs: Floats, ys: Floats, values: Floats, formula: Formula) -> list[list[Floats]]:
    """For each polygon its rings, the outer first; corners on the lines of the grid, where the formula is 0.

    All corners are moved at once: there may be a hundred thousand rings.
    """
    generator = contour_generator(xs, ys, values, fill_type=FillType.OuterOffset)
    filled: Any = generator.filled(0.0, np.inf)  # what it is depends on the fill type
    points, offsets = filled
    n_rings = sum(len(at) - 1 for at in offsets)
    if n_rings > MOST_RINGS:
        raise InputError(
            f"{formula.text!r}: expected at most {MOST_RINGS} pieces and holes in the window, got {n_rings}; "
            "choose a smaller window"
        )
    corners = _moved_onto_zero(np.concatenate(points), formula, xs, ys)
    each = np.split(corners, np.cumsum([len(own) for own in points])[:-1])
    return [
        [rings[begin:end] for begin, end in pairwise(at)] for rings, at in zip(each, offsets, strict=True)
    ]


def _moved_onto_zero(corners: Floats, formula: Formula, xs: Floats, ys: Floats) -> Floats:
    """The corners (n, 2) between two points of the grid, moved along its line to where the formula is 0.

    A corner lies on a line of the grid but for rounding; it is put there first.
    """
    moved = np.array(corners, np.float64)
    nearest = np.column_stack([_nearest(xs, moved[:, 0]), _nearest(ys, moved[:, 1])])
    off = np.abs(moved - nearest)
    along_x = off[:, 0] > off[:, 1]
    for axis, lines, chosen in ((0, xs, along_x), (1, ys, ~along_x)):
        own, other = moved[chosen, axis], nearest[chosen, 1 - axis]
        before = np.clip(np.searchsorted(lines, own, side="right") - 1, 0, len(lines) - 2)
        free = off[chosen, axis] > ON_A_POINT * (lines[1] - lines[0])
        low, high = (np.where(free, end, nearest[chosen, axis]) for end in (lines[before], lines[before + 1]))
        moved[chosen, axis] = _zero(formula, axis, low, high, other)
        moved[chosen, 1 - axis] = other
    return moved


def _nearest(lines: Floats, values: Floats) -> Floats:
    step = lines[1] - lines[0]
    found: Floats = lines[np.clip(np.rint((values - lines[0]) / step), 0, len(lines) - 1).astype(np.int64)]
    return found


def _zero(formula: Formula, axis: int, low: Floats, high: Floats, other: Floats) -> Floats:
    """By halving: along the axis, from `low` to `high`, the sign changes."""

    def above(own: Floats) -> Bools:
        return formula(*((own, other) if axis == 0 else (other, own))) > 0

    rises = above(high)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        to_high = above(middle) == rises
        low, high = np.where(to_high, low, middle), np.where(to_high, middle, high)
    zero: Floats = (low + high) / 2
    return zero

"""The pieces that a net sees: the window, cut into polygons along the net's decision boundary."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from dlvis.arrays import Bools, Floats, freeze, itself
from dlvis.errors import InputError
from dlvis.geometry.boundary import margin
from dlvis.geometry.polylines import Polylines
from dlvis.geometry.rounding import zero_bounds
from dlvis.geometry.traced import traced_boundary
from dlvis.net import ReluNet
from dlvis.window import Window

# of the window's area: what the pieces may leave out or cover twice
_LOST = 1e-9


@dataclass(frozen=True, eq=False)
class Pieces:
    """The connected pieces of both classes that a net says; together they fill the window.

    polygons  one for each piece, in input space, the largest first
    positive  (pieces,) which class it is
    """

    polygons: tuple[Polygon, ...]
    positive: Bools

    __deepcopy__ = itself

    def __post_init__(self) -> None:
        freeze(self, np.bool_, "positive")
        if len(self.polygons) != len(self.positive):
            raise InputError(
                f"pieces: expected a class for each, got {len(self.polygons)} and {len(self.positive)}"
            )

    def __len__(self) -> int:
        return len(self.polygons)

    def areas(self) -> Floats:
        """(pieces,) in squared units of input space."""
        areas: Floats = shapely.area(np.array(self.polygons, dtype=object)).astype(np.float64)
        return areas

    def of_class(self, positive: bool) -> MultiPolygon:
        """All pieces of one class."""
        return MultiPolygon([self.polygons[k] for k in np.flatnonzero(self.positive == positive)])


def predicted_pieces(net: ReluNet, window: Window, boundary: Polylines | None = None) -> Pieces:
    """The pieces of {output > 0} and of {output <= 0} in the window, exactly.

    `boundary` is the net's decision boundary in the window, where it is there already. A piece ends where the
    boundary runs, so that two pieces may touch in a point, and a region where the output is 0 all over is of
    the negative class. For two outputs it is their difference.

    Raises InputError as `traced_boundary`, and where the boundary is not this window's.
    """
    lines = traced_boundary(net, window) if boundary is None else boundary
    polygons = _faces(lines, window)
    left = {tuple(side) for line in lines for side in _sides(line).tolist()}
    positive = [_is_positive(polygon, left) for polygon in polygons]
    if not left:
        positive = [_is_high_somewhere(net, window)]
    order = np.argsort([-polygon.area for polygon in polygons], kind="stable")
    return Pieces(tuple(polygons[k] for k in order), np.array(positive)[order])


def _faces(lines: Polylines, window: Window) -> list[Polygon]:
    """What the lines leave of the window, cut up."""
    strokes = [*_apart_at_touches(lines, window), *_frame(lines, window)]
    found, loose, ends, broken = shapely.polygonize_full(strokes)
    faces = [face for face in found.geoms if face.area > 0]
    lost = abs(sum(face.area for face in faces) - window.area) / window.area
    if not lost <= _LOST or not (loose.is_empty and ends.is_empty and broken.is_empty):
        raise InputError(
            "pieces: expected a boundary whose lines close or end on this window's sides, got one of which "
            f"{shapely.union_all([loose, ends, broken]).length:.3g} does not, and that leaves out {lost:.1e}"
        )
    return faces


def _apart_at_touches(lines: Polylines, window: Window) -> Iterable[shapely.LineString]:
    """The lines, cut where they meet one another, themselves or the window's sides, as polygonize wants."""
    points = lines.points
    _, number = np.unique(points, axis=0, return_inverse=True)
    number = number.ravel()
    inner = np.ones(len(points), bool)
    inner[lines.offsets[:-1]] = inner[lines.offsets[1:] - 1] = False
    times = np.bincount(number)
    node = ~inner | (times[number] > 1) | _on_sides(points, window).any(axis=0)
    for start, end in zip(lines.offsets[:-1], lines.offsets[1:], strict=True):
        at = start + np.flatnonzero(node[start:end])
        for one, other in pairwise(at):
            yield shapely.LineString(points[one : other + 1])


def _frame(lines: Polylines, window: Window) -> Iterable[shapely.LineString]:
    """The window's sides, cut where lines end on them or touch them."""
    corners = window.corners.astype(np.float64)
    following = np.roll(corners, -1, axis=0)
    for k, on in enumerate(_on_sides(lines.points, window)):
        corner, (across, along) = corners[k], ((1, 0) if k % 2 == 0 else (0, 1))
        stops = np.unique(np.concatenate([lines.points[on, along], [corner[along], following[k, along]]]))
        places = np.full((len(stops), 2), corner[across])
        places[:, along] = stops
        yield from shapely.linestrings(np.stack([places[:-1], places[1:]], axis=1))


def _on_sides(points: Floats, window: Window) -> Bools:
    """(4, n): which points lie on the side that begins at each corner."""
    x, y = points.T
    on: Bools = np.array([y == window.ymin, x == window.xmax, y == window.ymax, x == window.xmin])
    return on


def _sides(line: Floats) -> Floats:
    """(n - 1, 4): from each point to the next."""
    return np.column_stack([line[:-1], line[1:]])


def _is_positive(polygon: Polygon, left: set[tuple[float, ...]]) -> bool:
    """Whether the polygon lies to the left of the boundary's sides `left`."""
    oriented = shapely.orient_polygons(polygon)
    rings = (oriented.exterior, *oriented.interiors)
    return any(
        tuple(side) in left for ring in rings for side in _sides(shapely.get_coordinates(ring)).tolist()
    )


def _is_high_somewhere(net: ReluNet, window: Window) -> bool:
    """Where there is no boundary: whether the output is above 0, but for places where it touches 0."""
    x, y = np.meshgrid(np.linspace(window.xmin, window.xmax, 8), np.linspace(window.ymin, window.ymax, 8))
    values = margin(net, np.column_stack([x.ravel(), y.ravel()]))
    return bool(values.max() > zero_bounds(net, window)[-1].sum())

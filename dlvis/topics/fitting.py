"""From a source's own units to input space: the window's longer side becomes [-1, 1]."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.topics.plane import LabelledPlane
from dlvis.topics.projection import Projection
from dlvis.window import Window

ROOM_AROUND = 0.1  # around polygons that come without the other class, of the longer side

Spans = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Fitting:
    """Where the window is, and `to_input`, which takes (n, 2) of the source's units to input space."""

    window: Window
    to_input: Callable[[Floats], Floats]
    projection: Projection | None = None


def fitting(plane: LabelledPlane, spans: Spans, source: str) -> Fitting:
    """How `plane` comes to input space; `spans` are the sides of a window in its units, {} for all of it."""
    axes = ("lon", "lat") if plane.geographic else ("x", "y")
    if spans and set(spans) != set(axes):
        raise InputError(f"{source}, [window]: expected {axes[0]} and {axes[1]}, got {', '.join(spans)}")
    if spans:
        (xmin, xmax), (ymin, ymax) = (spans[axis] for axis in axes)
        bounds = (xmin, ymin, xmax, ymax)
    else:
        bounds = plane.bounds
    if plane.geographic:
        return _on_the_map(plane, bounds, bool(spans))
    window, centre, scale = _scaled(bounds)
    return Fitting(window, lambda points: (points - centre) / scale)


def moved(shape: MultiPolygon, to_input: Callable[[Floats], Floats]) -> MultiPolygon:
    """The polygons in input space. Rounding may make a hair-thin ring cross itself; it is mended."""
    there = shapely.transform(shape, to_input)
    if not there.is_valid:
        there = shapely.make_valid(there, method="structure")
    return only_polygons(there)


def only_polygons(shape: shapely.Geometry) -> MultiPolygon:
    """The polygons of any geometry: cutting polygons can leave points and lines beside them."""
    return MultiPolygon([part for part in _flat(shape) if isinstance(part, Polygon) and part.area > 0])


def _flat(shape: shapely.Geometry) -> list[shapely.Geometry]:
    parts = shapely.get_parts(shape)
    return [piece for part in parts for piece in shapely.get_parts(part)]


def _on_the_map(plane: LabelledPlane, bounds: tuple[float, float, float, float], given: bool) -> Fitting:
    west, south, east, north = bounds
    plain = Projection((west + east) / 2, (south + north) / 2)
    if given:
        # a rectangle of degrees is not one of metres: ours runs through the middles of its four sides
        middles = [(west, plain.lat), (east, plain.lat), (plain.lon, south), (plain.lon, north)]
        metres = plain.from_lonlat(np.array(middles))
    else:
        everything = [shape for shape in (plane.positive, plane.negative) if shape is not None]
        metres = plain.from_lonlat(shapely.get_coordinates(everything))
    margin = 0.0 if given or plane.negative else ROOM_AROUND
    window, (x, y), scale = _scaled((*metres.min(axis=0), *metres.max(axis=0)), margin)
    projection = Projection(plain.lon, plain.lat, scale, float(x), float(y))
    return Fitting(window, projection.from_lonlat, projection)


def _scaled(bounds: tuple[float, float, float, float], margin: float = 0.0) -> tuple[Window, Floats, float]:
    """The window of a rectangle grown by `margin` (of its longer side), and the centre and scale for it."""
    low, high = np.array(bounds[:2], np.float64), np.array(bounds[2:], np.float64)
    low, high = low - margin * (high - low).max(), high + margin * (high - low).max()
    scale = float((high - low).max() / 2)
    half_x, half_y = ((high - low) / 2 / scale).tolist()
    return Window(-half_x, half_x, -half_y, half_y), (low + high) / 2, scale

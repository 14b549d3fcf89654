"""Which pieces of the two classes are parcels: those that a net is asked to find.

Where the source says so (features whose `kind` is `parcel`), those are they. Else every connected piece is
one but the ground: the largest piece of the negative class, if it reaches the window's sides. A piece that
the window cuts is a parcel if at least half of its area is inside, and then it is its largest part inside; so
a mainland that only looks in is none. Specks below a hundred-thousandth of the window are not counted.
"""

from collections.abc import Callable, Sequence

import shapely
from shapely import MultiPolygon, Polygon

from dlvis.arrays import Floats
from dlvis.topics.fitting import only_polygons
from dlvis.topics.plane import NamedPiece
from dlvis.topics.projection import Projection
from dlvis.topics.topic import Parcel

SPECK = 1e-5  # of the window's area


def named_parcels(
    pieces: Sequence[NamedPiece],
    frame: Polygon,
    to_input: Callable[[Floats], Floats],
    projection: Projection | None,
) -> tuple[Parcel, ...]:
    """The parcels that the source names, as far as they are in `frame`, the window as a polygon."""
    moved = [NamedPiece(p.name, p.positive, shapely.transform(p.polygon, to_input)) for p in pieces]
    return _parcels(moved, frame, projection)


def connected_parcels(
    positive: MultiPolygon,
    negative: MultiPolygon,
    class_names: tuple[str, str],
    frame: Polygon,
    projection: Projection | None,
) -> tuple[Parcel, ...]:
    """Every connected piece of both classes (in input space) but the ground, by class and rank."""
    pieces = [
        *_ranked(class_names[1], True, _by_area(positive)),
        *_ranked(class_names[0], False, _without_ground(_by_area(negative), frame)),
    ]
    return _parcels(pieces, frame, projection)


def _parcels(
    pieces: Sequence[NamedPiece], frame: Polygon, projection: Projection | None
) -> tuple[Parcel, ...]:
    inside = [(piece, _inside(piece.polygon, frame)) for piece in pieces]
    scale = projection.square_metres_per_unit if projection else None
    return tuple(
        Parcel(piece.name, piece.positive, polygon, polygon.area * scale if scale else None)
        for piece, polygon in inside
        if polygon is not None and polygon.area > SPECK * frame.area
    )


def _ranked(class_name: str, positive: bool, polygons: Sequence[Polygon]) -> list[NamedPiece]:
    if len(polygons) == 1:
        return [NamedPiece(class_name, positive, polygons[0])]
    return [NamedPiece(f"{class_name} {k}", positive, polygon) for k, polygon in enumerate(polygons, start=1)]


def _inside(polygon: Polygon, frame: Polygon) -> Polygon | None:
    if frame.covers(polygon):
        return polygon
    parts = only_polygons(polygon.intersection(frame))
    return max(parts.geoms, key=lambda part: part.area) if parts.area >= polygon.area / 2 else None


def _by_area(polygons: MultiPolygon) -> list[Polygon]:
    return sorted(polygons.geoms, key=lambda polygon: -polygon.area)


def _without_ground(polygons: list[Polygon], frame: Polygon) -> list[Polygon]:
    reaches_out = bool(polygons) and polygons[0].intersects(frame.exterior)
    return polygons[1:] if reaches_out else polygons

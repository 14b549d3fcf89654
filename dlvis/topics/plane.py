"""What every reader gives: two classes of polygons in the source's own units (degrees, pixels, …)."""

from dataclasses import dataclass

from shapely import MultiPolygon, Polygon

from dlvis.topics.sample import Sample


@dataclass(frozen=True, eq=False)
class NamedPiece:
    """A polygon that the source itself calls a parcel."""

    name: str
    positive: bool
    polygon: Polygon


@dataclass(frozen=True, eq=False)
class LabelledPlane:
    """Two classes that a reader found, as polygons or as a `sample` of points in place of them.

    `class_names` are the negative's, then the positive's.

    `negative` None says: whatever the window has beside the positive. `pieces` None says: every connected
    piece is a parcel but the ground. `bounds` (xmin, ymin, xmax, ymax) is what to show when no window is set.
    """

    positive: MultiPolygon | None
    negative: MultiPolygon | None
    class_names: tuple[str, str]
    bounds: tuple[float, float, float, float]
    pieces: tuple[NamedPiece, ...] | None = None
    geographic: bool = False
    credits: tuple[str, ...] = ()
    sample: Sample | None = None

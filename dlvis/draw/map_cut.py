"""A labelled map cut by the linear regions, once, and lifted piece by piece onto a folded sheet.

On one region a height is affine, so the height of any point of a map piece is a fixed weighted sum of the
heights of three corners of its region. The cut depends on the complex alone: while only heights change, as
in the hinge of a first-layer fold, lifting is one multiplication.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import shapely

from dlvis.arrays import Bools, Floats, Ints, freeze, itself
from dlvis.errors import InputError
from dlvis.geometry import FoldComplex, Window


class LabelledMap(Protocol):
    """What is cut: two (multi)polygons in input space. A `dlvis.topics.Topic` is one."""

    @property
    def negative(self) -> Any: ...

    @property
    def positive(self) -> Any: ...


@dataclass(frozen=True, eq=False)
class MapPieces:
    """Rings of map pieces in input space, sorted by region and class.

    points   (N, 2), ring i is points[offsets[i]:offsets[i + 1]], not closed; outer rings run
             anticlockwise, holes clockwise, so that they fill right by the nonzero rule
    regions  (n_rings,) and positive (n_rings,): where a ring lies and its class
    corners  (N, 3) vertices of the complex, and weights (N, 3), for each point's height
    """

    points: Floats
    offsets: Ints
    regions: Ints
    positive: Bools
    corners: Ints
    weights: Floats

    __deepcopy__ = itself

    def __post_init__(self) -> None:
        freeze(self, np.float64, "points", "weights")
        freeze(self, np.bool_, "positive")
        freeze(self, np.int64, "offsets", "regions", "corners")

    def heights(self, heights: Floats) -> Floats:
        """(N,): the height of every point for vertex heights (V,), exact on flat facets."""
        lifted: Floats = (heights[self.corners] * self.weights).sum(axis=1)
        return lifted


def map_pieces(topic: LabelledMap, folded: FoldComplex, tolerance: float = 0.0) -> MapPieces:
    """The map of `topic` cut by every region of `folded`; `tolerance` first simplifies its outlines.

    The simplification keeps shared borders shared, and is in units of input space.

    Raises:
        InputError: a complex without regions.
    """
    if folded.n_regions == 0:
        raise InputError("map_pieces: expected a complex with at least one region, got none")
    labels = simplified_labels(topic, folded.window, tolerance)
    facets = shapely.polygons([shapely.linearrings(folded.region(r)) for r in range(folded.n_regions)])
    rings: list[Floats] = []
    owner: list[tuple[int, bool]] = []
    cut = [shapely.intersection(facets, label) for label in labels]
    for region in range(folded.n_regions):
        for positive in (False, True):
            found = oriented_rings(cut[positive][region])
            rings += found
            owner += [(region, positive)] * len(found)
    return _pieces(rings, owner, folded)


def simplified_labels(topic: LabelledMap, window: Window, tolerance: float = 0.0) -> tuple[Any, Any]:
    """The negative and the positive polygons inside the window, with fewer points where asked."""
    frame = shapely.box(window.xmin, window.ymin, window.xmax, window.ymax)
    labels = [shapely.intersection(label, frame) for label in (topic.negative, topic.positive)]
    if tolerance > 0:
        labels = list(shapely.coverage_simplify(labels, tolerance, simplify_boundary=False))
    return labels[0], labels[1]


def oriented_rings(shape: Any) -> list[Floats]:
    """The rings (n, 2) of all polygons in a shape, without the closing point; outer anticlockwise."""
    rings = []
    for polygon in shapely.get_parts(shape):
        if polygon.geom_type == "Polygon" and not polygon.is_empty:
            turned = shapely.orient_polygons(polygon)
            rings += [np.asarray(ring.coords)[:-1, :2] for ring in (turned.exterior, *turned.interiors)]
    return rings


def _pieces(rings: list[Floats], owner: list[tuple[int, bool]], folded: FoldComplex) -> MapPieces:
    lengths = [len(ring) for ring in rings]
    points = np.concatenate(rings) if rings else np.empty((0, 2))
    regions = np.array([region for region, _ in owner], np.int64)
    corners = _spanning_corners(folded)[np.repeat(regions, lengths)]
    return MapPieces(
        points=points,
        offsets=np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]),
        regions=regions,
        positive=np.array([positive for _, positive in owner], bool),
        corners=corners,
        weights=_barycentric(points, folded.vertices[corners]),
    )


def _spanning_corners(folded: FoldComplex) -> Ints:
    """(R, 3): three corners of each region that lie far apart and off one line."""
    chosen = np.empty((folded.n_regions, 3), np.int64)
    for region in range(folded.n_regions):
        start, end = folded.region_offsets[region : region + 2]
        corners = folded.region_vertices[start:end]
        points = folded.vertices[corners]
        far = int(np.argmax(np.hypot(*(points - points[0]).T)))
        along, offset = points[far] - points[0], points - points[0]
        off = int(np.argmax(np.abs(along[0] * offset[:, 1] - along[1] * offset[:, 0])))
        chosen[region] = corners[[0, far, off]]
    return chosen


def _barycentric(points: Floats, triangles: Floats) -> Floats:
    """(N, 3): each point (N, 2) as a weighted sum of its triangle's corners (N, 3, 2)."""
    a, b, c = triangles.transpose(1, 0, 2)
    u, v, w = b - a, c - a, points - a
    det = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    det = np.where(det == 0, np.inf, det)
    beta = (w[:, 0] * v[:, 1] - w[:, 1] * v[:, 0]) / det
    gamma = (u[:, 0] * w[:, 1] - u[:, 1] * w[:, 0]) / det
    return np.stack([1 - beta - gamma, beta, gamma], axis=1)

"""What the pieces that a net says are to a topic: parcels found, phantom and fused pieces, by exact areas."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from dlvis.arrays import Bools, Floats, freeze, itself
from dlvis.errors import InputError
from dlvis.geometry.pieces import Pieces, predicted_pieces
from dlvis.net import ReluNet
from dlvis.topics import Topic
from dlvis.topics.parcels import SPECK
from dlvis.window import Window


@dataclass(frozen=True, eq=False)
class ParcelScore:
    """What is right and what is made up.

    pieces        the connected pieces that the net says
    right         (parcels,) the share of each parcel's area that is right
    positive      (parcels,) the class of each parcel
    phantom       (pieces,) which are right nowhere: the piece lies on the other class and has no part in its
                  own
    fused         (pieces,) which join what is apart: the piece holds more than half of a parcel of its class,
                  and as much of another body of that class, be it a parcel or the ground around one

    A parcel is found when more than half of its area is right. A piece of the class of a mainland that meets
    it is no phantom, nor is one on unlabelled land alone, of which nothing is known. Two parcels that touch
    in more than a point are one body, so that a piece which holds both joins nothing.
    """

    pieces: Pieces
    right: Floats
    positive: Bools
    phantom: Bools
    fused: Bools

    __deepcopy__ = itself

    def __post_init__(self) -> None:
        freeze(self, np.float64, "right")
        freeze(self, np.bool_, "positive", "phantom", "fused")

    @property
    def found(self) -> Bools:
        """(parcels,): more than half of the area is right."""
        found: Bools = self.right > 0.5
        return found

    @property
    def phantom_area(self) -> float:
        """In squared units of input space."""
        return float(self.pieces.areas()[self.phantom].sum())

    def numbers(self) -> dict[str, float]:
        """The counts, by the names that tables and runs give them; the area is in input space."""
        return {
            "positive_found": float((self.found & self.positive).sum()),
            "negative_found": float((self.found & ~self.positive).sum()),
            "phantom": float(self.phantom.sum()),
            "fused": float(self.fused.sum()),
            "phantom_area": self.phantom_area,
        }


def parcel_score(net: ReluNet, topic: Topic) -> ParcelScore:
    """The score of a net with two inputs and one or two outputs in the topic's window; it folds the net.

    Raises InputError as `fold_complex`.
    """
    return score_of(predicted_pieces(net, topic.window), topic)


def score_of(pieces: Pieces, topic: Topic) -> ParcelScore:
    """The score of pieces that are there already. Raises InputError for those of another window."""
    filled = sum(polygon.area for polygon in pieces.polygons)
    if abs(filled - topic.window.area) > SPECK * topic.window.area:
        raise InputError(
            f"pieces: expected those of the topic's window, of area {topic.window.area:g}, got {filled:g}"
        )
    shapely.prepare(list(pieces.polygons))
    right = np.zeros(len(topic.parcels))
    phantom, fused = np.zeros((2, len(pieces)), bool)
    for positive in (False, True):
        mine = np.flatnonzero(pieces.positive == positive)
        polygons = [pieces.polygons[k] for k in mine]
        parcels = np.flatnonzero([parcel.positive == positive for parcel in topic.parcels])
        own = [topic.parcels[k].polygon for k in parcels]
        right[parcels] = np.minimum(_shares(own, polygons).sum(axis=1), 1.0)  # but for rounding
        phantom[mine] = _phantom(polygons, topic, positive)
        fused[mine] = _fused(polygons, own, topic.positive if positive else topic.negative, topic.window)
    return ParcelScore(pieces, right, np.array([p.positive for p in topic.parcels], bool), phantom, fused)


def _phantom(polygons: Sequence[Polygon], topic: Topic, positive: bool) -> Bools:
    own, other = (topic.positive, topic.negative) if positive else (topic.negative, topic.positive)
    # asked first, as it is quick and settles nearly all: a point of its own class inside
    inside = [shapely.contains_properly(own, polygon.point_on_surface()) for polygon in polygons]
    return np.array(
        [
            not seen and _overlap(polygon, own) == 0 and _overlap(polygon, other) > 0
            for seen, polygon in zip(inside, polygons, strict=True)
        ],
        bool,
    )


def _fused(
    polygons: Sequence[Polygon], parcels: Sequence[Polygon], own: MultiPolygon, window: Window
) -> Bools:
    bodies = [body for body in own.geoms if body.area > SPECK * window.area]
    held = _shares(bodies, polygons) > 0.5
    finds = _shares(parcels, polygons) > 0.5
    fused: Bools = finds.any(axis=0) & (held.sum(axis=0) > 1)
    return fused


def _shares(wholes: Sequence[Polygon], parts: Sequence[Polygon]) -> Floats:
    """(wholes, parts): the share of each whole's area that lies in each part."""
    shares = np.zeros((len(wholes), len(parts)))
    if not len(wholes) or not len(parts):
        return shares
    those, these = np.array(wholes, dtype=object), np.array(parts, dtype=object)
    of, by = shapely.STRtree(these).query(those, predicate="intersects")
    shares[of, by] = shapely.area(shapely.intersection(those[of], these[by])) / shapely.area(those[of])
    return shares


def _overlap(polygon: Polygon, shape: MultiPolygon) -> float:
    return float(shapely.area(shapely.intersection(polygon, shape))) if polygon.intersects(shape) else 0.0

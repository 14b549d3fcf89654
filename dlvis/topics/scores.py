"""How right a net is about a topic: accuracy, balanced accuracy, and the parcels it finds.

Accuracy hides what matters where one class is small: a net may be 93 % right and miss most parcels. So a
parcel counts as *found* when more than half of its area is right, measured on fixed points uniform in it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon

from dlvis.arrays import Bools, Floats, Ints, freeze
from dlvis.errors import InputError
from dlvis.topics.labels import uniform_points
from dlvis.topics.topic import Topic
from dlvis.window import Window

POINTS_PER_PARCEL = 400
PARCEL_SEED = 20


def accuracy(predicted: Bools, labels: Bools) -> float:
    """The fraction of points that are right; both (n,), True is positive."""
    _check_pair(predicted, labels)
    return float(np.mean(predicted == labels))


def balanced_accuracy(predicted: Bools, labels: Bools) -> float:
    """The mean over both classes of the fraction that is right; of one class where only one is there."""
    _check_pair(predicted, labels)
    right = predicted == labels
    return float(np.mean([right[labels == kind].mean() for kind in (False, True) if (labels == kind).any()]))


@dataclass(frozen=True, eq=False)
class ParcelPoints:
    """Fixed points in every parcel of a topic, made once and asked often.

    `points` (n, 2) of all parcels after one another; parcel k has `points[offsets[k] : offsets[k + 1]]`;
    `positive` (parcels,) is the class each parcel belongs to.
    """

    points: Floats
    offsets: Ints
    positive: Bools

    def __post_init__(self) -> None:
        freeze(self, np.float64, "points")
        freeze(self, np.int64, "offsets")
        freeze(self, np.bool_, "positive")
        if len(self.offsets) != len(self.positive) + 1 or self.offsets[-1] != len(self.points):
            raise InputError(
                "parcel points: expected one offset more than parcels, the last the number of points"
            )

    def shares_right(self, predicted: Bools) -> Floats:
        """(parcels,) the share of each parcel that is right, for `predicted` (n,) at `points`."""
        if np.shape(predicted) != (len(self.points),):
            raise InputError(f"predicted: expected shape ({len(self.points)},), got {np.shape(predicted)}")
        counts = np.diff(self.offsets)
        right = predicted == np.repeat(self.positive, counts)
        total = np.concatenate([[0], np.cumsum(right)])
        shares: Floats = np.diff(total[self.offsets]) / counts
        return shares

    def found(self, predicted: Bools) -> Bools:
        """(parcels,) which parcels are found: more than half right, for `predicted` (n,) at `points`."""
        return self.shares_right(predicted) > 0.5


def parcel_points(topic: Topic, n_each: int = POINTS_PER_PARCEL) -> ParcelPoints:
    """`n_each` points uniform in each parcel of the topic, the same at every call."""
    random = np.random.default_rng((topic.seed, PARCEL_SEED))
    points = [_points_in(parcel.polygon, n_each, random) for parcel in topic.parcels]
    offsets = np.arange(len(points) + 1) * n_each
    return ParcelPoints(
        np.concatenate([np.empty((0, 2)), *points]),
        offsets,
        np.array([p.positive for p in topic.parcels], bool),
    )


def parcels_found(topic: Topic, positive_at: Callable[[Floats], Bools]) -> tuple[bool, ...]:
    """For each parcel whether it is found; `positive_at` gives (n,) bool at points (n, 2).

    In a loop, make `parcel_points(topic)` once and ask its `found`.
    """
    points = parcel_points(topic)
    return tuple(map(bool, points.found(positive_at(points.points))))


def _points_in(polygon: Polygon, n: int, random: np.random.Generator) -> Floats:
    xmin, ymin, xmax, ymax = polygon.bounds
    around = Window(xmin, xmax, ymin, ymax)
    shapely.prepare(polygon)
    points = np.empty((0, 2))
    while len(points) < n:
        more = uniform_points(around, 2 * n, random)
        points = np.concatenate([points, more[shapely.contains_xy(polygon, *more.T)]])
    return points[:n]


def _check_pair(predicted: Bools, labels: Bools) -> None:
    if np.shape(predicted) != np.shape(labels) or np.ndim(labels) != 1 or not len(labels):
        raise InputError(
            f"expected as many predictions as labels and at least one, got shapes {np.shape(predicted)} "
            f"and {np.shape(labels)}"
        )

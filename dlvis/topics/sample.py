"""A topic whose data are points: which there are, their three parts, and the dots that a map shows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from dlvis.arrays import Bools, Floats, Ints, freeze, itself
from dlvis.errors import InputError

LEAST_POINTS, LEAST_OF_A_CLASS = 10, 3
SHARES = (0.6, 0.2, 0.2)  # of the parts train, validation, test
MOST_DOTS = 1000
LARGEST_DOT, SMALLEST_DOT = 0.03, 0.008  # radius, in input space
CORNERS = 12  # of a dot


@dataclass(frozen=True, eq=False)
class Sample:
    """Points (n, 2) and their labels (n,), True is positive. All of them are finite."""

    points: Floats
    labels: Bools

    __deepcopy__ = itself

    def __post_init__(self) -> None:
        freeze(self, np.float64, "points")
        freeze(self, np.bool_, "labels")
        if self.points.shape != (len(self.labels), 2):
            raise InputError(
                f"points: expected (n, 2) and as many labels, got {self.points.shape} and {self.labels.shape}"
            )
        if not np.isfinite(self.points).all():
            raise InputError("points: expected finite numbers, got NaN or infinity")

    def __len__(self) -> int:
        return len(self.labels)


def check_size(sample: Sample, where: str) -> None:
    """Refuse too few points to be learnt and tested."""
    n, n_least = len(sample), min(int(sample.labels.sum()), int((~sample.labels).sum()))
    if n < LEAST_POINTS or n_least < LEAST_OF_A_CLASS:
        raise InputError(
            f"{where}: expected at least {LEAST_POINTS} points and {LEAST_OF_A_CLASS} of each class, "
            f"got {n} with {n_least} of the rarer class"
        )


def sizes(n: int, given: Sequence[int | None], where: str) -> tuple[int, int, int]:
    """How many of `n` points are in the parts train, validation, test; None: their usual share."""
    train, validation, test = (
        max(1, round(share * n)) if asked is None else asked
        for asked, share in zip(given, SHARES, strict=True)
    )
    if given[0] is None:  # what is left, so that none is left out for rounding
        train = n - validation - test
    if train < 1 or train + validation + test > n:
        raise InputError(
            f"{where}, [samples]: expected at most the {n} points of the file in all three parts, "
            f"got {max(train, 1)}, {validation} and {test}"
        )
    return train, validation, test


def shuffled(sample: Sample, seed: int) -> Sample:
    """The points in an order by chance in which any stretch has both classes in their shares."""
    random = np.random.default_rng(seed)
    places = np.empty(len(sample))
    for kind in (False, True):
        own = np.flatnonzero(sample.labels == kind)
        places[random.permutation(own)] = (np.arange(len(own)) + random.random()) / len(own)
    order = np.argsort(places, kind="stable")
    # a stretch of the parts is a stretch of this order; within it chance decides
    return Sample(sample.points[order], sample.labels[order])


def dots(sample: Sample) -> tuple[MultiPolygon, MultiPolygon]:
    """The negative and the positive points as small discs, in input space; the first MOST_DOTS of them."""
    shown = _shown(sample)
    radius = float(np.clip(0.3 / np.sqrt(len(shown)), SMALLEST_DOT, LARGEST_DOT))
    kinds = [_discs(sample.points[shown[sample.labels[shown] == kind]], radius) for kind in (False, True)]
    return _polygons(shapely.difference(kinds[0], kinds[1])), _polygons(kinds[1])


def _shown(sample: Sample) -> Ints:
    """The numbers of the points that are drawn, both classes in their shares and each there."""
    share = min(1.0, MOST_DOTS / len(sample))
    kinds = [np.flatnonzero(sample.labels == kind) for kind in (False, True)]
    return np.concatenate([own[: int(np.ceil(share * len(own)))] for own in kinds])


def _discs(centres: Floats, radius: float) -> shapely.Geometry:
    angles = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    corners = radius * np.column_stack([np.cos(angles), np.sin(angles)])
    return shapely.union_all(shapely.polygons(centres[:, None] + corners))


def _polygons(shape: shapely.Geometry) -> MultiPolygon:
    return MultiPolygon([part for part in shapely.get_parts(shape) if isinstance(part, Polygon)])

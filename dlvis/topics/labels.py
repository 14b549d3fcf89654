"""Points and their exact labels, and the three fixed parts of a topic's data."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from dlvis.arrays import Bools, Floats
from dlvis.errors import InputError, nearest
from dlvis.topics.topic import Topic
from dlvis.window import Window

PARTS = ("train", "validation", "test")


def labels_at(topic: Topic, points: Floats) -> NDArray[np.int8]:
    """(n,) labels of `points` (n, 2): 1 positive, 0 negative, -1 unlabelled.

    Exact: from the polygons. A point on the border of the two classes is positive.

    Raises:
        InputError: the topic's data are points, so that no other point has a label.
    """
    if topic.sample is not None:
        raise InputError(
            f"{topic.source}: expected a topic with areas, its data are points: others have no label"
        )
    x, y = np.asarray(points, np.float64).T
    labels = np.full(len(x), -1, np.int8)
    labels[shapely.intersects_xy(topic.positive, x, y)] = 1
    rest = np.flatnonzero(labels < 0)
    labels[rest[shapely.intersects_xy(topic.negative, x[rest], y[rest])]] = 0
    return labels


def labelled_points(topic: Topic, n: int, seed: int | Sequence[int]) -> tuple[Floats, Bools]:
    """`n` points uniform on the labelled area, and their labels: (n, 2) and (n,), True is positive.

    Of a topic of points they are drawn from its train part. The same seed gives the same points. 100,000
    points of the built-in topics take less than a second.
    """
    if n < 0:
        raise InputError(f"n: expected a number of points, got {n}")
    random = np.random.default_rng(seed)
    if topic.sample is not None:
        chosen = random.integers(topic.n_train, size=n)
        return topic.sample.points[chosen], topic.sample.labels[chosen]
    labelled = (topic.positive.area + topic.negative.area) / topic.window.area
    points, labels = np.empty((0, 2)), np.empty(0, np.int8)
    while len(points) < n:
        more = uniform_points(topic.window, int((n - len(points)) / labelled * 1.05) + 16, random)
        found = labels_at(topic, more)
        points = np.concatenate([points, more[found >= 0]])
        labels = np.concatenate([labels, found[found >= 0]])
    return points[:n], labels[:n] == 1


def part(topic: Topic, name: str) -> tuple[Floats, Bools]:
    """The fixed part "train", "validation" (which searches see) or "test" (which films quote)."""
    if name not in PARTS:
        raise InputError(f"part {name!r} is unknown{nearest(name, PARTS)}")
    sizes = (topic.n_train, topic.n_validation, topic.n_test)
    k = PARTS.index(name)
    if topic.sample is not None:
        begin, end = sum(sizes[:k]), sum(sizes[: k + 1])
        return topic.sample.points[begin:end], topic.sample.labels[begin:end]
    return labelled_points(topic, sizes[k], (topic.seed, k + 1))


def uniform_points(window: Window, n: int, random: np.random.Generator) -> Floats:
    """(n, 2) points uniform in the window."""
    low, high = (window.xmin, window.ymin), (window.xmax, window.ymax)
    points: Floats = random.uniform(low, high, (n, 2))
    return points

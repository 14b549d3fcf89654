"""Points near the border of the classes, where a net has most to learn."""

from collections.abc import Sequence

import numpy as np

from dlvis.arrays import Bools, Floats
from dlvis.errors import InputError
from dlvis.topics.labels import labels_at
from dlvis.topics.topic import Topic, rings
from dlvis.window import Window

NEAREST = 0.01  # of the farthest distance


def near_points(topic: Topic, n: int, distance: float, seed: int | Sequence[int]) -> tuple[Floats, Bools]:
    """`n` labelled points near the classes' outlines: (n, 2) and (n,) exact labels, True is positive.

    Each lies in any direction from a place on an outline, as far as `distance` (of input space) at most, as
    often between a hundredth and a tenth of it as between a tenth and all of it: fine where the border is
    fine, and some way into the land. A ring gets points by the root of its length, so that the smallest
    parcel has its own beside a long border. Window sides are no outlines. The same seed gives the same
    points.
    """
    if n < 0:
        raise InputError(f"n: expected a number of points, got {n}")
    if not 0 < distance <= 1:
        raise InputError(f"distance: expected a number above 0 and up to 1, got {distance}")
    random = np.random.default_rng(seed)
    sides, often = outline_sides(topic)
    points, labels = np.empty((0, 2)), np.empty(0, np.int8)
    while len(points) < n:
        more = _beside(sides, often, 2 * (n - len(points)) + 16, distance, random)
        more = more[topic.window.contains(more)]
        found = labels_at(topic, more)
        points = np.concatenate([points, more[found >= 0]])
        labels = np.concatenate([labels, found[found >= 0]])
    return points[:n], labels[:n] == 1


def outline_sides(topic: Topic) -> tuple[Floats, Floats]:
    """(n, 2, 2): the straight parts of both classes' outlines in the window, end and end; and (n,) how often
    each is to be drawn, 1 in all."""
    outlines = [*rings(topic, True), *rings(topic, False)]
    sides = np.concatenate([np.stack([ring[:-1], ring[1:]], axis=1) for ring in outlines])
    ring = np.repeat(np.arange(len(outlines)), [len(outline) - 1 for outline in outlines])
    inside = ~_on_a_side(sides, topic.window)
    sides, ring = sides[inside], ring[inside]
    lengths = np.hypot(*(sides[:, 1] - sides[:, 0]).T)
    often = lengths / np.sqrt(np.bincount(ring, weights=lengths)[ring])
    return sides, often / often.sum()


def _on_a_side(sides: Floats, window: Window) -> Bools:
    x, y = sides[..., 0], sides[..., 1]
    on = [x == window.xmin, x == window.xmax, y == window.ymin, y == window.ymax]
    along: Bools = np.any([both.all(axis=1) for both in on], axis=0)
    return along


def _beside(sides: Floats, often: Floats, n: int, distance: float, random: np.random.Generator) -> Floats:
    """(n, 2) points beside places that are uniform along each of the sides."""
    chosen = sides[random.choice(len(sides), n, p=often)]
    along, turn, reach = random.random((3, n))
    places = chosen[:, 0] + along[:, None] * (chosen[:, 1] - chosen[:, 0])
    away = distance * NEAREST**reach
    angles = 2 * np.pi * turn
    points: Floats = places + away[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
    return points

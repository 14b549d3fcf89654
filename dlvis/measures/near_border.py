"""How much of something lies near the true border of a topic, and how much of the window does."""

import shapely

from dlvis.arrays import Bools, Floats
from dlvis.topics import Topic
from dlvis.topics.near import outline_sides

REACH = 0.02  # of the window's longer side: what counts as near


def is_near_border(topic: Topic, points: Floats, reach: float = REACH) -> Bools:
    """(n,): whether points (n, 2) lie within `reach` of the classes' outlines, as a share of
    the window's longer side."""
    near: Bools = shapely.dwithin(shapely.points(points), _border(topic), reach * _side(topic))
    return near


def near_border_area(topic: Topic, reach: float = REACH) -> float:
    """The share of the window's area that lies so near; round ends are drawn with 16 sides a quarter."""
    window = topic.window
    strip = _border(topic).buffer(reach * _side(topic), quad_segs=16)
    inside = shapely.intersection(strip, shapely.box(window.xmin, window.ymin, window.xmax, window.ymax))
    return float(inside.area / window.area)


def _border(topic: Topic) -> shapely.Geometry:
    sides, _ = outline_sides(topic)
    border = shapely.union_all(shapely.linestrings(sides))
    shapely.prepare(border)
    return border


def _side(topic: Topic) -> float:
    return max(topic.window.width, topic.window.height)

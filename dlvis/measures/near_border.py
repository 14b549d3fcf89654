"""How much of something lies near the true border of a topic, and how much of the window does."""

import numpy as np
import shapely

from dlvis.arrays import Bools, Floats
from dlvis.topics import Topic
from dlvis.topics.near import outline_sides

REACH = 0.02  # of the window's longer side: what counts as near


def is_near_border(topic: Topic, points: Floats, reach: float = REACH) -> Bools:
    """(n,): whether points (n, 2) lie within `reach` of the classes' outlines, as a share of
    the window's longer side."""
    sides, _ = outline_sides(topic)
    tree = shapely.STRtree(shapely.linestrings(sides))  # seven times faster than a prepared border
    places, _ = tree.query(shapely.points(points), predicate="dwithin", distance=reach * _side(topic))
    near = np.zeros(len(points), bool)
    near[places] = True
    return near


def near_border_area(topic: Topic, reach: float = REACH) -> float:
    """The share of the window's area that lies so near; round ends are drawn with 16 sides a quarter."""
    window = topic.window
    strip = _border(topic).buffer(reach * _side(topic), quad_segs=16)
    inside = shapely.intersection(strip, shapely.box(window.xmin, window.ymin, window.xmax, window.ymax))
    return float(inside.area / window.area)


def _border(topic: Topic) -> shapely.Geometry:
    sides, _ = outline_sides(topic)
    return shapely.union_all(shapely.linestrings(sides))


def _side(topic: Topic) -> float:
    return max(topic.window.width, topic.window.height)

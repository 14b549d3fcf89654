"""What lies near the true border: points, and the share of the window."""

import numpy as np
import pytest
import shapely

from dlvis.measures import is_near_border, near_border_area
from dlvis.topics import load
from dlvis.topics.near import outline_sides


@pytest.mark.parametrize("name", ["baarle", "moons"])
def test_the_area_is_the_share_of_a_grid_of_points(name):
    topic = load(name)
    x, y = ((np.arange(160) + 0.5) / 160 for _ in range(2))
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    grid = [topic.window.xmin, topic.window.ymin] + grid * [topic.window.width, topic.window.height]
    for reach in (0.01, 0.05):
        share = is_near_border(topic, grid, reach).mean()
        assert near_border_area(topic, reach) == pytest.approx(share, abs=0.01)


def test_near_is_what_is_no_farther_from_any_side_of_an_outline():
    topic, random = load("baarle"), np.random.default_rng(4)
    low, size = topic.window.corners.min(axis=0), np.ptp(topic.window.corners, axis=0)
    points = low + random.random((300, 2)) * size
    border = shapely.union_all(shapely.linestrings(outline_sides(topic)[0]))
    distances = shapely.distance(shapely.points(points), border) / size.max()
    for reach in (0.0, 0.02, 2.0):
        np.testing.assert_array_equal(is_near_border(topic, points, reach), distances <= reach)
    assert is_near_border(topic, np.empty((0, 2))).shape == (0,)


def test_the_window_s_own_sides_are_no_border():
    topic = load("baarle")
    sides = topic.window.corners
    assert not is_near_border(topic, sides).any()
    assert is_near_border(topic, np.array(topic.positive.geoms[0].exterior.coords)[:5]).all()

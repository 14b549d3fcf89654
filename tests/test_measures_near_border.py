"""What lies near the true border: points, and the share of the window."""

import numpy as np
import pytest

from dlvis.measures import is_near_border, near_border_area
from dlvis.topics import load


@pytest.mark.parametrize("name", ["baarle", "moons"])
def test_the_area_is_the_share_of_a_grid_of_points(name):
    topic = load(name)
    x, y = ((np.arange(160) + 0.5) / 160 for _ in range(2))
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    grid = [topic.window.xmin, topic.window.ymin] + grid * [topic.window.width, topic.window.height]
    for reach in (0.01, 0.05):
        share = is_near_border(topic, grid, reach).mean()
        assert near_border_area(topic, reach) == pytest.approx(share, abs=0.01)


def test_the_window_s_own_sides_are_no_border():
    topic = load("baarle")
    sides = topic.window.corners
    assert not is_near_border(topic, sides).any()
    assert is_near_border(topic, np.array(topic.positive.geoms[0].exterior.coords)[:5]).all()

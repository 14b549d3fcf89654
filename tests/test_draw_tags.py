"""Names beside points: within the area, and never on one another, on a point or on a line."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvis.draw.tags import tag_boxes
from dlvis.window import Window

AREA = Window(0, 10, 0, 10)
spots = st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10)), min_size=1, max_size=12)


def overlap(a, b):
    across = min(a.xmax, b.xmax) - max(a.xmin, b.xmin)
    return across > 1e-9 and min(a.ymax, b.ymax) - max(a.ymin, b.ymin) > 1e-9


@given(spots, spots)
def test_no_name_lies_on_anything(points, obstacles):
    obstacles = np.array(obstacles)
    boxes = tag_boxes(np.array(points), [(2.0, 0.5)] * len(points), AREA, 0.1, obstacles)
    placed = [box for box in boxes if box is not None]
    assert not [pair for pair in combinations(placed, 2) if overlap(*pair)]
    assert not any(box.contains(obstacles).any() or box.contains(np.array(points)).any() for box in placed)
    assert all(box.xmin >= 0 and box.xmax <= 10 and box.ymin >= 0 and box.ymax <= 10 for box in placed)


def test_a_lone_point_has_its_name_to_the_right_and_one_at_the_edge_to_the_left():
    right, left = tag_boxes(np.array([[5.0, 5.0], [9.5, 2.0]]), [(2.0, 0.5)] * 2, AREA, 0.1)
    assert right.xmin > 5
    assert left.xmax < 9.5


def test_a_name_without_room_is_left_out():
    assert tag_boxes(np.array([[5.0, 5.0]]), [(20.0, 0.5)], AREA, 0.1) == [None]


@pytest.mark.parametrize("first", [0, 1])
def test_the_first_is_served_first(first):
    points = np.array([[9.0, 5.0], [9.0, 5.6]])
    order = points[[first, 1 - first]]
    boxes = tag_boxes(order, [(8.7, 1.2)] * 2, AREA, 0.1)
    assert boxes[0] is not None

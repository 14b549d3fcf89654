"""Regions that drop to the floor: what is written is what lies there."""

import numpy as np
import pytest

from dlvis.draw.layout import safe_area
from dlvis.draw.view import View
from dlvis.geometry.viewpoint import FRONT
from dlvis.mobjects import CountedFloor, ExplainerBoard, sheet_placement
from dlvis.mobjects.wording import worded
from dlvis.style import theme
from dlvis.topics import load
from tests.nets import he_net

NET, VIEW = he_net((2, 4, 1), 2), View(1.0, FRONT)


@pytest.fixture(scope="module")
def falling():
    board = ExplainerBoard(load("moons"), theme("night"), safe_area(128 / 9, 8))
    place = sheet_placement(NET, board.topic.window, VIEW, board.stage)
    sheet = board.sheet(NET, place, VIEW).redraw(1, 0)
    return CountedFloor(sheet, board, lambda key: key)


@pytest.mark.parametrize("done", [0.0, 0.4, 1.0])
def test_what_is_written_is_what_has_landed(falling, done):
    falling.redraw(done)
    written = [said.words for _, said in worded(falling.panel)]
    assert str(falling.floor.landed(done)) in written
    assert "counted" in written


def test_in_the_end_all_regions_lie_there(falling):
    assert falling.floor.landed(1.0) == falling.count == falling.floor.work.n_patches


def test_a_camera_that_shows_its_extent_shows_sheet_and_floor(falling):
    low, high = falling.extent[:, 2].min(), falling.extent[:, 2].max()
    assert low == pytest.approx(falling.floor.corners_on_floor[0, 2])
    assert high > falling.floor.anchor.points[0, 2] > low
    assert np.isfinite(falling.extent).all()

"""The fold of one neuron at a point: the sheet, its tag and its panel say one value."""

import numpy as np
import pytest

from dlvis.draw.layout import safe_area
from dlvis.draw.view import View
from dlvis.errors import InputError
from dlvis.geometry.viewpoint import FRONT, deepest_point
from dlvis.mobjects import ExplainerBoard, NeuronFold, NeuronSum, sheet_placement
from dlvis.net import one_neuron
from dlvis.style import theme
from dlvis.topics import load
from tests.nets import line_net

VIEW = View(1.0, FRONT)
ONE = one_neuron(line_net([[1.0, 2.0, -0.3]]), 0)


@pytest.fixture
def board():
    return ExplainerBoard(load("moons"), theme("night"), safe_area(128 / 9, 8))


def sheet_on(board, dot):
    return board.sheet(ONE, sheet_placement(ONE, board.topic.window, VIEW, board.stage), VIEW, dot=dot)


@pytest.fixture
def fold(board):
    plan = NeuronSum([1.0, 2.0], -0.3, board).plan
    return NeuronFold(sheet_on(board, deepest_point(ONE, board.topic.window)), plan, board, ("z", "h"))


@pytest.mark.parametrize("slope", [1.0, 0.5, 0.0])
def test_what_comes_out_is_the_activation_of_what_goes_in(fold, slope):
    before = float(fold.sheet.spot @ [1.0, 2.0] - 0.3)
    fold.redraw(slope)
    assert before < 0
    assert fold.before == pytest.approx(before)
    place = fold.sheet.sheet.placement
    height = (fold.sheet.dot.dot.points[0, 2] - place.centre[2]) / place.z_scale
    assert height == pytest.approx(slope * before)
    assert np.allclose(fold.tag.spot, fold.sheet.dot.dot.points[0])


def test_each_side_is_tagged_with_its_sign(fold):
    tags = fold.side_tags("above 0", "below 0")
    heights = [tag.spot[2] - fold.sheet.sheet.placement.centre[2] for tag in tags]
    widths = [tag.words.width for tag in tags]
    assert len(tags) == 2
    assert min(heights) < 0 < max(heights)
    assert widths[0] != widths[1]


def test_a_sheet_without_a_dot_is_refused(board):
    plan = NeuronSum([1.0, 2.0], -0.3, board).plan
    with pytest.raises(InputError, match="a sheet with a dot"):
        NeuronFold(sheet_on(board, None), plan, board, ("z", "h"))

"""A neuron's sum while its weights act: sliders, formula and plane tell the same numbers."""

import numpy as np
import pytest

from dlvis.draw.layout import safe_area
from dlvis.mobjects import ExplainerBoard, NeuronSum
from dlvis.mobjects.formula import formula
from dlvis.style import theme
from dlvis.topics import load

WEIGHTS, BIAS = np.array([1.5, -0.75]), 0.25
POINTS = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])


@pytest.fixture(scope="module")
def neuron():
    board = ExplainerBoard(load("moons"), theme("night"), safe_area(128 / 9, 8))
    return NeuronSum(WEIGHTS, BIAS, board)


def test_the_factors_act_one_after_another(neuron):
    assert neuron.act(0, 0.5)(POINTS)[:, 0] == pytest.approx([0, 0.75, 0])
    assert neuron.act(1, 0.0)(POINTS)[:, 0] == pytest.approx([0, 1.5, 0])
    assert neuron.act(1, 1.0)(POINTS)[:, 0] == pytest.approx([0, 1.5, -0.75])
    assert neuron.act(2, 1.0)(POINTS)[:, 0] == pytest.approx(POINTS @ WEIGHTS + BIAS)


def test_the_slider_of_what_acts_stands_at_its_value(neuron):
    neuron.act(0, 0.0)
    middle = neuron.sliders[0].knob.points[0, 0]
    neuron.act(0, 1.0)
    assert neuron.sliders[0].knob.points[0, 0] > middle
    neuron.act(1, 1.0)
    assert neuron.sliders[1].knob.points[0, 0] < middle


def test_the_formula_has_the_numbers_of_what_has_acted(neuron):
    parts = [len(neuron.formula(k).family_members_with_points()) for k in range(4)]
    # "w_1" is two shapes, "1.50" four; "0.75" four beside "w_2", "0.25" four beside "b"
    assert np.diff(parts).tolist() == [2, 2, 3]
    assert len(neuron) == 3


def test_the_output_is_called_as_the_formula_calls_it(neuron):
    assert len(neuron.plan.names) == len(neuron.plan.net.widths) + 1
    name = neuron.plan.names[-1]
    right = name.get_right()
    _, renaming = neuron.clipping()
    renaming.begin()
    renaming.finish()
    assert name.height == pytest.approx(formula("h", neuron.board.theme, "body").height)
    assert name.get_right() == pytest.approx(right)

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.geometry import Polylines, Window, confidence, decision_boundary, fold_complex, margin
from dlvis.net import ReluNet
from tests.nets import he_net

SQUARE = Window(-1, 1, -1, 1)


def diamond():
    """|x| + |y| - 1/2: a square on its corner where the net is below 0."""
    first = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    return ReluNet([first, np.ones((1, 4))], [np.zeros(4), np.array([-0.5])])


def test_the_boundary_of_the_diamond_is_one_closed_line_round_the_lower_side():
    (line,) = decision_boundary(diamond(), fold_complex(diamond(), SQUARE))
    assert np.array_equal(line[0], line[-1])
    assert sorted(map(tuple, line[1:].tolist())) == [(-0.5, 0), (0, -0.5), (0, 0.5), (0.5, 0)]
    x, y = line[:-1].T
    assert x @ np.roll(y, -1) - y @ np.roll(x, -1) < 0  # the higher side, outside, is on the left


def test_a_level_on_a_plateau_is_its_border_to_the_higher_side():
    net = ReluNet([[[1.0, 0.0]], [[1.0]]], [[-0.25], [0.0]])
    (line,) = decision_boundary(net, fold_complex(net, SQUARE))
    assert line.tolist() == [[0.25, 1.0], [0.25, -1.0]] or line.tolist() == [[0.25, -1.0], [0.25, 1.0]]
    assert line[0, 1] > line[1, 1]  # downwards: the higher side, to the east, is on the left


def test_equal_outputs_are_the_boundary_of_a_net_with_two():
    one = diamond()
    two = ReluNet(
        [one.weights[0], np.vstack([np.zeros((1, 4)), one.weights[1]])], [one.biases[0], [0.0, -0.5]]
    )
    length = decision_boundary(two, fold_complex(two, SQUARE)).length
    assert length == pytest.approx(4 * np.hypot(0.5, 0.5), rel=1e-15)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.floats(-1, 1))
def test_boundaries_lie_on_the_level_and_end_at_the_window(seed, level):
    net = he_net((2, 8, 8, 1), seed)
    lines = decision_boundary(net, fold_complex(net, SQUARE), level)
    assert np.abs(margin(net, lines.points) - level).max(initial=0) < 1e-12
    for line in lines:
        closed = np.array_equal(line[0], line[-1])
        ends_on_sides = np.abs(line[[0, -1]]).max(axis=1) == pytest.approx(1, abs=1e-12)
        assert closed or ends_on_sides
        assert _left_is_higher(net, line, level)


def _left_is_higher(net, line, level):
    step = np.diff(line, axis=0)
    longest = np.argmax(np.hypot(*step.T))
    dx, dy = step[longest]
    if np.hypot(dx, dy) < 1e-4:
        return True
    left = line[longest] + step[longest] / 2 + 1e-7 * np.array([-dy, dx]) / np.hypot(dx, dy)
    return margin(net, left[None])[0] > level


def test_three_outputs_have_no_one_boundary():
    net = he_net((2, 4, 3), 0)
    with pytest.raises(InputError, match="1 or 2 outputs"):
        decision_boundary(net, fold_complex(net, SQUARE))


def test_the_net_must_be_the_complex_s():
    with pytest.raises(InputError, match="with widths"):
        decision_boundary(he_net((2, 5, 1), 0), fold_complex(diamond(), SQUARE))


def test_length_does_not_join_the_lines():
    lines = Polylines([[0, 0], [1, 0], [5, 5], [5, 7]], [0, 2, 4])
    assert (len(lines), lines.length) == (2, 3.0)
    assert [line.shape for line in lines] == [(2, 2), (2, 2)]


@pytest.mark.parametrize("offsets", [[0], [1, 2], [0, 1, 2], [0, 3]])
def test_offsets_that_do_not_fit_are_refused(offsets):
    with pytest.raises(InputError, match="offsets"):
        Polylines(np.zeros((2, 2)), offsets)


@pytest.mark.parametrize("outputs", [1, 2])
def test_confidence_is_the_difference_of_the_two_probabilities(outputs):
    net = he_net((2, 4, outputs), 1)
    points = np.random.default_rng(0).uniform(-1, 1, (20, 2))
    logits = np.column_stack([np.zeros(20), net(points)]) if outputs == 1 else net(points)
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(confidence(net, points), shares[:, 1] - shares[:, 0])


@pytest.mark.parametrize("seed", range(40))
def test_no_line_ends_inside_the_window(seed):
    draw = np.random.default_rng(seed)
    slopes = draw.integers(-4, 5, (4, 2)).astype(float)
    point = np.array([1.0, 0.25])  # on the window's right side
    net = ReluNet([slopes, draw.integers(-2, 3, (1, 4)).astype(float)], [-slopes @ point, np.zeros(1)])
    for line in decision_boundary(net, fold_complex(net, SQUARE)):
        closed = np.array_equal(line[0], line[-1])
        assert closed or (np.abs(line[[0, -1]]).max(axis=1) >= 1 - 1e-12).all()


def test_a_net_of_the_same_sizes_is_still_another():
    with pytest.raises(InputError, match="and its weights"):
        decision_boundary(he_net((2, 4, 1), 1), fold_complex(he_net((2, 4, 1), 0), SQUARE))


@pytest.mark.parametrize("level", [np.nan, np.inf])
def test_a_level_that_is_no_number_is_refused(level):
    with pytest.raises(InputError, match="finite level"):
        decision_boundary(diamond(), fold_complex(diamond(), SQUARE), level)

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.geometry import line_pieces
from dlvis.net import ReluNet, tent
from tests.nets import he_net


def test_one_layer_has_one_piece_more_than_joints():
    net = he_net((1, 12, 1), 0)
    joints = -net.biases[0] / net.weights[0][:, 0]
    assert line_pieces(net, (-1, 1)).n_pieces == 1 + np.count_nonzero(np.abs(joints) < 1)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.2, 1.0]))
def test_every_piece_is_the_net(seed, slope):
    net = he_net((1, 6, 5, 2), seed, slope=slope)
    pieces = line_pieces(net, (-2, 2))
    middle = (pieces.breakpoints[1:] + pieces.breakpoints[:-1]) / 2
    assert np.allclose(pieces.slopes * middle[:, None] + pieces.intercepts, net(middle[:, None]), atol=1e-12)
    assert (np.diff(pieces.breakpoints) > 0).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_floats_agree_with_rationals(seed):
    net = he_net((1, 4, 4, 1), seed)
    floats, exact = line_pieces(net, (-1, 1)), line_pieces(net, (-1, 1), rational=True)
    assert np.allclose(floats.breakpoints, exact.breakpoints.astype(float), atol=1e-13)
    assert np.array_equal(floats.patterns, exact.patterns)


def test_duplicate_joints_are_one():
    net = ReluNet([np.array([[1.0], [1.0], [-3.0]]), np.ones((1, 3))], [[-0.1, -0.1, 0.3], [0.0]])
    assert line_pieces(net, (-1, 1)).n_pieces == 2


@pytest.mark.parametrize("interval", [(0, 0), (1, 0), (0, np.inf), (np.nan, 1)])
def test_an_empty_interval_is_refused(interval):
    with pytest.raises(InputError, match="start < end"):
        line_pieces(tent(1), interval)


def test_two_inputs_are_refused():
    with pytest.raises(InputError, match="1 input, got 2"):
        line_pieces(tent(1, n_inputs=2), (0, 1))


@pytest.mark.parametrize("seed", range(60))
def test_zeros_near_the_origin_are_one_joint(seed):
    net = he_net((1, 6, 6, 6, 1), seed, bias=0.0)
    interval = (-0.1, 0.7)
    assert line_pieces(net, interval).n_pieces == line_pieces(net, interval, rational=True).n_pieces


def test_values_lie_at_the_breakpoints_and_the_narrowest_piece_is_the_shortest():
    pieces = line_pieces(tent(2), (0, 1))
    assert np.allclose(pieces.values[:, 0], [0, 1, 0, 1, 0])
    assert pieces.narrowest == pytest.approx(0.25)
    assert line_pieces(tent(2), (0, 0.8), rational=True).narrowest == pytest.approx(0.05)

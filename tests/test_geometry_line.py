import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.geometry import line_pieces
from dlvis.net import ReluNet, composed, tent, zigzag
from tests.nets import he_net


def book_net(phi, theta):
    """UDL notebook 4.1: phi0 + sum of phi_i relu(theta_i0 + theta_i1 x)."""
    bias, weight = np.array(theta).T
    return ReluNet([weight[:, None], np.array([phi[1:]])], [bias, np.array(phi[:1])])


ONE = book_net((1, -2, -3, 9.3), ((0, -1), (0, 1), (-0.67, 1)))
TWO = book_net((0.5, -1, -1.5, 2), ((-0.6, -1), (0.2, 1), (-0.5, 1)))


@pytest.mark.parametrize("rational", [False, True])
@pytest.mark.parametrize(
    ("net", "pieces"),
    [
        (ONE, 3),
        (TWO, 4),
        (composed(TWO, ONE), 12),
        (composed(ONE, ONE), 9),
        (composed(TWO, composed(ONE, ONE)), 36),
    ],
)
def test_the_book_s_nets_have_the_book_s_pieces(net, pieces, rational):
    assert line_pieces(net, (-1, 1), rational).n_pieces == pieces


def test_the_zigzag_attains_161_051_pieces():
    pieces = line_pieces(zigzag(10, 5), (0, 1))
    assert pieces.n_pieces == pieces.n_distinct == 161_051 == 11**5


def test_two_layers_of_three_attain_sixteen():
    assert line_pieces(zigzag(3, 2), (0, 1)).n_pieces == 16
    assert line_pieces(zigzag(3, 2), (0, 1), rational=True).n_pieces == 16


def test_ten_tents_have_1_024_pieces():
    assert line_pieces(tent(10), (0, 1)).n_pieces == 1024


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

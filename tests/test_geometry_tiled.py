import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.geometry import Window, decision_boundary, fold_complex, margin
from dlvis.geometry.rounding import ROUNDING, zero_bounds
from dlvis.geometry.tiled import _CUTS, tiled_boundary
from dlvis.net import ReluNet
from tests.nets import he_net, integer_net

SQUARE = Window(-1, 1, -1, 1)
# where the square is cut first, and then its left half
CORNER = np.array([[-1 + 2 * _CUTS[0]] * 2])


def assert_same(net, level, window=SQUARE, crossing=3):
    """The tiled boundary is that of the complex: lines, points, length, and every point lies on the level."""
    whole = decision_boundary(net, fold_complex(net, window), level)
    tiled = tiled_boundary(net, window, level, crossing)
    assert (len(tiled), len(tiled.points)) == (len(whole), len(whole.points))
    assert tiled.length == pytest.approx(whole.length, rel=1e-9, abs=1e-12)
    residual = np.abs(margin(net, tiled.points) - level).max(initial=0)
    assert residual <= zero_bounds(net, window)[-1].sum() + ROUNDING * abs(level)
    assert same_points(tiled.points, whole.points)
    return tiled


def same_points(one, other):
    """Whether each point has one of the other lines within 1e-9; a loop may begin anywhere."""
    distances = np.hypot(*(one[:, None] - other[None]).T)
    return all(distances.min(axis=axis, initial=3).max(initial=0) < 1e-9 for axis in (0, 1))


@pytest.mark.parametrize("seed", range(60))
def test_random_nets_have_the_boundary_of_their_complex(seed):
    width = int(np.random.default_rng(seed).integers(1, 60))
    widths = (2, width, 1 + seed % 2)
    net = integer_net(widths, seed) if seed % 4 == 3 else he_net(widths, seed, slope=0.1 * (seed % 3 == 0))
    assert_same(net, 0.3 * (seed % 5 == 0))


@pytest.mark.parametrize("seed", range(20))
def test_a_boundary_through_a_corner_of_tiles_is_whole(seed):
    net = he_net((2, 40, 1), seed)
    tiled = assert_same(net, float(margin(net, CORNER)[0]))
    assert np.abs(tiled.points).max() <= 1


@pytest.mark.parametrize("axis", [0, 1])
def test_a_boundary_along_a_cut_is_whole(axis):
    first, bias = np.array(he_net((2, 30, 1), 0).weights[0]), np.array(he_net((2, 30, 1), 0).biases[0])
    first[0], bias[0] = np.eye(2)[axis], 2.0
    output = np.zeros((1, 30))
    output[0, 0] = 1.0
    net = ReluNet([first, output], [bias, np.zeros(1)])
    tiled = assert_same(net, 2 + float(CORNER[0, axis]))
    assert tiled.length == pytest.approx(2)


@pytest.mark.parametrize("level", [0.0, 0.2])
def test_folds_through_one_point_are_folded_together(level):
    """No tile round the origin is small enough to be crossed by few folds."""
    assert_same(he_net((2, 200, 1), 1, bias=0.0), level, crossing=16)


def test_a_plateau_is_bordered():
    """relu(|x| + |y| - 1/2) is 0 in a diamond, with other folds that change nothing."""
    diamond = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1.0]])
    others = he_net((2, 30, 1), 3)
    net = ReluNet(
        [np.vstack([diamond, others.weights[0]]), np.r_[np.ones(4), np.zeros(30)][None]],
        [np.r_[np.full(4, -0.5), others.biases[0]], np.zeros(1)],
    )
    assert_same(net, 0.0)


def test_a_plateau_that_too_many_folds_cross_is_refused():
    """An output of 0 throughout, which is the level."""
    folds = he_net((2, 100_000, 1), 3)
    net = ReluNet([folds.weights[0], np.zeros((1, 100_000))], [folds.biases[0], np.zeros(1)])
    with pytest.raises(InputError, match=r"the folds cut into about 3e\+09 .* take a level beside it"):
        tiled_boundary(net, SQUARE)
    assert len(tiled_boundary(net, SQUARE, 1e-3)) == 0


def test_thousands_of_neurons_keep_to_the_tiles_that_are_crossed():
    net = he_net((2, 3000, 1), 0)
    level = float(margin(net, np.zeros((1, 2)))[0])
    lines = tiled_boundary(net, SQUARE, level)
    assert len(lines.points) > 1000
    assert np.abs(margin(net, lines.points) - level).max() < zero_bounds(net, SQUARE)[-1][0]
    assert all(len(line) == _crossed(net, line) + 2 for line in lines)


def _crossed(net, line):
    """How often a line crosses a fold, by the signs in the middle of its pieces."""
    on = net.pre_activation((line[1:] + line[:-1]) / 2, 0) > 0
    return np.count_nonzero(on[1:] != on[:-1])


@pytest.mark.slow
def test_a_hundred_thousand_neurons_have_an_exact_boundary():
    net = he_net((2, 100_000, 1), 0)
    level = float(np.median(margin(net, np.random.default_rng(1).uniform(-1, 1, (200, 2)))))
    lines = tiled_boundary(net, SQUARE, level)
    assert len(lines.points) > 10_000
    some = lines.points[::500]
    assert np.abs(margin(net, some) - level).max() < zero_bounds(net, SQUARE)[-1][0]


def test_only_one_hidden_layer_and_two_outputs_are_taken():
    with pytest.raises(InputError, match=r"only one hidden layer, got widths \[2, 4, 4, 1\]"):
        tiled_boundary(he_net((2, 4, 4, 1), 0), SQUARE)
    with pytest.raises(InputError, match="1 or 2 outputs"):
        tiled_boundary(he_net((2, 4, 3), 0), SQUARE)

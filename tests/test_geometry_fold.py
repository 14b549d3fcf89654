import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.geometry import Window, fold_complex
from dlvis.net import ReluNet, first_layers
from tests.nets import he_net, integer_net, line_net, polygon_area, rational_regions

SQUARE = Window(-1, 1, -1, 1)
pytestmark = pytest.mark.parametrize("kernel", ["numba", "numpy"])


def certify(folded):
    """Euler, areas, convexity, and the pattern of every region at an interior point."""
    assert folded.euler_characteristic == 1
    areas = folded.areas()
    assert abs(areas.sum() - folded.window.area) <= 1e-12 * folded.window.area
    assert (areas > 0).all()
    patterns, points = folded.patterns(), folded.interior_points()
    column = 0
    for layer in range(folded.net.n_hidden_layers):
        z = folded.net.pre_activation(points, layer)
        clear = np.abs(z) > 1e-12
        assert np.array_equal((z > 0)[clear], patterns[:, column : column + z.shape[1]][clear])
        column += z.shape[1]


@pytest.mark.parametrize("seed", range(200))
def test_random_nets_up_to_three_layers_are_certified(seed, kernel):
    draw = np.random.default_rng(seed)
    widths = (2, *draw.integers(1, 9, draw.integers(1, 4)), 1)
    folded = fold_complex(he_net(widths, seed, slope=float(draw.choice([0.0, 0.1, 1.0]))), SQUARE, kernel)
    certify(folded)
    assert len(np.unique(folded.patterns(), axis=0)) == folded.n_regions


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(1, 5), min_size=1, max_size=3))
def test_small_integer_nets_agree_with_rational_arithmetic(kernel, seed, hidden):
    net = integer_net((2, *hidden, 1), seed)
    folded = fold_complex(net, SQUARE, kernel)
    certify(folded)
    exact = sorted(float(polygon_area(face)) for face in rational_regions(net, SQUARE))
    assert np.allclose(np.sort(folded.areas()), exact, rtol=1e-9, atol=1e-15)
    assert folded.n_regions == len(exact)


def test_duplicate_neurons_fold_where_the_first_one_does(kernel):
    plain = he_net((2, 6, 1), 3)
    weight, bias = plain.weights[0], plain.biases[0]
    again = ReluNet(
        [np.vstack([weight, weight, 4 * weight, -weight / 4]), np.ones((1, 24))],
        [np.concatenate([bias, bias, 4 * bias, -bias / 4]), np.zeros(1)],
    )
    folded, once = fold_complex(again, SQUARE, kernel), fold_complex(plain, SQUARE, kernel)
    assert folded.n_regions == once.n_regions
    edge = folded.fold_edges(0, 2)
    assert len(edge) > 0
    for twin in (8, 14, 20):
        assert np.array_equal(folded.fold_edges(0, twin), edge)


def test_twenty_lines_through_one_point_make_forty_regions(kernel):
    slopes = np.arange(-10, 10) / 8
    folded = fold_complex(line_net([(1, -slope, 0) for slope in slopes]), SQUARE, kernel)
    certify(folded)
    assert folded.n_regions == 40


def test_the_grid_with_its_diagonals(kernel):
    quarters = np.arange(-3, 4) / 4
    lines = [line for k in quarters for line in ((1, 0, -k), (0, 1, -k), (1, 1, -k))]
    folded = fold_complex(line_net(lines), SQUARE, kernel)
    certify(folded)
    assert folded.n_regions == 108


def test_the_grid_at_fifths_meant_as_decimals(kernel):
    fifths = np.linspace(-0.8, 0.8, 9)
    lines = [line for k in fifths for line in ((1, 0, -k), (0, 1, -k), (1, 1, -k))]
    folded = fold_complex(line_net(lines), SQUARE, kernel)
    certify(folded)
    assert folded.n_regions == 170


def test_folds_on_the_window_and_through_its_corners_cut_nothing_off(kernel):
    folded = fold_complex(line_net([(1, 0, -1), (0, 1, 1), (1, 1, -2), (1, -1, 0)]), SQUARE, kernel)
    certify(folded)
    assert folded.n_regions == 2
    assert len(folded.fold_edges(0, 0)) == 1  # the window's right side lies on the first fold


def test_dead_and_constant_neurons_fold_nothing(kernel):
    folded = fold_complex(line_net([(1, 1, -9), (0, 0, 1), (0, 0, 0)]), SQUARE, kernel)
    assert (folded.n_regions, len(folded.edge_folds)) == (1, 0)
    assert folded.patterns().tolist() == [[False, True, False]]


def test_a_second_layer_that_folds_on_the_lines_of_the_first(kernel):
    first = np.array([[1.0, 0.0], [-1.0, 0.0]])
    net = ReluNet([first, [[1.0, 1.0]], [[1.0]]], [np.zeros(2), np.zeros(1), np.zeros(1)])
    folded = fold_complex(net, SQUARE, kernel)
    assert folded.n_regions == 2
    assert folded.edge_folds.tolist() == [[0, 0], [0, 1], [1, 0]]


def test_ancestors_are_the_regions_of_the_layers_before(kernel):
    net = he_net((2, 6, 6, 6, 1), 5)
    folded = fold_complex(net, SQUARE, kernel)
    for layer in range(3):
        before = fold_complex(first_layers(net, layer + 1), SQUARE, kernel)
        ancestor = folded.ancestors[layer]
        assert np.array_equal(np.unique(ancestor), np.arange(before.n_regions))
        areas = np.bincount(ancestor, weights=folded.areas())
        assert np.allclose(areas, before.areas(), rtol=1e-12)
    assert np.array_equal(folded.ancestors[-1], np.arange(folded.n_regions))


def test_a_linear_net_is_one_region(kernel):
    folded = fold_complex(ReluNet([np.ones((1, 2))], [np.zeros(1)]), SQUARE, kernel)
    assert folded.n_regions == 1
    assert folded.patterns().shape == (1, 0)


def test_a_net_with_three_inputs_is_refused(kernel):
    with pytest.raises(InputError, match="2 inputs, got 3"):
        fold_complex(he_net((3, 4, 1), 0), SQUARE, kernel)

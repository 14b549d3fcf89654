"""How many regions, and at most how many: the published numbers, each met by a net or by a formula."""

import numpy as np
import pytest

from dlvis.geometry import Window, fold_complex, line_pieces
from dlvis.geometry.bounds import (
    expected_at_initialisation,
    montufar_lower,
    serra_lower,
    serra_upper,
    zaslavsky,
)
from dlvis.net import ReluNet, composed, interpolant, n_parameters, tent, zigzag
from tests.nets import he_net

SQUARE = Window(-1, 1, -1, 1)
KERNELS = ("numba", "numpy")
both_kernels = pytest.mark.parametrize("kernel", KERNELS)


# ---- parameters --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("widths", "parameters"),
    [
        ((1, 6, 1), 19),
        ((1, 95, 1), 286),
        ((1, *[5] * 10, 1), 286),
        ((1, *[10] * 5, 1), 471),
        ((10, *[50] * 5, 1), 10_801),
        ((2, 20, 1), 81),
        ((2, 10, 10, 1), 151),
        ((2, 37, 1), 149),  # one less unit than the parameters of 2-10-10-1 would buy,
        ((2, 38, 1), 153),  # and one more
        ((40, 298, 10), 15_208),
        ((40, 100, 100, 10), 15_210),
        ((40, 75, 75, 75, 10), 15_235),
        ((40, 63, 63, 63, 63, 10), 15_319),  # printed as 15,139
    ],
)
def test_parameters(widths, parameters):
    assert n_parameters(widths) == parameters


# ---- one hidden layer --------------------------------------------------------------------------------------


def test_shallow_nets_have_at_most_zaslavsky_s_number():
    assert (zaslavsky(3, 2), zaslavsky(20, 2), zaslavsky(50, 10)) == (7, 211, 13_432_735_556)


@both_kernels
def test_three_units_attain_seven_regions(kernel):
    counts = {
        fold_complex(he_net((2, 3, 1), seed), Window(-3, 3, -3, 3), kernel).n_regions for seed in range(50)
    }
    assert max(counts) == 7


WIDTHS = [round(4 * 256 ** (k / 49)) for k in range(50)]  # 4 to 1,024
LONGEST = 520  # the readable twin takes minutes for wider nets


def _nets_for(kernel):
    """(width, seed, kernel), those that take more than a second marked."""
    for seed, width in enumerate(WIDTHS):
        if kernel == "numba" or width < LONGEST:
            is_slow = kernel == "numpy" and width > 200
            yield pytest.param(width, seed, kernel, marks=[pytest.mark.slow] if is_slow else [])


@pytest.mark.parametrize(("width", "seed", "kernel"), [*_nets_for("numba"), *_nets_for("numpy")])
def test_one_layer_has_one_region_and_one_for_each_line_and_crossing(width, seed, kernel):
    net = he_net((2, width, 1), seed)
    assert fold_complex(net, SQUARE, kernel).n_regions == 1 + sum(_lines_and_crossings(net))


def _lines_and_crossings(net):
    a, c = net.weights[0], net.biases[0]
    inside = np.abs(a).sum(axis=1) > np.abs(c)  # the line meets the open square
    i, j = np.triu_indices(len(c), 1)
    det = a[i, 0] * a[j, 1] - a[i, 1] * a[j, 0]
    x = (a[i, 1] * c[j] - a[j, 1] * c[i]) / det
    y = (a[j, 0] * c[i] - a[i, 0] * c[j]) / det
    return np.count_nonzero(inside), np.count_nonzero((np.abs(x) < 1) & (np.abs(y) < 1))


@pytest.mark.parametrize("units", [6, 95])
def test_one_input_has_one_piece_more_than_units(units):
    knots = np.arange(units + 1) / units
    net = interpolant(knots, np.arange(units + 1) % 2)
    pieces = line_pieces(net, (-1, 1))
    assert net.widths == (1, units, 1)
    assert pieces.n_pieces == pieces.n_distinct == zaslavsky(units, 1) == units + 1


# ---- deep nets of one input --------------------------------------------------------------------------------


@pytest.mark.parametrize(("depth", "width", "most"), [(10, 5, 60_466_176), (5, 10, 161_051), (2, 3, 16)])
def test_deep_nets_have_at_most_width_plus_one_to_the_depth(depth, width, most):
    widths = (1, *[width] * depth, 1)
    assert serra_upper(widths) == serra_lower(widths) == (width + 1) ** depth == most
    assert n_parameters(widths) == 3 * width + 1 + (depth - 1) * width * (width + 1)


@pytest.mark.parametrize("rational", [False, True])
@pytest.mark.parametrize(("width", "depth"), [(3, 2), (3, 4), (4, 3), (5, 4)])
def test_the_zigzag_attains_it(width, depth, rational):
    pieces = line_pieces(zigzag(width, depth), (0, 1), rational)
    assert pieces.n_pieces == (width + 1) ** depth


@pytest.mark.parametrize(("interval", "smallest"), [((0, 1), 21**-5), ((-1, 2), 2 * 21**-5)])
def test_five_layers_of_ten_attain_161_051(interval, smallest):
    """The first tooth of 10 units is 1 / 21 wide, the others twice that; float32 has no room for them."""
    pieces = line_pieces(zigzag(10, 5), interval)
    assert pieces.n_pieces == pieces.n_distinct == 161_051  # printed as 161,501
    assert np.diff(pieces.breakpoints).min() == pytest.approx(smallest, rel=1e-6)
    assert smallest < 5 * np.finfo(np.float32).eps


def _book_net(phi, theta):
    """UDL notebook 4.1: phi0 + sum of phi_i relu(theta_i0 + theta_i1 x)."""
    bias, weight = np.array(theta).T
    return ReluNet([weight[:, None], np.array([phi[1:]])], [bias, np.array(phi[:1])])


ONE = _book_net((1, -2, -3, 9.3), ((0, -1), (0, 1), (-0.67, 1)))
TWO = _book_net((0.5, -1, -1.5, 2), ((-0.6, -1), (0.2, 1), (-0.5, 1)))


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


def test_ten_tents_have_1_024_pieces_and_a_shallow_net_needs_1_023_units():
    assert line_pieces(tent(10), (0, 1)).n_pieces == 1_024
    assert tent(10).n_parameters == 61
    assert zaslavsky(1_022, 1) < 1_024 == zaslavsky(1_023, 1)
    assert n_parameters((1, 1_023, 1)) == 3_070


@both_kernels
@pytest.mark.parametrize("times", [1, 2, 5, 10])
def test_the_composed_tent_has_two_to_the_k_pieces_along_its_line(times, kernel):
    assert fold_complex(tent(times, n_inputs=2), Window(0, 1, 0, 1), kernel).n_regions == 2**times


@pytest.mark.parametrize("k", [1, 4, 10])
def test_tents_tell_two_to_the_k_alternating_points_apart(k):
    points = np.arange(2**k)
    assert np.array_equal(tent(k)(points[:, None] / 2**k)[:, 0], points % 2)


# ---- deep nets of more inputs ------------------------------------------------------------------------------


def test_five_layers_of_fifty_in_ten_dimensions():
    widths = (10, *[50] * 5, 1)
    assert serra_lower(widths) == 6**40 * zaslavsky(50, 10)
    assert f"{serra_lower(widths):.2e}" == "1.80e+41"
    assert f"{montufar_lower(widths):.1e}" == "1.2e+38"
    assert f"{serra_upper(widths):.1e}" == "4.4e+50"


def test_two_layers_of_ten_against_one_of_twenty():
    widths = (2, 10, 10, 1)
    assert (montufar_lower(widths), serra_lower(widths), serra_upper(widths)) == (1_400, 2_016, 3_136)
    assert serra_upper((2, 20, 1)) == zaslavsky(20, 2) == 211


@both_kernels
def test_counts_lie_under_the_bound_for_two_layers_of_ten(kernel):
    counts = [fold_complex(he_net((2, 10, 10, 1), seed), SQUARE, kernel).n_regions for seed in range(20)]
    assert max(counts) <= 3_136


@both_kernels
def test_one_threshold_makes_at_most_thirteen_of_seven_regions(kernel):
    """One of the seven is flat, and a threshold cuts each of the others once at most."""
    window = Window(-3, 3, -3, 3)
    counts = [
        (
            fold_complex(he_net((2, 3, 1), seed), window, kernel).n_regions,
            fold_complex(he_net((2, 3, 1, 1), seed), window, kernel).n_regions,
        )
        for seed in range(400)
    ]
    assert (7, 13) in counts
    assert max(after for _, after in counts) == 13


# ---- at initialisation -------------------------------------------------------------------------------------


@both_kernels
def test_depth_alone_gives_no_more_regions_at_initialisation(kernel):
    window = Window(-5, 5, -5, 5)
    means = [
        np.mean([fold_complex(he_net((2, *hidden, 1), seed), window, kernel).n_regions for seed in range(8)])
        for hidden in ([64], [32, 32], [16] * 4)
    ]
    assert np.allclose(means, [1908, 1823, 1773], rtol=0.15)
    assert expected_at_initialisation(64, 2) == 2048

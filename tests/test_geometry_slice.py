from fractions import Fraction

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.geometry import Slice, Window, fold_complex, sliced
from dlvis.geometry.measure import certificate
from dlvis.net import ReluNet
from tests.nets import he_net

DRAW = np.random.default_rng(4)
WINDOW = Window(-1, 1, -1, 1)
ORIGIN = np.random.default_rng(5).normal(0, 100, 784)


@pytest.fixture(params=[2, 3, 50])
def case(request):
    """A net with d inputs, and a plane through them."""
    origin, u, v = DRAW.normal(size=(3, request.param))
    return he_net((request.param, 12, 8, 2), 1, slope=0.1), Slice(origin, u, v)


def test_the_sliced_net_is_the_net_on_the_plane(case):
    net, plane = case
    points = DRAW.uniform(-2, 2, (300, 2))
    assert sliced(net, plane).widths == (2, 12, 8, 2)
    assert sliced(net, plane)(points) == pytest.approx(net(plane.points(points)), rel=1e-11, abs=1e-11)


def test_the_folds_of_the_slice_are_those_of_the_net(case):
    net, plane = case
    folded = fold_complex(sliced(net, plane), WINDOW)
    assert certificate(folded).holds
    inside = plane.points(folded.interior_points())
    on = np.column_stack([net.pre_activation(inside, layer) > 0 for layer in range(2)])
    clear = folded.areas() > 1e-9
    assert clear.sum() > 20
    assert np.array_equal(folded.patterns()[clear], on[clear])


def test_numbers_that_are_exact_stay_exact():
    net = he_net((3, 5, 1), 0)
    plane = Slice([0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0])
    assert np.array_equal(sliced(net, plane).weights[0], net.weights[0][:, [0, 2]])
    assert np.array_equal(sliced(net, plane).biases[0], net.biases[0])


def doubled_net(seed):
    """784 inputs, 13 neurons, each three times: by 1, 4 and -1/4; the folds pass near `ORIGIN`."""
    net = he_net((784, 13, 1), seed)
    bias = net.biases[0] - net.weights[0] @ ORIGIN
    scales = (1.0, 4.0, -0.25)
    weight = np.vstack([scale * net.weights[0] for scale in scales])
    return ReluNet([weight, np.ones((1, 39))], [np.concatenate([scale * bias for scale in scales]), [0.0]])


@pytest.mark.parametrize("seed", range(5))
def test_doubled_rows_stay_doubled_where_the_bias_cancels(seed):
    plane = Slice(ORIGIN, *np.random.default_rng(100 + seed).normal(size=(2, 784)))
    on_plane = sliced(doubled_net(seed), plane)
    rows = np.column_stack([on_plane.weights[0], on_plane.biases[0]])
    assert np.array_equal(rows[13:26], 4 * rows[:13])
    assert np.array_equal(rows[26:], -rows[:13] / 4)
    folded = fold_complex(on_plane, WINDOW)
    plain = ReluNet([on_plane.weights[0][:13], np.ones((1, 13))], [on_plane.biases[0][:13], [0.0]])
    assert folded.n_regions == fold_complex(plain, WINDOW).n_regions > 13
    assert certificate(folded).holds


def test_each_number_of_the_sliced_layer_is_rounded_once():
    net, plane = doubled_net(0), Slice(ORIGIN, *DRAW.normal(size=(2, 784)))
    on_plane = sliced(net, plane)
    for row, bias, got in zip(net.weights[0], net.biases[0], on_plane.biases[0], strict=True):
        terms = (Fraction(w) * Fraction(x) for w, x in zip(row.tolist(), ORIGIN.tolist(), strict=True))
        assert got == float(sum(terms, Fraction(float(bias))))


def test_numbers_too_large_to_halve_are_sliced_all_the_same():
    net = ReluNet([[[1e301, 1.0]], [[1.0]]], [[0.0], [0.0]])
    assert sliced(net, Slice([2.0, 1.0], [1.0, 0.0], [0.0, 1.0])).biases[0].tolist() == [2e301]


def test_three_points_lie_at_the_corners():
    a, b, c = DRAW.normal(size=(3, 6))
    corners = Slice(a, b - a, c - a).points(np.array([[0, 0], [1, 0], [0, 1]]))
    assert corners == pytest.approx(np.stack([a, b, c]))


def test_orthonormal_directions_keep_the_plane():
    origin, u, v = DRAW.normal(size=(3, 6)) * [[1.0], [1e200], [1e-200]]
    plane = Slice(origin, u, v, orthonormalise=True)
    axes = np.stack([plane.u, plane.v])
    assert axes @ axes.T == pytest.approx(np.eye(2), abs=1e-15)
    assert plane.u @ u == pytest.approx(np.linalg.norm(u / 1e200) * 1e200)
    assert axes.T @ (axes @ (v * 1e200)) == pytest.approx(v * 1e200)
    assert np.array_equal(Slice(origin, u, v).u, u)


def test_nobody_can_change_a_slice():
    u = np.array([1.0, 0.0])
    plane = Slice([0.0, 0.0], u, [0.0, 1.0])
    u[:] = 7
    assert plane.u.tolist() == [1.0, 0.0]
    with pytest.raises(ValueError, match="read-only"):
        plane.u[0] = 2


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (([0, 0, 0], [1, 2, 3], [-2, -4, -6]), "linearly independent, got parallel ones"),
        (([0, 0, 0], [1, 2, 3], [1, 2, 3 + 1e-12]), "linearly independent, got parallel ones"),
        (([0, 0, 0], [0, 0, 0], [1, 0, 0]), "not 0"),
        (([0, 0], [1, 2, 3], [1, 0, 0]), r"one shape \(d,\)"),
        (([0], [1], [2]), r"one shape \(d,\)"),
        (([[0, 0]], [[1, 0]], [[0, 1]]), r"one shape \(d,\)"),
        (([0, np.nan], [1, 0], [0, 1]), "finite numbers"),
        (([0, 0], [np.inf, 0], [0, 1]), "finite numbers"),
    ],
)
def test_what_spans_no_plane_is_refused(parts, words):
    with pytest.raises(InputError, match=f"slice: .*{words}"):
        Slice(*parts)


def test_a_plane_in_another_space_is_refused():
    plane = Slice([0, 0, 0], [1, 0, 0], [0, 1, 0])
    with pytest.raises(
        InputError, match="expected a slice through 5 dimensions, the net's inputs, got one through 3"
    ):
        sliced(he_net((5, 3, 1), 0), plane)

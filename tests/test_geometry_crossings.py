"""Vertices of nearly parallel folds, far windows and long ones: counted exactly, by both twins."""

from fractions import Fraction
from math import gcd

import numpy as np
import pytest

from dlvis.geometry import Window, fold_complex
from dlvis.geometry.crossings import crossings, first_lines
from dlvis.geometry.measure import check
from dlvis.net import ReluNet
from tests.nets import line_net, rational_regions

SQUARE = Window(-1, 1, -1, 1)
KERNELS = ("numba", "numpy")
both_kernels = pytest.mark.parametrize("kernel", KERNELS)


def pencil(draw, n_lines, largest=200):
    """Different lines with small whole numbers through a point at eighths, some of them nearly parallel."""
    x, y = draw.integers(-7, 8, 2)
    directions = []
    while len(directions) < n_lines:
        a, b = draw.integers(-largest, largest + 1, 2)
        if directions and draw.random() < 0.6:
            a, b = directions[draw.integers(len(directions))] + draw.integers(-1, 2, 2)
        if gcd(a, b) == 1 and all(a * d != b * c for c, d in directions):
            directions.append(np.array([a, b]))
    return [(a / 8, b / 8, -(a * x + b * y) / 64) for a, b in directions]


@both_kernels
def test_four_lines_of_which_two_are_nearly_parallel(kernel):
    directions = [(-175, -29), (-174, -29), (1, -2), (1, 5)]
    net = line_net([(a, b, (7 * a - b) / 8) for a, b in directions])
    folded = fold_complex(net, SQUARE, kernel)
    check(folded)
    assert folded.n_regions == 8


@both_kernels
@pytest.mark.parametrize("seed", range(100))
def test_a_pencil_of_k_lines_makes_2_k_regions(seed, kernel):
    draw = np.random.default_rng(seed)
    n_lines = int(draw.integers(2, 9))
    largest = int(draw.choice([10, 200, 5000]))
    folded = fold_complex(line_net(pencil(draw, n_lines, largest)), SQUARE, kernel)
    check(folded)
    assert folded.n_regions == 2 * n_lines


@pytest.mark.parametrize("seed", range(20))
def test_several_pencils_have_as_many_regions_as_in_rational_arithmetic(seed):
    draw = np.random.default_rng(seed)
    net = line_net([line for _ in range(3) for line in pencil(draw, 4)])
    exact = len(rational_regions(net, SQUARE))
    for kernel in KERNELS:
        folded = fold_complex(net, SQUARE, kernel)
        check(folded)
        assert folded.n_regions == exact


@pytest.mark.parametrize("seed", range(50))
def test_nearly_parallel_lines_cross_where_they_do_in_rational_arithmetic(seed):
    draw = np.random.default_rng(seed)
    one = draw.normal(size=3)
    other = one * (1 + 10.0 ** draw.uniform(-13, 0) * draw.normal(size=3))
    lines = first_lines(np.array([one[:2], other[:2]]), np.array([one[2], other[2]]), SQUARE)
    (found,) = crossings(lines, np.array([0]), np.array([1]))
    (a, b, c), (d, e, f) = ([Fraction(float(x)) for x in line] for line in (one, other))
    exact = float((b * f - c * e) / (a * e - b * d)), float((c * d - a * f) / (a * e - b * d))
    assert found == pytest.approx(exact, rel=5 * np.finfo(float).eps, abs=0)


WINDOWS = [
    Window(2.0**20, 2.0**20 + 1, -(2.0**20), 1 - 2.0**20),
    Window(-1, 1, -1e4, 1e4),
    Window(0, 1e6, 0, 1),
    Window(2.0**20, 2.0**20 + 1, 0, 1e-4),
    Window(1e9, 1e9 + 1, -1e9, 1 - 1e9),
    Window(1e9, 1e9 + 1, 0, 1e4),
]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("window", WINDOWS)
def test_far_and_long_windows_have_as_many_regions_as_in_rational_arithmetic(window, seed):
    draw = np.random.default_rng(seed)
    points = draw.uniform(window.corners[0], window.corners[2], (14, 2))
    slopes = draw.normal(size=(14, 2)) / (window.width, window.height)
    net = line_net(np.column_stack([slopes, -(slopes * points).sum(axis=1)]))
    exact = len(rational_regions(net, window))
    for kernel in KERNELS:
        folded = fold_complex(net, window, kernel)
        check(folded)
        assert folded.n_regions == exact


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("distance", [1e6, 1e9, 1e12])
def test_far_windows_are_alike_from_both(distance, seed):
    draw = np.random.default_rng(seed)
    window = Window(distance, distance + 1, -distance, 1 - distance)
    points = draw.uniform(window.corners[0], window.corners[2], (20, 2))
    slopes = draw.normal(size=(20, 2))
    first = np.column_stack([slopes, -(slopes * points).sum(axis=1)])
    weight = draw.normal(size=(8, 20))
    middle = np.maximum(slopes @ np.array(window.centre) + first[:, 2], 0.0)
    net = ReluNet(
        [slopes, weight, np.ones((1, 8))], [first[:, 2], draw.normal(size=8) - weight @ middle, [0.0]]
    )
    ours, twin = (fold_complex(net, window, kernel) for kernel in KERNELS)
    assert (ours.n_regions, ours.n_vertices, ours.n_edges) == (twin.n_regions, twin.n_vertices, twin.n_edges)
    assert window.contains(ours.vertices).all()
    if distance < 1e12:  # there float64's coordinates are too far apart
        check(ours)


@both_kernels
@pytest.mark.parametrize("seed", range(40))
def test_a_second_layer_through_a_vertex_of_nearly_parallel_folds(seed, kernel):
    draw = np.random.default_rng(seed)
    lines = np.array(pencil(draw, 2))
    weight, bias = np.vstack([lines[:, :2], np.eye(2)]), np.array([*lines[:, 2], 8.0, 8.0])
    through = np.array(pencil(np.random.default_rng(seed), 1))  # the same point
    second = np.column_stack([np.ones((1, 2)), through[:, :2]])
    net = ReluNet([weight, second, [[1.0]]], [bias, through[:, 2] - 8 * through[:, :2].sum(axis=1), [0.0]])
    folded = fold_complex(net, SQUARE, kernel)
    check(folded)
    assert folded.n_regions == len(rational_regions(net, SQUARE))


def doubled(lines):
    """A net whose second layer folds along `lines`, over a first one that hands x and y on."""
    lines = np.array(lines)
    bias = lines[:, 2] - 8 * (lines[:, 0] + lines[:, 1])
    return ReluNet([np.eye(2), lines[:, :2], np.ones((1, len(lines)))], [[8.0, 8.0], bias, [0.0]])


def quartered(lines):
    """The same over a first layer that folds along both axes."""
    lines = np.array(lines)
    first = [[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]]
    second = np.column_stack([lines[:, 0], -lines[:, 0], lines[:, 1], -lines[:, 1]])
    return ReluNet([first, second, np.ones((1, len(lines)))], [np.zeros(4), lines[:, 2], [0.0]])


@both_kernels
@pytest.mark.parametrize("seed", range(150))
def test_pencils_of_a_second_layer_make_as_many_regions_as_those_of_a_first(seed, kernel):
    draw = np.random.default_rng(seed)
    n_lines, largest = int(draw.integers(3, 7)), int(draw.choice([200, 5000]))
    lines = [line for _ in range(draw.integers(1, 4)) for line in pencil(draw, n_lines, largest)]
    folded = fold_complex(doubled(lines), SQUARE, kernel)
    check(folded)
    assert folded.n_regions == fold_complex(line_net(lines), SQUARE).n_regions


@pytest.mark.parametrize("seed", range(8))
def test_pencils_over_folds_have_as_many_regions_as_in_rational_arithmetic(seed):
    draw = np.random.default_rng(seed)
    net = quartered([line for _ in range(2) for line in pencil(draw, 4, 1000)])
    exact = len(rational_regions(net, SQUARE))
    for kernel in KERNELS:
        folded = fold_complex(net, SQUARE, kernel)
        check(folded)
        assert folded.n_regions == exact


@pytest.mark.parametrize("seed", range(10))
def test_pencils_of_a_wide_second_layer(seed):
    """Wide enough that values come from the layer's inputs."""
    draw = np.random.default_rng(seed)
    lines = [line for _ in range(18) for line in pencil(draw, 4, 1000)]
    counts = {
        fold_complex(net, SQUARE, kernel).n_regions
        for net in (doubled(lines), line_net(lines))
        for kernel in KERNELS
    }
    assert len(counts) == 1

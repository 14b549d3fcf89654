from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.geometry import Window, argmax_cells, class_boundary, decision_boundary, fold_complex
from dlvis.geometry.polylines import joined
from dlvis.net import ReluNet
from tests.nets import he_net

SQUARE = Window(-1, 1, -1, 1)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda e: e[0] != e[1]), unique_by=frozenset
    )
)
def test_every_edge_is_in_one_line_once_and_lines_are_as_few_as_can_be(pairs):
    edges = np.array(pairs, np.int64).reshape(-1, 2)
    points = np.random.default_rng(0).uniform(size=(8, 2))
    number = {tuple(point): k for k, point in enumerate(points.tolist())}
    lines = [[number[tuple(point)] for point in line.tolist()] for line in joined(edges, points)]
    walked = [frozenset(step) for line in lines for step in pairwise(line)]
    assert sorted(map(sorted, walked)) == sorted(map(sorted, pairs))
    assert len(lines) <= n_odd(edges) // 2 + n_closed(edges, lines)


def n_odd(edges):
    return np.count_nonzero(np.bincount(edges.ravel(), minlength=1) % 2)


def n_closed(edges, lines):
    return sum(line[0] == line[-1] for line in lines)


def test_a_chain_is_one_line_and_a_ring_one_that_closes():
    points = np.random.default_rng(0).uniform(size=(7, 2))
    chain, ring = np.array([[2, 1], [0, 1], [3, 2]]), np.array([[4, 5], [6, 5], [4, 6]])
    lines = list(joined(np.vstack([chain, ring]), points))
    assert [len(line) for line in lines] == [4, 4]
    assert np.array_equal(lines[0], points[[0, 1, 2, 3]]) or np.array_equal(lines[0], points[[3, 2, 1, 0]])
    assert np.array_equal(lines[1][0], lines[1][-1])
    assert len(joined(np.empty((0, 2), np.int64), points)) == 0


@pytest.mark.parametrize("seed", range(8))
def test_the_boundary_between_many_classes_is_all_the_edges_between_their_cells(seed):
    net = he_net((2, 7, 6, 4), seed)
    folded = fold_complex(net, SQUARE)
    cells = argmax_cells(net, folded)
    ends = cells.complex.vertices[cells.complex.edges[cells.boundary_edges()]]
    expected = np.hypot(*(ends[:, 0] - ends[:, 1]).T).sum()
    assert class_boundary(net, folded).length == pytest.approx(expected, rel=1e-12)


def test_the_boundary_of_two_classes_is_the_decision_boundary():
    net = he_net((2, 7, 1), 2)
    twice = ReluNet(
        [net.weights[0], np.vstack([-net.weights[1], net.weights[1]])], [net.biases[0], np.zeros(2)]
    )
    folded = fold_complex(twice, SQUARE)
    assert np.array_equal(class_boundary(twice, folded).points, decision_boundary(twice, folded).points)

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.geometry import Window, after_layer, fold_complex
from dlvis.geometry.measure import certificate
from dlvis.net import ReluNet, first_layers
from tests.nets import he_net, integer_net, line_net

SQUARE = Window(-1, 1, -1, 1)


def assert_same(found, expected):
    """Counts, coordinates to the bit, areas region by region, and the folds of every edge."""
    sizes = [(f.n_vertices, f.n_edges, f.n_regions, f.euler_characteristic) for f in (found, expected)]
    assert sizes[0] == sizes[1]
    assert found.net.widths == expected.net.widths
    assert sorted_rows(found.vertices) == sorted_rows(expected.vertices)
    assert np.allclose(found.areas(), expected.areas(), rtol=1e-9, atol=1e-30)
    assert np.array_equal(found.ancestors, expected.ancestors)
    assert np.array_equal(found.patterns(), expected.patterns())
    assert edges_with_folds(found) == edges_with_folds(expected)
    assert rings(found) == rings(expected)


def sorted_rows(table):
    return sorted(map(tuple, table.tolist()))


def edges_with_folds(folded):
    ends = [tuple(sorted_rows(folded.vertices[pair])) for pair in folded.edges]
    pairs = zip(folded.edge_fold_offsets[:-1], folded.edge_fold_offsets[1:], strict=True)
    return sorted(zip(ends, (sorted_rows(folded.edge_folds[a:b]) for a, b in pairs), strict=True))


def rings(folded):
    """Each region's corners, turned to begin at the smallest, and the ends of its edges beside them."""
    return [turned(folded, region) for region in range(folded.n_regions)]


def turned(folded, region):
    where = slice(*folded.region_offsets[region : region + 2])
    corners = list(map(tuple, folded.vertices[folded.region_vertices[where]].tolist()))
    edges = [tuple(sorted_rows(folded.vertices[folded.edges[e]])) for e in folded.region_edges[where]]
    first = corners.index(min(corners))
    assert edges == [tuple(sorted(pair)) for pair in zip(corners, corners[1:] + corners[:1], strict=True)]
    return corners[first:] + corners[:first]


def assert_every_layer_agrees(net, window=SQUARE):
    folded = fold_complex(net, window)
    for layer in range(net.n_hidden_layers):
        assert_same(after_layer(folded, layer), fold_complex(first_layers(net, layer + 1), window))


@pytest.mark.parametrize("seed", range(60))
def test_every_layer_of_random_nets_is_the_one_folded_anew(seed):
    draw = np.random.default_rng(seed)
    widths = (2, *draw.integers(1, 10, draw.integers(1, 5)), 1)
    assert_every_layer_agrees(he_net(widths, seed, slope=float(draw.choice([0.0, 0.1, 1.0]))))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_every_layer_of_small_integer_nets_too(seed, hidden):
    assert_every_layer_agrees(integer_net((2, *hidden, 1), seed), Window(-1, 2, -1.5, 1))


def test_folds_through_corners_along_sides_and_through_one_point():
    slopes = np.arange(-10, 10) / 8
    first = line_net([*((1, -slope, 0) for slope in slopes), (1, 1, -2), (1, 0, -1), (0, 1, 1), (1, 0, -1)])
    second = he_net((24, 6, 1), 2)
    net = ReluNet([first.weights[0], *second.weights], [first.biases[0], *second.biases])
    assert_every_layer_agrees(net)


def test_a_first_layer_that_folds_nothing_leaves_the_whole_window():
    net = he_net((2, 5, 1), 0)
    net = ReluNet([np.eye(2), *net.weights], [np.full(2, 9.0), *net.biases])
    whole = after_layer(fold_complex(net, SQUARE), 0)
    assert (whole.n_regions, whole.n_vertices, len(whole.edge_folds)) == (1, 4, 0)


def test_layers_of_layers_agree():
    folded = fold_complex(he_net((2, 8, 8, 8, 1), 4), SQUARE)
    assert_same(after_layer(after_layer(folded, 1), 0), after_layer(folded, 0))


def test_a_large_net_keeps_its_certificate_at_every_layer():
    folded = fold_complex(he_net((2, 32, 32, 32, 1), 0), SQUARE)
    assert all(certificate(after_layer(folded, layer)).holds for layer in range(3))


@pytest.mark.parametrize("layer", [-1, 2])
def test_a_layer_that_is_not_there_is_refused(layer):
    with pytest.raises(InputError, match=f"hidden layer from 0 to 1, got {layer}"):
        after_layer(fold_complex(he_net((2, 3, 3, 1), 0), SQUARE), layer)


def test_complexes_whose_keys_need_more_than_32_bits():
    folded = fold_complex(he_net((2, 700, 4, 1), 0), Window(-1, 1, -1, 1))
    first = after_layer(folded, 0)
    second = after_layer(folded, 1)
    assert folded.n_regions * folded.n_vertices > 2**32
    for layer in (first, second):
        areas = layer.areas()
        assert areas.min() > 0
        assert abs(areas.sum() - 4) <= 4e-12

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.geometry import Window, fold_complex, patterns
from dlvis.geometry.measure import (
    affine_maps,
    always_on_neurons,
    certificate,
    check,
    dead_neurons,
    n_affine_pieces,
)
from tests.nets import he_net, integer_net, line_net

SQUARE = Window(-1, 1, -1, 1)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.booleans())
def test_complexes_are_certified(seed, whole_numbers):
    net = integer_net((2, 6, 6, 1), seed) if whole_numbers else he_net((2, 6, 6, 1), seed)
    check(fold_complex(net, SQUARE))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.3, 1.0]))
def test_the_affine_map_of_a_region_is_the_net_in_it(seed, slope):
    folded = fold_complex(he_net((2, 5, 5, 2), seed, slope=slope), SQUARE)
    maps, points = affine_maps(folded), folded.interior_points()
    outputs = (maps[:, :, :2] @ points[:, :, None])[:, :, 0] + maps[:, :, 2]
    assert np.allclose(outputs, folded.net(points), atol=1e-12)


def test_a_moved_vertex_loses_the_certificate():
    folded = fold_complex(he_net((2, 5, 5, 1), 1), SQUARE)
    vertices = folded.vertices.copy()
    vertices[-1] += 1e-6
    with pytest.raises(InputError, match="does not hold"):
        check(replace(folded, vertices=vertices))


def test_a_lost_region_loses_the_certificate():
    folded = fold_complex(he_net((2, 5, 1), 1), SQUARE)
    last = folded.region_offsets[-2]
    fewer = replace(
        folded, region_offsets=folded.region_offsets[:-1], region_vertices=folded.region_vertices[:last]
    )
    found = certificate(fewer)
    assert found.euler == -1
    assert found.area > 1e-6


def triangle_at(size):
    """A complex of a triangle and the rest of a square of sides 2 size, and the triangle's first corner."""
    window = Window(-size, size, -size, size)
    return fold_complex(line_net([(1, 1, -1.5 * size)]), window)


@pytest.mark.parametrize("size", [1e-100, 1e-12, 1.0, 1e12, 1e100])
def test_a_region_that_turns_right_is_seen_at_every_size(size):
    folded = triangle_at(size)
    check(folded)
    vertices = folded.vertices.copy()
    corner = np.flatnonzero((vertices == [-size, size]).all(axis=1))
    vertices[corner] = -0.5 * size, -0.5 * size  # the pentagon is dented
    assert certificate(replace(folded, vertices=vertices)).turn > 0.1


@pytest.mark.parametrize("size", [1e-12, 1.0, 1e12])
def test_a_flipped_region_is_seen_though_the_sum_of_areas_is_right(size):
    folded = triangle_at(size)
    vertices = folded.vertices.copy()
    corner = np.flatnonzero((vertices == size).all(axis=1))
    vertices[corner] = 0.1 * size, 0.1 * size  # beyond the fold
    lost = folded.window.area - replace(folded, vertices=vertices).areas().sum()
    found = certificate(replace(folded, vertices=vertices))
    assert lost > 0
    assert found.flipped == 1
    assert found.turn > 0.1
    with pytest.raises(InputError, match="flipped=1"):
        check(replace(folded, vertices=vertices))


def test_a_region_collapsed_to_a_line_is_flipped():
    folded = triangle_at(1.0)
    vertices = folded.vertices.copy()
    vertices[np.flatnonzero((vertices == 1.0).all(axis=1))] = 0.75, 0.75  # onto the fold
    assert certificate(replace(folded, vertices=vertices)).flipped == 1


def test_dead_and_always_on_neurons():
    folded = fold_complex(line_net([(1, 1, -9), (0, 0, 1), (1, 0, 0)]), SQUARE)
    assert dead_neurons(folded).tolist() == [True, False, False]
    assert always_on_neurons(folded).tolist() == [False, True, False]


def test_a_linear_activation_has_many_regions_and_one_affine_piece():
    folded = fold_complex(line_net([(1, 0, 0), (0, 1, 0)]), SQUARE)
    assert (folded.n_regions, n_affine_pieces(folded)) == (4, 4)
    straight = fold_complex(replace(folded.net, slope=1.0), SQUARE)
    assert (straight.n_regions, n_affine_pieces(straight)) == (4, 1)


def test_patterns_are_the_same_at_once_and_in_blocks_with_numba_and_without(monkeypatch):
    folded = fold_complex(he_net((2, 21, 9, 13, 1), 3), SQUARE)
    on, dead = folded.patterns(), dead_neurons(folded)
    assert np.array_equal(dead, ~on.any(axis=0))
    assert np.array_equal(always_on_neurons(folded), on.all(axis=0))
    monkeypatch.setattr(patterns, "_AT_ONCE", 0)  # eight neurons at a time
    assert len(list(folded.on_by_neurons())) == 7
    assert np.array_equal(folded.patterns(), on)
    monkeypatch.setattr(patterns, "_on_in", patterns._swept)
    assert np.array_equal(folded.patterns(), on)
    assert np.array_equal(dead_neurons(folded), dead)

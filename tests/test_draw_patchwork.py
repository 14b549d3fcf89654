"""Patchworks: each edge has the regions beside it that are there, and what is joined can be parted."""

import numpy as np
import pytest

from dlvis.draw.patchwork import Patchwork, region_patches, ring_patches, side_by_side
from dlvis.geometry import Window, fold_complex
from tests.nets import he_net

SQUARE = Window(-1, 1, -1, 1)
FOLDED = fold_complex(he_net([2, 6, 5, 1], 3), SQUARE)


def same(one, two):
    return all(
        np.array_equal(getattr(one, name), getattr(two, name)) for name in Patchwork.__dataclass_fields__
    )


def test_left_and_right_of_an_edge_are_the_regions_there():
    work = region_patches(FOLDED)
    middles = FOLDED.interior_points()
    for (a, b), left, right in zip(FOLDED.vertices[work.edges], work.left, work.right, strict=True):
        for region, sign in ((left, 1), (right, -1)):
            if region >= 0:
                (dx, dy), (x, y) = b - a, middles[region] - a
                assert sign * (dx * y - dy * x) > 0
    assert (np.count_nonzero(work.left < 0) + np.count_nonzero(work.right < 0)) >= 4
    assert np.isin(np.arange(FOLDED.n_regions), np.concatenate([work.left, work.right])).all()


def test_rings_have_their_patch_on_the_left():
    work = ring_patches([0, 4, 7], [0, 0])
    assert (work.n_points, work.n_patches) == (7, 1)
    np.testing.assert_array_equal(work.edges, [[0, 1], [1, 2], [2, 3], [3, 0], [4, 5], [5, 6], [6, 4]])
    assert set(work.left) == {0}
    assert set(work.right) == {-1}


@pytest.mark.parametrize(
    "first", [region_patches(FOLDED), ring_patches([0, 4, 7], [0, 1]), ring_patches([0], [])]
)
def test_what_lies_side_by_side_keeps_its_edges_and_rings(first):
    second = region_patches(FOLDED)
    both = side_by_side([first, second])
    assert (both.n_points, both.n_patches) == tuple(
        getattr(first, name) + getattr(second, name) for name in ("n_points", "n_patches")
    )
    for name, by in (("corners", first.n_points), ("edges", first.n_points), ("owners", first.n_patches)):
        shifted = np.concatenate([getattr(first, name), getattr(second, name) + by])
        np.testing.assert_array_equal(getattr(both, name), shifted)
    for name in ("left", "right"):
        later = getattr(second, name)
        np.testing.assert_array_equal(
            getattr(both, name)[len(first.edges) :], np.where(later < 0, -1, later + first.n_patches)
        )
    assert same(side_by_side([first]), first)


def test_what_is_folded_over_does_not_turn_one_way():
    work, points = region_patches(FOLDED), FOLDED.vertices
    assert work.turns_one_way(points)
    assert work.turns_one_way(points * [-1, 1])
    assert not work.turns_one_way(np.column_stack([np.abs(points[:, 0]), points[:, 1]]))
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
    both = ring_patches([0, 4, 8], [0, 1])
    assert not both.turns_one_way(np.concatenate([square, square[::-1]]))

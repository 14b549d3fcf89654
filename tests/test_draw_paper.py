"""Folding paper: every flap keeps its size, and what is folded wholly lies in the quarter."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvis.draw.paper import folding_points, moved_cut, paper_points, quarter_cuts
from dlvis.errors import InputError

POINTS = np.random.default_rng(0).uniform(-1, 1, (60, 2))
shares = st.floats(0, 1)


@given(shares, st.sampled_from([(1.0, None), (0.0, None), (None, 0.0)]))
def test_each_quarter_is_moved_as_a_whole(share, which):
    across, along = (share if each is None else each for each in which)
    space = paper_points(POINTS, across, along)
    for quarter in np.unique(np.sign(POINTS), axis=0):
        mine = (np.sign(POINTS) == quarter).all(axis=1)
        before, after = (np.linalg.norm(p[mine][:, None] - p[mine], axis=2) for p in (POINTS, space))
        np.testing.assert_allclose(before, after, atol=1e-9)


def test_folded_wholly_a_point_lies_in_the_quarter():
    np.testing.assert_allclose(
        paper_points(POINTS, 1, 1), np.column_stack([np.abs(POINTS), 0 * POINTS[:, 0]]), atol=1e-12
    )


def test_a_flap_rises_and_the_rest_stays():
    space = paper_points(POINTS, 0.5, 0)
    rising = POINTS[:, 0] < 0
    assert (space[rising, 2] > 0).all()
    np.testing.assert_array_equal(space[~rising, :2], POINTS[~rising])


@pytest.mark.parametrize("folds", [(-0.1, 0), (0, 1.1)])
def test_more_than_half_a_turn_is_refused(folds):
    with pytest.raises(InputError, match="shares"):
        paper_points(POINTS, *folds)


def test_what_comes_by_while_it_is_folded_begins_flat_and_ends_in_the_quarter():
    corners = np.array([[-1.0, -1], [1, -1], [1, 1], [-1, 1]])
    places = folding_points(corners)
    np.testing.assert_allclose(places[:4, :2], corners)
    np.testing.assert_allclose(places[-4:, :2], np.abs(corners), atol=1e-9)
    assert places[:, 2].max() == pytest.approx(1.0)


@pytest.mark.parametrize("n", [1, 3, 6])
def test_each_cut_crosses_the_quarter(n):
    corners = np.array([[0.0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 1, 1]])
    sides = corners @ quarter_cuts(n).T
    assert ((sides.min(axis=0) < 0) & (sides.max(axis=0) > 0)).all()


@pytest.mark.parametrize("done", [0.0, 0.3, 1.0])
def test_the_first_cut_alone_moves_out_and_back(done):
    cuts = quarter_cuts(3)
    moved = moved_cut(cuts, done)
    np.testing.assert_array_equal(moved[1:], cuts[1:])
    assert np.hypot(*moved[0, :2]) == pytest.approx(1)
    assert np.allclose(moved, cuts) == (done in (0, 1))

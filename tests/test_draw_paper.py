"""Folding paper: every flap keeps its size, and what is folded wholly lies in the quarter."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvis.draw.paper import paper_points
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

"""Where points stand closest, and windows on the way there; folds outside of the window."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.geometry import (
    boundary_segments,
    decision_boundary,
    finest_point,
    fold_complex,
    times_to_few,
    window_about,
)
from dlvis.geometry.ghosts import REACHES, ghost_folds, ghost_reach, grown
from dlvis.net import ReluNet, decided
from dlvis.window import Window
from tests.nets import he_net

SQUARE = Window(-1, 1, -1, 1)


def test_the_finest_point_is_in_the_crowd():
    random = np.random.default_rng(0)
    crowd = np.array([0.52, -0.31]) + random.normal(0, 0.01, (60, 2))
    points = np.concatenate([random.uniform(-1, 1, (200, 2)), crowd])
    assert np.abs(finest_point(points, SQUARE) - [0.52, -0.31]).max() < 0.06


def test_without_points_it_is_the_middle():
    np.testing.assert_array_equal(finest_point(np.empty((0, 2)), SQUARE), [0, 0])
    np.testing.assert_array_equal(finest_point(np.array([[5.0, 5.0]]), SQUARE), [0, 0])
    with pytest.raises(InputError, match="n_across"):
        finest_point(np.zeros((1, 2)), SQUARE, n_across=1)


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(1, 5000))
def test_windows_on_the_way_hold_the_point_and_lie_in_the_whole(x, y, times):
    point = np.array([x, y])
    near = window_about(SQUARE, point, times)
    assert (near.width, near.height) == pytest.approx((2 / times, 2 / times))
    assert grown(SQUARE, 1 + 1e-9).contains(near.corners).all()
    assert grown(near, 1 + 1e-6).contains(point[None]).all()


def test_the_way_begins_at_the_whole_and_ends_about_the_point():
    point = np.array([0.6, -0.4])
    assert window_about(SQUARE, point, 1) == SQUARE
    np.testing.assert_allclose(window_about(SQUARE, point, 1000).centre, point, atol=1e-3)
    with pytest.raises(InputError, match="1 or more"):
        window_about(SQUARE, point, 0.5)


def test_at_the_times_to_few_there_are_few():
    net, point = he_net((2, 12, 12, 1), 0), np.array([0.1, 0.2])
    times = times_to_few(net, SQUARE, point, few=12)
    assert times > 1
    assert fold_complex(net, window_about(SQUARE, point, times)).n_regions <= 12
    assert fold_complex(net, window_about(SQUARE, point, times / 2)).n_regions > 12
    assert times_to_few(net, SQUARE, point, few=0, most=4.0) == 4.0


@pytest.mark.parametrize(
    "net", [he_net((2, 8, 6, 1), 1), he_net((2, 7, 2), 2, slope=0.1), he_net((2, 4, 1), 5)]
)
def test_segments_are_the_decision_boundary(net):
    segments = boundary_segments(fold_complex(decided(net), SQUARE))
    exact = decision_boundary(net, fold_complex(net, SQUARE))
    assert segments.length == pytest.approx(exact.length)
    assert {tuple(np.round(point, 9)) for point in exact.points} == {
        tuple(np.round(p, 9)) for p in segments.points
    }


# x > 0.3 inside; x > 1.2 and x > 9 outside of the window
THREE = ReluNet([[[1.0, 0.0]] * 3, [[1.0, 1.0, 1.0]]], [np.array([-0.3, -1.2, -9.0]), np.zeros(1)])


def test_ghosts_are_the_folds_that_the_window_does_not_show():
    gone = ghost_folds(fold_complex(THREE, SQUARE), grown(SQUARE, 1.3))
    assert list(gone) == [(0, 1)]
    np.testing.assert_allclose(gone[0, 1][..., 0], 1.2)
    assert np.ptp(gone[0, 1][..., 1]) == pytest.approx(2.6)
    assert ghost_folds(fold_complex(THREE, SQUARE), SQUARE) == {}


def test_the_reach_is_as_far_as_the_folds_are():
    two = ReluNet([[[1.0, 0.0]] * 2, [[1.0, 1.0]]], [np.array([-0.3, -1.5]), np.zeros(1)])
    assert ghost_reach(two, SQUARE) == 1.6
    assert ghost_reach(THREE, SQUARE) == REACHES[0]  # x > 9 is too far out for any

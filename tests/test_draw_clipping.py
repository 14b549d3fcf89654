"""What lies behind the viewer's eye, or passes it, before it is drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvis.draw.clipping import NEAR, Lens, clipped_rings, clipped_segments
from dlvis.draw.view import FOCAL_DISTANCE, View, projected
from dlvis.errors import InputError

LENS = Lens((135.0, 135.0), (960.0, 540.0))
LIMIT = FOCAL_DISTANCE - NEAR
NEAREST = FOCAL_DISTANCE / NEAR
coordinates = st.floats(-50, 50)


def square(z):
    return np.column_stack([[-1.0, 1, 1, -1], [-1.0, -1, 1, 1], z])


def test_what_is_before_the_eye_is_seen_as_by_manim():
    points, view = np.random.default_rng(0).uniform(-3, 3, (50, 3)), View(1.0, 0.4)
    seen, offsets, facets = clipped_rings(points @ view.rotation.T, [0, 20, 50], [0, 1], LENS)
    expected = projected(points, view) * [135, -135] + [960, 540]
    assert seen[:, :2] == pytest.approx(expected, abs=1e-9)
    assert (offsets.tolist(), facets.tolist()) == ([0, 20, 50], [0, 1])


def test_q_is_affine_on_the_screen():
    points = np.random.default_rng(1).uniform(-4, 4, (40, 2))
    plane = np.column_stack([points, 0.7 * points[:, 0] - 1.9 * points[:, 1] + 2])
    seen = LENS.projected(plane)
    system = np.column_stack([seen[:, :2], np.ones(40)])
    fit = np.linalg.lstsq(system, seen[:, 2], rcond=None)[0]
    assert system @ fit == pytest.approx(seen[:, 2], abs=1e-12)


def test_a_square_through_the_eye_is_cut_where_it_comes_too_near():
    seen, offsets, facets = clipped_rings(square([0.0, 0, 2 * LIMIT, 2 * LIMIT]), [0, 4], [7], LENS)
    assert facets.tolist() == [7]
    assert offsets.tolist() == [0, 4]
    assert sorted(seen[:, 2]) == pytest.approx([1, 1, NEAREST, NEAREST])
    # cut half way up, at y = 0
    assert seen[seen[:, 2] > 2, 1] == pytest.approx([540, 540], abs=1e-9)


def test_what_is_behind_the_eye_leaves_no_ring():
    rings = np.concatenate([square([LIMIT + 1] * 4), square([0.0] * 4), square([500.0] * 4)])
    seen, offsets, facets = clipped_rings(rings, [0, 4, 8, 12], [0, 1, 2], LENS)
    assert (len(seen), offsets.tolist(), facets.tolist()) == (4, [0, 4], [1])
    assert clipped_rings(square([100.0] * 4), [0, 4], [0], LENS)[1].tolist() == [0]


def test_neighbours_share_the_points_of_the_cut():
    ring = np.random.default_rng(2).uniform(-30, 30, (3, 3))
    ring[:, 2] = [0, 1, 90]
    forth = clipped_rings(ring, [0, 3], [0], LENS)[0]
    back = clipped_rings(ring[::-1], [0, 3], [0], LENS)[0]
    assert {tuple(point) for point in forth} == {tuple(point) for point in back}


def test_empty_rings_are_left_out():
    seen, offsets, facets = clipped_rings(square([0, 0, 99.0, 99]), [0, 0, 4, 4], [5, 6, 7], LENS)
    assert (len(seen), offsets.tolist(), facets.tolist()) == (4, [0, 4], [6])
    assert clipped_rings(np.empty((0, 3)), [0], [], LENS)[1].tolist() == [0]


def test_strokes_are_cut_at_the_end_that_is_too_near():
    starts = np.array([[0, 0, 0], [0, 0, 30], [1, 1, 0], [0, 0, 30.0]])
    ends = np.array([[2, 0, 0], [1, 0, 40], [1, 1, 2 * LIMIT], [2.0, 0, LIMIT - (30 - LIMIT)]])
    a, b, which = clipped_segments(starts, ends, LENS)
    assert which.tolist() == [0, 2, 3]
    assert a[:, 2] == pytest.approx([1, 1, NEAREST])
    assert b[:2, 2] == pytest.approx([1, NEAREST])
    assert a[2, 0] == pytest.approx(960 + 135 * NEAREST * 1)  # half way


@given(st.lists(st.tuples(coordinates, coordinates, coordinates), min_size=1, max_size=12))
def test_whatever_is_left_is_before_the_eye(points):
    seen, offsets, _ = clipped_rings(points, [0, len(points)], [0], LENS)
    assert offsets[-1] == len(seen)
    assert ((seen[:, 2] > 0) & (seen[:, 2] <= NEAREST * (1 + 1e-12))).all()
    n_before = sum(z <= LIMIT for *_, z in points)
    assert n_before <= len(seen) <= len(points) + n_before


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_is_named(bad):
    with pytest.raises(InputError, match="clipped_rings points: expected finite numbers"):
        clipped_rings([[0, 0, 0], [1, 0, bad], [0, 1, 0]], [0, 3], [0], LENS)
    with pytest.raises(InputError, match="clipped_segments ends: expected finite numbers"):
        clipped_segments([[0, 0, 0.0]], [[0, bad, 0]], LENS)


def test_a_lens_must_be_one():
    with pytest.raises(InputError, match="Lens: expected finite numbers"):
        Lens((0.0, 1.0), (0.0, 0.0))

"""What a page leaves out: outlines and strokes are inside as they were, and end beyond the frame."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Polygon, box

from dlvis.draw.cropping import rings_within, strokes_within

SIZE, MARGIN = (160, 90), 10.0
AROUND = box(-MARGIN, -MARGIN, SIZE[0] + MARGIN, SIZE[1] + MARGIN)
NUMBERS = st.integers(0, 2**32 - 1)


def cropped(ring):
    return list(rings_within(ring, np.array([0, len(ring)]), np.array([0]), SIZE, MARGIN))


@given(NUMBERS, st.sampled_from([60.0, 400.0, 1e6]))
def test_a_ring_covers_what_it_covered_within_the_margin(seed, far):
    rng = np.random.default_rng(seed)
    angles = np.sort(rng.uniform(0, 2 * np.pi, 7))
    radii = rng.uniform(0.2, 1, 7) * far  # star-shaped about its middle, maybe not convex
    ring = rng.uniform(0, 150, 2) + radii[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
    whole = Polygon(ring)
    if not whole.is_valid:
        return
    kept = [Polygon(each).buffer(0) for each in cropped(ring)]
    expected = whole.intersection(AROUND).area
    assert sum(each.area for each in kept) == pytest.approx(expected, rel=1e-6, abs=1e-6 * far)
    assert all(np.abs(each).max() <= 170 + 1e-6 * far for each in cropped(ring))


def test_a_ring_turns_as_it_did_and_stays_untouched_within():
    hole = np.array([[10, 10], [10, 50], [50, 50], [50, 10]], float)
    (same,) = cropped(hole)
    assert np.array_equal(same, hole)
    (cut,) = cropped(hole * [10, 1])
    assert Polygon(cut).exterior.is_ccw == Polygon(hole).exterior.is_ccw


def test_what_lies_outside_and_empty_rings_are_left_out():
    points = np.array([[500, 0], [600, 0], [600, 50], [1, 1], [2, 1], [2, 2]], float)
    kept = list(rings_within(points, np.array([0, 0, 3, 6, 6]), np.arange(4), SIZE, MARGIN))
    assert len(kept) == 1
    assert np.array_equal(kept[0], points[3:])
    assert list(rings_within(points[:0], np.array([0, 0]), np.array([0]), SIZE)) == []
    assert list(rings_within(points[:0], np.array([0]), np.array([], int), SIZE)) == []


@given(NUMBERS, st.sampled_from([100.0, 1000.0, 1e8]))
def test_strokes_are_as_long_within_the_margin_as_they_were(seed, far):
    rng = np.random.default_rng(seed)
    starts, ends = rng.uniform(-far, far, (2, 20, 2))
    ends[0], ends[1] = starts[0], starts[1] * [1, 0] + ends[1] * [0, 1]  # a dot and an upright one
    begin, end, which = strokes_within(starts, ends, SIZE, MARGIN)
    lengths = np.zeros(20)
    lengths[which] = np.hypot(*(end - begin).T)
    expected = [LineString([a, b]).intersection(AROUND).length for a, b in zip(starts, ends, strict=True)]
    assert lengths == pytest.approx(expected, rel=1e-6, abs=1e-6 * far)


def test_a_stroke_within_keeps_its_ends_to_the_last_digit_and_a_dot_stays():
    starts = np.array([[0.1, 0.2], [5.0, 5.0], [500.0, 5.0], [0.0, 400.0]])
    ends = np.array([[33.3, 44.4], [5.0, 5.0], [500.0, 5.0], [100.0, 400.0]])
    begin, end, which = strokes_within(starts, ends, SIZE, MARGIN)
    assert which.tolist() == [0, 1]
    assert np.array_equal(begin, starts[:2])
    assert np.array_equal(end, ends[:2])

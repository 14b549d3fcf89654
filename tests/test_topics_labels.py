"""Labels against a slow exact twin, and the promises about points."""

import time
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.topics import labelled_points, labels_at, load, part, rings

TOWN, MOONS = load("baarle"), load("moons")
STARTS = {True: rings(TOWN, True), False: rings(TOWN, False)}


def slow_side(all_rings, x, y):
    """1 inside, 0 on the border, -1 outside, by the even-odd rule in exact fractions."""
    inside = False
    for ring in all_rings:
        for a, b in pairwise(ring):
            if not min(a[1], b[1]) <= y <= max(a[1], b[1]):
                continue
            (ax, ay, bx, by), px, py = (Fraction(float(v)) for v in (*a, *b)), Fraction(x), Fraction(y)
            turn = (bx - ax) * (py - ay) - (by - ay) * (px - ax)
            if turn == 0 and min(ax, bx) <= px <= max(ax, bx):
                return 0
            if (ay > py) != (by > py) and (turn > 0) == (by > ay):
                inside = not inside
    return 1 if inside else -1


def slow_label(x, y):
    if slow_side(STARTS[True], x, y) >= 0:
        return 1
    return 0 if slow_side(STARTS[False], x, y) >= 0 else -1


anywhere = st.tuples(st.floats(-1.05, 1.05), st.floats(-1.0, 1.0))
corners = st.sampled_from(np.concatenate(STARTS[True]).tolist())
near = st.tuples(corners, st.floats(-1e-12, 1e-12), st.floats(-1e-12, 1e-12)).map(
    lambda drawn: (drawn[0][0] + drawn[1], drawn[0][1] + drawn[2])
)


@given(st.one_of(anywhere, near))
def test_labels_are_those_of_the_slow_exact_twin(point):
    assert labels_at(TOWN, np.array([point]))[0] == slow_label(*point)


def test_the_twin_can_tell_inside_from_outside():
    inside = TOWN.parcels[0].polygon.representative_point()
    assert slow_label(inside.x, inside.y) == 1
    assert slow_label(-0.99, 0.9) == 0
    assert slow_label(3.0, 0.0) == -1


def test_corners_of_the_border_are_positive_and_places_outside_unlabelled():
    assert (labels_at(TOWN, np.concatenate(STARTS[True])) == 1).all()
    assert labels_at(TOWN, np.array([[1.5, 0.0], [np.nan, 0.0]])).tolist() == [-1, -1]
    assert labels_at(MOONS, np.array([[0.9, 0.5]])).tolist() == [-1]


@pytest.mark.parametrize("topic", [TOWN, MOONS], ids=["baarle", "moons"])
def test_a_hundred_thousand_points_take_less_than_a_second(topic):
    start = time.perf_counter()
    points, labels = labelled_points(topic, 100_000, seed=5)
    assert time.perf_counter() - start < 1.0
    assert points.shape == (100_000, 2)
    assert labels.dtype == bool


@pytest.mark.parametrize("topic", [TOWN, MOONS], ids=["baarle", "moons"])
def test_points_are_uniform_on_the_labelled_area(topic):
    points, labels = labelled_points(topic, 100_000, seed=7)
    assert np.array_equal(labels_at(topic, points), labels.astype(np.int8))
    share = topic.positive.area / (topic.positive.area + topic.negative.area)
    assert abs(labels.mean() - share) < 4 * np.sqrt(share * (1 - share) / 100_000)
    centroid = (topic.positive.union(topic.negative)).centroid
    assert np.abs(points.mean(axis=0) - (centroid.x, centroid.y)).max() < 4 / np.sqrt(100_000)


def test_the_same_seed_gives_the_same_points_and_another_seed_others():
    first, again, other = (labelled_points(TOWN, 100, seed)[0] for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_three_parts_are_fixed_have_their_sizes_and_share_no_point():
    parts = {name: part(MOONS, name)[0] for name in ("train", "validation", "test")}
    assert [len(points) for points in parts.values()] == [20_000, 5_000, 20_000]
    assert np.array_equal(parts["test"], part(MOONS, "test")[0])
    together = np.concatenate(list(parts.values()))
    assert len(np.unique(together, axis=0)) == len(together)


def test_an_unknown_part_is_answered_with_the_nearest():
    with pytest.raises(InputError, match="'tset' is unknown; did you mean 'test'"):
        part(MOONS, "tset")


def test_no_points_and_less_than_none():
    assert labelled_points(MOONS, 0, 1)[0].shape == (0, 2)
    with pytest.raises(InputError, match="number of points"):
        labelled_points(MOONS, -1, 1)

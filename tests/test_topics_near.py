"""Points near the border: how near, how labelled, how many."""

import time
from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon

from dlvis.errors import InputError
from dlvis.topics import labels_at, load
from dlvis.topics.near import near_points, outline_sides
from dlvis.window import Window

TOWN, MOONS = load("baarle"), load("moons")


def outlines(topic):
    return shapely.multilinestrings(outline_sides(topic)[0])


@pytest.mark.parametrize("topic", [TOWN, MOONS], ids=lambda topic: topic.name)
def test_points_lie_near_the_outlines_with_exact_labels(topic):
    points, labels = near_points(topic, 3000, 0.04, 7)
    assert points.shape == (3000, 2)
    assert np.array_equal(labels_at(topic, points), labels.astype(int))
    away = shapely.distance(outlines(topic), shapely.points(points))
    assert away.max() <= 0.04
    assert topic.window.contains(points).all()
    # the two thirds of the logarithms between a hundredth and all; others pass near an outline by chance
    assert 0.25 < (away < 0.004).mean() / 2 < 0.4
    assert 0.4 < labels.mean() < 0.6


def test_each_ring_gets_points_by_the_root_of_its_length():
    # a strip and a square in it: rings of 12, 12 and 0.4, the last twice, as an island and as a hole
    sea, island = shapely.box(-0.9, -0.9, 0.9, 0.9), shapely.box(-0.05, -0.05, 0.05, 0.05)
    topic = replace(MOONS, positive=MultiPolygon([island]), negative=MultiPolygon([sea - island]))
    points, _ = near_points(replace(topic, window=Window(-1, 1, -1, 1)), 40_000, 1e-6, 1)
    share = (np.abs(points).max(axis=1) < 0.1).mean()
    root, sea_root = 2 * 0.4**0.5, 7.2**0.5
    # half of the points beside the sea's outer ring lie on unlabelled land, and are drawn anew
    expected = root / (root + sea_root / 2)
    assert share == pytest.approx(expected, abs=0.01)
    along = points[(np.abs(points[:, 1] + 0.05) < 1e-6) & (np.abs(points[:, 0]) < 0.05), 0]
    counts = np.histogram(along, bins=8, range=(-0.05, 0.05))[0]
    assert (np.abs(counts - len(along) / 8) < 5 * np.sqrt(len(along) / 8)).all()


def test_window_sides_are_no_outlines():
    sides, often = outline_sides(TOWN)
    assert often.sum() == pytest.approx(1)
    frame = shapely.box(TOWN.window.xmin, TOWN.window.ymin, TOWN.window.xmax, TOWN.window.ymax).exterior
    assert not shapely.covers(frame, shapely.linestrings(sides)).any()
    border = shapely.intersection(TOWN.positive.boundary, TOWN.negative.boundary)
    assert shapely.length(outlines(TOWN)) == pytest.approx(2 * border.length, rel=1e-9)


def test_the_same_seed_gives_the_same_points_and_another_others():
    one, two, other = (near_points(MOONS, 50, 0.1, seed)[0] for seed in ((0, 1), (0, 1), (0, 2)))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)


def test_none_are_drawn_where_none_are_asked_for():
    assert near_points(MOONS, 0, 0.1, 0)[0].shape == (0, 2)


def test_a_hundred_thousand_take_about_a_second():
    near_points(TOWN, 10, 0.05, 0)
    started = time.process_time()
    near_points(TOWN, 100_000, 0.05, 0)
    assert time.process_time() - started < 2.0


@pytest.mark.parametrize("distance", [0.0, -1.0, 2.0, float("nan")])
def test_a_distance_that_makes_no_sense_is_refused(distance):
    with pytest.raises(InputError, match="distance: expected a number above 0 and up to 1"):
        near_points(TOWN, 5, distance, 0)
    with pytest.raises(InputError, match="n: expected a number of points"):
        near_points(TOWN, -1, 0.1, 0)

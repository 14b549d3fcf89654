"""Parcels found, phantom and fused pieces, on maps and nets that are known, and against a raster."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, box

from dlvis.errors import InputError
from dlvis.geometry import Window, margin, parcel_score, parcel_series, predicted_pieces, score_of
from dlvis.geometry.pieces import Pieces
from dlvis.net import ReluNet
from dlvis.run import Run, Snapshot
from dlvis.topics import Parcel, Topic, load, parcel_points
from dlvis.train import train

SQUARE = Window(-1, 1, -1, 1)
FRAME = box(-1, -1, 1, 1)
TOWN, MOONS = load("baarle"), load("moons")


def multi(shape):
    return MultiPolygon([part for part in shapely.get_parts(shape) if part.area])


def map_of(*islands, others=(), parcels=None, land=FRAME):
    """A topic of `islands` of the positive class in a sea of the negative, with `others` within them."""
    positive = shapely.union_all(islands).difference(shapely.union_all(list(others)))
    negative = land.difference(positive)
    if parcels is None:
        parcels = [Parcel(f"positive {k}", True, p) for k, p in enumerate(multi(positive).geoms)]
        parcels += [Parcel(f"negative {k}", False, p) for k, p in enumerate(others)]
    return Topic(
        "map", "map", "map", ("sea", "land"), SQUARE, multi(positive), multi(negative), tuple(parcels)
    )


def said(*positive):
    """The pieces of a net that says these polygons, which do not touch, and the rest of the window."""
    union = shapely.union_all(positive)
    parts = [*multi(union).geoms, *multi(FRAME.difference(union)).geoms]
    return Pieces(tuple(parts), [shapely.contains_properly(union, part.point_on_surface()) for part in parts])


def told(score):
    numbers = score.numbers()
    names = ("positive_found", "negative_found", "phantom", "fused")
    return tuple(int(numbers[name]) for name in names)


WEST, EAST = box(-0.8, -0.5, -0.4, 0.5), box(0.4, -0.5, 0.8, 0.5)
POND = box(0.5, -0.2, 0.7, 0.2)
ISLANDS = map_of(WEST, EAST, others=[POND])


def test_who_says_the_map_itself_finds_everything():
    score = score_of(said(*ISLANDS.positive.geoms), ISLANDS)
    assert told(score) == (2, 1, 0, 0)
    assert score.right == pytest.approx([1, 1, 1])


def test_a_piece_on_the_other_class_alone_is_phantom_with_its_area():
    score = score_of(said(*ISLANDS.positive.geoms, box(-0.1, 0.8, 0.1, 0.9)), ISLANDS)
    assert told(score) == (2, 1, 1, 0)
    assert score.phantom_area == pytest.approx(0.02)
    hole = score_of(said(WEST.difference(box(-0.7, 0, -0.6, 0.1)), EAST.difference(POND)), ISLANDS)
    assert told(hole) == (2, 1, 1, 0)
    assert not hole.pieces.positive[np.flatnonzero(hole.phantom)].any()


def test_a_piece_that_has_a_bit_of_its_class_is_no_phantom_nor_is_one_that_only_touches_it_saved():
    bit = box(-0.41, 0.3, -0.2, 0.4)
    assert told(score_of(said(EAST.difference(POND), bit), ISLANDS)) == (1, 1, 0, 0)
    beside = box(-0.4, 0.3, -0.2, 0.4)
    assert told(score_of(said(EAST.difference(POND), beside), ISLANDS)) == (1, 1, 1, 0)


def test_a_missed_pond_and_half_an_island_are_not_found():
    score = score_of(said(EAST, box(-0.8, -0.5, -0.61, 0.5)), ISLANDS)
    assert told(score) == (1, 0, 0, 0)
    assert score.right == pytest.approx([0.475, 1, 0])


def test_a_bridge_fuses_two_parcels():
    bridge = box(-0.5, 0.4, 0.5, 0.45)
    score = score_of(said(WEST, EAST.difference(POND), bridge), ISLANDS)
    assert told(score) == (2, 1, 0, 1)
    assert score.pieces.positive[score.fused].all()


def test_a_channel_fuses_a_pond_with_the_sea():
    score = score_of(said(WEST, EAST.difference(POND).difference(box(0.65, -0.1, 0.9, 0.0))), ISLANDS)
    assert told(score) == (2, 1, 0, 1)
    assert not score.pieces.positive[score.fused].any()


def test_a_bridge_to_an_island_that_is_not_found_fuses_nothing():
    score = score_of(said(WEST, box(-0.5, 0.4, 0.5, 0.45)), map_of(WEST, EAST))
    assert told(score) == (1, 0, 0, 0)


def test_a_pond_whose_island_is_missed_is_fused_with_the_sea():
    assert told(score_of(said(WEST), ISLANDS)) == (1, 1, 0, 1)


def test_a_mainland_that_is_no_parcel_is_no_phantom():
    coast = map_of(WEST, box(0.6, -1, 1, 1), parcels=[Parcel("island", True, WEST)])
    assert told(score_of(said(WEST, box(0.7, -1, 1, 1)), coast)) == (1, 0, 0, 0)
    joined = said(WEST, box(0.6, -1, 1, 1), box(-0.5, 0, 0.7, 0.1))
    assert told(score_of(joined, coast)) == (1, 0, 0, 1)


def test_two_parts_of_a_mainland_are_no_parcels_and_not_fused():
    coast = map_of(box(-1, -1, -0.8, 1), box(0.8, -1, 1, 1), parcels=[])
    assert (
        told(score_of(said(box(-1, -1, -0.8, 1), box(0.8, -1, 1, 1), box(-0.9, 0.9, 0.9, 1)), coast))
        == (0,) * 4
    )


def test_parcels_that_share_a_side_are_one_body():
    halves = [Parcel("south", True, box(-0.8, -0.5, -0.4, 0)), Parcel("north", True, box(-0.8, 0, -0.4, 0.5))]
    joined = map_of(WEST, parcels=halves)
    assert told(score_of(said(WEST), joined)) == (2, 0, 0, 0)


def test_parcels_that_touch_in_a_point_are_two_bodies():
    a, b = box(-0.5, -0.5, 0, 0), box(0, 0, 0.5, 0.5)
    corner = map_of(a, b)
    assert told(score_of(said(a, b), corner)) == (2, 0, 0, 0)
    assert told(score_of(said(a, b, box(-0.1, -0.1, 0.1, 0.1)), corner)) == (2, 0, 0, 1)


def test_unlabelled_land_makes_no_phantom():
    ring = map_of(WEST, EAST, others=[], land=box(-0.9, -0.9, 0.9, 0.9))
    away = score_of(said(WEST, EAST, box(-1, 0.95, 1, 1)), ring)
    assert told(away) == (2, 0, 0, 0)


def test_a_topic_without_parcels_has_phantoms_alone():
    plain = replace(ISLANDS, parcels=())
    score = score_of(said(WEST, EAST, box(-0.1, 0.8, 0.1, 0.9)), plain)
    assert told(score) == (0, 0, 1, 0)
    assert score.right.shape == (0,)


def test_pieces_of_another_window_are_refused():
    with pytest.raises(InputError, match="expected those of the topic's window"):
        score_of(said(WEST), MOONS)


def constant(value):
    return ReluNet([np.zeros((1, 2)), np.zeros((1, 1))], [np.zeros(1), np.array([value])])


@pytest.mark.parametrize(
    ("value", "found"), [(1.0, (16, 0, 0, 1)), (-1.0, (0, 7, 0, 1)), (0.0, (0, 7, 0, 1))]
)
def test_who_says_one_class_finds_all_its_parcels_fused(value, found):
    assert told(parcel_score(constant(value), TOWN)) == found


def test_the_town_says_itself():
    parts = [*TOWN.positive.geoms, *TOWN.negative.geoms]
    pieces = Pieces(tuple(parts), np.arange(len(parts)) < len(TOWN.positive.geoms))
    assert told(score_of(pieces, TOWN)) == (16, 7, 0, 0)


@pytest.fixture(scope="module", params=[(TOWN, (2, 16, 16, 1)), (MOONS, (2, 6, 2))], ids=["baarle", "moons"])
def trained(request):
    topic, widths = request.param
    small = replace(topic, n_train=10_000, n_validation=500, n_test=500)
    return topic, train(small, widths, steps=1500, batch=256, rate=0.02, schedule=[], near=0.5).net


def test_areas_are_those_that_points_estimate(trained):
    topic, net = trained
    score, points = parcel_score(net, topic), parcel_points(topic)
    estimate = points.shares_right(margin(net, points.points) > 0)
    spread = np.sqrt(score.right * (1 - score.right) / 400)
    assert (np.abs(estimate - score.right) <= 4 * spread + 0.01).all()
    assert score.found.sum() > 1


def test_phantoms_are_those_that_a_raster_sees(trained):
    topic, net = trained
    score = parcel_score(net, topic)
    pieces = predicted_pieces(net, topic.window)
    random = np.random.default_rng(0)
    window = topic.window
    grid = random.uniform((window.xmin, window.ymin), (window.xmax, window.ymax), (40_000, 2))
    for polygon, positive, phantom in zip(pieces.polygons, pieces.positive, score.phantom, strict=True):
        inside = grid[shapely.contains_xy(polygon, *grid.T)]
        own, other = (topic.positive, topic.negative) if positive else (topic.negative, topic.positive)
        if shapely.contains_xy(own, *inside.T).any():
            assert not phantom
        elif phantom:
            assert shapely.area(shapely.intersection(polygon, other)) > 0
            assert shapely.area(shapely.intersection(polygon, own)) == 0


@pytest.mark.parametrize("n_threads", [1, 2])
def test_a_series_has_the_scores_of_its_snapshots(n_threads):
    nets = (constant(1.0), constant(-1.0))
    run = Run("baarle", "baarle", tuple(Snapshot(5 * k, net, {}) for k, net in enumerate(nets)))
    series = parcel_series(run, TOWN, n_threads)
    columns = (series.steps, series.positive_found, series.negative_found, series.phantom, series.fused)
    assert np.column_stack(columns).tolist() == [[0, 16, 0, 0, 1], [5, 0, 7, 0, 1]]
    assert series.phantom_area.tolist() == [0, 0]


def test_a_series_without_threads_is_refused():
    run = Run("baarle", "baarle", (Snapshot(0, constant(1.0), {}),))
    with pytest.raises(InputError, match="n_threads: expected at least 1, got 0"):
        parcel_series(run, TOWN, 0)

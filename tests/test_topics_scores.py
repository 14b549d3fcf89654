import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.topics import accuracy, balanced_accuracy, labels_at, load, parcel_points, parcels_found

TOWN = load("baarle")


def test_balanced_accuracy_does_not_reward_the_larger_class():
    labels = np.array([True] + [False] * 9)
    never = np.zeros(10, bool)
    assert accuracy(never, labels) == 0.9
    assert balanced_accuracy(never, labels) == 0.5
    assert balanced_accuracy(labels, labels) == 1.0
    assert balanced_accuracy(never[1:], labels[1:]) == 1.0


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1))
def test_both_classes_turned_round_score_the_same(pairs):
    predicted, labels = np.array(pairs).T
    assert balanced_accuracy(~predicted, ~labels) == pytest.approx(balanced_accuracy(predicted, labels))
    assert accuracy(predicted, labels) + accuracy(~predicted, labels) == pytest.approx(1)


def test_the_truth_finds_every_parcel_and_one_class_only_its_own():
    everything = parcels_found(TOWN, lambda points: labels_at(TOWN, points) == 1)
    assert everything == (True,) * 23
    belgium = parcels_found(TOWN, lambda points: np.ones(len(points), bool))
    assert belgium == tuple(parcel.positive for parcel in TOWN.parcels)


def test_every_parcel_has_400_points_in_it_the_same_at_every_call():
    points = parcel_points(TOWN)
    assert np.diff(points.offsets).tolist() == [400] * 23
    for parcel, start, end in zip(TOWN.parcels, points.offsets, points.offsets[1:], strict=False):
        assert shapely.contains_xy(parcel.polygon, *points.points[start:end].T).all()
    assert np.array_equal(points.points, parcel_points(TOWN).points)


def test_a_parcel_is_found_when_more_than_half_is_right():
    points = parcel_points(TOWN, 10)
    predicted = np.repeat(~points.positive, 10)
    predicted[:5] = True  # half of H1
    assert points.shares_right(predicted)[0] == 0.5
    assert not points.found(predicted).any()
    predicted[5] = True
    assert points.found(predicted).tolist() == [True] + [False] * 22


def test_the_share_of_a_parcel_is_measured_to_its_area():
    """Half of the window right of a line through H1: the share by points is the share by polygons."""
    middle = TOWN.parcels[0].polygon.centroid.x
    points = parcel_points(TOWN, 20_000)
    share = points.shares_right(points.points[:, 0] > middle)[0]
    h1 = TOWN.parcels[0].polygon
    exact = h1.intersection(shapely.box(middle, -1, 1, 1)).area / h1.area
    assert share == pytest.approx(exact, abs=0.015)


@pytest.mark.parametrize("score", [accuracy, balanced_accuracy])
def test_scores_of_unequal_lengths_are_refused(score):
    with pytest.raises(InputError, match="as many predictions as labels"):
        score(np.ones(3, bool), np.ones(4, bool))


def test_predictions_at_other_points_are_refused():
    with pytest.raises(InputError, match=r"expected shape \(9200,\)"):
        parcel_points(TOWN).found(np.ones(5, bool))

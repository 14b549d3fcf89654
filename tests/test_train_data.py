"""The points that a net learns from."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
import shapely

from dlvis.errors import InputError
from dlvis.run import run_digest
from dlvis.run.origin import line_anew
from dlvis.topics import labels_at, load, part
from dlvis.topics.near import outline_sides
from dlvis.train import train, train_many
from dlvis.train.data import Data, learnt_points
from dlvis.train.memory import shared_bytes
from dlvis.train.recipe import recipe

MOONS = replace(load("moons"), n_train=2000, n_validation=500, n_test=500)
QUICK = {"widths": (2, 3, 1), "steps": 20, "batch": 64}


def test_as_usual_it_is_the_train_part():
    for one, other in zip(learnt_points(MOONS, Data()), part(MOONS, "train"), strict=True):
        assert np.array_equal(one, other)


def test_a_share_of_it_is_drawn_near_the_border():
    points, labels = learnt_points(MOONS, Data(near=0.25, near_distance=0.01))
    even = part(MOONS, "train")[0]
    assert len(points) == len(labels) == 2000
    assert np.array_equal(points[:1500], even[:1500])
    assert np.array_equal(labels, labels_at(MOONS, points) == 1)
    away = shapely.distance(shapely.multilinestrings(outline_sides(MOONS)[0]), shapely.points(points))
    assert away[1500:].max() <= 0.01 < away[:1500].max()


def test_of_the_wide_map_each_parcel_has_points():
    topic = replace(load("baarle-wide"), n_train=50_000)
    parcels = shapely.STRtree([parcel.polygon for parcel in topic.parcels])

    def least(points):
        _, hit = parcels.query(shapely.points(points), predicate="within")
        return np.bincount(hit, minlength=30).min()

    points, labels = learnt_points(topic, recipe(topic).data)
    assert np.array_equal(labels[::50], labels_at(topic, points[::50]) == 1)
    # an eighth of what the topic has: 400,000 points
    assert least(points) > 300 / 8
    assert least(part(topic, "train")[0]) < 5


def test_their_memory_is_said_beforehand():
    topic = replace(MOONS, n_train=200_000)
    asked = recipe(topic, **QUICK, near=1.0)
    tracemalloc.start()
    learnt_points(topic, asked.data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    more = shared_bytes(topic, asked, 1) - shared_bytes(topic, recipe(topic, **QUICK), 1)
    assert more < peak < more + 60 * 200_000


def test_all_of_it_can_be():
    assert len(learnt_points(MOONS, Data(near=1.0))[0]) == 2000


def test_a_run_learns_from_them_and_tells():
    plain, near = train(MOONS, **QUICK), train(MOONS, **QUICK, near=0.5)
    assert "near" not in plain.settings
    assert near.settings["near"] == 0.5
    assert plain.snapshots[0].metrics == near.snapshots[0].metrics
    assert plain.net.weights[0].tolist() != near.net.weights[0].tolist()


def test_nets_of_other_data_are_the_same_beside_one_another():
    recipes = [recipe(MOONS, **QUICK, near=near) for near in (0.0, 0.5)]
    runs = train_many(MOONS, recipes)
    assert [run_digest(run) for run in runs] == [
        run_digest(train(MOONS, **QUICK, near=near)) for near in (0.0, 0.5)
    ]


def test_a_topic_may_say_how_its_nets_learn(tmp_path):
    near = replace(MOONS, training=replace(MOONS.training, near=0.5, near_distance=0.02))
    assert recipe(near, **QUICK).data == Data(0.5, 0.02)
    assert recipe(near, **QUICK, near=0.0).data == Data(0.0, 0.02)
    assert train(near, **QUICK).settings["near"] == 0.5
    plain = train(near, **QUICK, near=0.0, near_distance=0.05)
    line = line_anew(plain, tmp_path / "mine", near)
    assert line.endswith("--set train.near=0.0 --set train.near_distance=0.05")
    assert "near" not in line_anew(train(MOONS, **QUICK), tmp_path / "mine", MOONS)


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"near": 1.5}, "near: expected a share from 0 to 1, got 1.5"),
        ({"near": float("nan")}, "near: expected a share"),
        ({"near_distance": 0.0}, "near_distance: expected a number above 0 and up to 1"),
    ],
)
def test_data_that_cannot_be_are_refused(choice, words):
    with pytest.raises(InputError, match=words):
        recipe(MOONS, **choice)

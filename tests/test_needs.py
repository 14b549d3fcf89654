"""What a scene needs: whether it is there, and the lines that make it."""

from dataclasses import replace

import pytest

from dlvis.needs import SweptTable, TrainedRun, few_neurons, lines, missing, raced
from dlvis.run import run_name, save_run
from dlvis.sweep.experiment import experiment
from dlvis.tables import Table, save_table
from tests.test_film import small_run

WIDTHS = (2, 3, 1)
ANY = TrainedRun("moons", WIDTHS)
STEPS = (("steps", 7),)


@pytest.fixture
def out(tmp_path):
    return tmp_path


def kept(out, seed=0, **changes):
    run = replace(small_run(WIDTHS, "moons"), **changes)
    return save_run(run, out / "runs" / run_name("moons", WIDTHS, seed))


def test_any_run_serves_where_no_seed_is_asked_for(out):
    assert ANY.found(out) is None
    place = kept(out, seed=5)
    assert ANY.found(out) == place
    assert TrainedRun("moons", (2, 4, 1)).found(out) is None
    assert TrainedRun("baarle", WIDTHS).found(out) is None


def test_a_run_of_a_seed_has_its_settings_too(out):
    place = kept(out, seed=5, settings={"steps": 7})
    assert TrainedRun("moons", WIDTHS, 5, STEPS).found(out) == place
    assert TrainedRun("moons", WIDTHS, 5, (("steps", 8),)).found(out) is None
    assert TrainedRun("moons", WIDTHS, 4, STEPS).found(out) is None


@pytest.mark.parametrize("changes", [{"finished": False}, {"topic_digest": "of another day"}])
def test_a_run_that_was_cut_short_or_is_of_another_map_does_not_serve(out, changes):
    kept(out, **changes)
    assert ANY.found(out) is None
    assert ANY.line(out)[-1] == "--force"


def test_the_run_that_is_named_to_the_scene_serves(out):
    place = kept(out / "elsewhere")
    assert missing([ANY, ANY], out) == (ANY,)
    assert missing([ANY], out, str(place)) == ()
    seeded = TrainedRun("moons", WIDTHS, 1)
    assert missing([seeded], out, str(place)) == (seeded,)


def test_nets_that_differ_in_their_seed_are_trained_in_one_go(out):
    runs = [TrainedRun("moons", WIDTHS, seed, STEPS) for seed in (1, 4)]
    other = TrainedRun("moons", (2, 4, 1), settings=(("slope", 0.1), ("weight_decay", 0.5)))
    common = ["--out", str(out)]
    rare = ["--set", "net.slope=0.1", "--set", "train.weight_decay=0.5"]
    assert lines([runs[0], other, runs[1]], out) == [
        ["train", "moons", "--widths", "2,3,1", "--seeds", "1,4", "--set", "train.steps=7", *common],
        ["train", "moons", "--widths", "2,4,1", "--seed", "0", *rare, *common],
    ]


def test_a_table_is_that_of_the_experiment_as_it_is_now(out):
    need, name = SweptTable("regions-at-start"), "regions-at-start"
    assert need.found(out) is None
    assert lines([need], out) == [["sweep", name, "--out", str(out)]]
    place = out / "tables" / f"{name}.parquet"
    save_table(Table({"a": [1]}, {"experiment": {"title": "another"}}), place)
    assert need.found(out) is None
    assert need.line(out)[-1] == "--force"
    document = dict(experiment(name).document)
    save_table(Table({"a": [1]}, {"experiment": document}), place, overwrite=True)
    assert need.found(out) == place


def test_the_few_neurons_are_those_of_the_topic_unless_others_are_asked_for(tmp_path):
    assert few_neurons("baarle", None) == TrainedRun("baarle", (2, 3, 1), 3, (("steps", 3000),))
    assert few_neurons("baarle", (2, 4, 1)).seed is None
    given = str(save_run(small_run((2, 3, 1), "baarle"), tmp_path / "given"))
    assert few_neurons("baarle", None, given).seed is None
    assert few_neurons("baarle", (2, 4, 1), given).widths == (2, 4, 1)


def test_a_race_has_as_many_seeds_of_both_nets_from_the_one_that_is_asked_for():
    lanes = raced("moons", None, (2, 6, 6, 1), 3, 2)
    assert [[(each.widths, each.seed) for each in lane] for lane in lanes] == [
        [((2, 6, 6, 1), 3), ((2, 6, 6, 1), 4)],
        [((2, 16, 1), 3), ((2, 16, 1), 4)],
    ]
    assert raced("moons", (2, 4, 1), (2, 6, 6, 1), None, 5) == [[TrainedRun("moons", (2, 4, 1), 0)]]


def test_a_run_that_is_named_is_the_first_of_the_race(tmp_path):
    given = str(save_run(small_run((2, 5, 5, 1), "moons"), tmp_path / "given"))
    lanes = raced("moons", None, (2, 6, 6, 1), None, 2, given)
    assert [(each.widths, each.seed) for each in lanes[0]] == [((2, 5, 5, 1), None), ((2, 5, 5, 1), 1)]
    assert [each.seed for each in lanes[1]] == [0, 1]
    assert raced("moons", (2, 6, 6, 1), (2, 3, 1), None, 1, given)[0][0].seed == 0

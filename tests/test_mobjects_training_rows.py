"""What is counted of a training, as rows: equal to what is measured, each with its kind."""

import pytest

from dlvis.geometry import fold_complex, parcel_score
from dlvis.measures import fates, is_near_border
from dlvis.mobjects import TrainingRows
from dlvis.mobjects.training_rows import gradient
from dlvis.run import Run, Snapshot
from dlvis.style import percent, spaced, theme
from dlvis.topics import load
from tests.nets import he_net

MOONS = load("moons")
METRICS = {"loss": 0.5, "balanced_accuracy": 0.75, "parcels_found": 1.0}


def label(key, **values):
    return " ".join([key, *map(str, values.values())])


def rows(topic=MOONS):
    return TrainingRows(label, topic, theme("night"))


def run(seed=0, loss=0.5):
    nets = [he_net((2, 4, 3, 1), seed), he_net((2, 4, 3, 1), seed + 10)]
    kept = [Snapshot(step, net, METRICS | {"loss": loss}) for step, net in zip((0, 9), nets, strict=True)]
    return Run("moons", "moons", tuple(kept), settings={"seed": seed})


def test_regions_are_those_of_the_complex_and_near_ones_have_their_middle_there():
    known, made = run().snapshots[1], rows()
    folded = fold_complex(known.net, MOONS.window)
    assert made.regions(known) == made.counts(known)[-1] == folded.n_regions
    assert made.near(known) == is_near_border(MOONS, folded.interior_points()).mean()


def test_columns_say_the_same_of_each_net_with_their_kinds():
    known, made = [run(seed).snapshots[1] for seed in (0, 1)], rows()
    found = {row.label: (row.values, row.kind) for row in made.columns(known)}
    assert found["regions"] == (tuple(spaced(made.regions(each)) for each in known), "counted")
    assert found["near_border 2"] == (tuple(percent(made.near(each)) for each in known), "counted")
    assert found["balanced"] == ((percent(0.75), percent(0.75)), "validation")
    assert found["found"][0] == (f"of 1 {len(MOONS.parcels)}",) * 2


def test_results_are_of_the_test_part_where_it_was_measured():
    from dataclasses import replace

    plain = run()
    tested = replace(plain, results={"test_balanced_accuracy": 0.7})
    score = parcel_score(plain.net, MOONS)
    for made, kind, right in ((plain, "validation", 0.75), (tested, "test", 0.7)):
        (row,) = [row for row in rows().results(made, score) if row.label == "balanced"]
        assert (row.value, row.kind) == (percent(right), kind)


def test_a_topic_without_parcels_has_no_row_of_them():
    from dataclasses import replace

    bare = rows(replace(MOONS, parcels=()))
    assert "found" not in [row.label for row in bare.step(run().snapshots[0])]
    assert "found" not in [row.label for row in bare.columns([run().snapshots[0]])]


def test_a_fan_says_that_losses_are_of_the_validation_part():
    ways = fates([run(0, 0.5), run(1, 0.25)], MOONS.window)
    said = {row.label: (row.value, row.kind) for row in rows().fan(ways)}
    assert said["best"] == (0.25, "validation")
    assert said["worst"] == (0.5, "validation")
    assert said["near"][0] == 1


@pytest.mark.parametrize(
    ("size", "words"), [(0.0, "0"), (1e-9, "< 0.0001"), (0.00005, "0.0001"), (0.03384, "0.0338")]
)
def test_a_small_gradient_is_not_called_0(size, words):
    assert gradient(size) == words


def test_what_is_counted_is_of_that_snapshot_though_others_were_let_go():
    made = rows()
    for seed in range(20):  # each may be given the place in memory of the one before
        known = Snapshot(0, he_net((2, 2 + seed % 3, 1), seed), METRICS)
        assert made.regions(known) == fold_complex(known.net, MOONS.window).n_regions

"""What a finished net has reached: counts of the test part, a mark in each parcel, parts that stand apart."""

from dataclasses import replace

import pytest

from dlvis.draw.layout import safe_area
from dlvis.geometry import fold_complex, parcel_score
from dlvis.mobjects import ClassLegend, NetResults, TrainingRows
from dlvis.run import Run, Snapshot
from dlvis.style import percent, spaced, theme
from dlvis.topics import load
from tests.nets import he_net

NIGHT, MOONS = theme("night"), load("moons")
NET = he_net((2, 4, 3, 1), 0)
METRICS = {"loss": 0.5, "balanced_accuracy": 0.75, "parcels_found": 1.0}
RUN = Run("moons", "moons", (Snapshot(0, NET, METRICS),), results={"test_balanced_accuracy": 0.7})
SHAPES = ((16, 9), (1, 1), (9, 16))


def label(key, **values):
    return " ".join([key, *map(str, values.values())])


def results(topic=MOONS, shape=SHAPES[0]):
    rows, legend = TrainingRows(label, topic, NIGHT), ClassLegend(topic, NIGHT, size="small")
    return NetResults(RUN, parcel_score(NET, topic), rows, legend, area=safe_area(8 * shape[0] / shape[1], 8))


def test_numbers_are_those_of_the_test_part_and_each_parcel_has_its_mark():
    made = results()
    regions = fold_complex(NET, MOONS.window).n_regions
    score = parcel_score(NET, MOONS)
    found = int(score.found.sum())
    expected = [spaced(NET.n_parameters), spaced(regions), percent(0.7), label("of", part=found, whole=2)]
    expected += [spaced(score.phantom.sum()), spaced(score.fused.sum())]
    assert [row[1].wording.words for row in made.counters.rows] == expected
    assert (len(made.marks.found), len(made.marks.missed)) == (found, 2 - found)


def test_a_topic_without_parcels_has_neither_marks_nor_their_key():
    made = results(replace(MOONS, parcels=()))
    assert len(made.marks.found) + len(made.marks.missed) == 0
    assert made.key not in made.get_family()


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_said_stands_beside_the_map_in_every_frame(shape):
    made, window = results(shape=shape), MOONS.window
    place, half = made.placement, made.placement.scale * window.width / 2
    top = place.centre[1] + place.scale * window.height / 2
    bottom = place.centre[1] - place.scale * window.height / 2
    for part in (made.legend, made.counters.rows, made.key):
        beside = part.get_left()[0] >= place.centre[0] + half - 1e-6
        assert beside or part.get_top()[1] <= bottom + 1e-6 or part.get_bottom()[1] >= top - 1e-6

"""Seeds of several nets side by side: each with its own border and score, and the range of all in a table."""

from dataclasses import replace
from itertools import combinations

import pytest

from dlvis.draw.layout import safe_area
from dlvis.errors import InputError
from dlvis.geometry import parcel_score
from dlvis.mobjects import SeedMaps, TrainingRows
from dlvis.run import Run, Snapshot
from dlvis.style import percent, ranged, spaced, theme
from dlvis.topics import load
from dlvis.window import Window
from tests.nets import he_net

MOONS, HEADS = load("moons"), ("deep", "shallow")
SHAPES = ((16, 9), (1, 1), (9, 16))


def label(key, **values):
    return " ".join([key, *map(str, values.values())])


def run(widths, seed):
    known = Snapshot(9, he_net(widths, seed), {"loss": 0.5, "balanced_accuracy": 0.5 + seed / 100})
    return Run("moons", "moons", (known,), {"seed": seed})


LANES = [[run(widths, seed) for seed in range(5)] for widths in ((2, 5, 4, 1), (2, 10, 1))]


def made(topic=MOONS, lanes=LANES, shape=SHAPES[0]):
    rows = TrainingRows(label, topic, theme("night"))
    return SeedMaps(
        lanes, HEADS, rows, area=safe_area(8 * max(1, shape[0] / shape[1]), 8 * max(1, shape[1] / shape[0]))
    )


def test_what_is_told_of_all_seeds_is_what_each_has():
    maps = made()
    told = {row.label: row.values for row in maps.counted}
    scores = [[parcel_score(each.net, MOONS) for each in lane] for lane in LANES]
    for name in ("found", "phantom", "fused"):
        counts = [[int(getattr(score, name).sum()) for score in lane] for lane in scores]
        assert told[name] == tuple(ranged(each, spaced) for each in counts)
    assert told["balanced"] == (ranged([0.5, 0.54], percent),) * 2
    assert maps.told(label, HEADS)["shallow_found"] == told["found"][1]
    found = [[each.panels.counts[0].line.wording.words for each in lane] for lane in maps.maps]
    assert found == [[label("hits", n=int(score.found.sum())) for score in lane] for lane in scores]


def test_balanced_accuracy_is_that_of_the_test_part_where_all_were_measured_there():
    tested = [[replace(each, results={"test_balanced_accuracy": 0.9}) for each in lane] for lane in LANES]
    rows = {row.label: row for row in made(lanes=tested).counted}
    assert (rows["balanced"].values, rows["balanced"].kind) == ((percent(0.9),) * 2, "test")
    rows = {row.label: row for row in made(lanes=[tested[0], LANES[1]]).counted}
    assert rows["balanced"].kind == "validation"


def test_a_topic_without_parcels_is_told_without_them():
    maps = made(replace(MOONS, parcels=()))
    assert [row.label for row in maps.counted] == ["regions", "balanced"]
    assert set(maps.told(label, HEADS)) == {"deep_balanced", "shallow_balanced"}


@pytest.mark.parametrize("shape", SHAPES)
def test_maps_and_table_stand_apart_in_every_frame(shape):
    maps = made(shape=shape)
    parts = [each.panels.map for lane in maps.maps for each in lane] + list(maps.notes)
    boxes = [(*each.get_corner((-1, -1, 0))[:2], *each.get_corner((1, 1, 0))[:2]) for each in parts]
    for one, other in combinations(boxes, 2):
        across, up = (min(one[k + 2], other[k + 2]) - max(one[k], other[k]) for k in (0, 1))
        assert min(across, up) <= 1e-6


@pytest.mark.parametrize("shape", SHAPES)
def test_no_line_of_maps_is_shared_by_two_kinds_of_nets_unless_each_has_a_column(shape):
    places = [[each.place.centre for each in lane] for lane in made(shape=shape).maps]
    rows, columns = ([{round(spot[k], 6) for spot in lane} for lane in places] for k in (1, 0))
    assert not rows[0] & rows[1] or not columns[0] & columns[1]


def test_five_maps_of_each_fill_a_tall_frame_in_lines_of_three_and_two():
    for lane in made(shape=SHAPES[2]).maps:
        tops = [round(each.place.centre[1], 6) for each in lane]
        assert [tops.count(top) for top in sorted(set(tops), reverse=True)] == [3, 2]


def test_lanes_of_unlike_length_and_frames_without_room_are_refused():
    with pytest.raises(InputError, match=r"as many seeds of each, got \[5, 4\]"):
        made(lanes=[LANES[0], LANES[1][:4]])
    rows = TrainingRows(label, MOONS, theme("night"))
    with pytest.raises(InputError, match="expected room for 5 maps of 2 nets each"):
        SeedMaps(LANES, HEADS, rows, area=Window(-2, 2, -2, 2))

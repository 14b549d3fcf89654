"""The parts of a training in one frame: where they stand, and what a redraw changes."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from manim import DOWN, LEFT, VGroup

from dlvis.draw.layout import safe_area
from dlvis.errors import InputError
from dlvis.mobjects import Counter, TrainingBoard, paragraph
from dlvis.run import Run, Snapshot
from dlvis.style import theme
from dlvis.topics import load
from tests.nets import he_net

NIGHT, MOONS = theme("night"), load("moons")
AREA = safe_area(8 * 16 / 9, 8)
ROWS = [Counter("balanced accuracy", "100.0 %", "validation"), *[Counter("another", 7, "counted")] * 3]
SNAPSHOTS = [Snapshot(step, he_net((2, 5, 4, 1), step), {"loss": 1.0 / (1 + step)}) for step in (0, 3, 9)]
RUN = Run("moons", "moons", tuple(SNAPSHOTS))


def board(topic=MOONS, area=AREA):
    return TrainingBoard(RUN, topic, NIGHT, area=area, names=["a", "b", "c"], loss="loss", rows=ROWS)


def box_of(mobject):
    return (mobject.get_left()[0], mobject.get_right()[0], mobject.get_bottom()[1], mobject.get_top()[1])


def overlap(first, second):
    across = min(first[1], second[1]) - max(first[0], second[0])
    return across > 1e-6 and min(first[3], second[3]) - max(first[2], second[2]) > 1e-6


@pytest.mark.parametrize("length", [1, 2])
def test_long_class_names_leave_room_for_what_is_noted(length):
    names = (" ".join(["a rather long name of it"] * length), "lower")
    made = board(replace(MOONS, class_names=names))
    lines = [paragraph("steps in 1 s of film: 60 000", NIGHT, made.notes_width) for _ in range(2)]
    noted = made.noted(VGroup(*lines).arrange(DOWN, aligned_edge=LEFT))
    parts = [made.panels.map, made.chart, made.counters.rows, made.legend, noted]
    assert not [pair for pair in combinations(map(box_of, parts), 2) if overlap(*pair)]
    assert made.legend.width <= made.notes_width
    assert noted.get_bottom()[1] >= AREA.ymin - 1e-6


def test_a_class_name_without_room_is_refused_by_name():
    name = "a name that goes on " * 6
    with pytest.raises(InputError, match=f"text '{name}': expected 2 lines"):
        board(replace(MOONS, class_names=(name, "lower")))


def test_in_a_tall_area_the_parts_stand_one_below_the_other():
    made = board(area=safe_area(8, 8 * 16 / 9))
    parts = [made.panels.tiling, made.panels.map, made.chart, made.counters.rows, made.legend]
    assert not [pair for pair in combinations(map(box_of, parts), 2) if overlap(*pair)]
    assert made.panels.map.get_bottom()[1] > made.chart.get_top()[1]
    assert made.chart.get_bottom()[1] > made.counters.rows.get_top()[1]


def test_an_area_without_room_is_refused():
    with pytest.raises(InputError, match=r"frame: expected room for a subject of .* choose another --aspect"):
        board(area=safe_area(6, 5))


def test_a_redraw_changes_the_net_the_loss_and_the_counters():
    made = board()
    before = [part.copy() for part in (made.panels.tiling, made.chart.marker, made.counters.rows[1])]
    made.redraw(SNAPSHOTS[2].net, 9, [ROWS[0], Counter("another", 8, "counted"), *ROWS[2:]])
    after = [made.panels.tiling, made.chart.marker, made.counters.rows[1]]
    for old, new in zip(before, after, strict=True):
        assert not np.array_equal(old.get_all_points(), new.get_all_points())


def test_in_front_the_window_fills_what_is_left_of_the_counters():
    made = board()
    place = made.front(AREA.ymin)
    assert place.window == MOONS.window
    assert place.scale > 1.5 * made.panels.border.placement.scale
    right = place.centre[0] + place.scale * place.window.width / 2
    assert right < made.counters.rows.get_left()[0]

"""The parts of trainings in one frame: where they stand in any frame, and what is refused."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from dlvis.draw.layout import safe_area
from dlvis.errors import InputError
from dlvis.mobjects import Counter, CounterPanel, CounterTable, Key, NetViews, TrainingBoard, losses
from dlvis.mobjects.counter_table import TableRow
from dlvis.run import Run, Snapshot
from dlvis.style import theme
from dlvis.topics import load
from dlvis.window import Window
from tests.nets import he_net

NIGHT, MOONS = theme("night"), load("moons")
AREAS = [safe_area(8 * wide / high, 8) for wide, high in ((16, 9), (1, 1), (9, 16))]
ROWS = [Counter("balanced acc.", "100.0 %", "validation"), *[Counter("another", 7, "counted")] * 3]
WORDS = {"loss": "loss", "loss_log": "loss, log", "steps": "steps"}
KEYS = (Key(NIGHT.ink), Key(NIGHT.ink, (16.0, 11.0)))


def run(values=(1.0, 0.25, 0.1)):
    nets = [he_net((2, 5, 4, 1), seed) for seed in range(3)]
    snapshots = [
        Snapshot(step, net, {"loss": value}) for step, net, value in zip((0, 3, 9), nets, values, strict=True)
    ]
    return Run("moons", "moons", tuple(snapshots))


def views(names=("layer 1", "layer 2", "decision", "border")):
    return NetViews(run().snapshots[0].net, (0, 1, "output", "border"), names, ("99", "999", "", ""))


def board(topic=MOONS, area=AREAS[0], shown=None, counters=None, clock=("60 000 steps a second", "blended")):
    return TrainingBoard(
        shown or [views()],
        topic,
        NIGHT,
        area=area,
        counters=counters or CounterPanel(ROWS, NIGHT, size="small"),
        loss=losses([run()], WORDS.__getitem__, KEYS[:1]),
        clock=clock,
    )


def box_of(mobject):
    return (mobject.get_left()[0], mobject.get_right()[0], mobject.get_bottom()[1], mobject.get_top()[1])


def overlap(first, second):
    across = min(first[1], second[1]) - max(first[0], second[0])
    return across > 1e-6 and min(first[3], second[3]) - max(first[2], second[2]) > 1e-6


def check_places(made, area):
    parts = [
        tiling for panels in made.panels for tiling in (*panels.tilings.values(), panels.map, *panels.names)
    ]
    boxes = [box_of(each) for each in (*parts, made.legend, made.counters.rows, made.chart.axes, made.clock)]
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    for left, right, bottom, top in boxes:
        assert min(left - area.xmin, area.xmax - right) >= -0.02
        assert min(bottom - area.ymin, area.ymax - top) >= -0.02


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("name", ["upper", "a long name"])
def test_everything_has_its_place_in_every_frame(area, name):
    check_places(board(replace(MOONS, class_names=(name, "lower")), area), area)


@pytest.mark.parametrize("area", AREAS)
def test_two_nets_stand_in_lines_of_their_own(area):
    nets = [NetViews(run().snapshots[k].net, (1, "border"), ("regions", "border")) for k in range(2)]
    table = CounterTable([TableRow("parcels found", ("1 of 2", "2 of 2"), "counted")] * 4, ["a", "b"], NIGHT)
    made = board(area=area, shown=nets, counters=table)
    check_places(made, area)
    for panels in made.panels:
        assert panels.tilings[1].get_center()[1] == pytest.approx(panels.map.get_center()[1])


def test_a_class_name_without_room_is_refused_by_name():
    name = "a name that goes on " * 6
    with pytest.raises(InputError, match=f"text '{name}': expected 2 lines"):
        board(replace(MOONS, class_names=(name, "lower")))


def test_an_area_without_room_for_the_panels_is_refused():
    with pytest.raises(InputError, match=r"expected room for 4 panels.*--aspect"):
        board(area=Window(-6, 6, -0.6, 0.6))


def test_the_clock_says_other_lines_in_its_place():
    made = board()
    left = made.clock[0].get_left()[0]
    made.say(["7 steps a second", "blended"])
    assert made.clock[0].line.wording.words == "7 steps a second"
    assert made.clock[0].get_left()[0] == pytest.approx(left, abs=0.05)


def test_losses_of_one_run_show_what_will_come_and_small_ranges_are_not_in_powers():
    one, two = (
        losses([run()], WORDS.__getitem__, KEYS[:1]),
        losses([run(), run((0.9, 0.8, 0.7))], WORDS.__getitem__, KEYS),
    )
    assert (one.curves[0].foreseen, two.curves[0].foreseen) == (True, False)
    assert (one.name, one.logarithmic) == ("loss, log", True)
    small = losses([run((0.9, 0.8, 0.7))], WORDS.__getitem__, KEYS[:1])
    assert (small.name, small.logarithmic) == ("loss", False)
    assert not losses([run((0.9, 0.8, 0.0))], WORDS.__getitem__, KEYS[:1]).logarithmic
    np.testing.assert_array_equal(two.curves[1].values, [0.9, 0.8, 0.7])

"""Where things stand in a film that explains one net, in frames of any shape."""

from dataclasses import fields
from itertools import combinations

import numpy as np
import pytest

from dlvis.draw.layout import explainer_layout, safe_area
from dlvis.draw.light import light_for
from dlvis.draw.view import View
from dlvis.errors import InputError
from dlvis.geometry.viewpoint import FRONT
from dlvis.mobjects import Counter, ExplainerBoard, sheet_placement
from dlvis.net import plane
from dlvis.style import theme
from dlvis.topics import load
from dlvis.window import Window

NIGHT, MOONS = theme("night"), load("moons")
FRAMES = [safe_area(*size) for size in ((128 / 9, 8), (8, 8), (8, 10), (8, 128 / 9))]


def inside(box, area, slack=1e-6):
    return (
        box.xmin >= area.xmin - slack
        and box.xmax <= area.xmax + slack
        and box.ymin >= area.ymin - slack
        and box.ymax <= area.ymax + slack
    )


def overlap(first, second):
    return min(first.xmax, second.xmax) - max(first.xmin, second.xmin) > 1e-9 and (
        min(first.ymax, second.ymax) - max(first.ymin, second.ymin) > 1e-9
    )


def box_of(mobject):
    (left, low, _), (right, high, _) = mobject.get_corner((-1, -1, 0)), mobject.get_corner((1, 1, 0))
    return Window(left, right, low, high)


@pytest.mark.parametrize("area", FRAMES)
def test_parts_stay_inside_and_apart_and_the_stage_is_the_largest(area):
    parts = explainer_layout(area, 0.3)
    boxes = [parts.stage, parts.plan, parts.line, parts.notes]
    assert all(inside(box, area) for box in [*boxes, parts.picture, parts.readings])
    assert not any(overlap(*pair) for pair in combinations(boxes, 2))
    # without a formula, its line goes to what lies beside it
    assert not any(overlap(*pair) for pair in combinations([parts.picture, parts.plan, parts.readings], 2))
    assert parts.picture.height * parts.readings.height > parts.stage.height * parts.notes.height
    assert parts.stage.width * parts.stage.height == max(box.width * box.height for box in boxes)


@pytest.mark.parametrize("area", FRAMES)
def test_what_the_board_makes_stands_in_its_box(area):
    board = ExplainerBoard(MOONS, NIGHT, area)
    parts = board.parts
    rows = [Counter("linear regions", 161051, "counted"), Counter("parcels found", 16, "counted")]
    made = [
        (board.title("A neuron folds the plane once"), area),
        (board.equation("W_2 (W_1 x + b_1) + b_2"), area),
        (board.sliders(["w_1", "b"], [1.5, -3.0]), parts.notes),
        (board.panel(rows).rows, parts.notes),
        (board.diagram(plane([1.0, 2.0], 0.5), ["z"]).names, parts.plan),
    ]
    assert [type(each).__name__ for each, box in made if not inside(box_of(each), box, 0.02)] == []
    assert not overlap(box_of(board.legend), board.stage)


@pytest.mark.parametrize("area", FRAMES)
def test_a_board_above_the_credits_ends_there(area):
    board = ExplainerBoard(MOONS, NIGHT, area)
    higher = board.above(area.ymin + 0.5)
    boxes = [getattr(higher.parts, each.name) for each in fields(higher.parts)]
    assert min(box.ymin for box in boxes) > area.ymin + 0.5
    assert np.allclose(higher.legend.get_center(), board.legend.get_center())
    assert board.above(area.ymin - 1.0).parts == board.parts


def test_counters_that_fit_nowhere_are_refused():
    board = ExplainerBoard(MOONS, NIGHT, FRAMES[0])
    with pytest.raises(InputError, match=r"room for 9 counters such as 'rows'"):
        board.panel([Counter("rows", 1)] * 9, Window(0, 3, 0, 1))


def test_a_sheet_of_the_board_shows_its_topic_where_it_is_put():
    board, view, net = ExplainerBoard(MOONS, NIGHT, FRAMES[0]), View(1.0, FRONT), plane([1.0, 2.0], 0.5)
    place = sheet_placement(net, MOONS.window, view, board.stage)
    sheet = board.sheet(net, place, view, map_opacity=0.5)
    assert sheet.topic is MOONS
    assert sheet.sheet.placement == place
    assert sheet.sheet.light == light_for(view.azimuth)
    assert sheet.sheet.map_opacity == 0.5

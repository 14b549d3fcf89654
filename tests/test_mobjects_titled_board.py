"""Where things stand in a film that shows one picture to a beat, in frames of any shape."""

import pytest

from dlvis.draw.layout import safe_area
from dlvis.mobjects import Counter, TitledBoard
from dlvis.style import theme

NIGHT = theme("night")
WIDE, TALL = safe_area(128 / 9, 8), safe_area(8, 128 / 9)
ROWS = [Counter("parameters", 471), Counter("pieces", 161_051, "counted"), Counter("cuts", 3)]


@pytest.mark.parametrize(("area", "is_beside"), [(WIDE, True), (TALL, False)])
def test_counters_stand_beside_the_title_where_there_is_room(area, is_beside):
    board = TitledBoard("A bound that is attained", NIGHT, area, ROWS)
    rows, title = board.panel.rows, board.heading
    assert rows.get_right()[0] == pytest.approx(area.xmax)
    assert (rows.get_top()[1] > title.get_bottom()[1]) == is_beside
    assert rows.get_left()[0] > title.get_right()[0] or rows.get_top()[1] < title.get_bottom()[1]


@pytest.mark.parametrize("area", [WIDE, TALL])
def test_boxes_stand_below_all_words_and_in_the_area(area):
    board = TitledBoard("Title", NIGHT, area, ROWS)
    boxes = [board.rest, *board.tiles(3, 1.0, foot=0.4)]
    words = board.panel.rows.get_bottom()[1]
    assert all(box.ymax < words and box.ymin >= area.ymin - 1e-9 for box in boxes)
    assert all(area.xmin - 1e-9 <= box.xmin and box.xmax <= area.xmax + 1e-9 for box in boxes)


def test_without_counters_the_rest_is_the_stage():
    board = TitledBoard("Title", NIGHT, WIDE)
    assert board.rest == board.stage
    assert board.stage.ymax < board.heading.get_bottom()[1]
    assert len(board.panel) == 0


@pytest.mark.parametrize(("area", "is_beside"), [(WIDE, True), (TALL, False)])
def test_a_subject_leaves_room_for_the_other_part(area, is_beside):
    board = TitledBoard("Title", NIGHT, area)
    subject, other = board.subject(1.1, 0.5)
    assert (other.xmin > subject.xmax) == is_beside
    assert (other.ymax < subject.ymin) != is_beside
    share = other.width / area.width if is_beside else other.height / board.rest.height
    assert share >= 0.4 - 1e-9
    assert subject.width / (subject.height - 0.5) == pytest.approx(1.1, rel=0.5)


@pytest.mark.parametrize(("area", "is_free"), [(WIDE, True), (TALL, False)])
def test_a_part_in_the_middle_goes_below_the_counters_only_where_it_must(area, is_free):
    board = TitledBoard("Title", NIGHT, area, [Counter("cuts", 3), Counter("regions", 28, "counted")])
    assert board.clear(1.0) == (board.stage if is_free else board.rest)
    assert TitledBoard("Title", NIGHT, area).clear(1.0) == board.stage

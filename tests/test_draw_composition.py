from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvis.draw.composition import below, composition, heading, shaped, span, tiles
from dlvis.draw.layout import safe_area
from dlvis.errors import InputError
from dlvis.window import Window

FRAMES = {"16:9": (128 / 9, 8), "1:1": (8, 8), "4:5": (8, 10), "9:16": (8, 128 / 9)}
each_frame = pytest.mark.parametrize("area", [safe_area(*FRAMES[name]) for name in FRAMES], ids=list(FRAMES))
PANELS = [(4.2, 1.6), (2.9, 1.1)]
TINY = 1e-9


def overlap(first, second):
    across = min(first.xmax, second.xmax) - max(first.xmin, second.xmin)
    return across > TINY and min(first.ymax, second.ymax) - max(first.ymin, second.ymin) > TINY


def check(area, boxes):
    for box in boxes:
        assert area.xmin - TINY <= box.xmin < box.xmax <= area.xmax + TINY
        assert area.ymin - TINY <= box.ymin < box.ymax <= area.ymax + TINY
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]


@each_frame
@pytest.mark.parametrize("shape", [0.5, 1.0, 2.0])
def test_every_part_has_its_room_and_none_overlap(area, shape):
    found = composition(area, PANELS, shape=shape)
    check(area, [found.subject, *found.panels])
    for box, (width, height) in zip(found.panels, PANELS, strict=True):
        assert box.width >= width - TINY
        assert box.height >= height - TINY


def test_panels_stand_beside_in_a_wide_frame_and_beneath_in_a_tall_one():
    assert composition(safe_area(*FRAMES["16:9"]), PANELS, shape=1).is_beside
    assert not composition(safe_area(*FRAMES["9:16"]), PANELS, shape=1).is_beside


def test_a_column_of_panels_keeps_to_the_grid():
    area = safe_area(*FRAMES["16:9"])
    found = composition(area, PANELS, shape=1, gap=0.3)
    assert found.panels[0].width == pytest.approx(span(area, 5, 0.3))
    assert found.panels[0].width >= 4.2 > span(area, 4, 0.3)
    assert span(area, 12, 0.3) == pytest.approx(area.width)


def test_panels_stand_on_the_side_that_is_asked_for():
    left, right = (
        composition(safe_area(16, 9), PANELS, shape=1, on_the_left=side).panels[0] for side in (True, False)
    )
    assert left.xmax < 0 < right.xmin


def test_without_panels_the_subject_has_it_all():
    area = safe_area(8, 10)
    assert composition(area, [], shape=1).subject == area


@pytest.mark.parametrize("panels", [[(9.0, 1.0)], [(3.0, 9.0)], [(6.5, 3.0), (6.5, 2.5)]])
def test_panels_that_leave_no_room_are_refused(panels):
    with pytest.raises(InputError, match=r"room for a subject of 2 and for panels of .* choose another"):
        composition(safe_area(8, 8), panels, shape=1)


@each_frame
def test_a_heading_is_one_line_where_it_fits(area):
    found = heading(area, (2.3, 0.8), (5.6, 0.5))
    check(area, [found.left, found.words, found.rest])
    assert found.in_line == (area.width > 8)
    assert found.words.width == pytest.approx(5.6)


@pytest.mark.parametrize("words", [(7.3, 0.5), (3.0, 9.0)])
def test_a_heading_without_room_is_refused(words):
    with pytest.raises(InputError, match="room for a heading"):
        heading(safe_area(8, 8), (2.3, 0.8), words)


def test_tiles_go_with_the_frame():
    wide, tall = (tiles(safe_area(*FRAMES[name]), 3, 1.5) for name in ("16:9", "9:16"))
    assert len({box.ymin for box in wide}) == 1
    assert len({box.xmin for box in tall}) == 1


@given(
    st.sampled_from(list(FRAMES.values())),
    st.integers(1, 12),
    st.floats(0.3, 3.0),
    st.sampled_from([0.0, 0.3]),
)
def test_tiles_are_of_one_size_and_apart(frame, n, shape, foot):
    area = safe_area(*frame)
    found = tiles(area, n, shape, 0.2, foot)
    assert len(found) == n
    assert len({(round(box.width, 9), round(box.height, 9)) for box in found}) == 1
    check(area, [Window(box.xmin, box.xmax, box.ymin - foot, box.ymax) for box in found])


def test_tiles_without_room_are_refused():
    with pytest.raises(InputError, match="room for 40 parts"):
        tiles(Window(0, 1, 0, 1), 40, 1.0, gap=0.3)


def test_the_foot_of_a_tile_lies_below_it():
    assert below(Window(0, 2, 1, 3), 0.5) == Window(0, 2, 0.5, 1)


def test_the_largest_box_of_a_shape():
    assert shaped(Window(0, 4, 0, 2), 1.0) == Window(1, 3, 0, 2)
    assert shaped(Window(0, 4, 0, 6), 2.0) == Window(0, 4, 2, 4)

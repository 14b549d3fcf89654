"""Where a board of panels and its notes stand: inside, apart, in whole lines, as large as can be."""

from itertools import combinations

import pytest

from dlvis.draw.board import board_layout
from dlvis.draw.layout import safe_area
from dlvis.errors import InputError

FRAMES = [safe_area(128 / 9, 8), safe_area(8, 8), safe_area(8, 128 / 9)]  # 16:9, 1:1, 9:16
NOTES = [(2.0, 0.8), (3.4, 1.2), (2.6, 1.25), (2.5, 0.6)]
NAME, GAP = 0.36, 0.3


def layout(area, n=6, shape=1.08, notes=NOTES, **more):
    return board_layout(area, n, shape, notes, name=NAME, gap=GAP, **more)


def overlap(first, second):
    across = min(first.xmax, second.xmax) - max(first.xmin, second.xmin)
    return across > 1e-9 and min(first.ymax, second.ymax) - max(first.ymin, second.ymin) > 1e-9


@pytest.mark.parametrize("area", FRAMES)
@pytest.mark.parametrize("n", [2, 4, 6, 8])
@pytest.mark.parametrize("shape", [0.6, 1.08, 2.0])
def test_panels_and_notes_of_any_shape_stay_inside_and_apart(area, n, shape):
    found = layout(area, n, shape, grows=2)
    boxes = [*found.panels, *found.notes]
    for box in boxes:
        assert area.xmin - 1e-9 <= box.xmin < box.xmax <= area.xmax + 1e-9
        assert area.ymin - 1e-9 <= box.ymin < box.ymax <= area.ymax + 1e-9
    assert not any(overlap(first, second) for first, second in combinations(boxes, 2))
    sizes = {(round(panel.width, 9), round(panel.height, 9)) for panel in found.panels}
    assert len(sizes) == 1
    assert found.panels[0].width / found.panels[0].height == pytest.approx(shape)
    for box, (width, height) in zip(found.notes, NOTES, strict=True):
        assert box.width >= width - 1e-9
        assert box.height >= height - 1e-9


@pytest.mark.parametrize("area", FRAMES)
def test_a_name_has_room_above_each_panel(area):
    found = layout(area)
    for panel in found.panels:
        assert panel.ymax + NAME <= area.ymax + 1e-9
        above = [each for each in found.panels if each.ymin > panel.ymax]
        assert all(each.ymin >= panel.ymax + NAME for each in above)


@pytest.mark.parametrize("area", FRAMES)
def test_the_panels_of_one_net_stay_in_one_line(area):
    panels = layout(area, 4, line=2).panels
    for first, second in zip(panels[::2], panels[1::2], strict=True):
        assert first.ymin == second.ymin
        assert first.xmax < second.xmin


def test_what_a_column_leaves_free_goes_to_the_note_that_may_grow():
    fixed, grown = layout(FRAMES[0], grows=9), layout(FRAMES[0], grows=2)
    assert grown.panels == fixed.panels
    assert grown.notes[2].height > fixed.notes[2].height + 0.5
    assert [each.height for each in grown.notes[:2]] == pytest.approx(
        [each.height for each in fixed.notes[:2]]
    )
    assert min(each.ymin for each in grown.notes) == pytest.approx(FRAMES[0].ymin)


def test_panels_narrower_than_their_names_are_not_chosen():
    assert layout(FRAMES[0], least=2.3).panels[0].width >= 2.3
    with pytest.raises(InputError, match="expected room for 6 panels and their notes"):
        layout(FRAMES[1], least=5.0)


def test_a_frame_that_is_too_small_is_named():
    with pytest.raises(InputError, match="choose another --aspect, or shorter words"):
        layout(safe_area(3, 2))

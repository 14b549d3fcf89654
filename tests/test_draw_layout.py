from itertools import combinations, pairwise

import pytest

from dlvis.draw.layout import columns, panel_layout, rows, safe_area
from dlvis.errors import InputError
from dlvis.window import Window

FRAME = safe_area(128 / 9, 8)


def layout(aspect, n=3, area=FRAME, cell=(4.6, 2.1)):
    return panel_layout(area, aspect, n, label=0.4, gap=0.35, cell=cell)


def overlap(first, second):
    return min(first.xmax, second.xmax) - max(first.xmin, second.xmin) > 1e-9 and (
        min(first.ymax, second.ymax) - max(first.ymin, second.ymin) > 1e-9
    )


def test_the_safe_area_keeps_margins_and_the_captions_eighth():
    area = safe_area(16, 9)
    assert (area.xmin, area.xmax, area.ymax) == pytest.approx((-7.2, 7.2, 4.05))
    assert area.ymin == pytest.approx(-4.5 + 9 / 8)


def test_columns_and_rows_fill_their_area():
    area = Window(0, 10, 0, 4)
    assert [(box.xmin, box.xmax) for box in columns(area, 3, 0.5)] == [(0, 3), (3.5, 6.5), (7, 10)]
    assert [(box.ymin, box.ymax) for box in rows(area, 2, 1)] == [(2.5, 4), (0, 1.5)]


@pytest.mark.parametrize("aspect", [0.25, 0.5, 0.92, 1.0, 1.6, 2.0, 5.0])
@pytest.mark.parametrize("n", [2, 3])
def test_panels_of_any_shape_stay_inside_and_apart(aspect, n):
    found = layout(aspect, n)
    boxes = [*found.panels, *found.cells]
    assert len(found.panels) == len(found.cells) == n
    for box in boxes:
        assert FRAME.xmin - 1e-9 <= box.xmin < box.xmax <= FRAME.xmax + 1e-9
        assert FRAME.ymin - 1e-9 <= box.ymin < box.ymax <= FRAME.ymax + 1e-9
    labels = [Window(box.xmin, box.xmax, box.ymax, box.ymax + 0.4) for box in found.panels]
    assert not any(overlap(first, second) for first, second in combinations(boxes + labels, 2))
    for panel in found.panels:
        assert panel.width / panel.height == pytest.approx(aspect)
        assert panel.ymax + 0.4 <= FRAME.ymax + 1e-9


def test_panels_stand_in_a_row():
    found = layout(0.92)
    assert len({(panel.ymin, panel.ymax) for panel in found.panels}) == 1
    assert all(left.xmax < right.xmin for left, right in pairwise(found.panels))


def test_tall_panels_have_the_cells_beside_them_others_beneath():
    assert layout(0.5).is_beside
    assert not layout(0.92).is_beside
    assert not layout(2.0).is_beside
    assert layout(0.5).panels[0].height > 4


def test_cells_have_their_least_size():
    for aspect in (0.5, 0.92, 2.0):
        found = layout(aspect)
        width, height = (4.6, 1.9) if found.is_beside else (4.0, 2.1)
        assert all(cell.width >= width and cell.height >= height - 1e-9 for cell in found.cells)


def test_a_frame_that_is_too_small_is_named():
    with pytest.raises(InputError, match="expected room for 3 panels"):
        layout(1.0, area=safe_area(3, 2))

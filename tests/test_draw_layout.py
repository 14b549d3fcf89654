import pytest

from dlvis.draw.layout import columns, rows, safe_area
from dlvis.window import Window


def test_the_safe_area_keeps_margins_and_the_captions_eighth():
    area = safe_area(16, 9)
    assert (area.xmin, area.xmax, area.ymax) == pytest.approx((-7.2, 7.2, 4.05))
    assert area.ymin == pytest.approx(-4.5 + 9 / 8)


def test_columns_and_rows_fill_their_area():
    area = Window(0, 10, 0, 4)
    assert [(box.xmin, box.xmax) for box in columns(area, 3, 0.5)] == [(0, 3), (3.5, 6.5), (7, 10)]
    assert [(box.ymin, box.ymax) for box in rows(area, 2, 1)] == [(2.5, 4), (0, 1.5)]

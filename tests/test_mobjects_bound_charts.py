"""Bounds and counts over depth and over width: one scale, and words that stay true when they are rounded."""

import numpy as np
import pytest

from dlvis.geometry.bounds import serra_lower, serra_upper
from dlvis.mobjects import BoundCharts, Ladder
from dlvis.style import theme
from dlvis.window import Window

NIGHT, WIDE = theme("night"), Window(-5, 5, -5, 5)
BOXES = Window(-6, -0.5, -3, 3), Window(0.5, 6, -3, 3)
SMALL = Ladder(width=6, depth=3, doublings=1)


def said(key, **values):
    return " ".join([key, *map(str, values.values())])


@pytest.fixture(scope="module")
def charts():
    return BoundCharts(SMALL, NIGHT, boxes=BOXES, seeds=2, window=WIDE, label=said)


def test_lines_are_the_bounds_of_deeper_and_of_wider_nets(charts):
    deeper, wider = charts.charts
    assert deeper.series[0].y == tuple(serra_upper((2, *[6] * k, 1)) for k in (1, 2, 3))
    assert wider.series[1].y == tuple(serra_lower((2, width, width, 1)) for width in (6, 12))
    assert [each.look for each in deeper.series] == ["line", "dashed", "fan"]
    assert len(wider.series[2].rows) == 2


def test_both_charts_have_one_scale(charts):
    deeper, wider = charts.charts
    assert deeper.y == wider.y
    np.testing.assert_allclose(
        np.diff(wider.x.share([6, 12, 24])), wider.x.share([12])[0] - wider.x.share([6])[0]
    )


def test_rounded_bounds_stay_true(charts):
    most, least = (charts.charts[0].series[k].name.split()[1] for k in (0, 1))
    values = [float(each.replace("\u2009", "").split("×")[0]) for each in (most, least)]
    shape = (2, 6, 6, 6, 1)
    powers = [10 ** (len(str(each)) - 1) for each in (serra_upper(shape), serra_lower(shape))]
    assert values[0] * powers[0] >= serra_upper(shape)
    assert values[1] * powers[1] <= serra_lower(shape)


def test_a_line_comes_into_both_charts(charts):
    assert charts.n_lines == 3
    assert len(charts.entrance(0)) == 2 * len(charts.charts[0].entrance(0))


@pytest.mark.parametrize("width", [8.0, 4.0])
def test_both_charts_look_alike(width):
    boxes = Window(-6, -6 + width, -3, 3), Window(0.5, 0.5 + width, -3, 3)
    made = BoundCharts(SMALL, NIGHT, boxes=boxes, seeds=2, window=WIDE, label=said)
    first, second = made.charts
    assert first.is_beside == second.is_beside == (width == 8.0)
    assert (first.plot.ymin, first.plot.ymax) == (second.plot.ymin, second.plot.ymax)

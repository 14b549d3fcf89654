"""What nets of one size can have: a line for each depth, on which the nets lie that are named."""

import numpy as np

from dlvis.geometry.bounds import serra_lower, zaslavsky
from dlvis.mobjects import CapacityChart, Large, capacity_rows
from dlvis.net import n_parameters
from dlvis.style import theme
from dlvis.window import Window

NIGHT, BOX = theme("night"), Window(-6, 6, -3, 3)
SMALL = Large(inputs=4, width=12, depth=3)


def said(key, **values):
    return " ".join([key, *map(str, values.values())])


def test_the_shallow_net_has_no_more_parameters():
    assert SMALL.deep == (4, 12, 12, 12, 1)
    assert SMALL.n_parameters - 6 < n_parameters(SMALL.shallow) <= SMALL.n_parameters
    assert SMALL.at_least == serra_lower(SMALL.deep)
    assert SMALL.at_most == zaslavsky(SMALL.shallow[1], 4)


def test_the_round_power_is_below_the_bound():
    assert Large().power == "10⁴⁰"
    assert 10**40 <= Large().at_least < 10**50


def test_the_net_lies_on_the_line_of_its_depth():
    chart = CapacityChart(SMALL, NIGHT, box=BOX, label=said)
    assert [each.name for each in chart.series] == ["one_layer 1", "more_layers 2", "more_layers 3"]
    place = chart.series[2].x.index(SMALL.n_parameters)
    assert chart.series[2].y[place] == SMALL.at_least
    marks = chart.marks[0].dots.points[::2]
    np.testing.assert_allclose(marks[0], chart.spots([SMALL.n_parameters], [SMALL.at_least])[0])
    assert 1 <= len(chart.tagged[1]) <= 2


def test_the_rows_say_which_kind_each_bound_is():
    rows = capacity_rows(SMALL, said)
    assert [row.kind for row in rows] == ["", "least", "least", "most"]
    assert rows[0].value == SMALL.n_parameters
    assert rows[1].label == "shape_can 3 12"

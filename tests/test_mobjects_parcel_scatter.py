"""Nets as dots: each where its regions and its parcels say."""

import numpy as np
import pytest

from dlvis.mobjects import ParcelScatter, parcel_table
from dlvis.style import theme
from dlvis.sweep.learnt import learnt_nets
from dlvis.window import Window
from tests.test_sweep_learnt import nets

NIGHT, BOX = theme("night"), Window(-6, 6, -3, 3)


def said(key, **values):
    return " ".join([key, *map(str, values.values())])


@pytest.fixture(scope="module")
def scatter():
    return ParcelScatter(learnt_nets(nets(), 0.8), NIGHT, box=BOX, limit=80, label=said)


def test_a_dot_stands_at_the_regions_and_parcels_of_its_net(scatter):
    assert [each.name for each in scatter.series] == ["one_deep 1", "more_deep 4"]
    assert [len(each.x) for each in scatter.series] == [6, 5]
    deep = scatter.series[1]
    np.testing.assert_allclose(scatter.views[1].dots.points[::2], scatter.spots(deep.x, deep.y))


def test_all_parcels_and_none_have_a_place(scatter):
    assert scatter.y.low < 0 < 7 < scatter.y.high


def test_the_middle_nets_are_named_by_their_size(scatter):
    assert {each.text for each in scatter.sizes[1]} <= {"size9", "size33"}


def test_the_table_tells_found_phantom_and_fused_of_both_ends():
    table = parcel_table(learnt_nets(nets(), 0.8), NIGHT, said)
    words = [each.text for each in table.words]
    assert words == ["largest3", "parameters", "counted_regions", "found7", "phantom", "fused", "left_out"]
    assert table.words[0].get_y() == pytest.approx(table.heads[0].get_y(), abs=0.05)
    numbers = [each.line.wording.words for each in table.numbers]
    assert numbers == ["33", "33", "134", "434", "2", "5", "1", "1", "0", "0", "0", "1"]
    column = table.column(1)
    assert [each.line.wording.words for each in column] == numbers[1::2]

"""Zigzags that attain their bound, seen from afar and until their narrowest pieces show."""

import pytest

from dlvis.errors import InputError
from dlvis.mobjects import Zigzag, ZigzagLanes, zigzag_rows
from dlvis.style import theme
from dlvis.window import Window

NIGHT, BOX = theme("night"), Window(-6, 6, -3, 3)


def said(key, **values):
    return " ".join([key, *map(str, values.values())])


@pytest.fixture(scope="module")
def lanes():
    return ZigzagLanes(Zigzag(width=4, depth=3).by_depth(), NIGHT, box=BOX, label=said)


def test_each_depth_has_its_bound_of_pieces(lanes):
    assert [each.n_pieces for each in lanes.pieces] == [5, 25, 125]


def test_in_the_finest_view_a_whole_zigzag_of_the_last_net_is_one_piece_of_the_others(lanes):
    lanes.near(1.0)
    assert lanes.view == lanes.finest
    assert [count.line.wording.words for count in lanes.counts] == ["1", "1", "5"]
    assert lanes.seen["seen"] == 5
    assert lanes.pieces[-1].narrowest < lanes.finest[1] / 4
    assert lanes.seen["times"] == round(1 / lanes.finest[1])
    lanes.near(0.0)
    assert lanes.view == (0.0, 1.0)


def test_lanes_come_one_by_one_with_all_that_is_theirs(lanes):
    parts = lanes.one_by_one()
    assert len(parts) == 3
    assert lanes.lines[1] in parts[1].submobjects
    assert lanes.names[2] in parts[2].submobjects


@pytest.mark.parametrize("sizes", [(2, 3), (10, 1), (99, 5)])
def test_nets_without_a_zigzag_or_with_too_many_pieces_are_refused(sizes):
    with pytest.raises(
        InputError, match="zigzag: expected width >= 3, depth >= 2 and at most 2000000 pieces"
    ):
        Zigzag(width=sizes[0], depth=sizes[1])


def test_the_bound_stands_beside_what_is_counted_and_is_attained():
    net = Zigzag(width=4, depth=3)
    rows = zigzag_rows(net, net.by_depth()[-1], said)
    assert [(row.label, row.value) for row in rows] == [("parameters", 53), ("pieces", 125), ("pieces", 125)]
    assert [row.kind for row in rows] == ["", "most", "counted"]

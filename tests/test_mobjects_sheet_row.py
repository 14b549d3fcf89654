"""The neurons of a layer side by side: each folds by itself, and no two share a place."""

from itertools import combinations

import numpy as np
import pytest

from dlvis.draw.layout import safe_area
from dlvis.draw.light import lightness, slopes
from dlvis.draw.view import projected
from dlvis.mobjects import ExplainerBoard, SheetRow, scene_points
from dlvis.net import one_neuron
from dlvis.style import theme
from dlvis.topics import load
from tests.nets import he_net

FRAMES = [(128 / 9, 8), (8, 8), (8, 128 / 9)]


def row_of(n, frame=FRAMES[0], dot=None):
    board = ExplainerBoard(load("moons"), theme("night"), safe_area(*frame))
    return SheetRow(he_net((2, n, 1), 1), board, [f"neuron {k}" for k in range(n)], dot), board


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("n", [1, 3, 8])
def test_sheets_and_names_stand_on_the_stage_apart(frame, n):
    row, board = row_of(n, frame)
    stage = board.stage
    names = [(name.get_left()[0], name.get_right()[0], name.get_y()) for name in row.names]
    assert len(row.sheets) == len(names) == n
    assert all(stage.xmin <= left and right <= stage.xmax for left, right, _ in names)
    assert not any(
        abs(a[2] - b[2]) < 0.3 and min(a[1], b[1]) > max(a[0], b[0]) for a, b in combinations(names, 2)
    )


def test_a_name_stands_right_below_the_sheets_of_its_line():
    row, _ = row_of(3, FRAMES[1])
    heads = [name.get_top()[1] for name in row.names]
    feet = [
        projected(each.redraw(1, slope).sheet.facets.points, row.view)[:, 1].min()
        for each in row.sheets
        for slope in (1, 0.5, 0)
    ]
    assert heads == pytest.approx([heads[0]] * 3, abs=0.02)
    assert 0 < min(feet) - max(heads) < 0.3


def test_every_flap_is_seen_and_reads_apart_from_what_lies_flat():
    row, _ = row_of(5)
    towards = row.view.rotation[2]
    for each in row.redraw(1, 0).sheets:
        complex, place = each.complex, each.sheet.placement
        flaps = slopes(complex, each.heights(complex.vertices, 1, 0)) * place.z_scale / place.scale
        normals = np.column_stack([-flaps, np.ones(len(flaps))])
        assert (normals @ towards / np.linalg.norm(normals, axis=1) > 0.35).all()
        shades = lightness(flaps, each.sheet.light)
        assert np.ptp(shades) > 0.02 or len(flaps) == 1


def test_each_sheet_has_the_height_of_its_neuron_alone():
    row, board = row_of(3)
    corners = board.topic.window.corners
    for k, each in enumerate(row.redraw(1, 0).sheets):
        alone = one_neuron(he_net((2, 3, 1), 1), k)(corners)[:, 0]
        assert np.allclose(each.heights(corners, 1, 0), alone)
    assert 0 < row.n_creases <= 3


def test_the_dot_rides_on_all_of_them():
    row, _ = row_of(3, dot=np.zeros(2))
    row.ride([0.2, -0.1])
    assert all(each.spot.tolist() == [0.2, -0.1] for each in row.sheets)
    assert all(np.allclose(each.dot.dot.points[0], each.spot_at(1, 0)) for each in row.sheets)


def test_a_plate_lies_at_height_zero_under_each_sheet():
    row, board = row_of(3)
    corners = board.topic.window.corners
    for ground, each in zip(row.grounds, row.sheets, strict=True):
        place = each.sheet.placement
        assert np.allclose(ground.plate.points, scene_points(corners, place))

"""Sheets that fold, marks on parcels and the legend: where their parts lie, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest

from dlvis.draw.view import View, projected
from dlvis.errors import InputError
from dlvis.geometry import Window, fold_complex
from dlvis.geometry.viewpoint import FRONT
from dlvis.mobjects import (
    ClassLegend,
    FoldingSheet,
    ParcelMarks,
    Placement,
    scene_points,
    sheet_placement,
    unfolding_view,
)
from dlvis.mobjects.folding_sheet import seen_foot, sheet_rise
from dlvis.net import ReluNet, one_neuron, plane, without_activation
from dlvis.style import rgb, theme
from dlvis.topics import load
from tests.canvas import canvas, pixel
from tests.nets import he_net
from tests.pictures import two_colour_picture

NIGHT = theme("night")
MOONS = load("moons")
PLACE = Placement(MOONS.window)
NET = he_net((2, 3, 1), 3)


def facet_heights(sheet):
    return sheet.sheet.facets.points[:, 2]


def test_a_folding_sheet_is_flat_then_a_plane_then_folded():
    one = one_neuron(NET, 0)
    place = sheet_placement(one, MOONS.window, View(1.0, FRONT), Window(-3, 3, -2, 2), steepness=0.5)
    sheet = FoldingSheet(one, MOONS, NIGHT, placement=place).shift([0, 0, -place.centre[2]])
    assert np.ptp(facet_heights(sheet)) == 0
    plane = facet_heights(sheet.redraw(1, 1))
    assert np.abs(plane).max() == pytest.approx(0.5 * place.scale)
    assert plane.min() < -0.1
    assert facet_heights(sheet.redraw(1, 0)).min() == pytest.approx(0, abs=1e-12)


def test_halfway_the_hinge_stands_halfway():
    one = one_neuron(NET, 0)
    sheet = FoldingSheet(one, MOONS, NIGHT, placement=PLACE)
    corners = MOONS.window.corners
    before, half = sheet.heights(corners, 1, 1), sheet.heights(corners, 1, 0.5)
    assert np.allclose(half, np.where(before > 0, before, before / 2))


def test_the_dot_rides_on_the_sheet():
    point = MOONS.window.corners[0] * 0.5
    sheet = FoldingSheet(NET, MOONS, NIGHT, placement=PLACE, dot=point).redraw(1, 0.3)
    height = sheet.heights(point[None], 1, 0.3)
    assert np.allclose(sheet.dot.dot.points[0], scene_points(point, PLACE, height)[0])


def test_a_plane_needs_no_hidden_layer_and_never_folds():
    sheet = FoldingSheet(without_activation(NET), MOONS, NIGHT, placement=PLACE)
    assert sheet.complex.n_regions == 1
    assert np.allclose(sheet.heights(MOONS.window.corners, 1, 0), sheet.heights(MOONS.window.corners, 1, 1))


@pytest.mark.parametrize("slope", [1.0, 0.6, 0.2, 0.0])
def test_a_deep_sheet_is_exact_at_each_moment_of_its_fold(slope):
    net = he_net((2, 5, 4, 1), 1)
    sheet = FoldingSheet(net, MOONS, NIGHT, placement=PLACE).redraw(1, slope)
    moment = replace(net, slope=slope)
    folded = fold_complex(moment, MOONS.window)
    assert sheet.complex.n_regions == sheet.sheet.facets.n_parts == folded.n_regions
    expected = scene_points(folded.vertices, PLACE, moment(folded.vertices)[:, 0])
    np.testing.assert_allclose(sheet.sheet.facets.points, expected, atol=1e-9)
    pieces = sheet.sheet.pieces
    np.testing.assert_allclose(
        sheet.sheet.map.points, scene_points(pieces.points, PLACE, moment(pieces.points)[:, 0]), atol=1e-6
    )


def test_the_creases_of_a_second_layer_wander_while_the_first_folds():
    sheet = FoldingSheet(he_net((2, 5, 4, 1), 1), MOONS, NIGHT, placement=PLACE)
    ends = []
    for slope in (1, 0):
        folded = sheet.redraw(0, slope).complex
        ends.append(folded.vertices[folded.edges[folded.fold_edges(1)]])
    assert not np.array_equal(*ends)


def test_marks_lie_in_their_parcels_full_or_hollow():
    marks = ParcelMarks(MOONS, [True, False], NIGHT, placement=PLACE)
    assert (len(marks.found), len(marks.missed)) == (1, 1)
    with canvas() as frame:
        picture = frame.draw(marks)
    assert pixel(picture, marks.found.get_center()).min() > 0.7
    assert pixel(picture, marks.missed.get_center()).max() < 0.3


def test_an_answer_for_each_parcel_is_expected():
    with pytest.raises(InputError, match="expected 2 answers, got 1"):
        ParcelMarks(MOONS, [True], NIGHT, placement=PLACE)


def test_the_legend_names_both_classes_in_their_colours():
    legend = ClassLegend(MOONS, NIGHT)
    colours = [entry[0].get_fill_color().to_hex().upper() for entry in legend]
    assert colours == [NIGHT.negative, NIGHT.positive]
    assert legend[0].get_center()[1] > legend[1].get_center()[1]


def test_a_long_name_in_the_legend_is_broken_or_refused():
    named = replace(MOONS, class_names=("the moon that lies above", "lower"))
    assert ClassLegend(named, NIGHT, width=2.4).width <= 2.4 < ClassLegend(named, NIGHT).width
    with pytest.raises(InputError, match="'the moon that lies above': expected"):
        ClassLegend(named, NIGHT, width=1.2)


def test_a_class_named_by_its_colour_shows_that_colour(tmp_path):
    legend = ClassLegend(load(two_colour_picture(tmp_path / "ring.png")), NIGHT)
    assert [entry[-1].get_fill_color().to_hex() for entry in legend] == ["#FFFFFF", "#E69F00"]


def test_a_sheet_keeps_its_window():
    assert FoldingSheet(NET, MOONS, NIGHT, placement=PLACE).complex.window == Window(
        *(getattr(MOONS.window, side) for side in ("xmin", "xmax", "ymin", "ymax"))
    )


def test_a_plane_tilts_as_another_net_says():
    sheet = FoldingSheet(plane([0.0, 0.0], 0.0), MOONS, NIGHT, placement=PLACE)
    sheet.tilted(plane([1.0, -2.0], 0.5))
    expected = MOONS.window.corners @ [1.0, -2.0] + 0.5
    assert sorted(facet_heights(sheet)) == pytest.approx(sorted(expected))
    with pytest.raises(InputError, match="expected no hidden layers"):
        sheet.tilted(NET)


def test_a_sheet_says_where_its_dot_is_wherever_it_lies():
    point = MOONS.window.corners[0] * 0.5
    sheet = FoldingSheet(NET, MOONS, NIGHT, placement=PLACE, dot=point).shift([1.0, 0.0, 0.5]).redraw(1, 0)
    assert sheet.spot_at(1, 0) == pytest.approx(sheet.dot.dot.points[0])
    with pytest.raises(InputError, match="expected a sheet with a dot"):
        FoldingSheet(NET, MOONS, NIGHT, placement=PLACE).spot_at(1, 0)


def test_creases_shine_in_a_rim_of_their_own_colour():
    sheet = FoldingSheet(one_neuron(NET, 0), MOONS, NIGHT, placement=PLACE)
    (line,) = sheet.creases.lines.values()
    assert line.stroke_rgbas[0, :3] == pytest.approx(rgb(NIGHT.boundary))
    assert sheet.creases.halo.stroke_rgbas[0, :3] == pytest.approx(rgb(NIGHT.fold(0)))
    assert sheet.creases.halo.stroke_width > line.stroke_width


def test_a_sheet_that_has_moved_lies_where_the_other_does():
    box, other = Window(-5, -1, -2, 2), Window(1, 4, -1, 1)
    view = View(1.0, FRONT)
    sheets = [
        FoldingSheet(NET, MOONS, NIGHT, placement=sheet_placement(NET, MOONS.window, view, each)).redraw(1, 0)
        for each in (box, other)
    ]
    animation = sheets[0].moved_to(sheets[1]).build()
    animation.begin()
    animation.interpolate(1.0)
    assert np.allclose(sheets[0].sheet.facets.points, sheets[1].sheet.facets.points)


@pytest.mark.parametrize("width", [np.inf, 6.0])
def test_names_in_a_legend_stand_on_one_line_whatever_hangs_below_it(width):
    legend = ClassLegend(load("baarle"), NIGHT, across=True, width=width)
    netherlands, belgium = (entry[1] if np.isinf(width) else entry[1][0] for entry in legend)
    assert netherlands[0].get_bottom()[1] == pytest.approx(belgium[0].get_bottom()[1], abs=1e-3)
    assert belgium.get_bottom()[1] < belgium[0].get_bottom()[1] - 0.02  # the g
    assert legend[0][0].get_y() == pytest.approx(legend[1][0].get_y())


def test_a_bared_sheet_moves_without_its_creases_and_its_dot():
    sheet = FoldingSheet(NET, MOONS, NIGHT, placement=PLACE, dot=[0.1, 0.1]).redraw(1, 1)
    before = [part.points.copy() for part in sheet.creases.family_members_with_points()]
    lines = sheet.bared()
    sheet.shift([5.0, 0.0, 0.0])
    assert lines.submobjects == [sheet.creases, sheet.dot]
    after = [part.points for part in sheet.creases.family_members_with_points()]
    assert all(np.array_equal(*pair) for pair in zip(before, after, strict=True))
    assert sheet.sheet.facets.points[:, 0].min() > 1


def test_the_foot_of_a_sheet_is_where_it_is_seen_lowest():
    one, view = one_neuron(NET, 1), View(0.9, FRONT)
    place = sheet_placement(one, MOONS.window, view, Window(-3, 3, -2, 2))
    sheet = FoldingSheet(one, MOONS, NIGHT, placement=place)
    moments = [(0, 1), *((1, slope) for slope in (1, 0.75, 0.5, 0.25, 0))]
    lows = [projected(sheet.redraw(*each).sheet.facets.points, view)[:, 1].min() for each in moments]
    assert seen_foot(one, place, view) == pytest.approx(min(lows))
    assert sheet_rise(one, MOONS.window) == pytest.approx(place.z_scale / place.scale)


@pytest.mark.parametrize("angle", np.linspace(0, 2 * np.pi, 8, endpoint=False))
def test_a_sheet_that_unfolds_is_seen_from_the_front_and_open(angle):
    slope = np.array([np.cos(angle), np.sin(angle)])
    net = ReluNet([slope[None], [[2.0]]], [[0.1], [0.0]])
    view = unfolding_view(net, MOONS.window)
    assert np.cos(view.azimuth - FRONT) >= -1e-9
    rise = sheet_rise(net, MOONS.window)
    normal = np.array([*(-2 * rise * slope), 1.0])
    assert normal @ view.rotation[2] / np.linalg.norm(normal) > 0.35

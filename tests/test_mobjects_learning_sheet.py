"""A sheet that folds anew while it learns, two on one clock, and a tiling that is looked at ever closer."""

from dataclasses import replace

import numpy as np
import pytest

from dlvis.draw.layout import safe_area
from dlvis.draw.view import View, projected
from dlvis.geometry import decision_boundary, fold_complex, window_about
from dlvis.geometry.ghosts import grown
from dlvis.measures import unit_gradients
from dlvis.mobjects import (
    Key,
    LearningSheet,
    Locator,
    Placement,
    SeedPair,
    TilingZoom,
    TrainingRows,
    learning_placement,
    scene_points,
)
from dlvis.mobjects.training_rows import gradient
from dlvis.net import ReluNet
from dlvis.run import Part, Run, Snapshot, net_between
from dlvis.style import colours_by_lineage, theme
from dlvis.topics import load, part
from dlvis.window import Window
from tests.canvas import canvas, pixel
from tests.nets import he_net

NIGHT, MOONS = theme("night"), load("moons")
WINDOW, VIEW = MOONS.window, View(0.94, -np.pi / 2)
BOX = Window(-3, 3, -2, 2)
NETS = [he_net((2, 3, 1), seed) for seed in (1, 2)]
# the second unit's fold is at x = 1.2 window widths from the middle: it has left
LEFT = ReluNet(
    [np.array([[1.0, 0.2], [1.0, 0.0]]), np.array([[1.0, 1.0]])],
    [np.array([0.1, -1.2 * WINDOW.xmax]), np.array([-0.2])],
)


def placed(nets, reach=1.3, **more):
    return learning_placement(nets, WINDOW, reach, VIEW, BOX, **more)


def test_the_sheet_is_the_margin_of_the_net_of_the_moment():
    place = placed(NETS)
    sheet = LearningSheet(NETS[0], MOONS, NIGHT, placement=place).redraw(NETS[1])
    folded = fold_complex(NETS[1], WINDOW)
    expected = scene_points(folded.vertices, place, NETS[1](folded.vertices)[:, 0])
    np.testing.assert_allclose(sheet.sheet.facets.points, expected, atol=1e-9)
    border = decision_boundary(NETS[1], folded).points
    corners = scene_points(border, place)
    drawn = sheet.border.line.points
    assert all(np.abs(drawn - corner).max(axis=1).min() < 1e-9 for corner in corners)


def test_a_fold_that_has_left_is_a_ghost_on_the_ground_outside():
    place = placed([LEFT])
    sheet = LearningSheet(LEFT, MOONS, NIGHT, placement=place, reach=1.3)
    assert sheet.ghost_keys == ((0, 1),)
    x = (sheet.ghosts.points[:, 0] - place.centre[0]) / place.scale + WINDOW.centre[0]
    np.testing.assert_allclose(x, 1.2 * WINDOW.xmax)
    assert sheet.ghosts.dash
    np.testing.assert_allclose(sheet.ghosts.points[:, 2], place.centre[2])
    assert sheet.redraw(NETS[0]).ghost_keys == () or sheet.ghosts.n_parts > 0


def test_it_turns_about_its_own_axis_and_goes_on_from_there():
    place = placed(NETS)
    sheet = LearningSheet(NETS[0], MOONS, NIGHT, placement=place).turn(np.pi / 2).redraw(NETS[1])
    folded = fold_complex(NETS[1], WINDOW)
    flat = scene_points(folded.vertices, place, NETS[1](folded.vertices)[:, 0]) - place.centre
    expected = np.column_stack([-flat[:, 1], flat[:, 0], flat[:, 2]]) + place.centre
    np.testing.assert_allclose(sheet.sheet.facets.points, expected, atol=1e-9)


def test_every_net_fits_its_box_turned_or_not():
    place = placed(NETS, turns=(0.0, 0.5))
    for net in NETS:
        folded = fold_complex(net, WINDOW)
        heights = net(folded.vertices)[:, 0]
        points = np.concatenate(
            [scene_points(folded.vertices, place, heights), scene_points(grown(WINDOW, 1.3).corners, place)]
        )
        for angle in (0.0, 0.5):
            turn = np.array(
                [[np.cos(angle), np.sin(angle), 0], [-np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
            )
            seen = projected((points - place.centre) @ turn + place.centre, VIEW)
            assert (np.abs(seen) <= np.array([3, 2]) + 1e-3).all()


def trained(seed):
    nets = [he_net((2, 3, 1), seed + k) for k in range(3)]
    snapshots = [
        Snapshot(step, net, {"loss": 1 / (1 + step)}) for step, net in zip((0, 4, 9), nets, strict=True)
    ]
    return Run("moons", "moons", tuple(snapshots), {"seed": seed})


def label(key, **values):
    return " ".join([key, *map(str, values.values())])


def test_two_seeds_on_one_clock():
    runs, keys = [trained(0), trained(10)], [Key(NIGHT.ink)] * 2
    rows = TrainingRows(label, MOONS, NIGHT)
    pair = SeedPair(runs, rows, seconds=1.0, view=VIEW, area=safe_area(8 * 16 / 9, 8), keys=keys)
    assert pair.part == Part(0, 9, 1.0)
    pair.redraw(6.5, turn=0.3).redraw(6.5, turn=0.0)
    points = part(MOONS, "train")
    pulls = [unit_gradients(each.snapshots[1].net, *points) for each in runs]
    written = [gradient(float(pull[unit])) for unit in range(3) for pull in pulls]
    assert [words.line.wording.words for words in pair.table.numbers] == ["4", "4", *written]
    for sheet, run in zip(pair.sheets, runs, strict=True):
        net = net_between(run, 6.5)
        folded = fold_complex(net, WINDOW)
        expected = scene_points(folded.vertices, sheet.placement, net(folded.vertices)[:, 0])
        np.testing.assert_allclose(sheet.sheet.facets.points, expected, atol=1e-8)
    first, second = pair.sheets
    assert first.placement.z_scale / first.placement.scale == pytest.approx(
        second.placement.z_scale / second.placement.scale
    )


def test_a_closer_look_shows_the_exact_regions_in_the_same_place():
    net = he_net((2, 8, 8, 1), 3)
    zoom = TilingZoom(net, NIGHT, placement=Placement(WINDOW, (0.0, 0.0, 0.0), 2.0))
    assert zoom.n_regions == fold_complex(net, WINDOW).n_regions
    box = zoom.get_left()[0], zoom.get_top()[1]
    view = window_about(WINDOW, np.array([0.2, 0.1]), 12.0)
    zoom.redraw(view)
    folded = fold_complex(net, view)
    assert zoom.n_regions == folded.n_regions
    assert (zoom.get_left()[0], zoom.get_top()[1]) == pytest.approx(box, abs=1e-6)
    largest = np.argmax(folded.areas())
    with canvas() as frame:
        picture = frame.draw(zoom.tiling)
    place = replace(zoom.whole, window=view, scale=24.0)
    spot = scene_points(folded.interior_points()[[largest]], place)[0]
    expected = colours_by_lineage(folded.patterns()[[largest]], (8, 8), NIGHT)[0]
    np.testing.assert_allclose(pixel(picture, spot), expected, atol=0.02)


def test_a_locator_frames_what_is_looked_at_and_never_less_than_can_be_seen():
    place = Placement(WINDOW, (1.0, 1.0, 0.0), 1.0)
    locator = Locator(MOONS, NIGHT, placement=place)
    view = window_about(WINDOW, np.array([0.1, 0.2]), 4.0)
    locator.redraw(view)
    np.testing.assert_allclose(locator.frame.starts, scene_points(view.corners, place), atol=1e-9)
    locator.redraw(window_about(WINDOW, np.array([0.1, 0.2]), 1e5))
    assert np.ptp(locator.frame.points[:, 0]) > 0.09

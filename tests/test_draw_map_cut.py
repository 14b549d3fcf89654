"""The map cut by the regions: nothing lost, nothing doubled, and flat on every facet."""

from types import SimpleNamespace

import numpy as np
import pytest
import shapely

from dlvis.draw.light import LIGHT, light_apart, light_for, lightness, lit, slopes
from dlvis.draw.map_cut import map_pieces
from dlvis.geometry import Window, fold_complex
from dlvis.topics import load
from tests.nets import he_net

BAARLE = load("baarle")


def ring_area(ring):
    x, y = ring[:, 0], ring[:, 1]
    return (x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_pieces_are_the_whole_map(seed):
    folded = fold_complex(he_net([2, 6, 4, 1], seed), BAARLE.window)
    pieces = map_pieces(BAARLE, folded)
    areas = [ring_area(ring) for ring in np.split(pieces.points, pieces.offsets[1:-1])]
    for positive, label in ((False, BAARLE.negative), (True, BAARLE.positive)):
        found = sum(a for a, p in zip(areas, pieces.positive, strict=True) if p == positive)
        assert found == pytest.approx(label.area, rel=1e-9)


def test_every_piece_lies_in_its_region():
    folded = fold_complex(he_net([2, 5, 1], 3), BAARLE.window)
    pieces = map_pieces(BAARLE, folded)
    for region, ring in zip(pieces.regions, np.split(pieces.points, pieces.offsets[1:-1]), strict=True):
        facet = shapely.Polygon(folded.region(region)).buffer(1e-9)
        assert facet.covers(shapely.MultiPoint(ring))


def test_lifted_points_have_the_height_of_the_function():
    net = he_net([2, 6, 1], 4)
    folded = fold_complex(net, BAARLE.window)
    pieces = map_pieces(BAARLE, folded)
    np.testing.assert_allclose(
        pieces.heights(net(folded.vertices)[:, 0]), net(pieces.points)[:, 0], atol=1e-9
    )


def test_a_cut_is_lifted_by_any_heights():
    folded = fold_complex(he_net([2, 3, 1], 5), BAARLE.window)
    pieces = map_pieces(BAARLE, folded)
    np.testing.assert_allclose(pieces.heights(2 * folded.vertices[:, 0] - 1), 2 * pieces.points[:, 0] - 1)


def test_holes_run_the_other_way():
    square = shapely.box(-0.5, -0.5, 0.5, 0.5)
    hole = shapely.box(-0.2, -0.2, 0.2, 0.2)
    topic = SimpleNamespace(negative=hole, positive=square.difference(hole))
    folded = fold_complex(he_net([2, 1, 1], 0, bias=0.0), Window(-10, -9, -10, -9))
    assert len(map_pieces(topic, folded).points) == 0
    folded = fold_complex(he_net([2, 1, 1], 0, bias=20.0), Window(-1, 1, -1, 1))
    pieces = map_pieces(topic, folded)
    areas = [ring_area(ring) for ring in np.split(pieces.points, pieces.offsets[1:-1])]
    assert sorted(np.round(areas, 12)) == [-0.16, 0.16, 1.0]


def test_simplifying_keeps_both_classes_side_by_side():
    folded = fold_complex(he_net([2, 2, 1], 1), BAARLE.window)
    fine, rough = map_pieces(BAARLE, folded), map_pieces(BAARLE, folded, tolerance=0.01)
    assert len(rough.points) < 0.7 * len(fine.points)
    total = sum(ring_area(ring) for ring in np.split(rough.points, rough.offsets[1:-1]))
    assert total == pytest.approx(BAARLE.window.area, rel=1e-6)


def test_slopes_are_the_gradient_of_each_facet():
    net = he_net([2, 4, 1], 6)
    folded = fold_complex(net, Window(-1, 1, -1, 1))
    middle, step = folded.interior_points(), 1e-7
    for axis in (0, 1):
        there = middle + step * np.eye(2)[axis]
        rise = (net(there) - net(middle))[:, 0] / step
        np.testing.assert_allclose(slopes(folded, net(folded.vertices)[:, 0])[:, axis], rise, atol=1e-5)


def test_light_tells_slopes_apart_and_leaves_a_level_facet_alone():
    factor = lightness(np.array([[0.0, 0.0], [1.0, 0.0], [-1.0, 0.0], [0.0, 50.0]]))
    assert factor[0] == pytest.approx(1)
    assert factor[1] > 1.1 > 0.9 > factor[2] > 0.5
    grey = lit([0.5, 0.5, 0.5], factor)
    assert grey[1].mean() > grey[0].mean() > grey[2].mean()


@pytest.mark.parametrize("azimuth", [-2.5, -np.pi / 2, 0.0, 2.0])
def test_the_light_comes_over_a_shoulder_of_the_viewer(azimuth):
    towards = np.array([np.cos(azimuth), np.sin(azimuth)])
    right = np.array([-towards[1], towards[0]])
    light = np.array(light_for(azimuth)[:2])
    assert light @ towards > 0
    assert light @ right < 0
    dark = 2.0 * light / np.linalg.norm(light)  # rises towards the light, and turns its back on it
    assert lightness(dark[None], light_for(azimuth, dark)) > lightness(dark[None], light_for(azimuth))


def test_before_the_front_it_is_the_light_of_old():
    assert light_for(-np.pi / 2) == pytest.approx(LIGHT)


def test_the_light_that_reads_a_facet_apart_is_the_better_of_both():
    facet = np.array([[0.5, 0.4]])
    lights = [(side * LIGHT[0], *LIGHT[1:]) for side in (1.0, -1.0)]
    contrast = [abs(float(lightness(facet, light)[0]) - 1) for light in lights]
    assert contrast[0] != pytest.approx(contrast[1])
    chosen = lightness(facet, light_apart(-np.pi / 2, facet[0]))
    assert abs(float(chosen[0]) - 1) == pytest.approx(max(contrast))

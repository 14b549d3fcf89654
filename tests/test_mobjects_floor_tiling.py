"""Regions that fall from their surface to the floor: from where, to where, and in which order."""

import numpy as np
import pytest

from dlvis.draw.view import View
from dlvis.errors import InputError
from dlvis.geometry import Window, fold_complex
from dlvis.geometry.viewpoint import FRONT
from dlvis.mobjects import FloorTiling, FoldingSheet, Placement, sheet_placement
from dlvis.style import theme
from dlvis.topics import load
from tests.nets import he_net

NIGHT = theme("night")
SQUARE = Window(-1, 1, -1, 1)
NET = he_net((2, 4, 1), 1)
COMPLEX = fold_complex(NET, SQUARE)
HEIGHTS = NET(COMPLEX.vertices)[:, 0]
PLACE = Placement(SQUARE, (0.5, 0.0, 0.25), 2.0, 0.7)


def tiling(**options):
    colours = np.full((COMPLEX.n_regions, 3), 0.5)
    return FloorTiling(COMPLEX, HEIGHTS, colours, NIGHT, placement=PLACE, depth=3.0, **options)


def opacities(tiles):
    return tiles.tiles.fill_rgbas[:, 3]


def test_at_first_there_is_nothing_and_at_last_all_lie_on_the_floor():
    tiles = tiling()
    assert tiles.landed(0.0) == 0
    assert not opacities(tiles).any()
    tiles.redraw(1.0)
    assert tiles.landed(1.0) == COMPLEX.n_regions
    assert opacities(tiles) == pytest.approx(0.9)
    assert tiles.outlines.points[:, 2] == pytest.approx(0.25 - 3.0)
    assert tiles.corners_on_floor[:, 2] == pytest.approx(0.25 - 3.0)


def test_an_outline_starts_on_its_surface():
    tiles = tiling().redraw(1e-9)
    starts = tiles.outlines.points[::2]
    xy = (starts[:, :2] - (0.5, 0.0)) / 2.0
    # drawn a little smaller, so that it is near the surface and not on it
    assert starts[:, 2] == pytest.approx(0.25 + 0.7 * NET(xy)[:, 0], abs=0.05)


def test_one_comes_after_the_other_in_the_order_that_is_asked_for():
    order = np.random.default_rng(0).permutation(COMPLEX.n_regions)
    tiles = tiling(order=order, together=1.0)
    for landed in range(1, COMPLEX.n_regions):
        tiles.redraw((landed + 0.01) / COMPLEX.n_regions)
        assert set(np.flatnonzero(opacities(tiles) > 0.89)) == set(order[:landed])
        assert tiles.landed((landed + 0.01) / COMPLEX.n_regions) == landed


def test_it_moves_with_its_parts():
    tiles = tiling().redraw(1.0)
    tiles.shift([1.0, 0.0, 1.0])
    assert tiles.redraw(1.0).corners_on_floor.mean(axis=0) == pytest.approx([1.5, 0.0, 0.25 - 2.0])


def test_beneath_a_sheet_it_lies_below_its_lowest_point():
    moons = load("moons")
    place = sheet_placement(NET, moons.window, View(1.0, FRONT), Window(-3, 3, -2, 2))
    sheet = FoldingSheet(NET, moons, NIGHT, placement=place).redraw(1, 0)
    tiles = FloorTiling.beneath(sheet, NIGHT)
    assert tiles.corners_on_floor[0, 2] < sheet.sheet.facets.points[:, 2].min()
    assert tiles.landed(1.0) == sheet.complex.n_regions


def test_an_order_or_colours_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match="expected each of"):
        tiling(order=[0, 0])
    with pytest.raises(InputError, match="FloorTiling colours: expected shape"):
        FloorTiling(COMPLEX, HEIGHTS, np.zeros((2, 3)), NIGHT, placement=PLACE, depth=1.0)

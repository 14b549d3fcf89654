"""The folded sheet, drawn for real: flat where it is flat, the map on it, and bad heights refused."""

import numpy as np
import pytest

from dlvis.draw.map_cut import map_pieces
from dlvis.errors import InputError
from dlvis.geometry import Window, fold_complex
from dlvis.mobjects import FoldedSheet, Placement
from dlvis.style import mixed, rgb, theme
from dlvis.topics import load
from tests.canvas import canvas, inked, pixel
from tests.nets import he_net, line_net

NIGHT = theme("night")
SQUARE = Window(-1, 1, -1, 1)
HALVES = fold_complex(line_net([[1.0, 0.0, 0.0]]), SQUARE)
BAARLE = load("baarle")


def test_a_flat_sheet_seen_from_above_is_a_square_of_its_colour():
    sheet = FoldedSheet(HALVES, np.zeros(HALVES.n_vertices), NIGHT, colours=[1.0, 0.0, 0.0], opacity=0.5)
    with canvas() as frame:
        picture = frame.draw(sheet)
    expected = 0.5 * np.array([1.0, 0.0, 0.0]) + 0.5 * rgb(NIGHT.ground)
    np.testing.assert_allclose(pixel(picture, [1.5, 1.0]), expected, atol=0.02)
    assert inked(picture, NIGHT).sum() == pytest.approx((6 * 180 / 8) ** 2, rel=0.05)


def test_facets_of_different_slope_read_apart():
    heights = np.maximum(HALVES.vertices[:, 0], 0)
    sheet = FoldedSheet(HALVES, heights, NIGHT, placement=Placement(SQUARE, z_scale=3.0))
    left, right = sheet.facets.colours[:, :3]
    assert np.abs(left - right).max() > 0.08
    assert sheet.get_zenith()[2] == pytest.approx(3)


def test_a_sheet_is_lifted_and_seen_from_the_side():
    sheet = FoldedSheet(HALVES, HALVES.vertices[:, 0], NIGHT)
    with canvas() as frame:
        flat = inked(frame.draw(sheet), NIGHT).sum()
        tilted = inked(frame.draw(sheet, phi=np.radians(88)), NIGHT)
    rows = np.nonzero(tilted.any(axis=1))[0]
    assert 0 < tilted.sum() < flat
    assert np.ptp(rows) > 30  # from height -1 to 1


def test_the_hinge_keeps_its_place_and_changes_its_points():
    sheet = FoldedSheet(HALVES, HALVES.vertices[:, 0], NIGHT)
    sheet.shift([0.0, 0.0, 1.0]).redraw(HALVES, np.maximum(HALVES.vertices[:, 0], 0))
    assert sheet.facets.points[:, 2].min() == pytest.approx(1)
    sheet.redraw(fold_complex(line_net([[1.0, 0.0, 9.0]]), SQUARE), np.zeros(4))
    assert (sheet.facets.n_parts, sheet.rims.n_parts) == (1, 4)


def test_the_map_on_the_sheet_is_right_and_lies_on_it():
    folded = fold_complex(he_net([2, 3, 1], 2), BAARLE.window)
    pieces = map_pieces(BAARLE, folded)
    heights = folded.vertices[:, 0] * 0.3
    sheet = FoldedSheet(folded, heights, NIGHT, pieces=pieces, map_opacity=1.0)
    points = sheet.map.points
    np.testing.assert_allclose(points[:, 2], 0.3 * points[:, 0] / sheet.placement.scale, atol=1e-9)
    flat = FoldedSheet(folded, 0 * heights, NIGHT, pieces=pieces, map_opacity=1.0)
    with canvas() as frame:
        picture = frame.draw(flat)
    inside = BAARLE.positive.buffer(-0.05).representative_point()
    seen = pixel(picture, 3 * np.array([inside.x, inside.y]))
    np.testing.assert_allclose(seen, rgb(NIGHT.positive), atol=0.02)


@pytest.mark.parametrize("phi", [0.5, 1.0, np.pi - 0.5])
def test_the_map_is_seen_on_its_facets_from_both_sides(phi):
    folded = fold_complex(he_net([2, 3, 1], 2), BAARLE.window)
    pieces = map_pieces(BAARLE, folded)
    look = {"opacity": 1.0, "map_opacity": 1.0, "colours": [1.0, 0.0, 1.0]}
    sheet = FoldedSheet(folded, 0.2 * folded.vertices[:, 0], NIGHT, pieces=pieces, **look)
    with canvas() as frame:
        picture = frame.draw(sheet, phi=phi)
    red, green, blue = np.moveaxis(picture, 2, 0)
    magenta = (np.minimum(red, blue) - green > 0.3) & inked(picture, NIGHT)
    assert magenta.sum() < 0.02 * inked(picture, NIGHT).sum()


def test_edges_are_brighter_than_facets():
    sheet = FoldedSheet(HALVES, np.zeros(HALVES.n_vertices), NIGHT)
    fill, rim = sheet.facets.colours[0], sheet.rims.colours[0]
    np.testing.assert_allclose(rim[:3], mixed(fill[:3], rgb(NIGHT.ink), 0.35), atol=1e-6)
    assert rim[3] > fill[3]


def test_bad_sheets_are_refused():
    with pytest.raises(InputError, match="expected shape"):
        FoldedSheet(HALVES, np.zeros(2), NIGHT)
    with pytest.raises(InputError, match="NaN"):
        FoldedSheet(HALVES, np.full(HALVES.n_vertices, np.nan), NIGHT)
    with pytest.raises(InputError, match="colours"):
        FoldedSheet(HALVES, np.zeros(HALVES.n_vertices), NIGHT, colours=np.ones((5, 3)))


def test_facets_in_one_plane_have_no_edge_between_them():
    complex = fold_complex(line_net([[1.0, 0.2, 0.1]]), SQUARE)
    sheet = FoldedSheet(complex, complex.vertices @ [0.5, 0.3], NIGHT)
    on_crease = np.abs(complex.vertices[complex.edges] @ [1.0, 0.2] + 0.1).max(axis=1) < 1e-9
    assert on_crease.sum() == 1
    assert sheet.rims.colours[on_crease, 3] == pytest.approx([0.0], abs=1e-9)
    assert (sheet.rims.colours[~on_crease, 3] > 0.3).all()
    sheet.redraw(complex, np.maximum(complex.vertices @ [1.0, 0.2] + 0.1, 0))
    assert (sheet.rims.colours[:, 3] > 0.3).all()

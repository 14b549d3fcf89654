"""Round a sheet: the plane lies behind it, the dot is a disc from every side."""

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.geometry import Window, fold_complex
from dlvis.mobjects import FoldedSheet, Placement, SampleDot, SheetAxes, ZeroPlane
from dlvis.style import rgb, theme
from tests.canvas import canvas, inked, pixel
from tests.nets import line_net

NIGHT = theme("night")
SQUARE = Window(-1, 1, -1, 1)
PLACEMENT = Placement(SQUARE)
HALVES = fold_complex(line_net([[1.0, 0.0, 0.0]]), SQUARE)


def shown_and_covered(height, opacity):
    """A level sheet alone, and with the plane, which comes later; and where the sheet is, without its rim."""
    sheet = FoldedSheet(HALVES, np.full(HALVES.n_vertices, height), NIGHT, opacity=1.0, placement=PLACEMENT)
    plane = ZeroPlane(NIGHT, placement=PLACEMENT, opacity=opacity)
    with canvas() as frame:
        alone = frame.draw(sheet, phi=0.9, theta=-1.0)
        both = frame.draw(sheet, plane, phi=0.9, theta=-1.0)
    covered = inked(alone, NIGHT)
    inside = covered.copy()
    for axis in (0, 1):
        for shift in (2, -2):
            inside &= np.roll(covered, shift, axis)
    return alone, both, inside


@pytest.mark.parametrize("height", [0.0, 1.0])
def test_the_plane_is_behind_a_sheet_above_it_and_under_one_that_lies_on_it(height):
    alone, both, inside = shown_and_covered(height, 1.0)
    np.testing.assert_allclose(both[inside], alone[inside], atol=2 / 255)


def test_a_sheet_below_is_seen_through_the_plane():
    alone, both, inside = shown_and_covered(-1.0, 1.0)
    assert 0.05 < np.abs(both - alone)[inside].mean(axis=0).max() < 0.3


def test_axes_reach_the_height_they_are_given():
    axes = SheetAxes(NIGHT, placement=PLACEMENT, height=0.5)
    assert axes.get_zenith()[2] == pytest.approx(0.5)
    assert axes.width == pytest.approx(6)


@pytest.mark.parametrize("phi", [0.0, 1.4])
def test_a_dot_is_a_disc_from_every_side(phi):
    dot = SampleDot([0.5, 0.0], NIGHT, placement=PLACEMENT, size=80.0)
    with canvas() as frame:
        seen = inked(frame.draw(dot, phi=phi), NIGHT)
    rows, columns = np.nonzero(seen)
    assert abs(np.ptp(rows) - np.ptp(columns)) <= 1
    assert np.ptp(rows) + 1 == pytest.approx(80 / 6, abs=2)


def test_a_dot_moves_in_the_plane_and_up():
    dot = SampleDot([0.0, 0.0], NIGHT, placement=PLACEMENT, colour="#FF0000", size=60)
    dot.redraw([0.5, 0.25], 1.5)
    np.testing.assert_allclose(dot.dot.points[0], [1.5, 0.75, 1.5])
    dot.redraw([0.5, 0.25])
    with canvas() as frame:
        np.testing.assert_allclose(pixel(frame.draw(dot), [1.5, 0.75]), rgb("#FF0000"), atol=0.02)
    with pytest.raises(InputError, match="NaN"):
        dot.redraw([np.nan, 0.0])

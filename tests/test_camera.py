"""The film camera: where things are seen under zoom, a moved frame and from behind, and what lies on what."""

import numpy as np
import pytest
from manim import RIGHT, Rectangle, VGroup

from dlvis.camera import facing, framing
from dlvis.draw.view import View
from dlvis.errors import InputError
from dlvis.mobjects.leaves import Patches, Strokes
from dlvis.style import rgb, theme
from dlvis.window import Window
from tests.canvas import HEIGHT, WIDTH, canvas, inked, pixel
from tests.test_mobjects_leaves import BLUE, RED, boxes, strokes

NIGHT = theme("night")
GROUND = rgb(NIGHT.ground)
TILTED = 0.9


def middle(picture):
    rows, columns = np.nonzero(inked(picture, NIGHT))
    return columns.mean() + 0.5, rows.mean() + 0.5


def width(picture):
    columns = np.nonzero(inked(picture, NIGHT))[1]
    return np.ptp(columns) + 1


@pytest.mark.parametrize("phi", [0.0, TILTED])
def test_a_zoom_enlarges_what_is_seen_but_no_line(phi):
    with canvas() as frame:
        box, line = boxes((0, 0)), strokes([[0, -2, 0], [0, 2, 0]], width=30)
        before = [width(frame.draw(each, phi=phi)) for each in (box, line)]
        frame.camera.set_zoom(1.5)
        after = [width(frame.draw(each, phi=phi)) for each in (box, line)]
    assert after[0] == pytest.approx(1.5 * before[0], abs=3)
    assert after[1] == pytest.approx(before[1], abs=1)


@pytest.mark.parametrize("phi", [0.0, TILTED])
def test_ours_is_seen_where_manims_own_is(phi):
    own = Rectangle(width=2, height=2, fill_color="#FF0000", fill_opacity=1, stroke_width=0).shift(RIGHT)
    with canvas() as frame:
        for centre in ([0, 0, 0], [0.5, -0.3, 0]):
            frame.camera.frame_center = np.array(centre, float)
            ours = frame.draw(boxes((1, 0), colours=RED), phi=phi)
            assert np.abs(ours - frame.draw(own, phi=phi)).mean() < 0.002


@pytest.mark.parametrize("phi", [0.0, TILTED])
def test_what_is_pinned_stays_when_the_frame_moves(phi):
    box = boxes((1, 0), colours=RED)
    with canvas() as frame:
        frame.camera.pinned.append(box)
        before = frame.draw(box, phi=phi)
        frame.camera.frame_center = np.array([1.0, 0.5, 0.0])
        np.testing.assert_array_equal(frame.draw(box, phi=phi), before)
        frame.camera.pinned.clear()
        assert np.abs(frame.draw(box, phi=phi) - before).max() > 0.5


@pytest.mark.parametrize("phi", [0.0, TILTED])
def test_a_higher_z_index_lies_over_all_that_is_lower_ours_or_manims(phi):
    own = Rectangle(width=3, height=3, fill_color="#00FF00", fill_opacity=1, stroke_width=0)
    box = boxes((0, 0), colours=RED)
    with canvas() as frame:
        beneath, above = (frame.draw(box, own.copy().set_z_index(z), phi=phi) for z in (-1, 1))
    np.testing.assert_allclose(pixel(beneath, [0, 0]), RED[:3], atol=0.01)
    np.testing.assert_allclose(pixel(above, [0, 0]), [0, 1, 0], atol=0.01)


@pytest.mark.parametrize("phi", [0.0, TILTED])
def test_a_lower_rank_lies_under_what_is_in_its_plane(phi):
    red, blue = boxes((0, 0), colours=RED), boxes((0, 0), colours=BLUE)
    blue.rank = -1
    with canvas() as frame:
        np.testing.assert_allclose(pixel(frame.draw(red, blue, phi=phi), [0, 0]), RED[:3], atol=0.01)


def test_many_leaves_in_one_plane_lie_in_their_order():
    pile = VGroup(*(boxes((0, 0), colours=[i / 60, 0, 1 - i / 60, 1]) for i in range(61)))
    with canvas() as frame:
        np.testing.assert_allclose(pixel(frame.draw(pile, phi=TILTED), [0, 0]), RED[:3], atol=0.01)


@pytest.mark.parametrize("phi", [0.0, 0.001])
def test_what_is_behind_the_eye_is_not_seen(phi):
    with canvas() as frame:
        assert not inked(frame.draw(boxes((0, 0)).shift([0, 0, 25]), phi=phi), NIGHT).any()


def test_dashes_stay_where_they_are_on_their_line_when_the_camera_turns():
    line = strokes([[1, -2, 0], [1, 2, 0]], width=8, dash=[0.4, 0.4])
    with canvas() as frame:
        for phi in (0.2, 0.6, 1.0):
            # the point of the line that is nearest to the scene's origin is the middle of a dash
            assert inked(frame.draw(line, phi=phi), NIGHT)[90, 180:186].any()


def test_dashes_in_space_have_the_depth_of_their_line():
    wall = boxes((0, 0), colours=BLUE, side=3)
    line = strokes([[-1.2, 0, -1], [1.2, 0, 1]], width=10, dash=[0.2, 0.1], colours=RED)
    with canvas() as frame:
        picture = frame.draw(wall, line, phi=0.3)
    red = (picture[..., 0] > 0.5) & (picture[..., 2] < 0.5)
    assert red[:, 165:].any()
    assert not red[:, :155].any()  # below the wall


def test_a_frame_of_one_pixel_can_be_drawn():
    from manim import tempconfig

    from dlvis.camera import FilmCamera

    with tempconfig({"pixel_width": 1, "pixel_height": 1}):
        camera = FilmCamera(background_color=NIGHT.ground)
        for phi in (0.0, TILTED):
            camera.set_phi(phi)
            camera.reset()
            camera.capture_mobjects(
                [boxes((0, 0), side=30), strokes([[-1, 0, 0], [1, 0, 0]], dash=[0.1, 0.1])]
            )
            assert camera.pixel_array[0, 0, :3].min() > 200


def test_colours_may_overshoot_and_folded_patches_are_filled():
    with canvas() as frame:
        for phi in (0.0, TILTED):
            bright = boxes((0, 0))
            bright.fill_rgbas = np.array([[1.3, -0.2, 0.0, 1.4]])
            np.testing.assert_allclose(pixel(frame.draw(bright, phi=phi), [0, 0]), RED[:3], atol=0.01)
        folded = boxes((-1, 0), (1, 0), colours=RED)
        folded.points[:4] *= [-1, 1, 1]  # the first lies on the second now, the other way round
        np.testing.assert_allclose(pixel(frame.draw(folded), [1, 0]), RED[:3], atol=0.01)


def test_leaves_with_nothing_in_them_are_drawn_as_nothing():
    with canvas() as frame:
        for phi in (0.0, TILTED):
            assert not inked(frame.draw(Patches(), Strokes(10), phi=phi), NIGHT).any()


def test_a_framed_mobject_fills_its_box():
    sheet = boxes((1.0, 2.0), (-1.0, 0.5))
    box = Window(-5.0, -1.0, -3.0, 1.0)
    with canvas() as frame:
        move = framing(sheet, View(0.9, -1.2), box)
        frame.camera.set_zoom(move["zoom"])
        frame.camera._frame_center.move_to(move["frame_center"])
        rows, columns = np.nonzero(
            inked(frame.draw(sheet, phi=move["phi"], theta=move["theta"]), theme("night"))
        )
    scale = HEIGHT / 8.0
    left, right = ((at - WIDTH / 2) / scale for at in (columns.min(), columns.max() + 1))
    top, low = ((HEIGHT / 2 - at) / scale for at in (rows.min(), rows.max() + 1))
    assert max((right - left) / 4.0, (top - low) / 4.0) == pytest.approx(1.0, abs=0.02)
    assert ((left + right) / 2, (low + top) / 2) == pytest.approx((-3.0, -1.0), abs=0.05)


def test_facing_looks_at_the_middle_of_the_scene_at_its_own_size():
    move = facing(View(0.9, -1.2))
    assert move.keys() == framing(boxes((0.0, 0.0)), View(0.9, -1.2), Window(0, 1, 0, 1)).keys()
    assert (move["phi"], move["theta"], move["zoom"]) == (0.9, -1.2, 1.0)
    assert move["frame_center"].tolist() == [0.0, 0.0, 0.0]


def test_what_is_nowhere_cannot_be_framed():
    with pytest.raises(InputError, match="expected something that is drawn"):
        framing([Patches(), VGroup()], View(0.0, 0.0), Window(0, 1, 0, 1))

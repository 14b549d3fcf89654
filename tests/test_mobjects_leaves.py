"""Patches and strokes as ordinary mobjects: they move, fade, take colours, and take part in animations."""

import numpy as np
import pytest
from manim import RIGHT, Create, FadeIn, Square, Transform, VGroup, tempconfig
from manim.camera.three_d_camera import ThreeDCamera

from dlvis.draw.patchwork import ring_patches
from dlvis.errors import InputError
from dlvis.mobjects.leaves import Patches, Strokes
from dlvis.style import rgb, theme
from tests.canvas import canvas, inked, pixel

NIGHT = theme("night")
RED, BLUE, WHITE = [1.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0]
GROUND = rgb(NIGHT.ground)


def box(x, y, side=2.0):
    """(4, 3): an anticlockwise square round (x, y)."""
    return np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]]) * side / 2 + [x, y, 0]


def boxes(*centres, colours=WHITE, side=2.0):
    points = np.concatenate([box(x, y, side) for x, y in centres])
    work = ring_patches(np.arange(len(centres) + 1) * 4, np.arange(len(centres)))
    return Patches().redraw(points, work, colours)


def strokes(*ends, width=20.0, colours=WHITE, dash=()):
    array = np.array(ends, float)
    return Strokes(width, dash).redraw(array[:, 0], array[:, 1], colours)


def drawn(*mobjects, **view):
    with canvas() as frame:
        return frame.draw(*mobjects, **view)


def at(animation, alpha):
    animation.begin()
    animation.interpolate(alpha)
    return animation.mobject


def test_patches_have_their_colours():
    picture = drawn(boxes((-2, 0), (2, 0), colours=[RED, BLUE]))
    np.testing.assert_allclose(pixel(picture, [-2, 0]), RED[:3], atol=1e-6)
    np.testing.assert_allclose(pixel(picture, [2, 0]), BLUE[:3], atol=1e-6)
    np.testing.assert_allclose(pixel(picture, [0, 0]), GROUND, atol=1e-6)


def test_they_move_and_scale_and_know_how_large_they_are():
    patches = boxes((0, 0)).shift([3, 1, 0]).scale(0.5)
    assert (patches.width, patches.height) == (pytest.approx(1), pytest.approx(1))
    np.testing.assert_allclose(VGroup(patches).get_center(), [3, 1, 0])
    picture = drawn(patches)
    np.testing.assert_allclose(pixel(picture, [3.3, 1.3]), 1, atol=1e-6)
    np.testing.assert_allclose(pixel(picture, [3.7, 1]), GROUND, atol=1e-6)


def test_they_fade_and_take_one_colour():
    patches = boxes((-2, 0), (2, 0), colours=[RED, [0, 0, 1, 0.5]])
    np.testing.assert_allclose(patches.copy().fade(0.5).colours[:, 3], [0.5, 0.25])
    np.testing.assert_allclose(patches.copy().set_fill("#00FF00", 0.3).colours, [[0, 1, 0, 0.3]] * 2)
    assert patches.copy().set_opacity(0).is_visible is False
    line = strokes([[-2, 0, 0], [2, 0, 0]]).set_stroke("#FF0000", width=7, opacity=0.5)
    np.testing.assert_allclose(line.colours, [[1, 0, 0, 0.5]])
    assert line.stroke_width == 7


def test_a_copy_has_its_own_colours_and_the_same_shape():
    patches = boxes((0, 0))
    copy = patches.copy().fade(1)
    assert patches.colours[0, 3] == 1
    assert copy.patchwork is patches.patchwork


def test_fading_in_halfway_is_half_seen():
    mobject = at(FadeIn(boxes((0, 0)), rate_func=lambda t: t), 0.5)
    np.testing.assert_allclose(pixel(drawn(mobject), [0, 0]), 0.5 + GROUND / 2, atol=0.01)


def test_animate_moves_patches_of_one_shape():
    patches = boxes((0, 0))
    target = patches.copy().shift(2 * RIGHT).set_fill("#FF0000")
    mobject = at(Transform(patches, target, rate_func=lambda t: t), 0.5)
    np.testing.assert_allclose(mobject.get_center(), [1, 0, 0])
    np.testing.assert_allclose(mobject.colours, [[1, 0.5, 0.5, 1]])


def test_patches_of_another_shape_dissolve():
    one, two = boxes((-2, 0), colours=RED), boxes((2, 0), (4, 0), colours=[BLUE, WHITE])
    transform = Transform(one, two, rate_func=lambda t: t)
    half = drawn(at(transform, 0.5))
    for spot, colour in (([-2, 0], RED), ([2, 0], BLUE), ([4, 0], WHITE)):
        np.testing.assert_allclose(pixel(half, spot), (GROUND + colour[:3]) / 2, atol=0.01)
    transform.interpolate(1)
    end = drawn(transform.mobject)
    np.testing.assert_allclose(pixel(end, [-2, 0]), GROUND, atol=0.01)
    np.testing.assert_allclose(pixel(end, [4, 0]), 1, atol=0.01)


def test_a_mobject_can_become_one_of_another_shape():
    one = VGroup(boxes((-2, 0), colours=RED), strokes([[0, 0, 0], [1, 0, 0]]))
    two = VGroup(
        boxes((2, 0), (4, 0)), strokes([[0, 0, 0], [1, 0, 0]], [[0, 1, 0], [1, 1, 0]], dash=[0.1, 0.1])
    )
    one.become(two)
    assert (one[0].n_parts, one[1].n_parts, one[1].dash) == (2, 2, (0.1, 0.1))
    np.testing.assert_array_equal(drawn(one), drawn(two))


def test_another_kind_is_refused():
    with pytest.raises(InputError, match="Patches to become Patches, got Square"):
        Transform(boxes((0, 0)), Square()).begin()


def test_strokes_have_their_width_in_pixels_whatever_their_scale():
    line = strokes([[-2, 0, 0], [2, 0, 0]], width=40)
    rows = [inked(drawn(mobject), NIGHT)[:, 160].sum() for mobject in (line, line.copy().scale(2))]
    assert rows[0] == rows[1]
    assert rows[0] == pytest.approx(0.4 * 180 / 8, abs=1.1)


def test_strokes_are_created_along_their_length():
    line = strokes([[-2, 0, 0], [0, 0, 0]], [[0, 0, 0], [2, 0, 0]], colours=[RED, BLUE])
    mobject = at(Create(line, rate_func=lambda t: t), 0.75)
    np.testing.assert_allclose(mobject.ends, [[0, 0, 0], [1, 0, 0]])
    np.testing.assert_allclose(mobject.colours, [RED, BLUE])
    assert not at(Create(line.copy(), rate_func=lambda t: t), 0).is_visible


def test_patches_are_created_one_after_another():
    mobject = at(Create(boxes((-2, 0), (2, 0)), rate_func=lambda t: t), 0.75)
    np.testing.assert_allclose(mobject.colours[:, 3], [1, 0.5])


def test_dashes_are_as_long_on_screen_after_scaling():
    line = strokes([[-2, 0, 0], [2, 0, 0]], dash=[0.5, 0.5])
    for mobject in (line, line.copy().scale(1.5)):
        row = inked(drawn(mobject), NIGHT)[90]
        begins = np.flatnonzero(np.diff(row.astype(int)) == 1)[1:]
        assert np.abs(np.diff(begins) - 180 / 8).max() <= 1


def test_a_dot_is_round_from_every_side():
    dot = strokes([[0, 0, 0], [0, 0, 0]], width=100)
    above, aside = (inked(drawn(dot, phi=angle), NIGHT).sum() for angle in (0.0, 1.4))
    assert above == pytest.approx(np.pi * (0.5 * 180 / 8 + 0.5) ** 2, rel=0.05)  # and the rim's pixels
    assert aside == pytest.approx(above, rel=0.05)


def test_what_comes_later_lies_on_top_unless_its_z_index_says_otherwise():
    red, blue = boxes((0, 0), colours=RED), boxes((0.5, 0), colours=BLUE)
    np.testing.assert_allclose(pixel(drawn(red, blue), [0.5, 0]), BLUE[:3], atol=1e-6)
    np.testing.assert_allclose(pixel(drawn(red.set_z_index(1), blue), [0.5, 0]), RED[:3], atol=1e-6)


def test_patches_and_manims_own_lie_in_the_scenes_order():
    square = Square(side_length=2, fill_color="#00FF00", fill_opacity=1, stroke_width=0)
    for order, expected in (([square, boxes((0, 0))], [1, 1, 1]), ([boxes((0, 0)), square], [0, 1, 0])):
        np.testing.assert_allclose(pixel(drawn(*order), [0, 0]), expected, atol=1e-6)


def test_in_space_the_nearer_hides_the_farther_whatever_the_order():
    low, high = boxes((0, 0), colours=RED), boxes((0, 0), colours=BLUE).shift([0, 0, 1])
    for order in ([low, high], [high, low]):
        np.testing.assert_allclose(pixel(drawn(*order), [0, 0]), BLUE[:3], atol=1e-6)
        np.testing.assert_allclose(pixel(drawn(*order, phi=np.pi), [0, 0]), RED[:3], atol=1e-6)


def test_of_what_lies_in_one_plane_the_later_is_on_top_from_any_side():
    red, blue = boxes((0, 0), colours=RED, side=4), boxes((0, 0), colours=BLUE)
    for phi in (0.3, 0.9, 1.3):
        np.testing.assert_allclose(pixel(drawn(red, blue, phi=phi), [0, 0]), BLUE[:3], atol=0.01)


def test_sheets_cut_one_another_in_a_clean_line():
    flat, steep = boxes((0, 0), colours=RED, side=4), boxes((0, 0), colours=BLUE, side=4)
    steep.rotate(np.pi / 6, axis=[0, 1, 0])  # its left half goes up
    picture = drawn(flat, steep, phi=0.5)
    np.testing.assert_allclose(pixel(picture, [-1, 0]), BLUE[:3], atol=0.01)
    np.testing.assert_allclose(pixel(picture, [1, 0]), RED[:3], atol=0.01)
    middle = picture[60:120, 155:165]
    assert (np.abs(middle[:, :4] - BLUE[:3]).max(), np.abs(middle[:, 6:] - RED[:3]).max()) < (0.01, 0.01)


def test_one_z_index_lies_over_all_of_a_lower_one():
    low, high = boxes((0, 0), colours=RED).set_z_index(1), boxes((0, 0), colours=BLUE).shift([0, 0, 1])
    np.testing.assert_allclose(pixel(drawn(low, high), [0, 0]), RED[:3], atol=1e-6)


def test_what_is_pinned_stays_flat_in_the_frame():
    patches = boxes((0, 0), colours=RED)
    with canvas() as frame:
        frame.camera.pinned.append(patches)
        np.testing.assert_array_equal(frame.draw(patches), frame.draw(patches, phi=1.2))


def test_manims_own_camera_says_what_is_needed():
    with tempconfig({"pixel_width": 64, "pixel_height": 36}), pytest.raises(InputError, match="FilmScene"):
        ThreeDCamera().capture_mobjects([boxes((0, 0))])


def test_a_point_that_is_not_finite_is_refused():
    patches = boxes((0, 0))
    patches.points[0, 0] = np.nan
    with pytest.raises(InputError, match="finite"):
        drawn(patches)

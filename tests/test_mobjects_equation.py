"""Equations with labelled parts: what moves where when one becomes another."""

from itertools import pairwise

import numpy as np
import pytest
from manim import ThreeDScene, tempconfig

from dlvis.camera import FilmCamera
from dlvis.errors import InputError
from dlvis.mobjects import Equation
from dlvis.mobjects.equation import Between, alike, matched
from dlvis.mobjects.formula import labelled_sum, multiplied_out
from dlvis.net import without_activation
from dlvis.style import theme
from dlvis.window import Window
from tests.canvas import canvas, inked
from tests.nets import he_net

NIGHT = theme("night")
FACTORED = "{{y : y}} = {{W_2 : W2}} ({{x : x}} + {{b_1 : b1}})"
MULTIPLIED = "{{y : y}} = {{W_2 : W2-a}} {{x : x}} + {{W_2 : W2-b}} {{b_1 : b1}}"


def seen(*mobjects):
    with canvas() as frame:
        return frame.draw(*mobjects)


def played(before, after, alpha):
    """What is on screen at this share of the way."""
    shown = before.copy()
    animation = shown.becoming(after)
    animation.begin()
    animation.interpolate(alpha)
    return shown


def test_a_part_is_the_glyphs_that_bear_its_label():
    equation = Equation("{{z : lhs}} = {{3.32 : w1}} x_1", NIGHT)
    assert len(equation.part("lhs")) == 1
    assert len(equation.part("w1")) == 4
    assert equation.part("lhs").get_x() < equation.part("w1").get_x()
    with pytest.raises(InputError, match="no part 'w2'"):
        equation.part("w2")


def test_labels_leave_the_layout_as_it_is():
    plain, labelled = (Equation(each, NIGHT) for each in ("y = W_2 x", "{{y : y}} = {{W_2 : W2}} {{x : x}}"))
    assert np.allclose(seen(plain), seen(labelled))


@pytest.mark.parametrize(("alpha", "end"), [(0.0, FACTORED), (1.0, MULTIPLIED)])
def test_at_its_ends_it_is_the_one_formula_and_the_other(alpha, end):
    before, after = Equation(FACTORED, NIGHT), Equation(MULTIPLIED, NIGHT)
    difference = np.abs(seen(played(before, after, alpha)) - seen(Equation(end, NIGHT)))
    assert difference.mean() < 1e-3  # a part that will be two lies twice in its place, with darker edges


def test_after_it_the_parts_are_those_of_the_other():
    equation = played(Equation(FACTORED, NIGHT), Equation(MULTIPLIED, NIGHT), 1.0)
    assert equation.part("W2-b").get_x() > equation.part("x").get_x()


def test_a_part_is_carried_to_its_place_whole():
    before, after = Equation(FACTORED, NIGHT), Equation(MULTIPLIED, NIGHT).shift([2.0, -1.0, 0.0])
    halfway = Between(before, after).glyphs(0.5)
    middles = [glyph.get_center() for glyph in halfway if glyph.fill_rgbas[0, 3] == 1]
    for label in ("y", "x", "b1"):
        ends = before.part(label)[0].get_center(), after.part(label)[0].get_center()
        nearest = min(np.linalg.norm(middle - np.mean(ends, axis=0)) for middle in middles)
        assert nearest < 0.25 * np.linalg.norm(ends[1] - ends[0])


def test_one_part_becomes_two_where_the_other_formula_has_two():
    before, after = Equation(FACTORED, NIGHT), Equation(MULTIPLIED, NIGHT)
    pairs = list(matched(before.labels, after.labels))
    sources = [
        source for source, target in pairs if set(target) <= {*after.labels["W2-a"], *after.labels["W2-b"]}
    ]
    assert sources == [list(before.labels["W2"])] * 2
    targets = [j for _, target in pairs for j in target]
    assert len(targets) == len(set(targets))


def test_what_has_no_partner_fades():
    before, after = Equation("{{y : y}} = {{a : a}}", NIGHT), Equation("{{y : y}} = {{b : b}}", NIGHT)
    opacities = sorted(glyph.fill_rgbas[0, 3] for glyph in Between(before, after).glyphs(0.2))
    assert opacities[-1] == 1
    assert 0 in opacities
    assert any(0 < opacity < 1 for opacity in opacities)


def test_nothing_jumps_on_the_way():
    between = Between(Equation(FACTORED, NIGHT), Equation(MULTIPLIED, NIGHT))
    moments = [[glyph.copy() for glyph in between.glyphs(alpha)] for alpha in np.linspace(0.01, 0.99, 50)]
    steps = [
        np.abs(a.points - b.points).max() for pair in pairwise(moments) for a, b in zip(*pair, strict=True)
    ]
    assert max(steps) < 0.15


def test_its_glyphs_are_the_same_ones_from_the_start_until_the_end():
    # Manim asks for them once, when an animation starts: others would be left behind, unpinned
    equation = Equation(FACTORED, NIGHT)
    animation = equation.becoming(Equation(MULTIPLIED, NIGHT))
    first = [id(glyph) for glyph in equation.submobjects]
    animation.begin()
    for alpha in (0.0, 0.3, 0.999):
        animation.interpolate(alpha)
        assert [id(glyph) for glyph in equation.submobjects] == first


class Turning(ThreeDScene):
    """An equation that is pinned, seen by a camera that looks from the side; and how many rows it takes."""

    def construct(self):
        camera, self.heights = self.renderer.camera, []
        draw = camera.capture_mobjects

        def look(mobjects, **kwargs):
            draw(mobjects, **kwargs)
            rows = np.nonzero(inked(camera.pixel_array[..., :3] / 255, NIGHT))[0]
            self.heights.append(np.ptp(rows))

        before, after = (Equation(each, NIGHT) for each in (FACTORED, MULTIPLIED))
        camera.background_color = NIGHT.ground
        self.set_camera_orientation(phi=1.2)
        camera.pinned.append(before)
        self.add(before.shift([0.0, 2.0, 0.0]))
        camera.capture_mobjects = look
        self.play(before.becoming(after.shift([0.0, 2.0, 0.0])))
        self.wait(0.2)


def test_nothing_of_it_is_left_in_space_while_it_turns():
    settings = {"pixel_width": 320, "pixel_height": 180, "frame_rate": 10, "dry_run": True}
    with tempconfig({**settings, "progress_bar": "none"}):
        scene = Turning(camera_class=FilmCamera)
        scene.render()
    assert len(scene.heights) >= 10
    assert max(scene.heights) <= 20  # half a scene unit: in space it would lie elsewhere too


def test_glyphs_are_told_apart_by_shape_not_by_size():
    small, large, other = Equation("x", NIGHT, "small"), Equation("x", NIGHT, "title"), Equation("y", NIGHT)
    assert alike(small[0], large[0])
    assert not alike(small[0], other[0])


def test_formulas_stand_on_one_line_whatever_brackets_they_have():
    box = Window(-3, 3, -1, 1)
    flat, tall = (
        Equation(each, NIGHT).standing(box, "is") for each in ("y {{= : is}} x", "y {{= : is}} (W_2)")
    )
    assert flat.get_left()[0] == pytest.approx(-3) == tall.get_left()[0]
    assert flat.part("is").get_y() == pytest.approx(0) == tall.part("is").get_y()


def test_a_formula_is_shrunk_to_its_room_but_not_below_the_smallest_type():
    wide = Equation("y = a x_1 + b x_2 + c", NIGHT, "title")
    assert Equation("y = a x_1 + b x_2 + c", NIGHT, "title", width=0.6 * wide.width).width == pytest.approx(
        0.6 * wide.width
    )
    with pytest.raises(InputError, match="expected at most 68 pixels at 1080p"):
        Equation("y = a x_1 + b x_2 + c", NIGHT, width=0.5)


def test_a_sum_says_its_numbers_and_their_signs():
    assert labelled_sum([3.321, -0.5, "b"], ["x_1", "x_2"]) == (
        "{{ 3.32 : w1 }} thin {{ x_1 : x1 }} {{ - 0.50 : w2 }} thin {{ x_2 : x2 }} {{ + b : b }}"
    )
    with pytest.raises(InputError, match="expected 3 terms, got 2"):
        labelled_sum([1.0, 2.0], ["x_1", "x_2"])


def test_two_layers_multiplied_out_end_in_the_numbers_of_their_plane():
    net = without_activation(he_net((2, 3, 1), 0))
    *steps, last = multiplied_out(net, ["x_1", "x_2"])
    assert len(steps) == 3
    assert all(f"{abs(number):.2f}" in last for number in [*net.weights[0][0], *net.biases[0]])
    assert all(part in steps[0] for part in ("W_2", "W_1", "b_1", "b_2"))

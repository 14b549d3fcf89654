"""What is carried from one picture to the next arrives where it belongs, and nothing else stays."""

import numpy as np
from manim import RIGHT, Dot, Square, VGroup

from dlvis.mobjects import MapPlane, carried, fitted, left_behind, scene_points
from dlvis.style import theme
from dlvis.topics import load

MOONS = load("moons")


def test_a_map_that_was_carried_lies_as_one_that_is_drawn_there():
    before, after = fitted(MOONS.window, 6, 6, (-2, 0, 0)), fitted(MOONS.window, 2, 2, (3, 1, 0))
    plan = MapPlane(MOONS, theme("night"), placement=before)
    carried(plan, before, after).build().set_run_time(1)
    moved = plan.target
    corners = scene_points(MOONS.window.corners, after)
    np.testing.assert_allclose(moved.get_corner((-1, -1, 0)), corners[0], atol=0.02)
    np.testing.assert_allclose(moved.get_corner((1, 1, 0)), corners[2], atol=0.02)


def test_all_but_what_is_kept_is_left_behind_in_parts_as_large_as_can_be():
    kept, mate, apart, alone = Dot(), Dot(), VGroup(Square(), Dot(RIGHT)), Square()
    shown = [VGroup(VGroup(kept, mate), apart), alone]
    assert list(left_behind(shown, [kept])) == [mate, apart, alone]
    assert list(left_behind(shown, [VGroup(kept)])) == [mate, apart, alone]
    assert list(left_behind(shown, [])) == shown

"""Every mobject of ours in every animation of Manim's that people use: it plays, and ends as it should."""

import numpy as np
import pytest
from manim import (
    RIGHT,
    Create,
    DrawBorderThenFill,
    FadeIn,
    FadeOut,
    GrowFromCenter,
    Indicate,
    ReplacementTransform,
    Rotate,
    ShowPassingFlash,
    Transform,
    Uncreate,
    VGroup,
    Wiggle,
    Write,
)

from dlvis.draw.map_cut import map_pieces
from dlvis.geometry import Window, decision_boundary, fold_complex
from dlvis.mobjects import (
    BoundaryLine,
    FoldedSheet,
    FoldingSheet,
    FoldLines,
    MapPlane,
    ParcelMarks,
    Placement,
    RegionTiling,
    SampleDot,
    ZeroPlane,
)
from dlvis.net import ReluNet
from dlvis.style import colours_by_pattern, theme
from dlvis.topics import load
from tests.canvas import canvas, inked
from tests.nets import he_net, line_net

NIGHT = theme("night")
SQUARE = Window(-1, 1, -1, 1)
PLACE = Placement(SQUARE)
MOONS = load("moons")
ON_MOONS = Placement(MOONS.window)
MANY, FEW, NONE = (
    he_net([2, 5, 1], 1),
    line_net([[1.0, 0.3, 0.0], [0.2, -1.0, 0.1]]),
    ReluNet([np.array([[0.0, 0.0]])], [np.ones(1)]),
)


def tiling(net, **look):
    folded = fold_complex(net, SQUARE)
    return RegionTiling(folded, colours_by_pattern(folded.patterns(), NIGHT), NIGHT, placement=PLACE, **look)


def lines(net):
    return FoldLines(fold_complex(net, SQUARE), NIGHT, placement=PLACE)


def boundary(net):
    return BoundaryLine(decision_boundary(net, fold_complex(net, SQUARE)), NIGHT, placement=PLACE)


def sheet(net):
    folded = fold_complex(net, MOONS.window)
    pieces = map_pieces(MOONS, folded)
    return FoldedSheet(folded, 0.3 * net(folded.vertices)[:, 0], NIGHT, placement=ON_MOONS, pieces=pieces)


def folding_sheet():
    return FoldingSheet(FEW, MOONS, NIGHT, placement=ON_MOONS, dot=[0.2, 0.1])


KINDS = {
    "tiling": lambda: tiling(MANY),
    "tiling with edges": lambda: tiling(MANY, edges=True),
    "lines": lambda: lines(MANY),
    "no lines": lambda: lines(NONE),
    "boundary": lambda: boundary(MANY),
    "no boundary": lambda: boundary(NONE),
    "sheet": lambda: sheet(FEW),
    "folding sheet": lambda: FoldingSheet(FEW, MOONS, NIGHT, placement=ON_MOONS, dot=[0.2, 0.1]).redraw(
        1, 0.5
    ),
    "map": lambda: MapPlane(MOONS, NIGHT, placement=ON_MOONS),
    "dot": lambda: SampleDot([0.5, 0.2], NIGHT, placement=PLACE),
    "marks": lambda: ParcelMarks(MOONS, [True, False], NIGHT, placement=ON_MOONS),
    "plane": lambda: ZeroPlane(NIGHT, placement=PLACE),
}
STAYING = [Create, DrawBorderThenFill, FadeIn, GrowFromCenter, Indicate, Wiggle, Write]
LEAVING = [FadeOut, Uncreate]


def picture(mobject, phi=0.0):
    with canvas() as frame:
        return frame.draw(mobject, phi=phi)


def played(animation, at=(0.3, 0.7)):
    """What is animated, at the end; every moment on the way could be drawn."""
    animation.begin()
    for alpha in at:
        animation.interpolate(alpha)
        picture(animation.mobject, phi=0.7)
    animation.finish()
    return animation.mobject


@pytest.mark.parametrize("animation", STAYING, ids=lambda each: each.__name__)
@pytest.mark.parametrize("kind", KINDS)
def test_it_ends_as_it_was(kind, animation):
    mobject = KINDS[kind]()
    before = picture(mobject)
    np.testing.assert_allclose(picture(played(animation(mobject))), before, atol=1.01 / 255)


@pytest.mark.parametrize("animation", LEAVING, ids=lambda each: each.__name__)
@pytest.mark.parametrize("kind", KINDS)
def test_it_leaves(kind, animation):
    mobject = KINDS[kind]()
    animation = animation(mobject)
    animation.begin()
    animation.interpolate(1)
    assert not inked(picture(mobject), NIGHT).any()


@pytest.mark.parametrize("kind", KINDS)
def test_it_turns_flashes_and_is_put_back(kind):
    mobject = KINDS[kind]()
    before = picture(mobject)
    played(ShowPassingFlash(mobject.copy()))
    played(Rotate(mobject, np.pi))
    mobject.save_state()
    mobject.scale(0.5).shift([1, 0, 0]).fade(0.5).set_opacity(0.3)
    mobject.restore()
    np.testing.assert_allclose(picture(mobject.rotate(-np.pi)), before, atol=2 / 255)


def test_what_moves_by_a_function_needs_no_curves():
    for name in ("tiling", "lines", "boundary", "dot"):
        mobject = KINDS[name]()
        centre = mobject.get_center()
        VGroup(mobject).apply_function(lambda point: point + RIGHT)
        np.testing.assert_allclose(mobject.get_center(), centre + RIGHT, atol=1e-9)


@pytest.mark.parametrize("way", [Transform, ReplacementTransform, "become"])
@pytest.mark.parametrize("make", [tiling, lines, boundary], ids=lambda each: each.__name__)
@pytest.mark.parametrize("ends", [(MANY, FEW), (FEW, MANY), (NONE, MANY), (MANY, NONE)])
def test_one_net_becomes_another(make, ends, way):
    start, end = (make(net) for net in ends)
    expected = picture(end)
    if way == "become":
        seen = start.become(end)
    else:
        transform = way(start, end)
        played(transform)
        seen = end if way is ReplacementTransform else start
    np.testing.assert_allclose(picture(seen), expected, atol=1.01 / 255)


@pytest.mark.parametrize("make", [tiling, lines, boundary], ids=lambda each: each.__name__)
def test_what_became_another_can_be_redrawn_and_grows_no_fat(make):
    mobject = make(FEW)
    for net in (MANY, NONE, FEW, MANY) * 3:
        mobject.become(make(net))
    parts = sum(getattr(each, "n_parts", 0) for each in mobject.get_family())
    assert parts <= 3 * sum(getattr(each, "n_parts", 0) for each in make(MANY).get_family())
    np.testing.assert_allclose(picture(mobject), picture(make(MANY)), atol=1.01 / 255)


def test_there_and_back_leaves_nothing_behind():
    mobject, far = tiling(FEW), tiling(MANY).shift([4, 0, 0])
    width = mobject.width
    played(Transform(mobject, far, rate_func=lambda t: 0.5 if 0 < t < 1 else 0.0))
    assert mobject.width == pytest.approx(width)


def test_a_redraw_in_the_middle_of_an_animation_is_borne():
    mobject = lines(FEW)
    animation = mobject.animate.shift([1, 0, 0]).build()
    animation.begin()
    animation.interpolate(0.5)
    mobject.redraw(fold_complex(NONE, SQUARE))
    assert not inked(picture(mobject), NIGHT).any()
    animation.interpolate(0.7)
    animation.finish()
    np.testing.assert_allclose(picture(mobject), picture(lines(FEW).shift([1, 0, 0])), atol=1.01 / 255)


def test_a_dot_is_where_it_is_seen():
    dot = KINDS["dot"]()
    np.testing.assert_allclose(dot.get_center(), [1.5, 0.6, 0])
    np.testing.assert_allclose(dot.move_to([1, 1, 0]).dot.points[0], [1, 1, 0])


def test_a_stroke_colour_shows_no_anchor():
    before = picture(tiling(FEW))
    np.testing.assert_array_equal(picture(tiling(FEW).set_stroke("#FFFFFF", width=10)), before)


def test_several_colours_are_a_gradient_over_the_parts():
    shades = tiling(MANY).set_fill(["#FF0000", "#0000FF"]).regions.colours
    assert (shades[0, 0], shades[-1, 2]) == (1, 1)
    assert np.all(np.diff(shades[:, 2]) >= 0)

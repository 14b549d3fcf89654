"""Three views of one net: what each shows is what the geometry says, also after a redraw."""

import numpy as np
import pytest

from dlvis.draw.layout import columns
from dlvis.errors import InputError
from dlvis.geometry import confidence, decision_boundary, fold_complex
from dlvis.mobjects import MarksKey, NetPanels, scene_points
from dlvis.net import ReluNet
from dlvis.style import colours_by_output, colours_by_pattern, theme
from dlvis.topics import load
from dlvis.window import Window
from tests.canvas import canvas, pixel
from tests.nets import he_net

NIGHT = theme("night")
MOONS = load("moons")
BOXES = columns(Window(-6.4, 6.4, -3, 3), 3, 0.3)
NETS = [he_net((2, 6, 5, 1), 3), he_net((2, 6, 5, 2), 4, slope=0.2), he_net((2, 1), 0)]


def panels(net):
    return NetPanels(net, MOONS, NIGHT, boxes=BOXES, names=["a", "b", "c"])


def largest_regions(folded, n=8):
    return np.argsort(folded.areas())[-n:]


@pytest.mark.parametrize("net", NETS)
def test_the_border_is_the_decision_boundary(net):
    shown = panels(net)
    exact = decision_boundary(net, fold_complex(net, MOONS.window)).points
    corners = scene_points(exact, shown.border.placement)
    drawn = shown.border.line.points
    assert all(np.abs(drawn - corner).max(axis=1).min() < 1e-9 for corner in corners)


def test_each_region_has_its_pattern_s_colour():
    net = NETS[0]
    folded, shown = fold_complex(net, MOONS.window), panels(net)
    colours = colours_by_pattern(folded.patterns(), NIGHT)
    with canvas() as frame:
        picture = frame.draw(shown)
    for region in largest_regions(folded):
        spot = scene_points(folded.interior_points()[[region]], shown.tiling.placement)[0]
        np.testing.assert_allclose(pixel(picture, spot), colours[region], atol=0.02)


def test_the_output_has_two_classes_in_a_region_that_the_boundary_cuts():
    net = ReluNet([np.eye(2), [[1.0, 0.0]]], [np.array([2.0, 2.0]), np.array([-2.0])])  # x, in one region
    shown = panels(net)
    points = np.array([[-0.5, 0.0], [0.5, 0.0]])
    with canvas() as frame:
        picture = frame.draw(shown)
    seen = [pixel(picture, spot) for spot in scene_points(points, shown.output.placement)]
    expected = colours_by_output(confidence(net, points), 1.0, NIGHT)  # halfway, as the pieces' middles are
    np.testing.assert_allclose(seen, expected, atol=0.02)


def test_views_and_names_keep_to_their_boxes():
    shown = NetPanels(NETS[0], MOONS, NIGHT, boxes=BOXES, names=["a", "b", "words that are nearly too long"])
    for view, box in zip([shown.tiling, shown.output, shown.map], BOXES, strict=True):
        assert view.get_left()[0] == pytest.approx(box.xmin)
        assert view.get_right()[0] == pytest.approx(box.xmax)
    for name, box in zip(shown.names, BOXES, strict=True):
        assert name.get_bottom()[1] > box.ymax
        assert name.get_right()[0] < box.xmax + 1e-6


def test_a_name_that_is_too_long_is_refused():
    names = ["a", "b", "words that are much too long " * 3]
    with pytest.raises(InputError, match=r"'words that are much too long .*smallest size of type"):
        NetPanels(NETS[0], MOONS, NIGHT, boxes=BOXES, names=names)


def test_the_key_of_the_marks_shows_a_full_one_and_a_hollow_one():
    key = MarksKey(("found", "missed"), NIGHT, size=60)
    with canvas() as frame:
        picture = frame.draw(key)
    middles = [pixel(picture, row[1].get_center()).mean() for row in key]
    assert middles[0] > 0.8
    assert middles[1] < 0.2

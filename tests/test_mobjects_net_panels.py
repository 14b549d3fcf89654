"""Three views of one net: what each shows is what the geometry says, also after a redraw."""

import numpy as np
import pytest

from dlvis.draw.layout import columns
from dlvis.errors import InputError
from dlvis.geometry import after_layer, confidence, decision_boundary, fold_complex
from dlvis.mobjects import MarksKey, NetPanels, layer_counts, scene_points
from dlvis.net import ReluNet
from dlvis.style import colours_by_lineage, colours_by_output, spaced, theme
from dlvis.topics import load
from dlvis.window import Window
from tests.canvas import canvas, pixel
from tests.nets import he_net

NIGHT = theme("night")
MOONS = load("moons")
BOXES = columns(Window(-6.4, 6.4, -3, 3), 3, 0.3)
NETS = [he_net((2, 6, 5, 1), 3), he_net((2, 6, 5, 2), 4, slope=0.2), he_net((2, 5, 1), 0)]


def panels(net, **more):
    last = net.n_hidden_layers - 1
    return NetPanels(
        net, MOONS, NIGHT, views=[last, "output", "border"], boxes=BOXES, names=["a", "b", "c"], **more
    )


def largest_regions(folded, n=8):
    return np.argsort(folded.areas())[-n:]


@pytest.mark.parametrize("net", NETS)
def test_the_border_is_the_decision_boundary(net):
    shown = panels(net)
    exact = decision_boundary(net, fold_complex(net, MOONS.window)).points
    corners = scene_points(exact, shown.border.placement)
    drawn = shown.redraw(net).border.line.points
    assert all(np.abs(drawn - corner).max(axis=1).min() < 1e-9 for corner in corners)


@pytest.mark.parametrize("layer", [0, 1])
def test_each_region_of_a_layer_has_its_pattern_s_colour(layer):
    net = NETS[0]
    shown = NetPanels(NETS[0], MOONS, NIGHT, views=[layer], boxes=BOXES[:1], names=["a"]).redraw(net)
    folded = after_layer(fold_complex(net, MOONS.window), layer)
    colours = colours_by_lineage(folded.patterns(), net.widths[1 : layer + 2], NIGHT)
    with canvas() as frame:
        picture = frame.draw(shown)
    for region in largest_regions(folded):
        spot = scene_points(folded.interior_points()[[region]], shown.tilings[layer].placement)[0]
        np.testing.assert_allclose(pixel(picture, spot), colours[region], atol=0.02)


def test_counts_stand_beside_names_where_all_have_room_and_are_rewritten():
    shown = panels(NETS[0], counts=["10 000", "", ""])
    assert [words.line.wording.words for words in shown.counts] == ["10 000", "", ""]
    shown.redraw(NETS[0], [1234, None, None])
    assert shown.counts[0].line.wording.words == spaced(1234)
    assert shown.counts[0].get_right()[0] == pytest.approx(BOXES[0].xmax, abs=0.02)
    assert len(panels(NETS[0], counts=["1 " * 40, "", ""]).counts) == 0


def test_layer_counts_are_those_of_the_complexes_on_the_way():
    net = he_net((2, 6, 5, 3, 1), 1)
    folded = fold_complex(net, MOONS.window)
    expected = [after_layer(folded, layer).n_regions for layer in range(3)]
    assert list(layer_counts(net, MOONS.window)) == expected


def test_the_output_has_two_classes_in_a_region_that_the_boundary_cuts():
    net = ReluNet([np.eye(2), [[1.0, 0.0]]], [np.array([2.0, 2.0]), np.array([-2.0])])  # x, in one region
    shown = panels(net)
    points = np.array([[-0.5, 0.0], [0.5, 0.0]])
    with canvas() as frame:
        picture = frame.draw(shown)
    seen = [pixel(picture, spot) for spot in scene_points(points, shown.tilings["output"].placement)]
    expected = colours_by_output(confidence(net, points), 1.0, NIGHT)  # halfway, as the pieces' middles are
    np.testing.assert_allclose(seen, expected, atol=0.02)


def test_views_and_names_keep_to_their_boxes():
    names = ["a", "b", "words that are nearly too long"]
    shown = NetPanels(NETS[0], MOONS, NIGHT, views=[1, "output", "border"], boxes=BOXES, names=names)
    for view, box in zip([*shown.tilings.values(), shown.map], BOXES, strict=True):
        assert view.get_left()[0] == pytest.approx(box.xmin)
        assert view.get_right()[0] == pytest.approx(box.xmax)
    for name, box in zip(shown.names, BOXES, strict=True):
        assert name.get_bottom()[1] > box.ymax
        assert name.get_right()[0] < box.xmax + 1e-6


def test_a_name_that_is_too_long_is_refused():
    names = ["a", "b", "words that are much too long " * 3]
    with pytest.raises(InputError, match=r"'words that are much too long .*smallest size of type"):
        NetPanels(NETS[0], MOONS, NIGHT, views=[1, "output", "border"], boxes=BOXES, names=names)


def test_the_key_of_the_marks_shows_a_full_one_and_a_hollow_one():
    key = MarksKey(("found", "missed"), NIGHT, size=60)
    with canvas() as frame:
        picture = frame.draw(key)
    middles = [pixel(picture, row[1].get_center()).mean() for row in key]
    assert middles[0] > 0.8
    assert middles[1] < 0.2


def test_the_key_of_the_marks_may_stand_in_one_line():
    below, across = (MarksKey(("found", "missed"), NIGHT, across=across) for across in (False, True))
    assert below[0].get_bottom()[1] > below[1].get_top()[1]
    assert across[0].get_right()[0] < across[1].get_left()[0]
    assert across.height < below.height

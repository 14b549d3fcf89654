import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import cairo
import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.export import Size, layer_view, output_view, save_pdf, save_svg
from dlvis.export.drawing import drawn
from dlvis.export.pdf import draw, pdf
from dlvis.export.picture import Path, Picture
from dlvis.export.svg import svg
from dlvis.geometry import Window, fold_complex
from dlvis.net import ReluNet
from dlvis.style import hex_colour, theme
from tests.nets import he_net

SVG = "{http://www.w3.org/2000/svg}"
WIDE = Window(-1, 1, -0.5, 0.5)
PAPER = theme("paper")


def folded(widths=(2, 6, 5, 1), seed=6, window=WIDE):
    return fold_complex(he_net(widths, seed), window)


def elements(picture, group):
    (found,) = (g for g in ET.fromstring(svg(picture)).iter(f"{SVG}g") if g.get("id") == group)
    return list(found)


def outlines(element):
    """The polygons or lines of a path's data: starts are absolute, steps relative."""
    for text in re.findall(r"M([^M]+)", element.get("d")):
        start, steps = text.rstrip("z").split("l")
        points = np.vstack([np.fromstring(start, sep=" "), np.fromstring(steps, sep=" ").reshape(-1, 2)])
        yield np.cumsum(points, axis=0), text.endswith("z")


def area(polygon):
    x, y = polygon.T
    return abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


@pytest.mark.parametrize(
    ("size", "told"), [(Size(), ("160mm", "80mm")), (Size(1000, "px"), ("1000px", "500px"))]
)
def test_the_tiles_of_an_svg_fill_the_window(size, told):
    picture = drawn(output_view(folded(), PAPER), PAPER, size)
    root = ET.fromstring(svg(picture))
    assert (root.get("width"), root.get("height")) == told
    assert root.get("viewBox") == f"0 0 {size.length:g} {size.length / 2:g}"
    tiles = [(outline, closed) for e in elements(picture, "regions") for outline, closed in outlines(e)]
    assert all(closed for _, closed in tiles)
    assert sum(area(outline) for outline, _ in tiles) == pytest.approx(size.length**2 / 2, rel=1e-3)


def test_regions_are_where_they_are_with_north_above():
    net = ReluNet([[[0.0, 1.0]], [[1.0]]], [[-0.25], [-0.125]])  # the upper side is the higher one
    picture = drawn(output_view(fold_complex(net, WIDE), PAPER), PAPER, Size(200))
    heights = {e.get("fill"): [o[:, 1] for o, _ in outlines(e)] for e in elements(picture, "regions")}
    highest = min(heights, key=lambda colour: np.concatenate(heights[colour]).min())
    (line,) = (o for o, _ in outlines(elements(picture, "boundary")[-1]))
    assert np.allclose(line[:, 1], 12.5)  # y = 0.375 of 0.5, 100 mm to a unit
    assert np.concatenate(heights[highest]).max() == pytest.approx(12.5)


def test_each_colour_is_one_path_rimmed_with_itself():
    view = output_view(folded(), PAPER)
    paths = elements(drawn(view, PAPER), "regions")
    colours = [path.get("fill") for path in paths]
    assert sorted(colours) == sorted({hex_colour(colour) for colour in view.colours})
    assert [path.get("stroke") for path in paths] == colours
    assert all(float(path.get("stroke-width")) > 0.1 for path in paths)
    assert "crispEdges" not in svg(drawn(view, PAPER))


def test_the_boundary_lies_on_its_halo_and_above_everything():
    view = output_view(folded(), PAPER)
    root = ET.fromstring(svg(drawn(view, PAPER)))
    assert [group.get("id") for group in root.iter(f"{SVG}g")] == ["regions", "edges", "boundary"]
    halo, line = elements(drawn(view, PAPER), "boundary")
    assert (halo.get("stroke"), line.get("stroke")) == (PAPER.halo, PAPER.boundary)
    assert float(halo.get("stroke-width")) > float(line.get("stroke-width")) > 0.5
    assert halo.get("d") == line.get("d")
    assert view.boundary.length * 80 == pytest.approx(sum(length(o, c) for o, c in outlines(line)), rel=1e-3)


def length(line, closed):
    line = np.vstack([line, line[:1]]) if closed else line
    return np.hypot(*np.diff(line, axis=0).T).sum()


def test_the_folds_of_a_layer_have_their_neurons_colour_and_dash():
    complex = folded((2, 4, 3, 1), 2)
    lines = {e.get("id"): e for e in elements(drawn(layer_view(complex, 0, None, PAPER), PAPER), "folds")}
    folding = {f"fold-0-{neuron}" for _, neuron in complex.edge_folds[complex.edge_folds[:, 0] == 0]}
    assert set(lines) - {None} == folding
    for name in folding:
        neuron = int(name[-1])
        assert lines[name].get("stroke") == PAPER.fold(neuron)
        assert bool(lines[name].get("stroke-dasharray")) == bool(PAPER.dash(neuron))
        (line,) = outlines(lines[name])  # straight in the first layer: one line
        assert length(*line) == pytest.approx(first_layer_length(complex, neuron) * 80, rel=1e-3)


def first_layer_length(complex, neuron):
    ends = complex.vertices[complex.edges[complex.fold_edges(0, neuron)]]
    return np.hypot(*(ends[:, 0] - ends[:, 1]).T).sum()


def test_many_neurons_share_one_colour_and_one_neuron_stands_alone():
    complex = folded((2, 12, 1), 3)
    (all_folds,) = elements(drawn(layer_view(complex, 0, None, PAPER), PAPER), "folds")
    assert all_folds.get("stroke") not in PAPER.folds
    halo, one = elements(drawn(layer_view(complex, 0, 5, PAPER), PAPER), "folds")
    assert one.get("stroke") == PAPER.fold(5)
    assert halo.get("d") == one.get("d")


def test_three_classes_have_a_colour_each_and_a_boundary():
    net = ReluNet([[[1.0, 0.0], [-1.0, 1.0], [-1.0, -1.0]]], [np.zeros(3)])
    picture = drawn(output_view(fold_complex(net, Window(-1, 1, -1, 1)), PAPER), PAPER)
    assert len({path.get("fill") for path in elements(picture, "regions")}) == 3
    assert len(elements(picture, "boundary")) == 2
    assert "decision boundary is 3.236 long" in picture.text  # 1 + two of sqrt(5) / 2


def test_what_it_shows_is_said_in_words():
    root = ET.fromstring(svg(drawn(output_view(folded(), PAPER), PAPER)))
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == f"{folded().n_regions} linear regions of a ReLU net"
    assert "widths 2-6-5-1. The window is [-1, 1] x [-0.5, 0.5]." in root.find(f"{SVG}desc").text


def test_steps_do_not_add_up_their_rounding_and_points_that_round_to_one_are_left_out():
    points = np.column_stack([np.arange(1000) * 0.10004, np.zeros(1000)])
    dust = np.full((3, 2), 5.00001)
    path = Path("lines", np.vstack([points, dust]), np.array([0, 1000, 1003]), "#000000", 1.0)
    (element,) = elements(Picture(100, 1, "mm", "#FFFFFF", "a < b", "&", (path,)), "lines")
    ((line, closed),) = outlines(element)
    assert not closed
    assert np.abs(line[:, 0] - points[:, 0]).max() <= 0.0005 + 1e-9


def test_a_pdf_is_one_page_of_vectors_and_the_same_each_time(tmp_path):
    view = output_view(folded(), PAPER)
    content = save_pdf(view, PAPER, tmp_path / "fold.pdf").read_bytes()
    assert content.startswith(b"%PDF-1.")
    assert len(re.findall(rb"/Type /Page\b", content)) == 1
    assert b"/Subtype /Image" not in content
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", content)
    assert [float(side) for side in box.groups()] == pytest.approx(
        [160 / 25.4 * 72, 80 / 25.4 * 72], abs=1e-3
    )
    assert b"linear regions of a ReLU net" in content
    assert b"CreationDate" not in content
    assert content == pdf(drawn(view, PAPER))


def test_the_pen_of_the_pdf_puts_each_colour_where_its_region_is():
    view = layer_view(folded((2, 3, 1), 1), 0, None, PAPER)
    picture = drawn(view, PAPER)
    surface = cairo.ImageSurface(cairo.Format.RGB24, 640, 320)
    pen = cairo.Context(surface)
    pen.scale(4, 4)
    for path in picture.paths:
        draw(pen, path)
    pixels = np.ndarray((320, 640, 4), np.uint8, surface.get_data())[:, :, 2::-1]
    large = np.flatnonzero(view.tiles.areas() > 0.1)
    places = (view.tiles.interior_points()[large] - (-1, 0.5)) * (320, -320)
    found = [pixels[int(y), int(x)] for x, y in places]
    assert len(large) > 2
    assert np.abs(np.array(found) - view.colours[large] * 255).max() <= 1


def test_a_picture_is_written_whole_or_not_at_all(tmp_path):
    view = output_view(folded(), PAPER)
    (tmp_path / "fold.svg").write_text("mine")
    with pytest.raises(InputError, match=r"fold\.svg: is there already"):
        save_svg(view, PAPER, tmp_path / "fold.svg")
    save_svg(view, PAPER, tmp_path / "fold.svg", overwrite=True)
    assert ET.parse(tmp_path / "fold.svg").getroot().tag == f"{SVG}svg"


@pytest.mark.parametrize("window", [Window(-1, 1, 0, 1e-12), Window(0, 1e-5, -1, 1)])
@pytest.mark.parametrize("save", [save_svg, save_pdf])
def test_a_window_too_narrow_to_be_drawn_is_refused(tmp_path, window, save):
    with pytest.raises(InputError, match=r"shorter side of at least .*mm"):
        save(output_view(folded(window=window), PAPER), PAPER, tmp_path / "fold")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["160", "mm", "-3mm", "12cm", "0mm", "6000mm", "1e9px", "nanmm"])
def test_a_size_that_is_none_is_refused(text):
    with pytest.raises(InputError, match="size: expected"):
        Size.parsed(text)


def test_a_size_is_a_number_and_a_unit():
    assert Size.parsed("85.5 mm") == Size(85.5, "mm")
    assert Size.parsed("1080px") == Size(1080, "px")


@pytest.mark.parametrize(("layer", "neuron"), [(2, None), (0, 6), (-1, 0), (5, None)])
def test_a_layer_or_neuron_that_is_not_there_is_refused(layer, neuron):
    with pytest.raises(InputError, match=r"layer: expected|neuron: expected"):
        layer_view(folded(), layer, neuron, PAPER)


def test_more_regions_than_a_viewer_opens_are_refused(monkeypatch):
    monkeypatch.setattr("dlvis.export.drawing.MOST_REGIONS", 3)
    with pytest.raises(InputError, match="picture: expected at most 3 regions"):
        drawn(output_view(folded(), PAPER), PAPER)


def test_fold_lines_are_put_end_to_end():
    complex = folded((2, 9, 9, 1), 8)
    picture = drawn(layer_view(complex, 1, 2, PAPER), PAPER)
    line = picture.paths[-1]
    ends = line.points[[index for pair in pairwise(line.offsets) for index in (pair[0], pair[1] - 1)]]
    on_side = np.isclose(ends % (160, 80), 0, atol=1e-9).any(axis=1) | np.isclose(ends, (160, 80)).any(axis=1)
    closed = [np.array_equal(line.points[a], line.points[b - 1]) for a, b in pairwise(line.offsets)]
    assert (on_side.reshape(-1, 2).all(axis=1) | closed).all()

"""Edges of a tiling: those between regions of a layer, where they lie, and faint where they are many."""

import numpy as np

from dlvis.draw.patchwork import region_patches
from dlvis.geometry import after_layer, fold_complex
from dlvis.mobjects import Placement, RegionTiling, TilingCreases, scene_points
from dlvis.mobjects.tiling_creases import COVERED, OPACITIES, between_regions
from dlvis.style import colours_by_lineage, theme
from dlvis.window import Window
from tests.nets import he_net, line_net

NIGHT, SQUARE = theme("night"), Window(-1, 1, -1, 1)


def tiling(net, scale=1.0):
    cut = fold_complex(net, SQUARE)
    colours = colours_by_lineage(cut.patterns(), net.widths[1:-1], NIGHT)
    return RegionTiling(cut, colours, NIGHT, placement=Placement(SQUARE, (1.0, 2.0, 0.0), scale))


def test_the_edges_of_an_early_layer_are_those_of_its_own_complex():
    folded = fold_complex(he_net((2, 6, 5, 1), 2), SQUARE)
    early = after_layer(folded, 0)
    for layer, own in ((0, early), (1, folded)):
        shown = folded.edges[between_regions(folded, region_patches(folded), layer)]
        ends = folded.vertices[shown]
        work = region_patches(own)
        inner = own.vertices[own.edges[(work.left >= 0) & (work.right >= 0)]]
        lengths = [float(np.linalg.norm(each[:, 1] - each[:, 0], axis=1).sum()) for each in (ends, inner)]
        np.testing.assert_allclose(lengths[0], lengths[1], rtol=1e-9)


def test_one_crease_lies_where_the_neuron_is_0():
    shown = tiling(line_net([(1, 0, -0.25)]), scale=3.0)
    creases = TilingCreases(NIGHT).follow(shown, 0)
    ends = np.concatenate([creases.starts, creases.ends])[:, :2]
    expected = scene_points(np.array([(0.25, -1), (0.25, 1)]), shown.placement)[:, :2]
    np.testing.assert_allclose(sorted(map(tuple, ends)), expected, atol=1e-6)


def test_the_more_ground_lines_cover_the_fainter_they_are():
    few, many, crowd = (
        TilingCreases(NIGHT).follow(tiling(he_net((2, n, 1), 1), 2.0), 0).colours[0, 3] for n in (3, 150, 900)
    )
    assert few == OPACITIES[1] > many > crowd == OPACITIES[0]
    assert OPACITIES[1] > COVERED


def test_a_tiling_without_creases_has_none():
    assert TilingCreases(NIGHT).follow(tiling(line_net([(1, 0, 5)])), 0).n_parts == 0

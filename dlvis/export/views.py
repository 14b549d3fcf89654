"""What an export shows: the classes with their boundary, or what one layer folds.

A view is ready for any picture: the regions to fill, their colours, and the lines upon them.
"""

from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Floats
from dlvis.geometry import (
    FoldComplex,
    Polylines,
    after_layer,
    argmax_cells,
    confidence,
    decision_boundary,
    fold_complex,
    layer_values,
    margin,
)
from dlvis.geometry.polylines import joined
from dlvis.net import ReluNet, decided
from dlvis.style import Theme, colours_by_output, colours_by_pattern, pattern_palette


@dataclass(frozen=True, eq=False)
class View:
    """Regions with a colour each, and lines in the same plane.

    net        the whole net
    tiles      the complex that is filled; it may be cut finer than the net's own
    colours    (tiles, 3) RGB in 0..1
    folded     the complex whose folds are drawn
    boundary   the decision boundary; empty when a hidden layer is shown
    layer, neuron   the hidden layer that is shown, None for the output, and the neuron, None for all
    """

    net: ReluNet
    tiles: FoldComplex
    colours: Floats
    folded: FoldComplex
    boundary: Polylines
    layer: int | None = None
    neuron: int | None = None


def output_view(folded: FoldComplex, theme: Theme) -> View:
    """The classes: each region in the colour of its class, the surer the fuller, cut along the boundary."""
    net, window = folded.net, folded.window
    if net.widths[-1] > 2:
        return _many_classes_view(folded, theme)
    tiles = fold_complex(decided(net), window)
    colours = colours_by_output(confidence(net, tiles.interior_points()), 1.0, theme)
    return View(net, tiles, colours, folded, decision_boundary(net, folded))


def layer_view(folded: FoldComplex, layer: int, neuron: int | None, theme: Theme) -> View:
    """What hidden layer `layer` of a finished complex, or one neuron of it, folds; colours by pattern."""
    layer_values(
        folded.net, folded.vertices[:1], layer, neuron
    )  # refuses a layer or neuron that is not there
    early = after_layer(folded, layer)
    nothing = Polylines(np.empty((0, 2)), np.zeros(1, np.int64))
    colours = colours_by_pattern(early.patterns(), theme)
    return View(folded.net, early, colours, early, nothing, layer, neuron)


def sheet_heights(view: View) -> Floats:
    """(V,) or (V, neurons): the sheets over the vertices of `view.tiles`.

    The output's margin (the largest output, if there are more than two), or the activations that leave the
    layer.
    """
    points = view.tiles.vertices
    if view.layer is not None:
        return layer_values(view.net, points, view.layer, view.neuron, activated=True)
    return margin(view.net, points) if view.net.widths[-1] <= 2 else view.net(points).max(axis=1)


def _many_classes_view(folded: FoldComplex, theme: Theme) -> View:
    cells = argmax_cells(folded.net, folded)
    palette = pattern_palette(theme)
    colours = palette[(cells.classes * 11) % len(palette)]  # 11 steps of 29 apart: classes in a row differ
    tiles = cells.complex
    boundary = joined(tiles.edges[cells.boundary_edges()], tiles.vertices)
    return View(folded.net, tiles, colours, folded, boundary)

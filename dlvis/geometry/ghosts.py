"""Folds that lie outside the window: where they would be seen if one could look beyond its sides."""

from dlvis.arrays import Floats
from dlvis.geometry.complex import FoldComplex
from dlvis.geometry.fold import fold_complex
from dlvis.net import ReluNet
from dlvis.window import Window

REACHES = (1.3, 1.6, 2.0, 2.5)
"""How many times larger than the window what lies round it may be."""


def ghost_folds(inside: FoldComplex, outer: Window) -> dict[tuple[int, int], Floats]:
    """(n, 2, 2) for each (layer, neuron) that folds in `outer` and nowhere in the window of `inside`: the
    ends of its straight pieces, exact as those of `fold_complex`."""
    seen = set(map(tuple, inside.edge_folds.tolist()))
    around = fold_complex(inside.net, outer)
    beyond = {tuple(fold) for fold in around.edge_folds.tolist()} - seen
    return {
        (layer, neuron): around.vertices[around.edges[around.fold_edges(layer, neuron)]]
        for layer, neuron in sorted(beyond)
    }


def grown(window: Window, times: float) -> Window:
    """A window of the same shape and middle, `times` as wide."""
    (x, y), width, height = window.centre, times * window.width / 2, times * window.height / 2
    return Window(x - width, x + width, y - height, y + height)


def ghost_reach(net: ReluNet, window: Window) -> float:
    """The least of `REACHES` in which as many folds of the net's first layer are seen beyond the window as in
    the largest: one that lies further out still is worth no room."""
    folded = fold_complex(net, window)

    def seen(reach: float) -> set[int]:
        return {neuron for layer, neuron in ghost_folds(folded, grown(window, reach)) if layer == 0}

    most = seen(REACHES[-1])
    return next(reach for reach in REACHES if seen(reach) == most)

"""The complex by compiled kernels, one layer after another."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dlvis.arrays import Floats, Ints
from dlvis.compiled import first_use_told
from dlvis.geometry.complex import FoldComplex
from dlvis.geometry.crossings import NO_LINES, Lines, first_lines
from dlvis.geometry.finished import finished_complex, trimmed
from dlvis.geometry.growing import Sizes, larger, new_desk, new_stack, ready, with_room, with_stack_room
from dlvis.geometry.kernels.layering import MOST, cut_faces
from dlvis.geometry.kernels.rings import DONE, GROW_COMPLEX, GROW_FEATURES, GROW_STACK, sign_masks
from dlvis.geometry.kernels.rows import beside_zero, fill_activations
from dlvis.geometry.kernels.tables import (
    CORNERS,
    EDGES,
    FACES,
    PAIRS,
    VERTICES,
    Grown,
    Layer,
)
from dlvis.geometry.rounding import zero_bounds
from dlvis.net import ReluNet
from dlvis.window import Window

_GOLDEN = (5**0.5 - 1) / 2


def carved_complex(net: ReluNet, window: Window, bounds: Sequence[Floats] | None = None) -> FoldComplex:
    """The exact complex of a net with two inputs in a window, by the kernels.

    `bounds` are for each hidden layer the magnitudes up to which a pre-activation is 0: those of a larger
    window for a part of it. By default they are the window's own.
    """
    with first_use_told(cut_faces):
        return _carved(net, window, zero_bounds(net, window) if bounds is None else bounds)


def _carved(net: ReluNet, window: Window, bounds: Sequence[Floats]) -> FoldComplex:
    grown = _window_arrays(window)
    inputs, columns = grown.vertices, np.arange(2)
    origins = []
    for number in range(net.n_hidden_layers):
        lines = first_lines(net.weights[0], net.biases[0], window) if number == 0 else NO_LINES
        layer = _layer(net, number, inputs, columns, bounds[number], lines)
        grown = _cut(grown, layer)
        origins.append(trimmed(grown.origin, grown.n[FACES]))
        if number + 1 < net.n_hidden_layers:
            inputs, columns = _activations(net, layer, grown)
    return finished_complex(grown, net, window, origins)


def _window_arrays(window: Window) -> Grown:
    """The window as one face of four vertices and four edges."""
    around = np.arange(4, dtype=np.int32)
    counts = np.zeros(11, np.int64)
    counts[[VERTICES, EDGES, FACES, CORNERS]] = 4, 4, 1, 4
    return Grown(
        vertices=window.corners.astype(np.float64),
        parents=np.zeros((1, 2), np.int32),
        along=np.zeros(1),
        loose=np.zeros(1),
        edges=np.column_stack([around, np.roll(around, -1)]),
        edge_fold=-1 - around,
        next_piece=np.full(4, -1, np.int32),
        offsets=np.array([0, 4], np.int32),
        corners=around,
        corner_edges=around.copy(),
        origin=np.zeros(1, np.int32),
        pairs=np.empty((0, 3), np.int32),
        features=np.empty((1, 1)),
        n=counts,
    )


def _layer(net: ReluNet, number: int, inputs: Floats, columns: Ints, bounds: Floats, lines: Lines) -> Layer:
    """What layer `number` cuts by, its signs not yet filled in; the inputs stand in the order `columns`."""
    m = len(bounds)
    # many neurons in an order without trend: cut in sorted order, a fold's vertices would hang on each other
    order = np.argsort(np.arange(m) * _GOLDEN % 1.0) if m > MOST else np.arange(m)
    weight, bias = net.weights[number][np.ix_(order, columns)], net.biases[number][order]
    # the next layer needs room for the rows of new vertices; pages that stay untouched cost nothing
    is_last = number + 1 == net.n_hidden_layers
    values = np.empty((len(inputs) if is_last or number == 0 else 4 * len(inputs) + 1024, m))
    np.dot(inputs, weight.T, out=values[: len(inputs)])
    first_fold = sum(net.widths[1 : number + 1])
    words = np.empty((2, len(inputs), -(-m // 64)), np.uint64)
    return Layer(
        n_old=len(inputs) if number else 0,
        first_fold=first_fold,
        inputs=inputs,
        values=values,
        weight=weight,
        bias=bias,
        bounds=bounds[order],
        folds=(first_fold + order).astype(np.int32),
        positive=words[0],
        negative=words[1],
        lines=lines.rows,
        scale=lines.scale,
        slack=lines.slack,
    )


def _cut(grown: Grown, layer: Layer) -> Grown:
    """The complex with every face cut by the layer."""
    counts = grown.n
    corners, corner_edges = grown.corners[: counts[CORNERS]], grown.corner_edges[: counts[CORNERS]]
    faces = _Faces(grown.offsets[: counts[FACES] + 1], corners, corner_edges)
    grown.next_piece[: counts[EDGES]] = -1
    if sign_masks(layer.values, layer.bias, layer.bounds, layer.positive, layer.negative):
        grown = _with_pairs(grown, _beside_zero(faces, layer))
    sizes = Sizes(m=len(layer.bias), longest=int(np.diff(faces.offsets).max()))
    grown = ready(grown, layer, sizes)
    desk, stack = new_desk(sizes, layer.weight.shape[1]), new_stack(sizes, counts)
    while (status := cut_faces(*faces, layer, grown, desk, stack)) != DONE:
        if status == GROW_COMPLEX:
            grown = with_room(grown, layer, sizes)
        elif status == GROW_STACK:
            stack = with_stack_room(stack, counts, sizes)
        elif status == GROW_FEATURES:
            used = len(grown.features)
            grown = grown._replace(features=larger(grown.features, used, 2 * used + 2 * sizes.cuts))
        else:
            raise ArithmeticError(
                "fold_complex: a face's zero set is not one chord; its corners are not convex"
            )
    return _with_pairs(grown, _inherited(grown))


class _Faces(NamedTuple):
    """The faces before a layer."""

    offsets: Ints
    corners: Ints
    corner_edges: Ints


def _activations(net: ReluNet, layer: Layer, grown: Grown) -> tuple[Floats, Ints]:
    """(V, m): what the layer hands to the next at every vertex; (m,) the neurons in that order."""
    vertices = grown.vertices[: grown.n[VERTICES]]
    if layer.n_old == 0:
        first = net.pre_activation(vertices, 0)
        fill_activations(first, len(first), grown.parents, grown.along, net.slope)
        return first, np.arange(len(layer.bias))
    values = layer.values
    if len(values) < len(vertices):
        values = larger(values, layer.n_old, len(vertices))
    values = values[: len(vertices)]
    fill_activations(values, layer.n_old, grown.parents, grown.along, net.slope)
    return values, layer.folds - layer.first_fold


def _beside_zero(faces: "_Faces", layer: Layer) -> Ints:
    """The (edge, fold) pairs where a neuron's fold lies on an edge that is already there."""
    signs = (layer.positive, layer.negative, layer.folds)
    pairs = np.empty((beside_zero(*faces, *signs, np.empty((0, 2), np.int32)), 2), np.int32)
    beside_zero(*faces, *signs, pairs)
    return pairs


def _inherited(grown: Grown) -> Ints:
    """The pairs of all edges in pieces: what folds on an edge folds on each piece cut off it since.

    Those pieces come right after the edge and have the higher numbers; one cut off before ends the walk.
    """
    pairs = grown.pairs[: grown.n[PAIRS]]
    found = [pairs[:0]]
    while len(pairs):
        pairs = np.column_stack([grown.next_piece[pairs[:, 0]], pairs[:, 1:]])
        pairs = pairs[pairs[:, 0] >= pairs[:, 2]]
        found.append(pairs)
    return np.concatenate(found)[:, :2]


def _with_pairs(grown: Grown, pairs: Ints) -> Grown:
    if len(pairs) == 0:
        return grown
    every = np.unique(np.concatenate([grown.pairs[: grown.n[PAIRS], :2], pairs]), axis=0)
    grown.n[PAIRS] = len(every)
    # between layers no edge is in pieces: what is cut off from now on inherits
    noted = np.zeros(len(every), np.int32)
    return grown._replace(pairs=np.column_stack([every, noted]))

"""The complex by compiled kernels: the arrays they fill, and the layers one after another."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from dlvis.arrays import Floats, Ints
from dlvis.compiled import first_use_told
from dlvis.errors import InputError
from dlvis.geometry.complex import FoldComplex
from dlvis.geometry.crossings import NO_LINES, Lines, first_lines
from dlvis.geometry.kernels.layering import FEW, MOST, Stack, cut_faces
from dlvis.geometry.kernels.rings import DONE, GROW_COMPLEX, GROW_FEATURES, GROW_STACK, sign_masks
from dlvis.geometry.kernels.rows import beside_zero, fill_activations, fill_edge_folds
from dlvis.geometry.kernels.tables import (
    CORNERS,
    EDGES,
    FACES,
    LISTS,
    NEXT_FACE,
    PAIRS,
    RINGS,
    VERTICES,
    WAITING,
    Desk,
    Grown,
    Layer,
)
from dlvis.geometry.memory import available_memory
from dlvis.geometry.rounding import zero_bounds
from dlvis.net import ReluNet
from dlvis.window import Window

_GOLDEN = (5**0.5 - 1) / 2
_FIRST_GUESS = 12_000_000  # regions
_LARGEST = 2**31 - 1  # all numbers of the complex are int32
_LARGE = 2**27  # bytes: from here on it is asked what memory there is
# the arrays that each counter counts, all of one length
_COUNTED = {
    VERTICES: ("vertices", "parents", "along", "loose"),
    EDGES: ("edges", "edge_fold", "next_piece"),
    FACES: ("offsets", "origin"),
    CORNERS: ("corners", "corner_edges"),
    PAIRS: ("pairs",),
}
_PER_REGION = {VERTICES: 1, EDGES: 2, FACES: 1, CORNERS: 4, PAIRS: 0}


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
        origins.append(_trimmed(grown.origin, grown.n[FACES]))
        if number + 1 < net.n_hidden_layers:
            inputs, columns = _activations(net, layer, grown)
    return _complex(grown, net, window, origins)


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
    sizes = _Sizes(m=len(layer.bias), longest=int(np.diff(faces.offsets).max()))
    grown = _ready(grown, layer, sizes)
    desk, stack = _desk(sizes, layer.weight.shape[1]), _stack(sizes, counts)
    while (status := cut_faces(*faces, layer, grown, desk, stack)) != DONE:
        if status == GROW_COMPLEX:
            grown = _with_room(grown, layer, sizes)
        elif status == GROW_STACK:
            stack = _with_stack_room(stack, counts, sizes)
        elif status == GROW_FEATURES:
            used = len(grown.features)
            grown = grown._replace(features=_larger(grown.features, used, 2 * used + 2 * sizes.cuts))
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


@dataclass(frozen=True)
class _Sizes:
    """Bounds on what cutting one face needs at once."""

    m: int
    longest: int

    @cached_property
    def k(self) -> int:
        return min(self.m, MOST)

    @cached_property
    def cuts(self) -> int:
        return self.k + self.k * (self.k - 1) // 2

    @cached_property
    def corners(self) -> int:
        return self.longest + 4 * self.m + 8

    @cached_property
    def needed(self) -> dict[int, int]:
        """How much more of the complex one face may fill, by counter."""
        return {
            VERTICES: 2 * self.cuts,
            EDGES: 3 * self.cuts,
            FACES: self.cuts + 3,
            CORNERS: self.corners + 6 * self.cuts + self.longest,
            PAIRS: self.cuts * self.k + 64 + 4 * (MOST + 2) * self.m,
        }


def _ready(grown: Grown, layer: Layer, sizes: _Sizes) -> Grown:
    """Arrays for the faces to come, and room in the others for a first guess of their number."""
    counts = grown.n
    counts[[FACES, CORNERS, NEXT_FACE]] = 0
    fresh = grown._replace(
        offsets=np.zeros(1, np.int32),
        corners=np.empty(0, np.int32),
        corner_edges=np.empty(0, np.int32),
        origin=np.empty(0, np.int32),
        features=np.empty((1, 2 * layer.weight.shape[1])),
    )
    guess = max(3 * int(counts[VERTICES]), min(sizes.m**2 // 3, _FIRST_GUESS))
    return _with_room(fresh, layer, sizes, guess)


def _with_room(grown: Grown, layer: Layer, sizes: _Sizes, guess: int = 0) -> Grown:
    """Each array at least twice as long as what is used of it; pages that stay untouched cost nothing."""
    room = {}
    for counter, names in _COUNTED.items():
        used, needed = int(grown.n[counter]) + 1, sizes.needed[counter]
        names = names[:1] if layer.n_old == 0 and counter == VERTICES else names
        length = min(len(getattr(grown, name)) for name in names)
        if length < used + needed:
            if used + needed > _LARGEST:
                raise InputError(
                    "fold_complex: expected fewer than 2^31 corners; take a smaller net or window"
                )
            length = min(max(2 * used, _PER_REGION[counter] * guess) + needed, _LARGEST)
            for name in names:
                _check_memory(getattr(grown, name), 2 * used)
                room[name] = _larger(getattr(grown, name), used, length)
    grown = grown._replace(**room)
    return grown._replace(features=grown.vertices) if layer.n_old == 0 else grown


def _check_memory(array: np.ndarray, length: int) -> None:
    """Raises InputError where an array of this length is more than there is: no estimate is always right."""
    n_bytes = length * array.itemsize * int(np.prod(array.shape[1:]))
    memory = available_memory() if n_bytes > _LARGE else None
    if memory is not None and n_bytes > memory:
        raise InputError(
            f"fold_complex: expected a complex that fits in memory, got one that needs another "
            f"{n_bytes / 1e9:.3g} GB of the {memory / 1e9:.3g} GB there are; take a smaller net or window"
        )


def _larger(array: np.ndarray, used: int, length: int) -> np.ndarray:
    result = np.empty((length, *array.shape[1:]), array.dtype)
    used = min(used, len(array))
    result[:used] = array[:used]
    return result


def _desk(sizes: _Sizes, n_in: int) -> Desk:
    k, slots = sizes.k, sizes.corners + 2 * sizes.cuts
    left = sizes.m if sizes.m > MOST else 0
    return Desk(
        neurons=np.empty(k, np.int64),
        weight=np.empty((n_in, k)),
        bias=np.empty(k),
        bounds=np.empty(k),
        left=np.empty(left, np.int64),
        left_bias=np.empty(left),
        left_bounds=np.empty(left),
        left_weight=np.empty((n_in, left)),
        left_values=np.empty(left),
        left_loose=np.zeros(left),
        left_signs=np.empty(left, np.int64),
        left_zeros=np.empty(left, np.int64),
        vertex=np.empty(slots, np.int64),
        above=np.empty(slots, np.uint64),
        below=np.empty(slots, np.uint64),
        values=np.empty((slots, k)),
        loose=np.zeros(k),
        ring=np.empty(sizes.corners + 4 * k, np.int64),
        pieces=np.empty(sizes.corners + 4 * k, np.int64),
        crossing=np.empty((2, 4), np.int64),
        rings=np.empty(sizes.corners + (k + 4) * (k + 8), np.int64),
        part_start=np.empty(k + 4, np.int64),
        part_length=np.empty(k + 4, np.int64),
        part_mask=np.empty(k + 4, np.uint64),
    )


def _stack(sizes: _Sizes, counts: Ints) -> Stack:
    counts[[WAITING, RINGS, LISTS]] = 0
    empty = Stack(
        np.empty((0, 2), np.int32), np.empty(0, np.int32), *(np.empty(0, np.int64) for _ in range(4))
    )
    return _with_stack_room(empty, counts, sizes)


def _with_stack_room(stack: Stack, counts: Ints, sizes: _Sizes) -> Stack:
    """A stack at least twice as long as what is used of it, and long enough for one more face's parts."""
    cuts = FEW + FEW * (FEW - 1) // 2
    waiting, rings, lists = (int(counts[which]) for which in (WAITING, RINGS, LISTS))
    n_waiting, n_lists = 2 * waiting + cuts + 4, 2 * lists + (FEW + 4) * sizes.m
    return Stack(
        _larger(stack.rings, rings, 2 * rings + sizes.corners + sizes.longest + 6 * cuts),
        _larger(stack.neurons, lists, n_lists),
        *(_larger(array, waiting, n_waiting) for array in stack[2:]),
    )


def _activations(net: ReluNet, layer: Layer, grown: Grown) -> tuple[Floats, Ints]:
    """(V, m): what the layer hands to the next at every vertex; (m,) the neurons in that order."""
    vertices = grown.vertices[: grown.n[VERTICES]]
    if layer.n_old == 0:
        return net.activation(net.pre_activation(vertices, 0)), np.arange(len(layer.bias))
    values = layer.values
    if len(values) < len(vertices):
        values = _larger(values, layer.n_old, len(vertices))
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


def _trimmed(array: np.ndarray, length: int) -> np.ndarray:
    """The array cut to its used part, in place and without a copy, and read-only from now on."""
    array.resize((int(length), *array.shape[1:]), refcheck=False)
    array.setflags(write=False)
    return array


def _complex(grown: Grown, net: ReluNet, window: Window, origins: list[Ints]) -> FoldComplex:
    n = grown.n
    if n[VERTICES] - n[EDGES] + n[FACES] != 1:
        raise ArithmeticError(f"fold_complex: V - E + F = {n[VERTICES] - n[EDGES] + n[FACES]}, expected 1")
    edge_fold, pairs = grown.edge_fold[: n[EDGES]], grown.pairs[: n[PAIRS], :2]
    parts = {
        name: getattr(grown, name) for name in ("vertices", "edges", "offsets", "corners", "corner_edges")
    }
    del grown  # whatever is not kept goes before the folds are laid out
    fold_offsets, folds = _edge_folds(net, edge_fold, pairs)
    return FoldComplex(
        net=net,
        window=window,
        vertices=_trimmed(parts["vertices"], n[VERTICES]),
        edges=_trimmed(parts["edges"], n[EDGES]),
        edge_fold_offsets=fold_offsets,
        edge_folds=folds,
        region_offsets=_trimmed(parts["offsets"], n[FACES] + 1),
        region_vertices=_trimmed(parts["corners"], n[CORNERS]),
        region_edges=_trimmed(parts["corner_edges"], n[CORNERS]),
        ancestors=_ancestors(origins, int(n[FACES])),
    )


def _edge_folds(net: ReluNet, edge_fold: Ints, pairs: Ints) -> tuple[Ints, Ints]:
    """The folds of each edge as offsets and (layer, neuron) pairs, without doubles."""
    hidden = net.widths[1:-1]
    layers = np.repeat(np.arange(len(hidden), dtype=np.int32), hidden)
    neurons = np.concatenate([np.empty(0, np.int32), *(np.arange(width, dtype=np.int32) for width in hidden)])
    if len(pairs) == 0:
        offsets = np.zeros(len(edge_fold) + 1, np.int32)
        folds = np.empty((len(edge_fold), 2), np.int32)
        n = fill_edge_folds(edge_fold, layers, neurons, offsets, folds)
        return _trimmed(offsets, len(offsets)), _trimmed(folds, n)
    edges = np.flatnonzero(edge_fold >= 0)
    pairs = np.unique(np.concatenate([np.column_stack([edges, edge_fold[edges]]), pairs]), axis=0)
    counts = np.bincount(pairs[:, 0], minlength=len(edge_fold))
    folds = np.column_stack([layers[pairs[:, 1]], neurons[pairs[:, 1]]])
    return np.concatenate([[0], np.cumsum(counts)]), folds


def _ancestors(origins: list[Ints], n_regions: int) -> Ints:
    """(layers, R): follow each region back through the layers that cut it."""
    result = np.empty((len(origins), n_regions), np.int32)
    if origins:
        result[-1] = np.arange(n_regions)
    for layer in range(len(origins) - 1, 0, -1):
        np.take(origins[layer], result[layer], out=result[layer - 1])
    result.setflags(write=False)
    return result

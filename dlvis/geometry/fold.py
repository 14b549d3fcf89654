"""From a net and a window to its polyhedral complex: layer after layer, neuron after neuron."""

from dataclasses import replace

import numpy as np

from dlvis.arrays import Floats, Ints
from dlvis.errors import InputError
from dlvis.geometry.complex import FoldComplex
from dlvis.geometry.split import Mesh, split
from dlvis.net import ReluNet
from dlvis.window import Window


def fold_complex(net: ReluNet, window: Window) -> FoldComplex:
    """The exact complex of a net with two inputs in a window.

    Exact: a pre-activation below its own rounding bound counts as 0, and every other sign is right.
    Raises InputError for a net that has not two inputs.
    """
    if net.widths[0] != 2:
        raise InputError(f"fold_complex: expected a net with 2 inputs, got {net.widths[0]}")
    mesh = window_mesh(window)
    activations, magnitudes = mesh.vertices, np.abs(mesh.vertices)
    origins = []
    for layer in range(net.n_hidden_layers):
        n_before = len(mesh.offsets) - 1
        mesh = replace(mesh, origin=np.arange(n_before))
        mesh = _folded(_with_layer(mesh, net, layer, activations, magnitudes), net, layer)
        activations, magnitudes = net.activation(mesh.values), mesh.bounds
        origins.append(mesh.origin)
    return _complex(mesh, net, window, _ancestors(origins, len(mesh.offsets) - 1))


def window_mesh(window: Window) -> Mesh:
    """The window as a mesh of one face."""
    around = np.arange(4)
    return Mesh(
        vertices=window.corners,
        values=np.empty((4, 0)),
        bounds=np.empty((4, 0)),
        edges=np.column_stack([around, (around + 1) % 4]),
        edge_fold=np.full(4, -1),
        shared_folds=np.empty((0, 2), np.int64),
        offsets=np.array([0, 4]),
        corners=around,
        corner_edges=around,
        origin=np.zeros(1, np.int64),
    )


def _with_layer(mesh: Mesh, net: ReluNet, layer: int, activations: Floats, magnitudes: Floats) -> Mesh:
    weight, bias = net.weights[layer], net.biases[layer]
    return replace(
        mesh,
        values=activations @ weight.T + bias,
        bounds=magnitudes @ np.abs(weight).T + np.abs(bias),
    )


def _folded(mesh: Mesh, net: ReluNet, layer: int) -> Mesh:
    first = sum(net.widths[1 : layer + 1])
    for neuron in range(net.widths[layer + 1]):
        mesh, _ = split(mesh, neuron, first + neuron)
    return mesh


def _ancestors(origins: list[Ints], n_regions: int) -> Ints:
    """(layers, R): follow each region back through the layers that split it."""
    ancestor = np.arange(n_regions)
    rows = []
    for origin in reversed(origins):
        rows.append(ancestor)
        ancestor = origin[ancestor]
    return np.array(rows[::-1], np.int64).reshape(len(origins), n_regions)


def _complex(mesh: Mesh, net: ReluNet, window: Window, ancestors: Ints) -> FoldComplex:
    offsets, folds = _edge_folds(mesh, net)
    return FoldComplex(
        net=net,
        window=window,
        vertices=mesh.vertices,
        edges=mesh.edges,
        edge_fold_offsets=offsets,
        edge_folds=folds,
        region_offsets=mesh.offsets,
        region_vertices=mesh.corners,
        region_edges=mesh.corner_edges,
        ancestors=ancestors,
    )


def _edge_folds(mesh: Mesh, net: ReluNet) -> tuple[Ints, Ints]:
    """The folds of each edge as offsets and (layer, neuron) pairs, without doubles."""
    folding = np.flatnonzero(mesh.edge_fold >= 0)
    pairs = np.concatenate([np.column_stack([folding, mesh.edge_fold[folding]]), mesh.shared_folds])
    pairs = np.unique(pairs, axis=0)
    counts = np.bincount(pairs[:, 0], minlength=len(mesh.edges))
    hidden = net.widths[1:-1]
    layer = np.repeat(np.arange(len(hidden)), hidden)
    neuron = np.concatenate([np.arange(0), *(np.arange(width) for width in hidden)])
    fold = pairs[:, 1].astype(np.int64)
    return np.concatenate([[0], np.cumsum(counts)]), np.column_stack([layer[fold], neuron[fold]])

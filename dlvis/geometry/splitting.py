"""The complex in numpy, layer after layer, neuron after neuron: the twin that the kernels are tested by."""

from dataclasses import replace

import numpy as np

from dlvis.arrays import Ints
from dlvis.geometry.complex import FoldComplex
from dlvis.geometry.crossings import FirstLayer, first_lines
from dlvis.geometry.labels import labelled_edges
from dlvis.geometry.rounding import zero_bounds
from dlvis.geometry.split import Mesh, split
from dlvis.net import ReluNet
from dlvis.window import Window


def split_complex(net: ReluNet, window: Window) -> FoldComplex:
    """The exact complex of a net with two inputs in a window, by `split`."""
    mesh = window_mesh(window)
    activations = mesh.vertices
    origins = []
    for layer, bounds in enumerate(zero_bounds(net, window)[:-1]):
        values = activations @ net.weights[layer].T + net.biases[layer]
        first = _first_layer(net, window) if layer == 0 else None
        faces = np.arange(len(mesh.offsets) - 1)
        loose = np.zeros_like(values)
        mesh = replace(mesh, values=values, bounds=bounds, loose=loose, origin=faces, first=first)
        mesh = _folded(mesh, net, layer)
        activations = net.activation(mesh.values)
        origins.append(mesh.origin)
    return _complex(mesh, net, window, _ancestors(origins, len(mesh.offsets) - 1))


def window_mesh(window: Window) -> Mesh:
    """The window as a mesh of one face."""
    around = np.arange(4)
    return Mesh(
        vertices=window.corners,
        values=np.empty((4, 0)),
        bounds=np.empty(0),
        loose=np.empty((4, 0)),
        edges=np.column_stack([around, (around + 1) % 4]),
        edge_fold=-1 - around,
        shared_folds=np.empty((0, 2), np.int64),
        offsets=np.array([0, 4]),
        corners=around,
        corner_edges=around,
        origin=np.zeros(1, np.int64),
    )


def _first_layer(net: ReluNet, window: Window) -> FirstLayer:
    weight, bias = net.weights[0], net.biases[0]
    return FirstLayer(weight, bias, first_lines(weight, bias, window))


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
    offsets, folds = labelled_edges(net, mesh.edge_fold, mesh.shared_folds)
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

"""The complexes on the way: what the first layers have folded, read off the finished complex."""

import numpy as np

from dlvis.arrays import Floats, Ints
from dlvis.errors import InputError
from dlvis.geometry.complex import FoldComplex
from dlvis.geometry.merging import Merged, merged
from dlvis.geometry.split import Mesh, ragged_range
from dlvis.net import ReluNet, first_layers
from dlvis.window import Window


def after_layer(folded: FoldComplex, layer: int) -> FoldComplex:
    """The complex after hidden layer `layer` (counted from 0): regions that later layers cut are whole again.

    Nothing is folded anew: regions of one ancestor are merged. Region r is what `folded.ancestors[layer]`
    calls r, and vertices keep their coordinates to the bit. The net is the first layers', whose output is
    the next pre-activation. Raises InputError for a layer that is not hidden.
    """
    n_layers = folded.net.n_hidden_layers
    if not 0 <= layer < n_layers:
        raise InputError(f"after_layer: expected a hidden layer from 0 to {n_layers - 1}, got {layer}")
    # 64 bits: its product with the number of vertices is a key
    ancestor = folded.ancestors[layer].astype(np.int64)
    left = merged(mesh_of(folded), ancestor, folded.window)
    _, representative = np.unique(ancestor, return_index=True)
    return complex_of(
        left,
        net=first_layers(folded.net, layer + 1),
        window=folded.window,
        vertices=folded.vertices,
        folds=folds_of(folded, left.sources, layer),
        ancestors=folded.ancestors[: layer + 1, representative],
    )


def complex_of(
    left: Merged, *, net: ReluNet, window: Window, vertices: Floats, folds: tuple[Ints, Ints], ancestors: Ints
) -> FoldComplex:
    """What merging has left as a complex. `left` numbers its vertices in `vertices` (V, 2); `folds` are
    offsets and (layer, neuron) pairs along its edges."""
    return FoldComplex(
        net=net,
        window=window,
        vertices=vertices[left.vertices],
        edges=left.edges,
        edge_fold_offsets=folds[0],
        edge_folds=folds[1],
        region_offsets=left.offsets,
        region_vertices=left.corners,
        region_edges=left.corner_edges,
        ancestors=ancestors,
    )


def mesh_of(folded: FoldComplex) -> Mesh:
    """The bare mesh of a complex, ready to be cut or merged: no values yet, no folds."""
    return Mesh(
        vertices=folded.vertices,
        values=np.empty((folded.n_vertices, 0)),
        bounds=np.empty(0),
        loose=np.empty((folded.n_vertices, 0)),
        edges=folded.edges,
        edge_fold=np.full(folded.n_edges, -1),
        shared_folds=np.empty((0, 2), np.int64),
        offsets=folded.region_offsets,
        corners=folded.region_vertices,
        corner_edges=folded.region_edges,
        origin=np.arange(folded.n_regions),
    )


def folds_of(folded: FoldComplex, edges: Ints, layer: int) -> tuple[Ints, Ints]:
    """Offsets and (layer, neuron) pairs of the folds up to `layer` along each of these edges."""
    begins = folded.edge_fold_offsets[edges]
    lengths = folded.edge_fold_offsets[edges + 1] - begins
    folds = folded.edge_folds[ragged_range(begins, lengths)]
    owner = np.repeat(np.arange(len(edges)), lengths)
    early = folds[:, 0] <= layer
    counts = np.bincount(owner[early], minlength=len(edges))
    return np.concatenate([[0], np.cumsum(counts)]), folds[early]

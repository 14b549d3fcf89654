"""Which neurons fold along each edge: a fold has one number through all layers, and a (layer, neuron)."""

import numpy as np

from dlvis.arrays import Ints
from dlvis.net import ReluNet


def fold_labels(net: ReluNet) -> tuple[Ints, Ints]:
    """(hidden neurons,) each: the layer and the neuron of every fold."""
    hidden = net.widths[1:-1]
    layers = np.repeat(np.arange(len(hidden), dtype=np.int32), hidden)
    neurons = [np.arange(width, dtype=np.int32) for width in hidden]
    return layers, np.concatenate([np.empty(0, np.int32), *neurons])


def labelled_edges(net: ReluNet, edge_fold: Ints, pairs: Ints) -> tuple[Ints, Ints]:
    """The folds of each edge as offsets (E + 1,) and (layer, neuron) pairs, without doubles.

    edge_fold (E,) is the fold that made an edge, below 0 for none; `pairs` (n, 2) are further (edge, fold).
    """
    edges = np.flatnonzero(edge_fold >= 0)
    pairs = np.unique(np.concatenate([np.column_stack([edges, edge_fold[edges]]), pairs]), axis=0)
    counts = np.bincount(pairs[:, 0], minlength=len(edge_fold))
    layers, neurons = fold_labels(net)
    fold = pairs[:, 1].astype(np.int64)
    return np.concatenate([[0], np.cumsum(counts)]), np.column_stack([layers[fold], neurons[fold]])

"""What the kernels have filled as a `FoldComplex`: cut to size, folds laid out, ancestors followed."""

import numpy as np

from dlvis.arrays import Ints
from dlvis.geometry.complex import FoldComplex
from dlvis.geometry.kernels.rows import fill_edge_folds
from dlvis.geometry.kernels.tables import CORNERS, EDGES, FACES, PAIRS, VERTICES, Grown
from dlvis.geometry.labels import fold_labels, labelled_edges
from dlvis.net import ReluNet
from dlvis.window import Window


def trimmed(array: np.ndarray, length: int) -> np.ndarray:
    """The array cut to its used part, in place and without a copy, and read-only from now on."""
    array.resize((int(length), *array.shape[1:]), refcheck=False)
    array.setflags(write=False)
    return array


def finished_complex(grown: Grown, net: ReluNet, window: Window, origins: list[Ints]) -> FoldComplex:
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
        vertices=trimmed(parts["vertices"], n[VERTICES]),
        edges=trimmed(parts["edges"], n[EDGES]),
        edge_fold_offsets=fold_offsets,
        edge_folds=folds,
        region_offsets=trimmed(parts["offsets"], n[FACES] + 1),
        region_vertices=trimmed(parts["corners"], n[CORNERS]),
        region_edges=trimmed(parts["corner_edges"], n[CORNERS]),
        ancestors=_ancestors(origins, int(n[FACES])),
    )


def _edge_folds(net: ReluNet, edge_fold: Ints, pairs: Ints) -> tuple[Ints, Ints]:
    """As `labelled_edges`, by a kernel where no edge has two folds: that is most of the time and memory."""
    if len(pairs):
        return labelled_edges(net, edge_fold, pairs)
    offsets, folds = np.zeros(len(edge_fold) + 1, np.int32), np.empty((len(edge_fold), 2), np.int32)
    n = fill_edge_folds(edge_fold, *fold_labels(net), offsets, folds)
    return trimmed(offsets, len(offsets)), trimmed(folds, n)


def _ancestors(origins: list[Ints], n_regions: int) -> Ints:
    """(layers, R): follow each region back through the layers that cut it."""
    result = np.empty((len(origins), n_regions), np.int32)
    if origins:
        result[-1] = np.arange(n_regions)
    for layer in range(len(origins) - 1, 0, -1):
        np.take(origins[layer], result[layer], out=result[layer - 1])
    result.setflags(write=False)
    return result

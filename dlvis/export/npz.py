"""A fold complex as a numpy archive: flat arrays, readable without dlvis and without pickle.

Layout (V vertices, E edges, R regions, H hidden neurons of all layers side by side):

    format              "dlvis fold complex", and
    version             1
    window              (4,) xmin, xmax, ymin, ymax
    slope               () of the activation's negative side
    weights_k, biases_k (out, in), (out,) of layer k, float64
    vertices            (V, 2) float64, input space
    vertex_outputs      (V, outputs) of the last layer, without activation
    vertex_margins      (V,) above 0 for the positive class; not for more than two outputs
    edges               (E, 2) vertex numbers
    edge_fold_offsets   (E + 1,), edge_folds (F, 2): edge e lies in the folds of the (layer, neuron) pairs
                        edge_folds[edge_fold_offsets[e]:edge_fold_offsets[e + 1]]
    region_offsets      (R + 1,), region_vertices (K,), region_edges (K,): region r has the corners
                        region_vertices[region_offsets[r]:region_offsets[r + 1]], anticlockwise, and the edges
                        from each to the next
    areas               (R,) in squared units of input space
    patterns            (R, H) bool: which neurons are on
    ancestors           (hidden layers, R): the region of the complex after layer k that region r lies in
    boundary_points     (N, 2), boundary_offsets (L + 1,): the decision boundary's lines, the positive side
                        on the left; a closed line repeats its first point. For more than two outputs the
                        lines where the largest output changes, without direction

The complex after a hidden layer is written with the net's first layers, `weights_0` to the next layer's;
their output is the next pre-activation. It has neither margins nor a boundary.
"""

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlvis.geometry import FoldComplex, class_boundary, margin
from dlvis.whole import write_whole

FORMAT = "dlvis fold complex"
VERSION = 1


def save_npz(folded: FoldComplex, path: str | Path, overwrite: bool = False) -> Path:
    """Write `folded` with its net and its decision boundary; the layout stands at the top of this file."""
    return write_whole(path, npz_bytes(folded), overwrite)


def npz_bytes(folded: FoldComplex, classes: bool = True) -> bytes:
    """The bytes of the archive; without `classes` it tells nothing that only a finished net can say."""
    content = BytesIO()
    np.savez_compressed(content, allow_pickle=False, **npz_arrays(folded, classes))
    return content.getvalue()


def npz_arrays(folded: FoldComplex, classes: bool = True) -> dict[str, NDArray[Any]]:
    """The arrays of the archive by name."""
    net, window = folded.net, folded.window
    return {
        "format": np.array(FORMAT),
        "version": np.array(VERSION),
        "window": np.array([window.xmin, window.xmax, window.ymin, window.ymax]),
        "slope": np.array(net.slope),
        **{f"weights_{k}": weight for k, weight in enumerate(net.weights)},
        **{f"biases_{k}": bias for k, bias in enumerate(net.biases)},
        "vertices": folded.vertices,
        "vertex_outputs": net(folded.vertices),
        "edges": folded.edges,
        "edge_fold_offsets": folded.edge_fold_offsets,
        "edge_folds": folded.edge_folds,
        "region_offsets": folded.region_offsets,
        "region_vertices": folded.region_vertices,
        "region_edges": folded.region_edges,
        "areas": folded.areas(),
        "patterns": folded.patterns(),
        "ancestors": folded.ancestors,
        **(_class_arrays(folded) if classes else {}),
    }


def _class_arrays(folded: FoldComplex) -> dict[str, NDArray[Any]]:
    boundary = class_boundary(folded.net, folded)
    lines = {"boundary_points": boundary.points, "boundary_offsets": boundary.offsets}
    if folded.net.widths[-1] > 2:
        return lines
    return lines | {"vertex_margins": margin(folded.net, folded.vertices)}

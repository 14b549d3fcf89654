"""More than two outputs: where each of them is the largest, and the values of any layer along lines."""

from dataclasses import dataclass, replace

import numpy as np

from dlvis.arrays import Floats, Ints, freeze
from dlvis.errors import InputError
from dlvis.geometry.boundary import decision_boundary
from dlvis.geometry.complex import FoldComplex
from dlvis.geometry.layers import complex_of, folds_of, mesh_of
from dlvis.geometry.merging import merged
from dlvis.geometry.polylines import Polylines, joined
from dlvis.geometry.rounding import zero_bounds
from dlvis.geometry.split import Mesh, signs, split
from dlvis.net import ReluNet, folds_alike


@dataclass(frozen=True, eq=False)
class ArgmaxCells:
    """The linear regions, cut further where the largest output changes.

    complex   the cells as a complex, to be drawn and measured like any other: a cell is a region of it;
              an edge between two classes inside a linear region lies in no fold
    classes   (cells,) which output is the largest on each; of equal ones the first
    regions   (cells,) the region of the net's own complex that each lies in
    """

    complex: FoldComplex
    classes: Ints
    regions: Ints

    def __post_init__(self) -> None:
        freeze(self, np.int64, "classes", "regions")

    @property
    def n_cells(self) -> int:
        return self.complex.n_regions

    def class_areas(self) -> Floats:
        """(n_outputs,): the area on which each output is the largest."""
        n_outputs = self.complex.net.widths[-1]
        areas = np.bincount(self.classes, weights=self.complex.areas(), minlength=n_outputs)
        return areas.astype(np.float64)

    def boundary_edges(self) -> Ints:
        """The edges of `complex` with two classes beside them: the decision boundary; ascending."""
        beside = np.repeat(self.classes, np.diff(self.complex.region_offsets))
        one, other = np.full((2, self.complex.n_edges), -1)
        one[self.complex.region_edges] = beside  # an edge has two sides at most: here the last stays,
        other[self.complex.region_edges[::-1]] = beside[::-1]  # and here the first
        return np.flatnonzero(one != other)


def argmax_cells(net: ReluNet, folded: FoldComplex) -> ArgmaxCells:
    """Each linear region of `folded`, cut where its two largest outputs are equal; exact like the complex.

    The outputs come in one by one. The largest so far is affine on each face, so that one cut of all faces,
    where the next output exceeds it, is exact; what earlier cuts have left inside one class is merged.
    Raises InputError for one output, or a net that is not the complex's.
    """
    if not folds_alike(net, folded.net) or net.widths[-1] < 2:
        raise InputError(
            f"argmax_cells: expected the net of the complex, with widths {folded.net.widths} and its "
            f"weights, and at least 2 outputs, got another with widths {net.widths}"
        )
    mesh, classes = _cut_by_class(net, folded)
    whole, first, group = np.unique(
        np.column_stack([mesh.origin, classes]), axis=0, return_index=True, return_inverse=True
    )
    left = merged(mesh, group.ravel(), folded.window)
    regions = mesh.origin[first]
    cells = complex_of(
        left,
        net=folded.net,
        window=folded.window,
        vertices=mesh.vertices,
        folds=_folds_below(folded, mesh.edge_fold[left.sources]),
        ancestors=folded.ancestors[:, regions],
    )
    return ArgmaxCells(cells, whole[:, 1], whole[:, 0])


def class_boundary(net: ReluNet, folded: FoldComplex) -> Polylines:
    """Where the class changes, for two outputs or one `decision_boundary`, for more the edges between cells
    of two classes put end to end, which have no direction."""
    if net.widths[-1] <= 2:
        return decision_boundary(net, folded)
    cells = argmax_cells(net, folded)
    return joined(cells.complex.edges[cells.boundary_edges()], cells.complex.vertices)


def lifted(
    lines: Polylines, net: ReluNet, layer: int, neuron: int | None = None, *, activated: bool = False
) -> Floats:
    """The heights (N,) of `lines.points` on the sheet of one neuron; see `layer_values`.

    The points of a decision boundary stand at every fold that it crosses, so that between them the lifted
    line is straight and lies in the sheet.
    """
    return layer_values(net, lines.points, layer, neuron, activated=activated)


def layer_values(
    net: ReluNet, points: Floats, layer: int, neuron: int | None = None, *, activated: bool = False
) -> Floats:
    """(n,) what enters neuron `neuron` of layer `layer` at points (n, 2), or with `activated` what leaves it.

    (n, width) for all neurons of the layer when `neuron` is None. Layer `net.n_hidden_layers` is the output,
    which has no activation. Raises InputError for a layer or a neuron that the net has not.
    """
    if not 0 <= layer <= net.n_hidden_layers:
        raise InputError(f"layer: expected 0 to {net.n_hidden_layers} (the output), got {layer}")
    width = net.widths[layer + 1]
    if neuron is not None and not 0 <= neuron < width:
        raise InputError(f"neuron: expected 0 to {width - 1} in layer {layer}, got {neuron}")
    values = net.pre_activation(points, layer)
    if activated and layer < net.n_hidden_layers:
        values = net.activation(values)
    return values if neuron is None else values[:, neuron]


def _cut_by_class(net: ReluNet, folded: FoldComplex) -> tuple[Mesh, Ints]:
    """The mesh cut by each output against the largest before it, and the class of each of its faces.

    The mesh's values are the outputs, then the largest so far, then by how much the next one exceeds it.
    What `split` carries along as an edge's fold is here the edge of `folded` that it lies on.
    """
    outputs = net(folded.vertices)
    n_outputs, sizes = outputs.shape[1], zero_bounds(net, folded.window)[-1]
    values = np.column_stack([outputs, outputs[:, 0], outputs[:, 0]])
    on_edge = np.arange(folded.n_edges)
    bounds, loose = np.zeros(values.shape[1]), np.zeros_like(values)
    mesh = replace(mesh_of(folded), values=values, bounds=bounds, loose=loose, edge_fold=on_edge)
    classes, top, excess = np.zeros(folded.n_regions, np.int64), n_outputs, n_outputs + 1
    for output in range(1, n_outputs):
        mesh.values[:, excess] = mesh.values[:, output] - mesh.values[:, top]
        mesh.bounds[excess] = sizes[output] + sizes[:output].max()
        before = replace(mesh, origin=np.arange(len(classes)))
        cut, _ = split(before, excess, -1)
        sign = signs(cut.values[:, excess], cut.bounds[excess] + cut.loose[:, excess])
        higher = np.logical_or.reduceat(sign[cut.corners] > 0, cut.offsets[:-1])
        classes = np.where(higher, output, classes[cut.origin])
        cut.values[:, top] = np.where(sign > 0, cut.values[:, output], cut.values[:, top])
        mesh = replace(cut, origin=mesh.origin[cut.origin])
    return mesh, classes


def _folds_below(folded: FoldComplex, below: Ints) -> tuple[Ints, Ints]:
    """The folds along edges that lie on the complex's edges `below`, none where that is -1."""
    on_edge = np.flatnonzero(below >= 0)
    offsets, folds = folds_of(folded, below[on_edge], folded.net.n_hidden_layers)
    counts = np.zeros(len(below), np.int64)
    counts[on_edge] = np.diff(offsets)
    return np.concatenate([[0], np.cumsum(counts)]), folds

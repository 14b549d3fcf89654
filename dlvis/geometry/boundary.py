"""Where the output crosses a level: the decision boundary as ordered, oriented lines."""

from collections import Counter
from dataclasses import replace

import numpy as np

from dlvis.arrays import Floats, Ints
from dlvis.errors import InputError
from dlvis.geometry.complex import FoldComplex
from dlvis.geometry.layers import mesh_of
from dlvis.geometry.polylines import Polylines
from dlvis.geometry.rounding import ROUNDING, zero_bounds
from dlvis.geometry.split import Mesh, signs, split, zero_edges
from dlvis.net import ReluNet, folds_alike

_AT_ONCE = 2**25  # values of one layer: a quarter of a gigabyte


def decision_boundary(net: ReluNet, folded: FoldComplex, level: float = 0.0) -> Polylines:
    """The boundary of {output > level} in the window, exactly, the higher side on the left.

    For one output that is output 0; for two, the difference output 1 - output 0. Lines end at the window's
    sides or close. Where the output equals the level on a whole region, its border to the higher side
    counts. Raises InputError for another number of outputs or a net that is not the complex's.
    """
    if not folds_alike(net, folded.net):
        raise InputError(
            f"decision_boundary: expected the net of the complex, with widths {folded.net.widths} and its "
            f"weights, got another with widths {net.widths}"
        )
    if not np.isfinite(level):
        raise InputError(f"decision_boundary: expected a finite level, got {level}")
    bound = float(zero_bounds(net, folded.window)[-1].sum() + ROUNDING * abs(level))
    return level_lines(folded, _margins(net, folded.vertices) - level, bound)


def boundary_segments(cut: FoldComplex) -> Polylines:
    """The decision boundary of a net as loose segments: the edges along which the last hidden layer folds of
    `cut`, the complex of `dlvis.net.decided(net)`.

    The same lines as `decision_boundary`, not chained and not oriented, for a small part of the work: for
    whoever draws many in a row.
    """
    edges = cut.edges[cut.fold_edges(cut.net.n_hidden_layers - 1)]
    return Polylines(cut.vertices[edges].reshape(-1, 2), 2 * np.arange(len(edges) + 1))


def level_lines(folded: FoldComplex, values: Floats, bound: float) -> Polylines:
    """Where `values` (V,), affine on each region of a complex, cross 0, the higher side on the left.

    A value of magnitude `bound` or less counts as 0.
    """
    mesh = _output_mesh(folded, values, bound)
    sign = signs(mesh.values[:, 0], mesh.bounds[0])
    along = _borders_of_zero(mesh, sign)
    cut, chords = split(mesh, 0, 0)
    return _chained(np.concatenate([chords, along]), cut.vertices)


def margin(net: ReluNet, points: Floats) -> Floats:
    """(n,): what is above 0 for the positive class: output 0, or for two outputs output 1 - output 0."""
    return _as_margin(net(points))


def confidence(net: ReluNet, points: Floats) -> Floats:
    """(n,) from -1 to 1: the probability of the positive class less that of the negative one."""
    sure: Floats = np.tanh(margin(net, points) / 2)
    return sure


def _margins(net: ReluNet, points: Floats) -> Floats:
    """The margin at millions of points, some at a time: a wide layer's values at all of them need not fit."""
    step = max(1, _AT_ONCE // max(net.widths))
    values = np.empty(len(points))
    for start in range(0, len(points), step):
        values[start : start + step] = margin(net, points[start : start + step])
    return values


def _as_margin(outputs: Floats) -> Floats:
    if outputs.shape[-1] > 2:
        raise InputError(f"expected a net with 1 or 2 outputs, got {outputs.shape[-1]}")
    result: Floats = outputs[:, 0] if outputs.shape[-1] == 1 else outputs[:, 1] - outputs[:, 0]
    return result


def _output_mesh(folded: FoldComplex, values: Floats, bound: float) -> Mesh:
    column = values[:, None]
    return replace(mesh_of(folded), values=column, bounds=np.array([bound]), loose=np.zeros_like(column))


def _borders_of_zero(mesh: Mesh, sign: Ints) -> Ints:
    """Zero edges between a positive face and one that is not: oriented pairs, positive side on the left."""
    on_zero = np.zeros(len(mesh.edges), bool)
    on_zero[zero_edges(mesh, sign)] = True
    if not on_zero.any():
        return np.empty((0, 2), np.int64)
    high = np.logical_or.reduceat(sign[mesh.corners] > 0, mesh.offsets[:-1])
    corner = np.flatnonzero(np.repeat(high, np.diff(mesh.offsets)) & on_zero[mesh.corner_edges])
    n_high = np.bincount(mesh.corner_edges[corner], minlength=len(mesh.edges))
    n_faces = np.bincount(mesh.corner_edges, minlength=len(mesh.edges))
    edge = mesh.corner_edges[corner]
    corner = corner[(n_high[edge] == 1) & (n_faces[edge] == 2)]
    return _forward_pairs(mesh, corner)


def _forward_pairs(mesh: Mesh, corner: Ints) -> Ints:
    """(n, 2): the edges at these corners, in the direction in which their face goes round them."""
    start = mesh.corners[corner]
    ends = mesh.edges[mesh.corner_edges[corner]]
    return np.column_stack([start, ends.sum(axis=1) - start])


def _chained(pairs: Ints, vertices: Floats) -> Polylines:
    """Join oriented vertex pairs end to start: open lines from the window's sides first, then closed ones."""
    leaving: dict[int, list[int]] = {}
    for start, end in pairs.tolist():
        leaving.setdefault(start, []).append(end)
    more = Counter(pairs[:, 0].tolist())
    more.subtract(pairs[:, 1].tolist())  # how many more lines leave a vertex than arrive: they begin there
    lines = [_walk(start, leaving) for start, count in more.items() for _ in range(count)]
    for start in leaving:
        while leaving[start]:
            lines.append(_walk(start, leaving))
    index = np.array([vertex for line in lines for vertex in line], np.int64)
    lengths = [len(line) for line in lines]
    return Polylines(vertices[index], np.concatenate([[0], np.cumsum(lengths)]))


def _walk(start: int, leaving: dict[int, list[int]]) -> list[int]:
    line = [start]
    while leaving.get(line[-1]):
        line.append(leaving[line[-1]].pop())
        if line[-1] == start:
            break
    return line

"""Cutting a planar mesh of convex faces along the zero set of one function that is affine on each face.

The whole of fold geometry is this one step, repeated for each neuron. It is exact in the sense of
three-state signs: a value below its own rounding bound is 0, decided once for each shared vertex, so two
faces can never disagree. Faces share vertices and edges; an edge is cut once and owns its new vertex;
nothing is merged by distance, hashed or rounded, and no face is dropped for being small.
"""

from dataclasses import dataclass, replace

import numpy as np

from dlvis.arrays import Bools, Floats, Ints
from dlvis.geometry.crossings import FirstLayer, crossings, on_edges
from dlvis.geometry.looseness import looseness, sharpest


@dataclass(frozen=True, eq=False)
class Mesh:
    """Convex faces over shared vertices and edges, with values that are affine on each face.

    `values` (V, m) are the functions to cut by, `bounds` (m,) the magnitude up to which each counts as 0, and
    `loose` (V, m) what is added to it at each vertex (`dlvis.geometry.looseness`).
    Face f has the corners `corners[offsets[f]:offsets[f + 1]]`, anticlockwise; `corner_edges[i]` is the
    edge from corner i to the next. `edge_fold` (E,) is the fold an edge was made by, negative for a side of
    the window; `shared_folds` (n, 2) lists further (edge, fold) pairs where folds lie on each other.
    `origin` (faces,) is the face of the mesh that a layer started from. While the first layer is cut, `first`
    knows the folds as lines, and new vertices are where these cross; later they are interpolated.
    """

    vertices: Floats
    values: Floats
    bounds: Floats
    loose: Floats
    edges: Ints
    edge_fold: Ints
    shared_folds: Ints
    offsets: Ints
    corners: Ints
    corner_edges: Ints
    origin: Ints
    first: FirstLayer | None = None


def signs(values: Floats, bound: Floats | float) -> Ints:
    """-1, 0 or 1 for each value: 0 when it is below its rounding bound."""
    sign: Ints = (values > bound).astype(np.int64) - (values < -bound)
    return sign


def split(mesh: Mesh, column: int, fold: int) -> tuple[Mesh, Ints]:
    """The mesh cut along the zero set of `values[:, column]`; its new edges lie on `fold`.

    Also returns the chords (n, 2): the vertex pairs of the new edges, positive side on the left.
    """
    sign = signs(mesh.values[:, column], mesh.bounds[column] + mesh.loose[:, column])
    positive = np.logical_or.reduceat(sign[mesh.corners] > 0, mesh.offsets[:-1])
    negative = np.logical_or.reduceat(sign[mesh.corners] < 0, mesh.offsets[:-1])
    touched = positive | negative
    mesh = _with_shared_fold(mesh, sign, touched, fold)
    faces = np.flatnonzero(positive & negative)
    if len(faces) == 0:
        return mesh, np.empty((0, 2), np.int64)
    mesh, middle, first_half = _cut_edges(mesh, sign, column, fold)
    sign = np.concatenate([sign, np.zeros(len(mesh.vertices) - len(sign), np.int64)])
    ring = _rings_from_start(mesh, faces, sign, middle, first_half)
    return _cut_faces(mesh, faces, ring, fold)


def zero_edges(mesh: Mesh, sign: Ints) -> Ints:
    """The edges with both ends on the zero set."""
    return np.flatnonzero((sign[mesh.edges] == 0).all(axis=1))


def _with_shared_fold(mesh: Mesh, sign: Ints, touched: Bools, fold: int) -> Mesh:
    """Old edges that lie on the new fold, beside a face on which the function is not 0 throughout."""
    on_zero = zero_edges(mesh, sign)
    if len(on_zero) == 0:
        return mesh
    beside = mesh.corner_edges[np.repeat(touched, np.diff(mesh.offsets))]
    on_fold = np.intersect1d(on_zero, beside)
    pairs = np.column_stack([on_fold, np.full(len(on_fold), fold)])
    return replace(mesh, shared_folds=np.concatenate([mesh.shared_folds, pairs]))


def _cut_edges(mesh: Mesh, sign: Ints, column: int, fold: int) -> tuple[Mesh, Ints, Ints]:
    """Put a vertex on each edge whose ends differ in sign.

    Returns the mesh (faces not yet updated), the new vertex of each old edge (-1: not cut) and the start
    of each old edge. The half at the start keeps the edge's number, the other half gets a new one:
    n_old_edges + (number of the new vertex among the new ones).
    """
    start, end = mesh.edges.T
    cut = np.flatnonzero(sign[start] * sign[end] < 0)
    vertices, values, loose = _crossings(mesh, cut, column, fold)
    n_vertices, n_edges = len(mesh.vertices), len(mesh.edges)
    new = n_vertices + np.arange(len(cut))
    edges = mesh.edges.copy()
    edges[cut, 1] = new
    middle = np.full(n_edges, -1)
    middle[cut] = new
    shared = mesh.shared_folds
    again = shared[middle[shared[:, 0]] >= 0]
    again = np.column_stack([n_edges + middle[again[:, 0]] - n_vertices, again[:, 1]])
    cut_mesh = replace(
        mesh,
        vertices=np.concatenate([mesh.vertices, vertices]),
        values=np.concatenate([mesh.values, values]),
        loose=np.concatenate([mesh.loose, loose]),
        edges=np.concatenate([edges, np.column_stack([new, end[cut]])]),
        edge_fold=np.concatenate([mesh.edge_fold, mesh.edge_fold[cut]]),
        shared_folds=np.concatenate([shared, again]),
    )
    return cut_mesh, middle, start


def _crossings(mesh: Mesh, cut: Ints, column: int, fold: int) -> tuple[Floats, Floats, Floats]:
    """The new vertices on these edges, the values at them (0 in `column`), and how loose these are."""
    a, b = mesh.edges[cut].T
    start, end = mesh.vertices[a], mesh.vertices[b]
    t, values, loose = _interpolated(mesh, a, b, np.full(len(cut), column))
    if mesh.first is None:
        if values.shape[1] > 1:
            t, values, loose = _interpolated(mesh, a, b, _sharpest(mesh, a, b, values, loose, column))
        vertices = _between(start, end, t)
    else:
        lines = mesh.first.lines
        exact = crossings(lines, mesh.edge_fold[cut], np.full(len(cut), fold))
        vertices = on_edges(exact, start, end, _between(start, end, t), lines.slack)
        values, loose = mesh.first.values(vertices), np.zeros_like(loose)
    values[:, column] = 0.0
    return vertices, values, loose


def _interpolated(mesh: Mesh, a: Ints, b: Ints, column: Ints) -> tuple[Floats, Floats, Floats]:
    """Where the values of `column` (n,) are 0 on edges from a to b, all values there, how loose they are."""
    za, zb = mesh.values[a, column], mesh.values[b, column]
    t = (za / (za - zb))[:, None]
    change = np.abs(mesh.values[b] - mesh.values[a])
    loose = looseness(mesh.bounds[column], za - zb)[:, None] * change
    return t, _between(mesh.values[a], mesh.values[b], t), loose


def _sharpest(mesh: Mesh, a: Ints, b: Ints, values: Floats, loose: Floats, column: int) -> Ints:
    at_a, at_b = (signs(mesh.values[ends], mesh.bounds + mesh.loose[ends]) for ends in (a, b))
    zero = (signs(values, mesh.bounds + loose) == 0) & (at_a * at_b < 0)
    return sharpest(zero, mesh.values[b] - mesh.values[a], mesh.bounds, column)


def _between(at_start: Floats, at_end: Floats, t: Floats) -> Floats:
    """Linear interpolation that is exact where both ends are equal."""
    return at_start + t * (at_end - at_start)


@dataclass(frozen=True, eq=False)
class _Rings:
    """The corners of the faces to cut, each face turned so that its positive part comes first."""

    corners: Ints
    edges: Ints
    starts: Ints  # (faces,) where each face's ring begins
    lengths: Ints
    n_positive: Ints  # (faces,) how many edges lie on the positive side


def _rings_from_start(mesh: Mesh, faces: Ints, sign: Ints, middle: Ints, start: Ints) -> _Rings:
    corners, edges, lengths = _rings_with_new_vertices(mesh, faces, middle, start)
    starts = np.cumsum(lengths) - lengths
    face = np.repeat(np.arange(len(faces)), lengths)
    local = np.arange(len(corners)) - starts[face]
    side = _edge_sides(sign[corners], starts, lengths, face, local)
    before = starts[face] + (local - 1) % lengths[face]
    begins = (side > 0) & (side[before] < 0)
    if not (np.add.reduceat(begins, starts) == 1).all():
        raise ArithmeticError("split: a face's zero set is not one chord; its corners are not convex")
    turn = local[begins]
    turned = starts[face] + (local + turn[face]) % lengths[face]
    return _Rings(corners[turned], edges[turned], starts, lengths, np.add.reduceat(side > 0, starts))


def _rings_with_new_vertices(mesh: Mesh, faces: Ints, middle: Ints, start: Ints) -> tuple[Ints, Ints, Ints]:
    """Corners, edges and lengths of `faces`, the new vertices put in where their edges are cut."""
    n_old = len(middle)
    lengths = mesh.offsets[faces + 1] - mesh.offsets[faces]
    index = ragged_range(mesh.offsets[faces], lengths)
    old_corners, old_edges = mesh.corners[index], mesh.corner_edges[index]
    new = middle[old_edges]
    cut = new >= 0
    place = np.arange(len(index)) + np.cumsum(cut) - cut
    other_half = n_old + new - (len(mesh.vertices) - np.count_nonzero(middle >= 0))
    forward = start[old_edges] == old_corners
    corners = np.empty(len(index) + np.count_nonzero(cut), np.int64)
    edges = np.empty_like(corners)
    corners[place] = old_corners
    corners[place[cut] + 1] = new[cut]
    edges[place] = np.where(cut & ~forward, other_half, old_edges)
    edges[place[cut] + 1] = np.where(forward, other_half, old_edges)[cut]
    owner = np.repeat(np.arange(len(faces)), lengths)
    return corners, edges, lengths + np.bincount(owner, weights=cut, minlength=len(faces)).astype(np.int64)


def _edge_sides(sign: Ints, starts: Ints, lengths: Ints, face: Ints, local: Ints) -> Ints:
    """The side of the zero set that each ring edge lies on: its ends' sign, else that of the edge before."""
    after = starts[face] + (local + 1) % lengths[face]
    side: Ints = np.where(sign != 0, sign, sign[after])
    before = starts[face] + (local - 1) % lengths[face]
    while (open_edges := np.flatnonzero(side == 0)).size:
        side[open_edges] = side[before[open_edges]]
    return side


def _cut_faces(mesh: Mesh, faces: Ints, ring: _Rings, fold: int) -> tuple[Mesh, Ints]:
    """Replace each face by its positive and its negative part, with a new edge, the chord, between them."""
    n_edges, n_faces = len(mesh.edges), len(faces)
    chord = n_edges + np.arange(n_faces)
    enter, leave = ring.corners[ring.starts], ring.corners[ring.starts + ring.n_positive]
    n_negative = ring.lengths - ring.n_positive
    parts = [
        _part(ring, ring.starts, ring.n_positive, leave, chord),
        _part(ring, ring.starts + ring.n_positive, n_negative, enter, chord),
    ]
    kept = np.ones(len(mesh.offsets) - 1, bool)
    kept[faces] = False
    lengths = np.diff(mesh.offsets)
    stay = np.repeat(kept, lengths)
    all_lengths = np.concatenate([lengths[kept], ring.n_positive + 1, n_negative + 1])
    chords = np.column_stack([leave, enter])
    whole = replace(
        mesh,
        edges=np.concatenate([mesh.edges, chords]),
        edge_fold=np.concatenate([mesh.edge_fold, np.full(n_faces, fold)]),
        offsets=np.concatenate([[0], np.cumsum(all_lengths)]),
        corners=np.concatenate([mesh.corners[stay], *(corners for corners, _ in parts)]),
        corner_edges=np.concatenate([mesh.corner_edges[stay], *(edges for _, edges in parts)]),
        origin=np.concatenate([mesh.origin[kept], mesh.origin[faces], mesh.origin[faces]]),
    )
    return whole, chords


def _part(ring: _Rings, first: Ints, count: Ints, last: Ints, chord: Ints) -> tuple[Ints, Ints]:
    """`count` ring corners from `first`, then the corner `last`, from which the chord leads back."""
    size = count + 1
    ends = np.cumsum(size) - 1
    inner = np.ones(int(size.sum()), bool)
    inner[ends] = False
    index = ragged_range(first, count)
    corners, edges = np.empty(len(inner), np.int64), np.empty(len(inner), np.int64)
    corners[inner], corners[ends] = ring.corners[index], last
    edges[inner], edges[ends] = ring.edges[index], chord
    return corners, edges


def ragged_range(starts: Ints, lengths: Ints) -> Ints:
    """starts[0], starts[0] + 1, … (lengths[0] of them), starts[1], … in one array."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))

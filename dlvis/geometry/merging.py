"""Taking edges away again: groups of neighbouring regions become one convex region each.

The exact inverse of cutting, by counting alone: no coordinate is compared but with the window's corners. An
edge between two regions of one group goes; a vertex that only two edges still meet was a cut of a line that
is now whole, and goes as well, unless it is a corner of the window.
"""

from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Bools, Floats, Ints
from dlvis.geometry.split import Mesh
from dlvis.window import Window


@dataclass(frozen=True, eq=False)
class Merged:
    """What is left of a mesh.

    vertices      (v,) the old vertices that stay, ascending; the new numbers count along this
    edges         (e, 2) new vertex numbers
    sources       (e,) one of the old edges that each is put together from
    offsets, corners, corner_edges   of the groups, as in a `Mesh`
    """

    vertices: Ints
    edges: Ints
    sources: Ints
    offsets: Ints
    corners: Ints
    corner_edges: Ints


@dataclass(frozen=True, eq=False)
class _Sides:
    """The old edges that stay, seen from the group on their left: one entry for each group beside them."""

    group: Ints
    start: Ints
    end: Ints
    edge: Ints


def merged(mesh: Mesh, group: Ints, window: Window) -> Merged:
    """The mesh whose faces are the groups 0, 1, …; `group` (faces,) says which one each face is part of.

    The faces of a group must together be convex, and those of all groups fill the window.
    """
    inner = _inner_edges(mesh, group)
    degree = np.bincount(mesh.edges[~inner].ravel(), minlength=len(mesh.vertices))
    stays = (degree > 2) | (_at_corners(mesh.vertices, window) & (degree > 0))
    sides = _in_ring_order(_sides(mesh, group, inner), stays)
    begins = np.flatnonzero(stays[sides.start])
    sources, first, corner_edges = np.unique(
        np.minimum.reduceat(sides.edge, begins), return_index=True, return_inverse=True
    )
    number = np.cumsum(stays) - 1
    corners = number[sides.start[begins]]
    offsets = np.concatenate([[0], np.cumsum(np.bincount(sides.group[begins]))])
    ends = corners[_next_corner(offsets)]
    edges = np.column_stack([corners[first], ends[first]])
    return Merged(np.flatnonzero(stays), edges, sources, offsets, corners, corner_edges.ravel())


def _inner_edges(mesh: Mesh, group: Ints) -> Bools:
    """(E,): the edges with the same group on both sides."""
    beside = np.repeat(group, np.diff(mesh.offsets))
    one, other = np.empty((2, len(mesh.edges)), np.int64)
    one[mesh.corner_edges] = beside  # an edge has two entries at most: here the last one stays,
    other[mesh.corner_edges[::-1]] = beside[::-1]  # and here the first
    n_sides = np.bincount(mesh.corner_edges, minlength=len(mesh.edges))
    inner: Bools = (n_sides == 2) & (one == other)
    return inner


def _at_corners(vertices: Floats, window: Window) -> Bools:
    at: Bools = np.isin(vertices[:, 0], (window.xmin, window.xmax)) & np.isin(
        vertices[:, 1], (window.ymin, window.ymax)
    )
    return at


def _sides(mesh: Mesh, group: Ints, inner: Bools) -> _Sides:
    kept = np.flatnonzero(~inner[mesh.corner_edges])
    end = mesh.corners[_next_corner(mesh.offsets)[kept]]
    beside = np.repeat(group, np.diff(mesh.offsets))[kept]
    return _Sides(beside, mesh.corners[kept], end, mesh.corner_edges[kept])


def _in_ring_order(sides: _Sides, stays: Bools) -> _Sides:
    """Group after group, each anticlockwise from a vertex that stays."""
    after = _following(sides, len(stays))
    staying = np.flatnonzero(stays[sides.start])
    _, first = np.unique(sides.group[staying], return_index=True)
    steps = _steps_to(staying[first], after)
    sizes = np.bincount(sides.group)
    place = (np.cumsum(sizes) - sizes)[sides.group] + (sizes[sides.group] - steps) % sizes[sides.group]
    order = np.empty_like(place)
    order[place] = np.arange(len(place))
    return _Sides(sides.group[order], sides.start[order], sides.end[order], sides.edge[order])


def _following(sides: _Sides, n_vertices: int) -> Ints:
    """For each side the one of its group that starts where it ends; a convex ring meets a vertex once."""
    starts = sides.group * n_vertices + sides.start
    order = np.argsort(starts)
    found = np.searchsorted(starts, sides.group * n_vertices + sides.end, sorter=order)
    following: Ints = order[found]
    return following


def _steps_to(roots: Ints, after: Ints) -> Ints:
    """(n,): how often `after` leads from each entry to its ring's root; strides double in each round."""
    steps = np.ones(len(after), np.int64)
    reached = after.copy()
    steps[roots], reached[roots] = 0, roots
    while True:
        further = steps[reached]
        if not further.any():
            return steps
        steps += further
        reached = reached[reached]


def _next_corner(offsets: Ints) -> Ints:
    after = np.arange(1, offsets[-1] + 1)
    after[offsets[1:] - 1] = offsets[:-1]
    return after

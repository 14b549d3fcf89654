"""The fragments of one pixel: how deep they lie, which strokes are one, and whether their order is plain.

Depth is compared by keys, q plus the lift of the layer. A stroke lies on each facet whose plane holds the
point of the stroke's line that is nearest to the pixel: there it goes with the facet over its whole width,
however steep the facet is, and only their lifts decide which is on top. A facet whose corners are not in one
plane holds what is no farther from it than they are, so that its own sides lie on it.
"""

import numpy as np

from dlvis.compiled import inlined
from dlvis.draw.kernels.solid.capsules import along
from dlvis.draw.kernels.solid.samples import FULL, REACH

MOST_LAIN_ON = 62  # facets of a pixel that a stroke is tried on, bits of an int64


@inlined
def add_facets(head, x, y, solids, fragments, layers):
    """Gather the facets of a pixel with its middle at (x, y); how many, -1 if too many."""
    n, at = np.int64(0), head
    while at >= 0:
        if n == len(layers.owners):
            return -1
        owner = fragments.owners[at]
        plane = solids.planes[owner]
        layers.owners[n], layers.masks[n] = owner, fragments.amounts[at]
        layers.alphas[n] = solids.paints[owner, 3]
        layers.keys[n] = plane_at(plane, x, y) + plane[7]
        layers.spreads[n] = REACH * (abs(plane[3]) + abs(plane[4]))
        n += 1
        at = fragments.following[at]
    return n


@inlined
def same_facets(head, n, x, y, solids, fragments, layers):
    """Whether a pixel has the same facets in the same order as the one gathered before, and notes their keys.

    All of them filled that pixel, and must fill this one.
    """
    at = head
    for layer in range(n):
        if at < 0 or fragments.owners[at] != layers.owners[layer] or fragments.amounts[at] != FULL:
            return False
        plane = solids.planes[layers.owners[layer]]
        layers.keys[layer] = plane_at(plane, x, y) + plane[7]
        at = fragments.following[at]
    if at >= 0:
        return False
    for place in range(1, n):
        near, far = layers.sorted[place - 1], layers.sorted[place]
        one, other = solids.planes[layers.owners[near]], solids.planes[layers.owners[far]]
        gap = layers.keys[near] - layers.keys[far]
        if not gap >= REACH * (abs(one[3] - other[3]) + abs(one[4] - other[4])):
            return False
    return True


@inlined
def add_strokes(head, x, y, n_facets, tolerance, solids, fragments, layers):
    """Gather the strokes of a pixel behind its facets; how many layers there are then, -1 if too many."""
    n, at, first = n_facets, head, len(solids.edge_offsets) - 1
    while at >= 0:
        if n == len(layers.owners):
            return -1
        owner = fragments.owners[at]
        plane, capsule = solids.planes[owner], solids.capsules[owner - first]
        alpha, share = (
            solids.paints[owner, 3] * fragments.amounts[at] * (1.0 / 65535.0),
            along(plane, capsule, x, y),
        )
        layers.owners[n], layers.masks[n], layers.alphas[n] = owner, FULL, alpha
        layers.shares[n], layers.depths[n] = share, _depth_along(plane, capsule, share)
        same = _same_stroke(n, n_facets, tolerance, solids, layers)
        if alpha > layers.alphas[same]:
            layers.owners[same], layers.alphas[same] = owner, alpha
            layers.shares[same], layers.depths[same] = share, layers.depths[n]
        n += same == n
        at = fragments.following[at]
    for stroke in range(n_facets, n):
        _lay(stroke, n_facets, tolerance, solids, layers)
    if n == n_facets:
        return n
    if n == n_facets + 1:
        layers.keys[n_facets] += solids.planes[layers.owners[n_facets], 7]
        return n
    return _joined(n_facets, n, tolerance, solids, layers)


@inlined
def _joined(n_facets, n, tolerance, solids, layers):
    """Let strokes that belong together share their depth, and lift them; how many layers are left."""
    for stroke in range(n_facets, n):
        layers.steeps[stroke] = _least_slope(layers.lying[stroke], n_facets, solids, layers)
        _join(stroke, n_facets, tolerance, solids, layers)
    for stroke in range(n_facets, n):
        leader = layers.leaders[stroke]
        layers.keys[stroke] = layers.keys[leader]
        layers.spreads[stroke] = layers.spreads[leader]
        layers.lying[stroke] = layers.lying[leader]
    return _strongest(n_facets, n, solids, layers)


@inlined
def _strongest(n_facets, n, solids, layers):
    """Keep one stroke of each thing among those that share a depth, and lift it; how many layers are left."""
    first, kept = len(solids.edge_offsets) - 1, n_facets
    for stroke in range(n_facets, n):
        owner, alpha, same = layers.owners[stroke], layers.alphas[stroke], kept
        for other in range(n_facets, kept):
            thing = solids.things[layers.owners[other] - first]
            if thing == solids.things[owner - first] and layers.leaders[other] == layers.leaders[stroke]:
                same = other
        if same == kept:
            kept += 1
            layers.leaders[same] = layers.leaders[stroke]
            layers.lying[same], layers.spreads[same] = layers.lying[stroke], layers.spreads[stroke]
            layers.keys[same] = layers.keys[stroke] + solids.planes[owner, 7]
            layers.alphas[same] = -1.0
        if alpha > layers.alphas[same]:
            layers.owners[same], layers.alphas[same] = owner, alpha
    return kept


@inlined
def _same_stroke(stroke, n_facets, tolerance, solids, layers):
    """The earlier layer that is a stroke of the same thing and meets this one, else this one."""
    first = len(solids.edge_offsets) - 1
    thing = solids.things[layers.owners[stroke] - first]
    for other in range(n_facets, stroke):
        same = solids.things[layers.owners[other] - first] == thing
        if same and _meet(stroke, other, tolerance, solids, layers):
            return other
    return stroke


@inlined
def _lay(stroke, n_facets, tolerance, solids, layers):
    """Lay a stroke on the facets that hold it, the nearest of which it goes with."""
    owner = layers.owners[stroke]
    plane, capsule = solids.planes[owner], solids.capsules[owner - len(solids.edge_offsets) + 1]
    share = layers.shares[stroke]
    foot_x, foot_y = plane[0] + share * capsule[0], plane[1] + share * capsule[1]
    depth = layers.depths[stroke]
    lying, nearest, spread = np.int64(0), -1.0, REACH * (abs(plane[3]) + abs(plane[4]))
    for i in range(min(n_facets, MOST_LAIN_ON)):
        facet = solids.planes[layers.owners[i]]
        if abs(plane_at(facet, foot_x, foot_y) - depth) <= tolerance + facet[5]:
            lying |= 1 << i
            nearest, spread = max(nearest, layers.keys[i] - facet[7]), max(spread, layers.spreads[i])
    layers.lying[stroke], layers.spreads[stroke] = lying, spread
    layers.keys[stroke] = depth if lying == 0 else nearest


@inlined
def _least_slope(lying, n_facets, solids, layers):
    """Of the facets that a stroke lies on; without bound if on none."""
    least = np.inf
    for i in range(min(n_facets, MOST_LAIN_ON)):
        if (lying >> i) & 1:
            facet = solids.planes[layers.owners[i]]
            least = min(least, facet[3] * facet[3] + facet[4] * facet[4])
    return np.sqrt(least)


@inlined
def _join(stroke, n_facets, tolerance, solids, layers):
    """Let strokes that meet, or lie on one facet, share one depth, so that their lifts decide.

    The first of them leads: it has the nearest key of all, and all facets that any of them lies on.
    """
    layers.leaders[stroke] = stroke
    for other in range(n_facets, stroke):
        on_one = (layers.lying[stroke] & layers.lying[other]) != 0
        if (
            on_one
            or _meet(stroke, other, tolerance, solids, layers)
            or _beside(stroke, other, tolerance, solids, layers)
        ):
            _unite(layers.leaders[stroke], layers.leaders[other], n_facets, stroke, layers)


@inlined
def _unite(one, leader, n_facets, last, layers):
    """Let the strokes that `one` leads be led by `leader`."""
    if one == leader:
        return
    for stroke in range(n_facets, last + 1):
        if layers.leaders[stroke] == one:
            layers.leaders[stroke] = leader
    layers.keys[leader] = max(layers.keys[leader], layers.keys[one])
    layers.lying[leader] |= layers.lying[one]
    spread = max(layers.spreads[leader], layers.spreads[one])
    layers.spreads[leader] = spread if layers.lying[leader] != 0 else 0.0


@inlined
def _beside(a, b, tolerance, solids, layers):
    """Whether two strokes of a pixel may lie beside one another on one surface, by how steep it is there."""
    first = len(solids.edge_offsets) - 1
    halves = solids.capsules[layers.owners[a] - first, 3] + solids.capsules[layers.owners[b] - first, 3]
    # a stroke may reach past the facets that it lies on; then the other one's tell
    steep = min(layers.steeps[a], layers.steeps[b])
    reach = steep * (halves + 1.0) if steep < np.inf else 0.0
    return abs(layers.depths[a] - layers.depths[b]) <= reach + tolerance


@inlined
def _meet(a, b, tolerance, solids, layers):
    """Whether two strokes of a pixel may have a joint there, by how far each may rise up to it."""
    first = len(solids.edge_offsets) - 1
    reach = solids.capsules[layers.owners[a] - first, 5] + solids.capsules[layers.owners[b] - first, 5]
    return abs(layers.depths[a] - layers.depths[b]) <= reach + tolerance


@inlined
def plane_at(plane, x, y):
    return plane[2] + plane[3] * (x - plane[0]) + plane[4] * (y - plane[1])


@inlined
def _depth_along(plane, capsule, share):
    """The depth of a stroke at a share of its way; of a dot the nearest."""
    if capsule[2] == 0.0:
        return plane[6]
    return plane[2] + share * _rise(plane, capsule)


@inlined
def _rise(plane, capsule):
    """How much q changes from a stroke's start to its end."""
    rise = plane[6] - plane[5]
    return rise if plane[2] == plane[5] else -rise

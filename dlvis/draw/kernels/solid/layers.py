"""The fragments of one pixel: how deep they lie, which strokes are one, and whether their order is plain.

Depth is compared by keys, q plus the lift of the layer. A stroke lies on each facet whose plane holds the
point of the stroke's line that is nearest to the pixel: there it goes with the facet over its whole width,
however steep the facet is, and only their lifts decide which is on top.
"""

import numpy as np

from dlvis.compiled import called, inlined
from dlvis.draw.kernels.solid.capsules import along
from dlvis.draw.kernels.solid.samples import FULL, REACH

MOST_LAIN_ON = 62  # facets of a pixel that a stroke is tried on, bits of an int64
MOST_PAIRED = 48  # layers of a pixel whose order is looked through pair by pair


@called
def add_facets(head, x, y, solids, fragments, layers):
    """Gather the facets of a pixel with its middle at (x, y); how many, -1 if too many, and how many
    fragments of strokes there are."""
    n, n_strokes, at = 0, 0, head
    while at >= 0:
        owner = fragments.owners[at]
        if owner < len(solids.edge_offsets) - 1:
            if n == len(layers.owners):
                return -1, 0
            layers.owners[n] = owner
            layers.masks[n] = fragments.amounts[at]
            layers.alphas[n] = solids.paints[owner, 3]
            plane = solids.planes[owner]
            layers.keys[n] = plane_at(plane, x, y) + plane[7]
            layers.spreads[n] = REACH * (abs(plane[3]) + abs(plane[4]))
            n += 1
        else:
            n_strokes += 1
        at = fragments.following[at]
    return n, n_strokes


@inlined
def same_layers(head, n, x, y, solids, fragments, layers):
    """Whether a pixel has the same whole layers in the same order as the pixel gathered before it."""
    at = head
    for layer in range(n):
        if at < 0 or fragments.owners[at] != layers.owners[layer] or fragments.amounts[at] != FULL:
            return False
        at = fragments.following[at]
    if at >= 0:
        return False
    for place in range(1, n):
        one = solids.planes[layers.owners[layers.ranks[place - 1]]]
        other = solids.planes[layers.owners[layers.ranks[place]]]
        gap = plane_at(one, x, y) + one[7] - plane_at(other, x, y) - other[7]
        if not gap >= REACH * (abs(one[3] - other[3]) + abs(one[4] - other[4])):
            return False
    return True


@called
def add_strokes(head, x, y, n_facets, tolerance, solids, fragments, layers):
    """Gather the strokes of a pixel behind its facets; how many layers there are then, -1 if too many."""
    n, at, first = n_facets, head, len(solids.edge_offsets) - 1
    while at >= 0:
        owner = fragments.owners[at]
        if owner >= first:
            plane, capsule = solids.planes[owner], solids.capsules[owner - first]
            alpha = solids.paints[owner, 3] * fragments.amounts[at] / 65535.0
            if n == len(layers.owners):
                return -1
            layers.owners[n], layers.masks[n], layers.alphas[n] = owner, FULL, alpha
            layers.depths[n] = _depth_along(plane, capsule, x, y)
            same = _same_stroke(n, n_facets, tolerance, solids, layers)
            if alpha > layers.alphas[same]:
                layers.owners[same], layers.alphas[same] = owner, alpha
                layers.depths[same] = layers.depths[n]
            n += same == n
        at = fragments.following[at]
    for stroke in range(n_facets, n):
        _lay(stroke, x, y, n_facets, tolerance, solids, layers)
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
def _lay(stroke, x, y, n_facets, tolerance, solids, layers):
    """Lay a stroke on the facets that hold it, the nearest of which it goes with."""
    owner = layers.owners[stroke]
    plane, capsule = solids.planes[owner], solids.capsules[owner - len(solids.edge_offsets) + 1]
    share = along(plane, capsule, x, y)
    foot_x, foot_y = plane[0] + share * capsule[0], plane[1] + share * capsule[1]
    depth = layers.depths[stroke]
    layers.lying[stroke] = 0
    layers.spreads[stroke] = REACH * (abs(plane[3]) + abs(plane[4]))
    layers.steeps[stroke] = np.inf
    nearest = -1.0
    for i in range(min(n_facets, MOST_LAIN_ON)):
        facet = solids.planes[layers.owners[i]]
        if abs(plane_at(facet, foot_x, foot_y) - depth) <= tolerance:
            layers.lying[stroke] |= 1 << i
            nearest = max(nearest, layers.keys[i] - facet[7])
            layers.spreads[stroke] = max(layers.spreads[stroke], layers.spreads[i])
            layers.steeps[stroke] = min(layers.steeps[stroke], np.sqrt(facet[3] ** 2 + facet[4] ** 2))
    layers.keys[stroke] = depth if layers.lying[stroke] == 0 else nearest


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
def _depth_along(plane, capsule, x, y):
    """The depth of a stroke at the point of its line that is nearest to (x, y)."""
    if capsule[2] == 0.0:
        return plane[6]
    share = along(plane, capsule, x, y)
    return plane[2] + share * _rise(plane, capsule)


@inlined
def _rise(plane, capsule):
    """How much q changes from a stroke's start to its end."""
    rise = plane[6] - plane[5]
    return rise if plane[2] == plane[5] else -rise


@called
def in_order(n, keys, owners, ranks):
    """Sort the layers in ranks[:n], the nearest first; of equally near ones what was given later."""
    gap = 1
    while 3 * gap + 1 < n:
        gap = 3 * gap + 1
    while gap > 0:
        for i in range(gap, n):
            layer, at = ranks[i], i
            while at >= gap and _nearer(layer, ranks[at - gap], keys, owners):
                ranks[at] = ranks[at - gap]
                at -= gap
            ranks[at] = layer
        gap //= 3


@inlined
def _nearer(a, b, keys, owners):
    return keys[a] > keys[b] or (keys[a] == keys[b] and owners[a] > owners[b])


@called
def settled(n, n_facets, solids, layers):
    """Whether layers[ranks] hide one another in the same order all over the pixel.

    Behind the first that hides all, the order does not matter.
    """
    if n > MOST_PAIRED:
        return False
    last = 0
    while last < n - 1 and not (
        layers.masks[layers.ranks[last]] == FULL and layers.alphas[layers.ranks[last]] >= 1.0
    ):
        last += 1
    for i in range(last + 1):
        for j in range(i + 1, n if i == last else last + 1):
            if not _ordered(layers.ranks[i], layers.ranks[j], n_facets, solids, layers):
                return False
    return True


@inlined
def _ordered(a, b, n_facets, solids, layers):
    """Whether layer a lies before layer b wherever both are in the pixel."""
    slack = layers.spreads[a] + layers.spreads[b]
    gap = layers.keys[a] - layers.keys[b]
    if gap >= slack:
        return True
    if a < n_facets and b < n_facets:
        if (layers.masks[a] & layers.masks[b]) == 0:
            return True
        one, other = solids.planes[layers.owners[a]], solids.planes[layers.owners[b]]
        return gap >= REACH * (abs(one[3] - other[3]) + abs(one[4] - other[4]))
    if a < n_facets:
        return (layers.lying[b] >> a) & 1 == 1
    if b < n_facets:
        return (layers.lying[a] >> b) & 1 == 1
    return layers.leaders[a] == layers.leaders[b]

"""The fragments of one pixel: how deep they lie, which strokes are one, and whether their order is plain.

Depth is compared by keys, q plus the lift of the layer. A stroke lies on each facet whose plane holds the
point of the stroke's line that is nearest to the pixel: there it goes with the facet over its whole width,
however steep the facet is, and only their lifts decide which is on top.
"""

from dlvis.compiled import called, inlined
from dlvis.draw.kernels.solid.capsules import along
from dlvis.draw.kernels.solid.samples import FULL, REACH

MOST_LAIN_ON = 62  # facets of a pixel that a stroke is tried on, bits of an int64
MOST_PAIRED = 48  # layers of a pixel whose order is looked through pair by pair


@called
def add_facets(head, x, y, solids, fragments, layers):
    """Gather the facets of a pixel with its middle at (x, y); how many, or -1 when they do not fit."""
    n, at = 0, head
    while at >= 0:
        owner = fragments.owners[at]
        if owner < len(solids.edge_offsets) - 1:
            if n == len(layers.owners):
                return -1
            layers.owners[n] = owner
            layers.masks[n] = fragments.amounts[at]
            layers.alphas[n] = solids.paints[owner, 3]
            plane = solids.planes[owner]
            layers.keys[n] = plane_at(plane, x, y) + plane[7]
            layers.spreads[n] = REACH * (abs(plane[3]) + abs(plane[4]))
            n += 1
        at = fragments.following[at]
    return n


@called
def add_strokes(head, x, y, n_facets, tolerance, solids, fragments, layers):
    """Gather the strokes of a pixel behind its facets; how many layers there are then, -1 if too many."""
    n, at, first = n_facets, head, len(solids.edge_offsets) - 1
    while at >= 0:
        owner = fragments.owners[at]
        if owner >= first:
            plane, capsule = solids.planes[owner], solids.capsules[owner - first]
            alpha = solids.paints[owner, 3] * fragments.amounts[at] / 65535.0
            key = _depth_along(plane, capsule, x, y) + plane[7]
            same = _same_stroke(owner - first, key, n_facets, n, tolerance, solids, layers)
            if same == n:
                if n == len(layers.owners):
                    return -1
                n += 1
                layers.alphas[same] = -1.0
            if alpha > layers.alphas[same]:
                layers.owners[same], layers.masks[same] = owner, FULL
                layers.alphas[same], layers.keys[same] = alpha, key
        at = fragments.following[at]
    for stroke in range(n_facets, n):
        _lay(stroke, x, y, n_facets, tolerance, solids, layers)
    return n


@inlined
def _same_stroke(stroke, key, n_facets, n, tolerance, solids, layers):
    """The layer that a stroke of the same thing at about the same depth has already, else n."""
    first = len(solids.edge_offsets) - 1
    for other in range(n_facets, n):
        beside = layers.owners[other] - first
        if solids.things[beside] == solids.things[stroke]:
            reach = solids.capsules[stroke, 5] + solids.capsules[beside, 5] + tolerance
            if abs(layers.keys[other] - key) <= reach:
                return other
    return n


@inlined
def _lay(stroke, x, y, n_facets, tolerance, solids, layers):
    """Lay a stroke on the facets that hold it, the nearest of which it goes with."""
    owner = layers.owners[stroke]
    plane, capsule = solids.planes[owner], solids.capsules[owner - len(solids.edge_offsets) + 1]
    share = along(plane, capsule, x, y)
    foot_x, foot_y = plane[0] + share * capsule[0], plane[1] + share * capsule[1]
    depth = layers.keys[stroke] - plane[7]
    layers.lying[stroke] = 0
    layers.spreads[stroke] = REACH * (abs(plane[3]) + abs(plane[4]))
    nearest = -1.0
    for i in range(min(n_facets, MOST_LAIN_ON)):
        facet = solids.planes[layers.owners[i]]
        if abs(plane_at(facet, foot_x, foot_y) - depth) <= tolerance:
            layers.lying[stroke] |= 1 << i
            nearest = max(nearest, layers.keys[i] - facet[7])
            layers.spreads[stroke] = max(layers.spreads[stroke], layers.spreads[i])
    if layers.lying[stroke] != 0:
        layers.keys[stroke] = nearest + plane[7]


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
    return (layers.lying[a] & layers.lying[b]) != 0

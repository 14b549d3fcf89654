"""The layers of a pixel from the nearest on, and whether that order holds all over the pixel."""

from dlvis.compiled import inlined
from dlvis.draw.kernels.solid.samples import FULL, REACH

MOST_PAIRED = 48  # layers of a pixel whose order is looked through pair by pair


@inlined
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


@inlined
def settled(n, n_facets, n_known, ranks, solids, layers):
    """Whether the layers in ranks[:n] hide one another in the same order all over the pixel.

    That is known of the first `n_known` layers among themselves. Behind the first in rank that hides all, the
    order does not matter.
    """
    if n > MOST_PAIRED:
        return False
    last = 0
    while last < n - 1 and not (layers.masks[ranks[last]] == FULL and layers.alphas[ranks[last]] >= 1.0):
        last += 1
    for i in range(last + 1):
        for j in range(i + 1, n if i == last else last + 1):
            one, other = ranks[i], ranks[j]
            known = one < n_known and other < n_known
            if not known and not _ordered(one, other, n_facets, solids, layers):
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

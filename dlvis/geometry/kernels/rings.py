"""The corners and edges round one face, in compiled code.

Faces share edges, and an edge may be cut while a neighbour that has it too still waits for its turn. The
half at the start keeps the edge's number and `next_piece` leads on to the other half, so the neighbour finds
every vertex that has been put on its edges since: walk from piece to piece until the corner it knows.
"""

import numpy as np

from dlvis.compiled import compiled, inlined

# what a kernel returns: all done, one of the reasons to grow an array and call it again, or a broken face
DONE, BROKEN = 0, -1
GROW_COMPLEX, GROW_STACK, GROW_FEATURES = 1, 2, 3

_DE_BRUIJN = np.zeros(64, np.int64)
for _bit in range(64):
    _DE_BRUIJN[(0x03F79D71B4CB0A89 << _bit & 0xFFFFFFFFFFFFFFFF) >> 58] = _bit


@inlined
def lowest_bit(word):
    """The place of the lowest 1 in a word that is not 0."""
    low = word & (~word + np.uint64(1))
    return _DE_BRUIJN[np.int64((low * np.uint64(0x03F79D71B4CB0A89)) >> np.uint64(58))]


@inlined
def cut_piece(edges, edge_fold, next_piece, n_edges, edge, vertex):
    """Put `vertex` on an edge; its second half gets the number n_edges."""
    edges[n_edges, 0] = vertex
    edges[n_edges, 1] = edges[edge, 1]
    edges[edge, 1] = vertex
    edge_fold[n_edges] = edge_fold[edge]
    next_piece[n_edges] = next_piece[edge]
    next_piece[edge] = n_edges


@inlined
def pieces_between(edges, next_piece, edge, start, end, pieces):
    """List the pieces that an edge from `start` to `end` has now, in that direction; how many, or BROKEN."""
    forward = edges[edge, 0] == start
    last = end if forward else start
    pieces[0] = edge
    n = 1
    while edges[edge, 1] != last:
        edge = next_piece[edge]
        if edge < 0 or n >= len(pieces):
            return BROKEN
        pieces[n] = edge
        n += 1
    if not forward:
        for i in range(n // 2):
            pieces[i], pieces[n - 1 - i] = pieces[n - 1 - i], pieces[i]
    return n


@inlined
def entered(edges, edge, vertex):
    """The other end of a piece."""
    return edges[edge, 1] if edges[edge, 0] == vertex else edges[edge, 0]


@compiled
def sign_masks(values, bias, bounds, positive, negative):
    """Add the bias at each vertex; (V, words) bit sets of the neurons above and below 0; count the zeros."""
    n_zeros = 0
    for v in range(positive.shape[0]):
        for j in range(values.shape[1]):
            values[v, j] += bias[j]
        for word in range(positive.shape[1]):
            first = 64 * word
            n = min(64, values.shape[1] - first)
            above, below = np.uint64(0), np.uint64(0)
            zeros = 0
            for j in range(n):
                z = values[v, first + j]
                above |= np.uint64(z > bounds[first + j]) << np.uint64(j)
                below |= np.uint64(z < -bounds[first + j]) << np.uint64(j)
                zeros += abs(z) <= bounds[first + j]
            positive[v, word] = above
            negative[v, word] = below
            n_zeros += zeros
    return n_zeros

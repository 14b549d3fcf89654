"""One face cut by up to 64 neurons, in compiled code.

The face is cut in two by one neuron, then each part by one of the neurons that still cut it, depth first.
For the time of this the corners have slots 0, 1, 2, …: `values[slot, c]` is neuron c's pre-activation there
and the bits of `above[slot]`, `below[slot]` are its signs, so that the neurons that cut a part are the bits
of (or of all `above`) & (or of all `below`). A value, and so a sign, depends on the vertex and the neuron
alone, never on the face that asks: on an old edge it comes from the edge's old ends, inside the old face
from the chord (few neurons) or from the layer's inputs there (many).
"""

import numpy as np

from dlvis.compiled import called, inlined
from dlvis.geometry.kernels.rings import BROKEN, cut_piece, entered, lowest_bit, pieces_between
from dlvis.geometry.kernels.tables import (
    AFTER,
    BEFORE,
    CORNERS,
    EDGES,
    FACES,
    FIRST,
    PAIRS,
    SLOT,
    VERTICES,
    corner,
    edge_of,
    slot_of,
)
from dlvis.geometry.kernels.vertices import new_vertex


@inlined
def take_part(grown, desk, start, length, is_fresh, n_corners, first):
    """Lay a waiting part on the desk, with the vertices put on its edges since; its corners, or BROKEN."""
    if is_fresh:
        if length > len(desk.ring):
            return BROKEN
        for i in range(length):
            desk.ring[i] = desk.rings[start + i]
        return length
    n = 0
    vertex = desk.vertex[slot_of(desk.rings[start])]
    for i in range(start, start + length):
        word = desk.rings[i]
        edge = edge_of(word)
        last = desk.vertex[slot_of(desk.rings[start if i + 1 == start + length else i + 1])]
        if n >= len(desk.ring):
            return BROKEN
        desk.ring[n] = word
        n += 1
        if grown.edges[edge, 0] ^ grown.edges[edge, 1] ^ vertex != last:
            m = pieces_between(grown.edges, grown.next_piece, edge, vertex, last, desk.pieces)
            if m < 0 or n + m > len(desk.ring):
                return BROKEN
            desk.ring[n - 1] = corner(slot_of(word), desk.pieces[0])
            for p in range(1, m):
                vertex = entered(grown.edges, desk.pieces[p - 1], vertex)
                desk.ring[n] = corner(n_corners + vertex - first, desk.pieces[p])
                n += 1
        vertex = last
    return n


@inlined
def find_crossings(desk, n, c):
    """Find the first ring corners where neuron c is above 0 and where it is below; whether they are two."""
    if n > 64:
        return walk_crossings(desk, n, c)
    above, below = np.uint64(0), np.uint64(0)
    for i in range(n):
        slot = slot_of(desk.ring[i])
        above |= ((desk.above[slot] >> np.uint64(c)) & np.uint64(1)) << np.uint64(i)
        below |= ((desk.below[slot] >> np.uint64(c)) & np.uint64(1)) << np.uint64(i)
    every = ~np.uint64(0) >> np.uint64(64 - n)
    if above | below != every:
        return walk_crossings(desk, n, c)
    # without zeros a turn from - to + is a bit of `above` with none before it
    rises = above & ~(above << np.uint64(1) | above >> np.uint64(n - 1))
    falls = below & ~(below << np.uint64(1) | below >> np.uint64(n - 1))
    desk.crossing[0, FIRST] = lowest_bit(rises)
    desk.crossing[1, FIRST] = lowest_bit(falls)
    return rises != 0 and rises & (rises - np.uint64(1)) == 0


@called
def walk_crossings(desk, n, c):
    """The same round any ring: zeros belong to the sign before them."""
    above, below = desk.above, desk.below
    bit = np.uint64(1) << np.uint64(c)
    up, down, changes = 0, 0, 0
    was_above, was_below = False, False
    for i in range(n - 1, -1, -1):
        slot = slot_of(desk.ring[i])
        was_above, was_below = above[slot] & bit != 0, below[slot] & bit != 0
        if was_above or was_below:
            break
    for i in range(n):
        slot = slot_of(desk.ring[i])
        if was_below and above[slot] & bit != 0:
            was_above, was_below, up, changes = True, False, i, changes + 1
        elif was_above and below[slot] & bit != 0:
            was_above, was_below, down, changes = False, True, i, changes + 1
    desk.crossing[0, FIRST] = up
    desk.crossing[1, FIRST] = down
    return changes == 2


@inlined
def cross(layer, grown, desk, k, c, turn, n, n_corners, first):
    """Find or make the vertex where neuron c is 0 before ring corner crossing[turn, FIRST].

    Fills the rest of crossing[turn]: its slot, the edge before it (BROKEN if the vertex was there already)
    and the edge after it.
    """
    crossing = desk.crossing[turn]
    i = crossing[FIRST]
    h = i - 1 if i > 0 else n - 1
    slot, edge = slot_of(desk.ring[h]), edge_of(desk.ring[h])
    crossing[SLOT], crossing[BEFORE], crossing[AFTER] = slot, BROKEN, edge
    if ((desk.above[slot] | desk.below[slot]) >> np.uint64(c)) & np.uint64(1) == np.uint64(0):
        return
    made = new_vertex(layer, grown, desk, k, c, slot, slot_of(desk.ring[i]), edge, n_corners, first)
    second = grown.n[EDGES]
    forward = grown.edges[edge, 0] == desk.vertex[slot]
    cut_piece(grown.edges, grown.edge_fold, grown.next_piece, second, edge, desk.vertex[made])
    grown.n[EDGES] += 1
    crossing[SLOT] = made
    crossing[BEFORE] = edge if forward else second
    crossing[AFTER] = second if forward else edge


@inlined
def lay_part(desk, top, n, side, chord):
    """Write the part that begins at crossing[side], goes round to the other crossing and back along the
    chord; its length and the neurons that cut it."""
    rings, ring, start, end = desk.rings, desk.ring, desk.crossing[side], desk.crossing[1 - side]
    i = start[FIRST]
    count = end[FIRST] - i if end[FIRST] > i else end[FIRST] - i + n
    if end[BEFORE] == BROKEN:
        count -= 1
    rings[top] = corner(start[SLOT], start[AFTER])
    above = desk.above[start[SLOT]] | desk.above[end[SLOT]]
    below = desk.below[start[SLOT]] | desk.below[end[SLOT]]
    for p in range(top + 1, top + 1 + count):
        word = ring[i]
        rings[p] = word
        above |= desk.above[slot_of(word)]
        below |= desk.below[slot_of(word)]
        i = i + 1 if i + 1 < n else 0
    if end[BEFORE] != BROKEN:
        rings[top + count] = corner(slot_of(rings[top + count]), end[BEFORE])
    rings[top + count + 1] = corner(end[SLOT], chord)
    return count + 2, above & below


@inlined
def lay_chord(layer, grown, desk, k, c):
    """Make the edge along neuron c's fold, and note the other neurons that are 0 at both its ends."""
    n = grown.n
    start, end = desk.crossing[1, SLOT], desk.crossing[0, SLOT]
    chord = n[EDGES]
    grown.edges[chord, 0] = desk.vertex[start]
    grown.edges[chord, 1] = desk.vertex[end]
    grown.edge_fold[chord] = layer.folds[desk.neurons[c]]
    grown.next_piece[chord] = BROKEN
    n[EDGES] += 1
    every = ~np.uint64(0) >> np.uint64(64 - k)
    zero = ~(desk.above[start] | desk.below[start] | desk.above[end] | desk.below[end])
    zero &= every & ~(np.uint64(1) << np.uint64(c))
    while zero != np.uint64(0):
        other = lowest_bit(zero)
        zero &= zero - np.uint64(1)
        grown.pairs[n[PAIRS], 0] = chord
        grown.pairs[n[PAIRS], 1] = layer.folds[desk.neurons[other]]
        grown.pairs[n[PAIRS], 2] = n[EDGES]
        n[PAIRS] += 1
    return chord


@inlined
def emit(grown, desk, start, length, face):
    """Add a finished region."""
    n = grown.n
    at = n[CORNERS]
    for i in range(length):
        word = desk.rings[start + i]
        grown.corners[at + i] = desk.vertex[slot_of(word)]
        grown.corner_edges[at + i] = edge_of(word)
    n[CORNERS] += length
    grown.origin[n[FACES]] = face
    n[FACES] += 1
    grown.offsets[n[FACES]] = n[CORNERS]


@inlined
def enough_room(grown, desk, top, n):
    """Whether one more cut fits; it does unless the faces are not convex."""
    fits = grown.n[VERTICES] + 2 <= len(grown.vertices) and grown.n[EDGES] + 3 <= len(grown.edges)
    fits = fits and grown.n[FACES] + 3 <= len(grown.offsets)
    fits = fits and grown.n[CORNERS] + n + 4 <= len(grown.corners)
    fits = fits and grown.n[PAIRS] + 64 <= len(grown.pairs)
    return fits and top + n + 8 <= len(desk.rings)

"""One face cut by up to 64 neurons, in compiled code.

The face is cut in two by one neuron, then each part by one of the neurons that still cut it, depth first.
For the time of this the corners have slots 0, 1, 2, …: `values[slot, c]` is neuron c's pre-activation there
and the bits of `above[slot]`, `below[slot]` are its signs, so that the neurons that cut a part are the bits
of (or of all `above`) & (or of all `below`). A value, and so a sign, depends on the vertex and the neuron
alone, never on the face that asks: on an old edge it comes from the edge's old ends, inside the old face
from the chord (few neurons) or from the layer's inputs there (many).
"""

from typing import NamedTuple

import numpy as np

from dlvis.arrays import Floats
from dlvis.geometry.kernels.compiled import called, inlined
from dlvis.geometry.kernels.rings import BROKEN, cut_piece, entered, lowest_bit, pieces_between

# places in the array of counters
VERTICES, EDGES, FACES, CORNERS, PAIRS, NEXT_FACE, WAITING, RINGS, LISTS, FIRST_OWN, DIRECT = range(11)


class Layer(NamedTuple):
    """What a layer cuts by. `inputs` (V0, n_in) and `values` (V0, m) are known at the V0 vertices before it.

    The first layer has n_old = 0: all its values are computed from `features`, which are the vertices.
    """

    n_old: int
    first_fold: int
    inputs: Floats
    values: Floats
    weight: Floats
    bias: Floats
    bounds: Floats
    folds: np.ndarray
    positive: np.ndarray
    negative: np.ndarray


class Grown(NamedTuple):
    """The complex that grows; vertex v >= n_old lies at parents (a, b), a + t (b - a)."""

    vertices: Floats
    parents: np.ndarray
    along: Floats
    edges: np.ndarray
    edge_fold: np.ndarray
    next_piece: np.ndarray
    offsets: np.ndarray
    corners: np.ndarray
    corner_edges: np.ndarray
    origin: np.ndarray
    pairs: np.ndarray
    features: Floats
    n: np.ndarray


class Desk(NamedTuple):
    """Room to work on one face; sizes are bounds that hold for every convex face, and are checked."""

    neurons: np.ndarray  # (64,) the neurons that cut
    weight: Floats  # (n_in, 64) and their weights, where values are computed from features
    left: np.ndarray  # (m,) the neurons that wait for the parts
    vertex: np.ndarray  # (slots,)
    above: np.ndarray
    below: np.ndarray
    values: Floats  # (slots, 64)
    ring: np.ndarray  # (corners, 2) slot and edge of the part in hand
    pieces: np.ndarray
    rings: np.ndarray  # (n, 2) of the parts that wait
    part_start: np.ndarray
    part_length: np.ndarray
    part_mask: np.ndarray


@inlined
def on_old_edge(layer, grown, vertex):
    """Whether a vertex made in this layer lies between two vertices that are older than it."""
    parents = grown.parents
    return layer.n_old > 0 and parents[vertex, 0] < layer.n_old and parents[vertex, 1] < layer.n_old


@inlined
def old_value(layer, grown, vertex, j):
    """Neuron j at an old vertex or at one on an old edge."""
    if vertex < layer.n_old:
        return layer.values[vertex, j]
    a, b = grown.parents[vertex, 0], grown.parents[vertex, 1]
    za = layer.values[a, j]
    return za + grown.along[vertex] * (layer.values[b, j] - za)


@inlined
def feature(layer, grown, vertex, d):
    """Input d of the layer at any vertex."""
    if vertex < layer.n_old:
        return layer.inputs[vertex, d]
    if on_old_edge(layer, grown, vertex):
        a, b = grown.parents[vertex, 0], grown.parents[vertex, 1]
        xa = layer.inputs[a, d]
        return xa + grown.along[vertex] * (layer.inputs[b, d] - xa)
    return grown.features[vertex - grown.n[FIRST_OWN], d]


@inlined
def fill_values(layer, grown, desk, slot, k):
    """The values of the k neurons at a slot's vertex, where that vertex alone decides them."""
    vertex = desk.vertex[slot]
    row = desk.values[slot]
    if vertex < layer.n_old or on_old_edge(layer, grown, vertex):
        for c in range(k):
            row[c] = old_value(layer, grown, vertex, desk.neurons[c])
        return
    for c in range(k):
        row[c] = layer.bias[desk.neurons[c]]
    for d in range(layer.weight.shape[1]):
        x = grown.features[vertex - grown.n[FIRST_OWN], d]
        for c in range(k):
            row[c] += x * desk.weight[d, c]


@inlined
def fill_signs(layer, desk, slot, k):
    above, below = np.uint64(0), np.uint64(0)
    for c in range(k):
        z = desk.values[slot, c]
        bound = layer.bounds[desk.neurons[c]]
        above |= np.uint64(z > bound) << np.uint64(c)
        below |= np.uint64(z < -bound) << np.uint64(c)
    desk.above[slot] = above
    desk.below[slot] = below


@called
def new_vertex(layer, grown, desk, k, c, slot_a, slot_b, edge, n_corners, first):
    """Make the vertex where neuron c is 0 between two neighbouring corners; its slot."""
    n = grown.n
    vertex = n[VERTICES]
    slot = n_corners + vertex - first
    desk.vertex[slot] = vertex
    a, b = desk.vertex[slot_a], desk.vertex[slot_b]
    is_old_edge = layer.n_old > 0 and grown.edge_fold[edge] < layer.first_fold
    if is_old_edge:
        if a >= layer.n_old:
            a, b = grown.parents[a, 0], grown.parents[a, 1]
        elif b >= layer.n_old:
            a, b = grown.parents[b, 0], grown.parents[b, 1]
        za, zb = layer.values[a, desk.neurons[c]], layer.values[b, desk.neurons[c]]
    else:
        za, zb = desk.values[slot_a, c], desk.values[slot_b, c]
    t = za / (za - zb)
    vertices = grown.vertices
    for axis in range(2):
        vertices[vertex, axis] = vertices[a, axis] + t * (vertices[b, axis] - vertices[a, axis])
    if layer.n_old > 0:
        grown.parents[vertex, 0] = a
        grown.parents[vertex, 1] = b
        grown.along[vertex] = t
        if n[DIRECT] and not is_old_edge:
            for d in range(layer.weight.shape[1]):
                xa = feature(layer, grown, a, d)
                grown.features[vertex - n[FIRST_OWN], d] = xa + t * (feature(layer, grown, b, d) - xa)
    n[VERTICES] += 1
    if is_old_edge or n[DIRECT]:
        fill_values(layer, grown, desk, slot, k)
    else:
        for i in range(k):
            za = desk.values[slot_a, i]
            desk.values[slot, i] = za + t * (desk.values[slot_b, i] - za)
    fill_signs(layer, desk, slot, k)
    return slot


@inlined
def load_face(layer, grown, desk, n_corners, k):
    """Fill the slots of the face's corners; the set of neurons that cut it."""
    if grown.n[DIRECT]:
        for d in range(layer.weight.shape[1]):
            for c in range(k):
                desk.weight[d, c] = layer.weight[desk.neurons[c], d]
    above, below = np.uint64(0), np.uint64(0)
    for i in range(n_corners):
        desk.vertex[i] = desk.ring[i, 0]
        desk.ring[i, 0] = i
        fill_values(layer, grown, desk, i, k)
        fill_signs(layer, desk, i, k)
        above |= desk.above[i]
        below |= desk.below[i]
    return above & below


@inlined
def take_part(grown, desk, start, length, n_corners, first):
    """Lay a waiting part on the desk, with the vertices put on its edges since; its corners, or BROKEN."""
    ring, n = desk.ring, 0
    for i in range(start, start + length):
        slot, edge = desk.rings[i, 0], desk.rings[i, 1]
        after = desk.rings[start if i + 1 == start + length else i + 1, 0]
        vertex, last = desk.vertex[slot], desk.vertex[after]
        m = 1
        desk.pieces[0] = edge
        if entered(grown.edges, edge, vertex) != last:
            m = pieces_between(grown.edges, grown.next_piece, edge, vertex, last, desk.pieces)
        if m < 0 or n + m > len(ring):
            return BROKEN
        for p in range(m):
            ring[n, 0] = slot
            ring[n, 1] = desk.pieces[p]
            n += 1
            if p + 1 < m:
                vertex = entered(grown.edges, desk.pieces[p], vertex)
                slot = n_corners + vertex - first
    return n


@inlined
def sign_changes(desk, n, c):
    """Where round the ring neuron c turns from - to + and from + to -: the first corners of the new sign.

    Zeros belong to the sign before them. Both BROKEN unless there is one change of each kind.
    """
    bit = np.uint64(c)
    up, down, changes, before = BROKEN, BROKEN, 0, 0
    for i in range(n - 1, -1, -1):
        slot = desk.ring[i, 0]
        before = np.int64((desk.above[slot] >> bit) & np.uint64(1)) - np.int64(
            (desk.below[slot] >> bit) & np.uint64(1)
        )
        if before != 0:
            break
    for i in range(n):
        slot = desk.ring[i, 0]
        sign = np.int64((desk.above[slot] >> bit) & np.uint64(1)) - np.int64(
            (desk.below[slot] >> bit) & np.uint64(1)
        )
        if sign != 0 and sign != before:
            changes += 1
            before = sign
            if sign > 0:
                up = i
            else:
                down = i
    if changes != 2:
        return BROKEN, BROKEN
    return up, down


@inlined
def crossing(layer, grown, desk, k, c, i, n, n_corners, first):
    """The vertex where neuron c is 0 before ring corner i: its slot, the edge before it (BROKEN if the vertex
    was there already) and the edge after it."""
    h = i - 1 if i > 0 else n - 1
    slot, edge = desk.ring[h, 0], desk.ring[h, 1]
    if ((desk.above[slot] | desk.below[slot]) >> np.uint64(c)) & np.uint64(1) == np.uint64(0):
        return slot, BROKEN, edge
    made = new_vertex(layer, grown, desk, k, c, slot, desk.ring[i, 0], edge, n_corners, first)
    second = grown.n[EDGES]
    forward = grown.edges[edge, 0] == desk.vertex[slot]
    cut_piece(grown.edges, grown.edge_fold, grown.next_piece, second, edge, desk.vertex[made])
    grown.n[EDGES] += 1
    if forward:
        return made, edge, second
    return made, second, edge


@inlined
def lay_part(desk, top, n, start, after, i, end, before, stop, chord):
    """Write the part from the vertex `start` over the ring corners i, … to the vertex `end` before corner
    `stop`, and back along the chord; its length and the neurons that cut it."""
    rings, ring = desk.rings, desk.ring
    count = stop - i if stop > i else stop - i + n
    if before == BROKEN:
        count -= 1
    rings[top, 0] = start
    rings[top, 1] = after
    above = desk.above[start] | desk.above[end]
    below = desk.below[start] | desk.below[end]
    for p in range(top + 1, top + 1 + count):
        slot = ring[i, 0]
        rings[p, 0] = slot
        rings[p, 1] = ring[i, 1]
        above |= desk.above[slot]
        below |= desk.below[slot]
        i = i + 1 if i + 1 < n else 0
    if before != BROKEN:
        rings[top + count, 1] = before
    rings[top + count + 1, 0] = end
    rings[top + count + 1, 1] = chord
    return count + 2, above & below


@inlined
def lay_chord(layer, grown, desk, k, c, start, end):
    """Make the edge along neuron c's fold, and note the other neurons that are 0 at both its ends."""
    n = grown.n
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
        n[PAIRS] += 1
    return chord


@inlined
def emit(grown, desk, start, length, face):
    """Add a finished region."""
    n = grown.n
    at = n[CORNERS]
    for i in range(length):
        grown.corners[at + i] = desk.vertex[desk.rings[start + i, 0]]
        grown.corner_edges[at + i] = desk.rings[start + i, 1]
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

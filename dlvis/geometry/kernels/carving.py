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
from dlvis.compiled import inlined
from dlvis.geometry.kernels.crossing import cross_lines
from dlvis.geometry.kernels.rings import BROKEN, cut_piece, entered, lowest_bit, pieces_between

# places in the array of counters
VERTICES, EDGES, FACES, CORNERS, PAIRS, NEXT_FACE, WAITING, RINGS, LISTS, FIRST_OWN, DIRECT = range(11)

FIRST, SLOT, BEFORE, AFTER = range(4)  # ring corner of the new sign, vertex between, its edges

# A ring's corner and the edge to the next are one word: slot << 32 | edge. Masked, a number is seen not to be
# negative, and no check for Python's indices from the end is compiled.
_LOW = 0x7FFFFFFF


class Layer(NamedTuple):
    """What a layer cuts by. `inputs` (V0, n_in) and `values` (V0, m) are known at the V0 vertices before it.

    The first layer has n_old = 0: all its values are computed from `features`, which are the vertices, and
    these lie where two of its `lines` cross (`dlvis.geometry.crossings`).
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
    lines: Floats
    scale: Floats
    slack: Floats


class Grown(NamedTuple):
    """The complex that grows; vertex v >= n_old lies at parents (a, b), a + t (b - a).

    Each of `pairs` is an edge, another neuron that folds on it, and how many edges there were when this was
    noted: it holds for the pieces that are cut off the edge from then on, not for those cut off before.
    """

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
    bias: Floats
    bounds: Floats
    weight: Floats  # (n_in, 64) and their weights, where values are computed from features
    left: np.ndarray  # (m,) the neurons that wait for the parts, their numbers
    left_bias: Floats
    left_bounds: Floats
    left_weight: Floats  # (n_in, m)
    left_values: Floats
    left_signs: np.ndarray  # 1 above 0 somewhere, 2 below 0 somewhere
    left_zeros: np.ndarray
    vertex: np.ndarray  # (slots,)
    above: np.ndarray
    below: np.ndarray
    values: Floats  # (slots, 64)
    ring: np.ndarray  # (corners,) the part in hand
    pieces: np.ndarray
    crossing: np.ndarray  # (2, 4): where the ring turns from - to +, and from + to -
    rings: np.ndarray  # (n,) the parts that wait
    part_start: np.ndarray
    part_length: np.ndarray
    part_mask: np.ndarray


@inlined
def corner(slot, edge):
    return (slot << 32) | edge


@inlined
def slot_of(word):
    return (word >> 32) & _LOW


@inlined
def edge_of(word):
    return word & _LOW


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
        row[c] = desk.bias[c]
    for d in range(layer.weight.shape[1]):
        x = grown.features[vertex - grown.n[FIRST_OWN], d]
        for c in range(k):
            row[c] += x * desk.weight[d, c]


@inlined
def fill_signs(desk, slot, k):
    above, below = np.uint64(0), np.uint64(0)
    for c in range(k):
        z = desk.values[slot, c]
        bound = desk.bounds[c]
        above |= np.uint64(z > bound) << np.uint64(c)
        below |= np.uint64(z < -bound) << np.uint64(c)
    desk.above[slot] = above
    desk.below[slot] = below


@inlined
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
    place_vertex(layer, grown, layer.folds[desk.neurons[c]], grown.edge_fold[edge], vertex, a, b, t)
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
    fill_signs(desk, slot, k)
    return slot


@inlined
def place_vertex(layer, grown, fold, other, vertex, a, b, t):
    """Where folds cross in the first layer, else at t on the edge from a to b."""
    vertices = grown.vertices
    if layer.n_old == 0:
        line = other if other >= 0 else len(layer.lines) + other
        if cross_lines(layer, line, fold, vertices, a, b, vertex):
            return
    for axis in range(2):
        vertices[vertex, axis] = vertices[a, axis] + t * (vertices[b, axis] - vertices[a, axis])


@inlined
def load_face(layer, grown, desk, n_corners, k):
    """Fill the slots of the face's corners; the set of neurons that cut it."""
    for c in range(k):
        desk.bias[c] = layer.bias[desk.neurons[c]]
        desk.bounds[c] = layer.bounds[desk.neurons[c]]
        if grown.n[DIRECT]:
            for d in range(layer.weight.shape[1]):
                desk.weight[d, c] = layer.weight[desk.neurons[c], d]
    above, below = np.uint64(0), np.uint64(0)
    for i in range(n_corners):
        fill_values(layer, grown, desk, i, k)
        fill_signs(desk, i, k)
        above |= desk.above[i]
        below |= desk.below[i]
    return above & below


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
    """Find the first ring corners where neuron c is above 0 and where it is below; whether they are two.

    Zeros belong to the sign before them.
    """
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

"""Values and signs at the vertices of one face, and new vertices, in compiled code.

From the second layer on a vertex is interpolated, and so it is known only so well: where neuron c cuts an
edge, the rounding of c's values at its ends leaves a part `loose` of the edge open. Another neuron's value
at the vertex is open by that part of its change along the edge, which is added to the bound below which it
counts as 0: `dlvis.geometry.looseness` says why. A first layer's vertices are not loose, and its values are
computed when they are asked for.
"""

import numpy as np

from dlvis.compiled import inlined
from dlvis.geometry.kernels.crossing import cross_lines
from dlvis.geometry.kernels.rings import lowest_bit
from dlvis.geometry.kernels.tables import DIRECT, FIRST_OWN, LOOSENESS, LOW, STEEPER, VERTICES


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
def old_looseness(layer, grown, vertex, j):
    """How much neuron j's value at an old vertex or at one on an old edge is open."""
    if vertex < layer.n_old:
        return 0.0
    a, b = grown.parents[vertex, 0], grown.parents[vertex, 1]
    return grown.loose[vertex] * abs(layer.values[b, j] - layer.values[a, j])


@inlined
def fill_values(layer, grown, desk, slot, k):
    """The values of the k neurons at a slot's vertex, where that vertex alone decides them."""
    vertex = desk.vertex[slot]
    row = desk.values[slot]
    if vertex < layer.n_old:
        for c in range(k):
            row[c] = layer.values[vertex, desk.neurons[c]]
            desk.loose[c] = 0.0
        return
    if on_old_edge(layer, grown, vertex):
        t, loose = grown.along[vertex], grown.loose[vertex]
        at_a, at_b = layer.values[grown.parents[vertex, 0]], layer.values[grown.parents[vertex, 1]]
        for c in range(k):
            j = desk.neurons[c]
            dz = at_b[j] - at_a[j]
            row[c] = at_a[j] + t * dz
            desk.loose[c] = loose * abs(dz)
        return
    own, n_in = grown.features[vertex - grown.n[FIRST_OWN]], layer.weight.shape[1]
    for c in range(k):
        row[c] = desk.bias[c]
    for d in range(n_in):
        for c in range(k):
            row[c] += own[d] * desk.weight[d, c]
    if layer.n_old > 0:
        for c in range(k):
            desk.loose[c] = 0.0
        for d in range(n_in):
            for c in range(k):
                desk.loose[c] += own[n_in + d] * desk.weight[d, c]
        for c in range(k):
            desk.loose[c] = abs(desk.loose[c])


@inlined
def fill_signs(desk, slot, k):
    """The signs of the values that have just been filled in."""
    above, below = np.uint64(0), np.uint64(0)
    for c in range(k):
        z = desk.values[slot, c]
        bound = desk.bounds[c] + desk.loose[c]
        above |= np.uint64(z > bound) << np.uint64(c)
        below |= np.uint64(z < -bound) << np.uint64(c)
    desk.above[slot] = above
    desk.below[slot] = below


@inlined
def new_vertex(layer, grown, desk, k, c, slot_a, slot_b, edge, n_corners, first):
    """Make the vertex where neuron c is 0 between two neighbouring corners; its slot."""
    slot = n_corners + grown.n[VERTICES] - first
    desk.vertex[slot] = grown.n[VERTICES]
    for _ in range(2):
        lay_vertex(layer, grown, desk, k, c, slot, slot_a, slot_b, edge)
        sharper = c if layer.n_old == 0 else sharpest(desk, k, c, slot, slot_a, slot_b)
        if sharper == c:
            break
        c = sharper
    grown.n[VERTICES] += 1
    return slot


@inlined
def lay_vertex(layer, grown, desk, k, c, slot, slot_a, slot_b, edge):
    """Put a slot's vertex where neuron c is 0 between two corners; the values and signs there."""
    n, vertex = grown.n, desk.vertex[slot]
    a, b = desk.vertex[slot_a], desk.vertex[slot_b]
    is_old_edge = layer.n_old > 0 and grown.edge_fold[edge] < layer.first_fold
    if is_old_edge:
        if a >= layer.n_old:
            a, b = grown.parents[a, 0], grown.parents[a, 1]
        elif b >= layer.n_old:
            a, b = grown.parents[b, 0], grown.parents[b, 1]
        za, zb = layer.values[a, desk.neurons[c]], layer.values[b, desk.neurons[c]]
    elif layer.n_old > 0:
        za, zb = desk.values[slot_a, c], desk.values[slot_b, c]
    else:
        za, zb = first_value(grown, desk, a, c), first_value(grown, desk, b, c)
    t, loose = 0.0, 0.0
    if not (layer.n_old == 0 and is_crossing(layer, grown, layer.folds[desk.neurons[c]], edge, a, b, vertex)):
        t = za / (za - zb)
        loose = min(1.0, LOOSENESS * desk.bounds[c] / abs(za - zb))
        vertices = grown.vertices
        for axis in range(2):
            vertices[vertex, axis] = vertices[a, axis] + t * (vertices[b, axis] - vertices[a, axis])
    if layer.n_old > 0:
        grown.parents[vertex, 0] = a
        grown.parents[vertex, 1] = b
        grown.along[vertex] = t
        grown.loose[vertex] = loose
        if n[DIRECT] and not is_old_edge:
            own, n_in = grown.features[vertex - n[FIRST_OWN]], layer.weight.shape[1]
            for d in range(n_in):
                xa = feature(layer, grown, a, d)
                dx = feature(layer, grown, b, d) - xa
                own[d] = xa + t * dx
                own[n_in + d] = loose * dx
    if layer.n_old > 0 and (is_old_edge or n[DIRECT]):
        fill_values(layer, grown, desk, slot, k)
    elif layer.n_old > 0:
        for i in range(k):
            za = desk.values[slot_a, i]
            dz = desk.values[slot_b, i] - za
            desk.values[slot, i] = za + t * dz
            desk.loose[i] = loose * abs(dz)
    if layer.n_old > 0:
        fill_signs(desk, slot, k)
    else:
        fill_signs_between(layer, grown, desk, slot, slot_a, slot_b, k)


@inlined
def fill_signs_between(layer, grown, desk, slot, slot_a, slot_b, k):
    """The signs at a new vertex: a neuron of one sign at both ends of the edge has it between them too."""
    above, below = desk.above[slot_a] & desk.above[slot_b], desk.below[slot_a] & desk.below[slot_b]
    left = ~(above | below) & (~np.uint64(0) >> np.uint64(64 - k))
    while left != np.uint64(0):
        c = lowest_bit(left)
        bit = left & (~left + np.uint64(1))
        left ^= bit
        bound = desk.bounds[c] + desk.loose[c]
        z = first_value(grown, desk, desk.vertex[slot], c) if layer.n_old == 0 else desk.values[slot, c]
        if z > bound:
            above |= bit
        if z < -bound:
            below |= bit
    desk.above[slot] = above
    desk.below[slot] = below


@inlined
def first_value(grown, desk, vertex, c):
    """Neuron c of the first layer at any vertex."""
    x, y = grown.vertices[vertex, 0], grown.vertices[vertex, 1]
    return desk.bias[c] + x * desk.weight[0, c] + y * desk.weight[1, c]


@inlined
def sharpest(desk, k, c, slot, slot_a, slot_b):
    """The neuron that marks a new vertex best: c, or one that is 0 there too and far steeper on the edge."""
    zero = desk.above[slot_a] & desk.below[slot_b] | desk.below[slot_a] & desk.above[slot_b]
    zero &= ~(desk.above[slot] | desk.below[slot] | (np.uint64(1) << np.uint64(c)))
    zero &= ~np.uint64(0) >> np.uint64(64 - k)
    steepest = 0.0
    if zero != np.uint64(0):
        steepest = STEEPER * abs(desk.values[slot_a, c] - desk.values[slot_b, c]) / desk.bounds[c]
    while zero != np.uint64(0):
        other = lowest_bit(zero)
        zero &= zero - np.uint64(1)
        slope = abs(desk.values[slot_a, other] - desk.values[slot_b, other]) / desk.bounds[other]
        if slope > steepest:
            c, steepest = other, slope
    return c


@inlined
def is_crossing(layer, grown, fold, edge, a, b, vertex):
    """Put a vertex of the first layer where its folds cross; whether that is on its edge."""
    other = grown.edge_fold[edge]
    line = (other if other >= 0 else len(layer.lines) + other) & LOW
    return cross_lines(layer, line, fold & LOW, grown.vertices, a, b, vertex)


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

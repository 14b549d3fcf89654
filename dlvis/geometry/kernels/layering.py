"""All faces cut by all neurons of one layer, in compiled code.

Faces wait on a stack with the neurons that may cut them. One that up to 64 cut is carved to the end. One
that more cut (the window, by a wide first layer) is carved by a few, and its parts go back on the stack,
each with the neurons that still cut it: n neurons cost about n² tests in all, and the work stays in cache.
No call allocates: room is checked before each face against what a convex face can need, and a status says
what to grow; the caller grows it and calls again. Called again, the kernel goes on where it was.
"""

from typing import NamedTuple

import numpy as np

from dlvis.compiled import called, compiled, inlined
from dlvis.geometry.kernels.carving import (
    cross,
    emit,
    enough_room,
    find_crossings,
    lay_chord,
    lay_part,
    take_part,
)
from dlvis.geometry.kernels.rings import (
    BROKEN,
    DONE,
    GROW_COMPLEX,
    GROW_FEATURES,
    GROW_STACK,
    entered,
    lowest_bit,
    pieces_between,
)
from dlvis.geometry.kernels.tables import (
    CORNERS,
    DIRECT,
    EDGES,
    FACES,
    FIRST_OWN,
    LISTS,
    NEXT_FACE,
    PAIRS,
    RINGS,
    VERTICES,
    WAITING,
    corner,
    edge_of,
    slot_of,
)
from dlvis.geometry.kernels.vertices import load_face, old_looseness, old_value, on_old_edge

MOST = 64  # neurons that one carving takes, the bits of a word
FEW = 16  # neurons that a face is carved by first when more than MOST cut it


class Stack(NamedTuple):
    """Faces that wait: their rings of (vertex, edge), and lists of the neurons that may cut them."""

    rings: np.ndarray
    neurons: np.ndarray
    ring_start: np.ndarray
    ring_length: np.ndarray
    first_neuron: np.ndarray
    n_neurons: np.ndarray


@compiled
def cut_faces(offsets, corners, corner_edges, layer, grown, desk, stack):
    """Cut the faces from number n[NEXT_FACE] on; DONE, BROKEN or what to grow before the next call."""
    n = grown.n
    while True:
        if n[WAITING] > 0:
            status = cut_top_face(layer, grown, desk, stack, n[NEXT_FACE] - 1)
        elif n[NEXT_FACE] < len(offsets) - 1:
            status = open_face(offsets, corners, corner_edges, layer, grown, stack)
        else:
            return DONE
        if status != DONE:
            return status


@inlined
def open_face(offsets, corners, corner_edges, layer, grown, stack):
    """Put the next old face on the stack, or straight among the regions if no neuron cuts it."""
    n = grown.n
    face = n[NEXT_FACE]
    start, stop = offsets[face], offsets[face + 1]
    if n[CORNERS] + stop - start > len(grown.corners) or n[FACES] + 2 > len(grown.offsets):
        return GROW_COMPLEX
    k = cutting_neurons(layer, corners, start, stop, stack.neurons)
    if k == 0:
        for i in range(start, stop):
            grown.corners[n[CORNERS]] = corners[i]
            grown.corner_edges[n[CORNERS]] = corner_edges[i]
            n[CORNERS] += 1
        grown.origin[n[FACES]] = face
        n[FACES] += 1
        grown.offsets[n[FACES]] = n[CORNERS]
    else:
        if stop - start > len(stack.rings):
            return GROW_STACK
        for i in range(start, stop):
            stack.rings[i - start, 0] = corners[i]
            stack.rings[i - start, 1] = corner_edges[i]
        n[FIRST_OWN] = n[VERTICES] if layer.n_old > 0 else 0
        n[DIRECT] = layer.n_old == 0 or k > MOST
        push(n, stack, stop - start, k)
    n[NEXT_FACE] = face + 1
    return DONE


@inlined
def cutting_neurons(layer, corners, start, stop, found):
    """List the neurons that are above 0 at one of a face's corners and below 0 at another; how many."""
    k = 0
    for word in range(layer.positive.shape[1]):
        above, below = np.uint64(0), np.uint64(0)
        for i in range(start, stop):
            above |= layer.positive[corners[i], word]
            below |= layer.negative[corners[i], word]
        cuts = above & below
        while cuts != np.uint64(0):
            found[k] = 64 * word + lowest_bit(cuts)
            cuts &= cuts - np.uint64(1)
            k += 1
    return k


@inlined
def push(n, stack, length, k):
    """Make what has been written above the tops of the stack a waiting face."""
    top = n[WAITING]
    stack.ring_start[top] = n[RINGS]
    stack.ring_length[top] = length
    stack.first_neuron[top] = n[LISTS]
    stack.n_neurons[top] = k
    n[RINGS] += length
    n[LISTS] += k
    n[WAITING] = top + 1


@inlined
def cut_top_face(layer, grown, desk, stack, face):
    """Carve the face on top of the stack by all of its neurons or by the first few of them."""
    n = grown.n
    top = n[WAITING] - 1
    n_neurons, first = stack.n_neurons[top], stack.first_neuron[top]
    k = n_neurons if n_neurons <= MOST else FEW
    status = room_for(layer, grown, stack, stack.ring_length[top], k, n_neurons - k)
    if status != DONE:
        return status
    n_corners = take_face(grown, desk, stack.rings, stack.ring_start[top], stack.ring_length[top])
    if n_corners < 0:
        return BROKEN
    for c in range(k):
        desk.neurons[c] = stack.neurons[first + c]
    # the neurons that are left must not be written over by the lists of the parts
    n_left = n_neurons - k
    n[WAITING], n[RINGS], n[LISTS] = top, stack.ring_start[top], first
    if n_left > 0:
        load_left(layer, desk, stack.neurons, first + k, n_left)
    return carve(layer, grown, desk, stack, n_corners, k, n_left, face)


@inlined
def room_for(layer, grown, stack, length, k, n_left):
    """Whether a face of `length` corners cut by k neurons fits, at most 1 + k + k (k - 1) / 2 parts."""
    n = grown.n
    cuts = k + k * (k - 1) // 2
    corners = length + 4 * (k + n_left) + 6 * cuts
    if (
        n[VERTICES] + 2 * cuts > len(grown.vertices)
        or n[EDGES] + 3 * cuts > len(grown.edges)
        or n[FACES] + cuts + 2 > len(grown.offsets)
        or n[CORNERS] + corners > len(grown.corners)
        or n[PAIRS] + cuts * k + 64 + 4 * (k + 2) * n_left > len(grown.pairs)
    ):
        return GROW_COMPLEX
    if n_left > 0 and (
        n[WAITING] + cuts + 2 > len(stack.ring_start)
        or n[RINGS] + corners > len(stack.rings)
        or n[LISTS] + (k + 2) * n_left > len(stack.neurons)
    ):
        return GROW_STACK
    if layer.n_old > 0 and n[DIRECT] and n[VERTICES] + 2 * cuts - n[FIRST_OWN] > len(grown.features):
        return GROW_FEATURES
    return DONE


@inlined
def take_face(grown, desk, rings, start, length):
    """Lay a face on the desk, with the vertices put on its edges since; its corners, or BROKEN."""
    n = 0
    for i in range(start, start + length):
        vertex, edge = np.int64(rings[i, 0]), np.int64(rings[i, 1])
        last = np.int64(rings[start if i + 1 == start + length else i + 1, 0])
        m = pieces_between(grown.edges, grown.next_piece, edge, vertex, last, desk.pieces)
        if m < 0 or n + m > len(desk.ring):
            return BROKEN
        for p in range(m):
            desk.rings[n] = corner(n, desk.pieces[p])
            desk.vertex[n] = vertex
            vertex = entered(grown.edges, desk.pieces[p], vertex)
            n += 1
    return n


@inlined
def carve(layer, grown, desk, stack, n_corners, k, n_left, face):
    """Cut the face on the desk by its k neurons; its parts become regions or wait for those left."""
    first = grown.n[VERTICES]
    mask = load_face(layer, grown, desk, n_corners, k)
    if mask == np.uint64(0):
        return finish_part(layer, grown, desk, stack, 0, n_corners, n_left, face)
    desk.part_start[0], desk.part_length[0], desk.part_mask[0] = 0, n_corners, mask
    depth, is_fresh = 1, True
    while depth > 0:
        depth -= 1
        top, mask = desk.part_start[depth], desk.part_mask[depth]
        n = take_part(grown, desk, top, desk.part_length[depth], is_fresh, n_corners, first)
        is_fresh = False
        if n < 0 or not enough_room(grown, desk, top, n) or depth + 2 > len(desk.part_start):
            return BROKEN
        c = lowest_bit(mask)
        mask &= mask - np.uint64(1)
        if not find_crossings(desk, n, c):
            return BROKEN
        for turn in range(2):
            cross(layer, grown, desk, k, c, turn, n, n_corners, first)
        chord = lay_chord(layer, grown, desk, k, c)
        for side in range(2):
            length, cut = lay_part(desk, top, n, side, chord)
            cut &= mask
            if cut != np.uint64(0):
                desk.part_start[depth], desk.part_length[depth], desk.part_mask[depth] = top, length, cut
                depth += 1
                top += length
                is_fresh = True  # the part on top: nothing is cut before it is taken
            elif finish_part(layer, grown, desk, stack, top, length, n_left, face) != DONE:
                return BROKEN
    return DONE


@inlined
def finish_part(layer, grown, desk, stack, start, length, n_left, face):
    """Make a part a region, or let it wait if some of the neurons that are left cut it."""
    n = grown.n
    if n_left > 0:
        k = left_neurons(layer, grown, desk, stack, start, length, n_left)
        if k < 0:
            return BROKEN
        if k > 0:
            if n[RINGS] + length > len(stack.rings) or n[WAITING] >= len(stack.ring_start):
                return BROKEN
            for i in range(length):
                word = desk.rings[start + i]
                stack.rings[n[RINGS] + i, 0] = desk.vertex[slot_of(word)]
                stack.rings[n[RINGS] + i, 1] = edge_of(word)
            push(n, stack, length, k)
            return DONE
    emit(grown, desk, start, length, face)
    return DONE


@inlined
def load_left(layer, desk, neurons, first, n_left):
    """Lay out the neurons that are left, before the lists of the parts are written over theirs."""
    for i in range(n_left):
        j = neurons[first + i]
        desk.left[i] = j
        desk.left_bias[i] = layer.bias[j]
        desk.left_bounds[i] = layer.bounds[j]
        for d in range(layer.weight.shape[1]):
            desk.left_weight[d, i] = layer.weight[j, d]


@inlined
def left_neurons(layer, grown, desk, stack, start, length, n_left):
    """List above the stack those of the neurons left that cut a part; how many, or BROKEN."""
    n, k = grown.n, 0
    if n[LISTS] + n_left > len(stack.neurons):
        return BROKEN
    for i in range(n_left):
        desk.left_signs[i] = 0
        desk.left_zeros[i] = 0
    for p in range(start, start + length):
        fill_left_values(layer, grown, desk, desk.vertex[slot_of(desk.rings[p])], n_left)
        for i in range(n_left):
            z, bound = desk.left_values[i], desk.left_bounds[i] + desk.left_loose[i]
            above, below = np.int64(z > bound), np.int64(z < -bound)
            desk.left_signs[i] |= above + 2 * below
            desk.left_zeros[i] += 1 - above - below
    for i in range(n_left):
        on_edges = desk.left_zeros[i] > 1 and desk.left_signs[i] > 0
        if on_edges and not note_zero_edges(layer, grown, desk, start, length, n_left, i):
            return BROKEN
        if desk.left_signs[i] == 3:
            stack.neurons[n[LISTS] + k] = desk.left[i]
            k += 1
    return k


@inlined
def fill_left_values(layer, grown, desk, vertex, n_left):
    """The values of the neurons left at any vertex of a face that many neurons cut."""
    values, loose = desk.left_values, desk.left_loose
    if vertex < layer.n_old or on_old_edge(layer, grown, vertex):
        for i in range(n_left):
            values[i] = old_value(layer, grown, vertex, desk.left[i])
            loose[i] = old_looseness(layer, grown, vertex, desk.left[i])
        return
    own, n_in = grown.features[vertex - grown.n[FIRST_OWN]], layer.weight.shape[1]
    for i in range(n_left):
        values[i] = desk.left_bias[i]
    for d in range(n_in):
        for i in range(n_left):
            values[i] += own[d] * desk.left_weight[d, i]
    if layer.n_old > 0:
        for i in range(n_left):
            loose[i] = 0.0
        for d in range(n_in):
            for i in range(n_left):
                loose[i] += own[n_in + d] * desk.left_weight[d, i]
        for i in range(n_left):
            loose[i] = abs(loose[i])


@called
def note_zero_edges(layer, grown, desk, start, length, n_left, i):
    """Note the edges of a part on which the i-th neuron left is 0; whether there was room."""
    n = grown.n
    was_zero = False
    for p in range(start - 1, start + length):
        word = desk.rings[p if p >= start else start + length - 1]
        fill_left_values(layer, grown, desk, desk.vertex[slot_of(word)], n_left)
        is_zero = abs(desk.left_values[i]) <= desk.left_bounds[i] + desk.left_loose[i]
        if p >= start and is_zero and was_zero:
            if n[PAIRS] >= len(grown.pairs):
                return False
            before = desk.rings[p - 1 if p > start else start + length - 1]
            grown.pairs[n[PAIRS], 0] = edge_of(before)
            grown.pairs[n[PAIRS], 1] = layer.folds[desk.left[i]]
            grown.pairs[n[PAIRS], 2] = n[EDGES]
            n[PAIRS] += 1
        was_zero = is_zero
    return True

"""All faces cut by all neurons of one layer, in compiled code.

Faces wait on a stack with the neurons that may cut them. One that up to 64 cut is carved to the end. One
that more cut (the window, by a wide first layer) is carved by a few, and its parts go back on the stack,
each with the neurons that still cut it: n neurons cost about n² tests in all, and the work stays in cache.
No call allocates: room is checked before each face against what a convex face can need, and a status says
what to grow; the caller grows it and calls again. Called again, the kernel goes on where it was.
"""

from typing import NamedTuple

import numpy as np

from dlvis.geometry.kernels.carving import (
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
    crossing,
    emit,
    enough_room,
    lay_chord,
    lay_part,
    load_face,
    old_value,
    on_old_edge,
    sign_changes,
    take_part,
)
from dlvis.geometry.kernels.compiled import called, compiled, inlined
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


@called
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
        for c in range(n_left):
            desk.left[c] = stack.neurons[first + k + c]
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
    n, ring = 0, desk.ring
    for i in range(start, start + length):
        vertex, edge = np.int64(rings[i, 0]), np.int64(rings[i, 1])
        last = np.int64(rings[start if i + 1 == start + length else i + 1, 0])
        m = pieces_between(grown.edges, grown.next_piece, edge, vertex, last, desk.pieces)
        if m < 0 or n + m > len(ring):
            return BROKEN
        for p in range(m):
            ring[n, 0] = vertex
            ring[n, 1] = desk.pieces[p]
            vertex = entered(grown.edges, desk.pieces[p], vertex)
            n += 1
    return n


@called
def carve(layer, grown, desk, stack, n_corners, k, n_left, face):
    """Cut the face on the desk by its k neurons; its parts become regions or wait for those left."""
    first = grown.n[VERTICES]
    mask = load_face(layer, grown, desk, n_corners, k)
    for i in range(n_corners):
        desk.rings[i, 0] = desk.ring[i, 0]
        desk.rings[i, 1] = desk.ring[i, 1]
    if mask == np.uint64(0):
        return finish_part(layer, grown, desk, stack, 0, n_corners, n_left, face)
    desk.part_start[0], desk.part_length[0], desk.part_mask[0] = 0, n_corners, mask
    depth = 1
    while depth > 0:
        depth -= 1
        top, mask = desk.part_start[depth], desk.part_mask[depth]
        n = take_part(grown, desk, top, desk.part_length[depth], n_corners, first)
        c = lowest_bit(mask)
        mask &= mask - np.uint64(1)
        up, down = sign_changes(desk, n, c) if n > 0 else (BROKEN, BROKEN)
        if up < 0 or not enough_room(grown, desk, top, n) or depth + 2 > len(desk.part_start):
            return BROKEN
        enter, before_enter, after_enter = crossing(layer, grown, desk, k, c, up, n, n_corners, first)
        leave, before_leave, after_leave = crossing(layer, grown, desk, k, c, down, n, n_corners, first)
        chord = lay_chord(layer, grown, desk, k, c, leave, enter)
        for side in range(2):
            if side == 0:
                length, cut = lay_part(desk, top, n, enter, after_enter, up, leave, before_leave, down, chord)
            else:
                length, cut = lay_part(desk, top, n, leave, after_leave, down, enter, before_enter, up, chord)
            cut &= mask
            if cut != np.uint64(0):
                desk.part_start[depth], desk.part_length[depth], desk.part_mask[depth] = top, length, cut
                depth += 1
                top += length
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
                stack.rings[n[RINGS] + i, 0] = desk.vertex[desk.rings[start + i, 0]]
                stack.rings[n[RINGS] + i, 1] = desk.rings[start + i, 1]
            push(n, stack, length, k)
            return DONE
    emit(grown, desk, start, length, face)
    return DONE


@inlined
def left_neurons(layer, grown, desk, stack, start, length, n_left):
    """List above the stack those of the neurons left that cut a part; how many, or BROKEN."""
    n, k = grown.n, 0
    for i in range(n_left):
        j = desk.left[i]
        above, below, zeros = False, False, 0
        for p in range(start, start + length):
            z = value(layer, grown, desk.vertex[desk.rings[p, 0]], j)
            above |= z > layer.bounds[j]
            below |= z < -layer.bounds[j]
            zeros += abs(z) <= layer.bounds[j]
        if zeros > 1 and (above or below) and not note_zero_edges(layer, grown, desk, start, length, j):
            return BROKEN
        if above and below:
            if n[LISTS] + k >= len(stack.neurons):
                return BROKEN
            stack.neurons[n[LISTS] + k] = j
            k += 1
    return k


@inlined
def value(layer, grown, vertex, j):
    """Neuron j at any vertex of a face that many neurons cut."""
    if vertex < layer.n_old or on_old_edge(layer, grown, vertex):
        return old_value(layer, grown, vertex, j)
    z = layer.bias[j]
    for d in range(layer.weight.shape[1]):
        z += grown.features[vertex - grown.n[FIRST_OWN], d] * layer.weight[j, d]
    return z


@called
def note_zero_edges(layer, grown, desk, start, length, j):
    """Note the edges of a part on which neuron j is 0; whether there was room."""
    n = grown.n
    for p in range(start, start + length):
        after = start if p + 1 == start + length else p + 1
        here = value(layer, grown, desk.vertex[desk.rings[p, 0]], j)
        there = value(layer, grown, desk.vertex[desk.rings[after, 0]], j)
        if abs(here) <= layer.bounds[j] and abs(there) <= layer.bounds[j]:
            if n[PAIRS] >= len(grown.pairs):
                return False
            grown.pairs[n[PAIRS], 0] = desk.rings[p, 1]
            grown.pairs[n[PAIRS], 1] = layer.folds[j]
            n[PAIRS] += 1
    return True

"""The rival of the fold kernels: a vectorised numpy splitter with two-state signs, neuron by neuron.

It is written to be fast, not to be right: arrays are grown in place, and a value of exactly 0 counts as
negative, so that folds through corners or on each other give slivers. On nets without such coincidences it
counts what `fold_complex` counts.
"""

import numpy as np


class _Grown:
    """An array with room at its end."""

    def __init__(self, start):
        self.n = len(start)
        self.array = np.empty((4 * self.n + 1024, *start.shape[1:]), start.dtype)
        self.array[: self.n] = start

    def __call__(self):
        return self.array[: self.n]

    def add(self, rows):
        n = self.n + len(rows)
        if n > len(self.array):
            larger = np.empty((2 * n, *self.array.shape[1:]), self.array.dtype)
            larger[: self.n] = self()
            self.array = larger
        self.array[self.n : n] = rows
        self.n = n


def two_state_regions(net, window):
    """(vertices, edges, offsets, corners) of the regions of a net in a window."""
    vertices, edges = _Grown(window.corners.astype(float)), _Grown(np.array([[0, 1], [1, 2], [2, 3], [3, 0]]))
    faces = np.array([0, 4]), np.arange(4), np.arange(4)
    inputs = vertices()
    for weight, bias in zip(net.weights[:-1], net.biases[:-1], strict=True):
        values = _Grown(inputs @ weight.T + bias)
        for column in range(len(bias)):
            faces = _split(vertices, edges, values, faces, column)
        inputs = net.activation(values())
    return vertices(), edges(), faces[0], faces[1]


def _split(vertices, edges, values, faces, column):
    offsets, corners, corner_edges = faces
    positive = values()[:, column] > 0
    n_positive = np.add.reduceat(positive[corners], offsets[:-1], dtype=np.int64)
    lengths = np.diff(offsets)
    is_cut = (n_positive > 0) & (n_positive < lengths)
    if not is_cut.any():
        return faces
    middle, start, half = _cut_edges(vertices, edges, values, positive, column)
    chosen = np.repeat(is_cut, lengths)
    inside, ring_edges, size = corners[chosen], corner_edges[chosen], lengths[is_cut]
    first = np.cumsum(size) - size
    after = np.arange(1, len(inside) + 1)
    after[first + size - 1] = first
    here, there = positive[inside], positive[inside[after]]
    leave, enter = np.flatnonzero(here & ~there), np.flatnonzero(~here & there)
    chord = edges.n + np.arange(len(size))
    edges.add(np.column_stack([middle[ring_edges[leave]], middle[ring_edges[enter]]]))
    ring = (inside, ring_edges, first, size, middle, start, half)
    count = n_positive[is_cut]
    parts = [_part(ring, enter, leave, count, chord), _part(ring, leave, enter, size - count, chord)]
    kept = ~chosen
    all_sizes = np.concatenate([lengths[~is_cut], parts[0][0], parts[1][0]])
    return (
        np.concatenate([[0], np.cumsum(all_sizes)]),
        np.concatenate([corners[kept], parts[0][1], parts[1][1]]),
        np.concatenate([corner_edges[kept], parts[0][2], parts[1][2]]),
    )


def _cut_edges(vertices, edges, values, positive, column):
    """A vertex on each edge whose ends differ; the half at the start keeps the edge's number."""
    start = edges()[:, 0].copy()
    cut = np.flatnonzero(positive[start] != positive[edges()[:, 1]])
    a, b = edges()[cut].T
    za, zb = values()[a, column], values()[b, column]
    t = (za / (za - zb))[:, None]
    middle = np.full(edges.n, -1)
    middle[cut] = vertices.n + np.arange(len(cut))
    at_a = values()[a]
    rows = at_a + t * (values()[b] - at_a)
    rows[:, column] = 0.0
    n_edges = edges.n
    vertices.add(vertices()[a] + t * (vertices()[b] - vertices()[a]))
    values.add(rows)
    edges()[cut, 1] = middle[cut]
    edges.add(np.column_stack([middle[cut], b]))
    half = np.full(n_edges, -1)  # the number of each cut edge's second half
    half[cut] = n_edges + np.arange(len(cut))
    return middle, start, half


def _part(ring, begin, end, count, chord):
    """One side of each face: from the crossing after corner `begin` to the one after `end`, and the chord."""
    inside, ring_edges, first, size, middle, start, half = ring
    length = count + 2
    top = np.cumsum(length) - length
    corners, edges = np.empty(int(length.sum()), np.int64), np.empty(int(length.sum()), np.int64)
    from_edge, to_edge = ring_edges[begin], ring_edges[end]
    # begin and end come in the order of their faces, one of each in every face
    forward = start[from_edge] == inside[begin]
    corners[top], edges[top] = middle[from_edge], np.where(forward, half[from_edge], from_edge)
    local = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    index = np.repeat(first, count) + (np.repeat(begin - first + 1, count) + local) % np.repeat(size, count)
    place = np.repeat(top + 1, count) + local
    corners[place], edges[place] = inside[index], ring_edges[index]
    last = top + length - 2
    forward = start[to_edge] == inside[end]
    edges[last] = np.where(forward, to_edge, half[to_edge])
    corners[last + 1], edges[last + 1] = middle[to_edge], chord
    return length, corners, edges

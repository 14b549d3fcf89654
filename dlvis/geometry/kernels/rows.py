"""Values that a layer hands to the next, and folds as they are kept, in compiled code."""

import numpy as np

from dlvis.compiled import compiled


@compiled
def fill_activations(values, n_old, parents, along, slope):
    """Turn the pre-activations at the n_old first vertices into activations at all: new ones lie between
    their parents."""
    m = values.shape[1]
    for v in range(n_old, values.shape[0]):
        row, at_a, at_b, t = values[v], values[parents[v, 0]], values[parents[v, 1]], along[v]
        for j in range(m):
            row[j] = at_a[j] + t * (at_b[j] - at_a[j])
    for v in range(values.shape[0]):
        row = values[v]
        for j in range(m):
            z = row[j]
            row[j] = z if z > 0.0 else slope * z


@compiled
def fill_edge_folds(edge_fold, layers, neurons, offsets, folds):
    """Lay each edge's own fold out as offsets and (layer, neuron); how many edges have one."""
    n = 0
    for edge in range(len(edge_fold)):
        fold = edge_fold[edge]
        if fold >= 0:
            folds[n, 0] = layers[fold]
            folds[n, 1] = neurons[fold]
            n += 1
        offsets[edge + 1] = n
    return n


@compiled
def fill_areas(vertices, offsets, corners, areas):
    """The area of each region, measured from its first corner so that a tiny one keeps its digits."""
    for face in range(len(areas)):
        first = corners[offsets[face]]
        x, y = vertices[first, 0], vertices[first, 1]
        area = 0.0
        for i in range(offsets[face] + 1, offsets[face + 1] - 1):
            a, b = corners[i], corners[i + 1]
            ax, ay = vertices[a, 0] - x, vertices[a, 1] - y
            bx, by = vertices[b, 0] - x, vertices[b, 1] - y
            area += ax * by - ay * bx
        areas[face] = area / 2


@compiled
def fill_on(values, offsets, corners, bounds, highest, lowest, on):
    """Whether each neuron is above its bound at the corner of a region where it is largest in magnitude.

    values (V, m), bounds (m,), on (R, m); highest and lowest (m,) are room to work in.
    """
    for face in range(on.shape[0]):
        for j in range(on.shape[1]):
            highest[j] = lowest[j] = values[corners[offsets[face]], j]
        for i in range(offsets[face] + 1, offsets[face + 1]):
            row = values[corners[i]]
            for j in range(on.shape[1]):
                highest[j] = max(highest[j], row[j])
                lowest[j] = min(lowest[j], row[j])
        for j in range(on.shape[1]):
            on[face, j] = highest[j] > max(-lowest[j], bounds[j])


@compiled
def beside_zero(offsets, corners, corner_edges, positive, negative, first_fold, pairs):
    """List the (edge, fold) pairs where a neuron is 0 at both ends of an edge and not on a whole face there.

    Writes as many as fit and returns how many there are.
    """
    n = 0
    for face in range(len(offsets) - 1):
        for word in range(positive.shape[1]):
            touched = np.uint64(0)
            for i in range(offsets[face], offsets[face + 1]):
                touched |= positive[corners[i], word] | negative[corners[i], word]
            for i in range(offsets[face], offsets[face + 1]):
                after = offsets[face] if i + 1 == offsets[face + 1] else i + 1
                a, b = corners[i], corners[after]
                zero = touched & ~(
                    positive[a, word] | negative[a, word] | positive[b, word] | negative[b, word]
                )
                for j in range(64):
                    if (zero >> np.uint64(j)) & np.uint64(1) != np.uint64(0):
                        if n < len(pairs):
                            pairs[n, 0] = corner_edges[i]
                            pairs[n, 1] = first_fold[64 * word + j]
                        n += 1
    return n

"""Random and special nets for the tests, and a slow exact twin of the fold geometry in rational numbers."""

from fractions import Fraction
from itertools import pairwise

import numpy as np

from dlvis.initial import he_net
from dlvis.net import ReluNet


def integer_net(widths, seed):
    """Small integer weights and biases: full of duplicates, concurrent folds and dead neurons."""
    draw = np.random.default_rng(seed)
    weights = [draw.integers(-2, 3, (n_out, n_in)) for n_in, n_out in pairwise(widths)]
    return ReluNet(weights, [draw.integers(-2, 3, n_out) for n_out in widths[1:]])


def line_net(lines):
    """One hidden layer whose neuron i has its fold at a x + b y + c = 0 for (a, b, c) = lines[i]."""
    lines = np.asarray(lines, float)
    return ReluNet([lines[:, :2], np.ones((1, len(lines)))], [lines[:, 2], np.zeros(1)])


def rational_regions(net, window):
    """The polygons of all regions, by clipping in rational arithmetic: exact, slow and short."""
    corners = [tuple(Fraction(float(x)) for x in corner) for corner in window.corners]
    faces = [corners]
    for layer in range(net.n_hidden_layers):
        for neuron in range(net.widths[layer + 1]):
            faces = [part for face in faces for part in _halves(face, net, layer, neuron)]
    return faces


def polygon_area(polygon):
    return sum(
        a[0] * b[1] - a[1] * b[0] for a, b in zip(polygon, polygon[1:] + polygon[:1], strict=True)
    ) / Fraction(2)


def _halves(face, net, layer, neuron):
    z = _affine_values(face, net, layer, neuron)
    if not (min(z) < 0 < max(z)):
        return [face]
    return [_clipped(face, z), _clipped(face, [-value for value in z])]


def _clipped(face, z):
    kept = []
    for i, corner in enumerate(face):
        before, z_before = face[i - 1], z[i - 1]
        if z_before * z[i] < 0:
            t = z_before / (z_before - z[i])
            kept.append(tuple(p + t * (q - p) for p, q in zip(before, corner, strict=True)))
        if z[i] >= 0:
            kept.append(corner)
    return kept


def _affine_values(face, net, layer, neuron):
    """The neuron's pre-activation at the corners; earlier layers are on or off as at the face's middle."""
    middle = tuple(sum(axis) / len(face) for axis in zip(*face, strict=True))
    points, middle_values = [list(corner) for corner in face], list(middle)
    for k in range(layer):
        on = [value > 0 for value in _layer(net, k, middle_values)]
        points = [
            [v if o else Fraction(0) for v, o in zip(_layer(net, k, p), on, strict=True)] for p in points
        ]
        middle_values = [
            v if o else Fraction(0) for v, o in zip(_layer(net, k, middle_values), on, strict=True)
        ]
    return [_layer(net, layer, point)[neuron] for point in points]


def _layer(net, k, point):
    return [
        Fraction(float(bias)) + sum(Fraction(float(w)) * x for w, x in zip(row, point, strict=True))
        for row, bias in zip(net.weights[k], net.biases[k], strict=True)
    ]


def random_net(widths, seed):
    """A He-initialised net with small biases."""
    return he_net(widths, seed, bias=0.4)

"""Nets with one input: the pieces of an interval on which the net is one straight line.

The same rule as in two dimensions, one dimension down: signs of three states at shared breakpoints, a
new breakpoint interpolated and its neuron set to exactly 0. In rationals every sign is exact.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlvis.arrays import Bools, Floats, itself
from dlvis.errors import InputError
from dlvis.geometry.rounding import ROUNDING, magnitudes
from dlvis.net import ReluNet

Numbers = NDArray[Any]  # float64, or object arrays of Fractions


@dataclass(frozen=True, eq=False)
class LinePieces:
    """The pieces of `net` on an interval, from left to right; piece i lies between breakpoints i and i + 1.

    breakpoints (n + 1,) both ends of the interval included; slopes and intercepts (n, n_outputs);
    patterns (n, hidden neurons). Numbers are float64, or Fractions (dtype object) when asked for.
    A piece is a maximal interval of one activation pattern; neighbours may lie on one straight line.
    """

    net: ReluNet
    breakpoints: Numbers
    slopes: Numbers
    intercepts: Numbers
    patterns: Bools

    __deepcopy__ = itself

    @property
    def n_pieces(self) -> int:
        return len(self.breakpoints) - 1

    @property
    def values(self) -> Floats:
        """(n + 1, n_outputs): the net at the breakpoints, in float64."""
        return self.net(self.breakpoints[:, None])

    @property
    def narrowest(self) -> float:
        """The length of the shortest piece."""
        return float(min(np.diff(self.breakpoints)))

    @property
    def n_distinct(self) -> int:
        """Pieces after joining neighbours on one straight line: a second number with its own name."""
        maps = np.concatenate([self.slopes, self.intercepts], axis=1)
        return 1 + int((maps[1:] != maps[:-1]).any(axis=1).sum())


def line_pieces(net: ReluNet, interval: tuple[float, float], rational: bool = False) -> LinePieces:
    """All pieces of a net with one input on an interval.

    With `rational` the weights are taken for the exact binary fractions that they are and everything is
    computed in rationals: slow and without any rounding.

    Raises:
        InputError: a net that has not one input, or an empty interval.
    """
    start, end = interval
    if net.widths[0] != 1:
        raise InputError(f"line_pieces: expected a net with 1 input, got {net.widths[0]}")
    if not -np.inf < start < end < np.inf:
        raise InputError(f"line_pieces: expected a finite interval start < end, got {interval}")
    number = _rational if rational else _floating
    points = number([start, end])
    sizes = magnitudes(net, np.array([max(abs(start), abs(end))]), net.n_hidden_layers)
    patterns = np.empty((1, 0), bool)
    for layer in range(net.n_hidden_layers):
        bounds = (0 if rational else ROUNDING) * sizes[layer]
        points, piece = _cut(points, _layer_values(net, layer, points, number), bounds)
        on = _patterns(_layer_values(net, layer, points, number), bounds)
        patterns = np.concatenate([patterns[piece], on], axis=1)
    slopes, intercepts = _affine_maps(net, patterns, number)
    return LinePieces(net, points, slopes, intercepts, patterns)


def _floating(values: Any) -> Numbers:
    return np.asarray(values, np.float64)


def _rational(values: Any) -> Numbers:
    array = np.asarray(values)
    exact = np.empty(array.shape, object)
    exact[...] = np.vectorize(Fraction, otypes=[object])(array) if array.size else array
    return exact


def _layer_values(net: ReluNet, layer: int, points: Numbers, number: Any) -> Numbers:
    """(n, width): a layer's pre-activations at the points."""
    values = points[:, None]
    for k in range(layer + 1):
        if k:
            values = np.where(values > 0, values, number(net.slope) * values)
        values = values @ number(net.weights[k]).T + number(net.biases[k])
    return values


def _cut(points: Numbers, values: Numbers, bounds: Floats) -> tuple[Numbers, NDArray[Any]]:
    """The points with every neuron's zeros put in, and the old piece that each new one lies in."""
    table = np.concatenate([points[:, None], values], axis=1)
    piece = np.arange(len(points) - 1)
    for column, bound in enumerate(bounds, start=1):
        z = table[:, column]
        z = np.where(abs(z) <= bound, z * 0, z)
        gap = np.flatnonzero(((z[:-1] > 0) & (z[1:] < 0)) | ((z[:-1] < 0) & (z[1:] > 0)))
        t = (z[gap] / (z[gap] - z[gap + 1]))[:, None]
        new = table[gap] + t * (table[gap + 1] - table[gap])
        new[:, column] = 0
        table = np.insert(table, gap + 1, new, axis=0)
        piece = np.insert(piece, gap, piece[gap])
    return table[:, 0], piece


def _patterns(values: Numbers, bounds: Floats) -> Bools:
    """(pieces, width): on where the end that is farther from zero is above it by more than its rounding."""
    left, right = values[:-1], values[1:]
    on: Bools = np.asarray(np.where(abs(left) > abs(right), left, right) > bounds, bool)
    return on


def _affine_maps(net: ReluNet, patterns: Bools, number: Any) -> tuple[Numbers, Numbers]:
    """(pieces, outputs) slopes and intercepts, by multiplying the layers that are on."""
    slopes = number(np.ones((len(patterns), 1)))
    intercepts = number(np.zeros((len(patterns), 1)))
    column = 0
    for weight, bias in zip(net.weights, net.biases, strict=True):
        slopes, intercepts = slopes @ number(weight).T, intercepts @ number(weight).T + number(bias)
        on = patterns[:, column : column + len(bias)]
        if column < patterns.shape[1]:
            leak = np.where(on, number(1), number(net.slope))
            slopes, intercepts = slopes * leak, intercepts * leak
        column += len(bias)
    return slopes, intercepts

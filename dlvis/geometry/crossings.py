"""Where two lines cross, to the last digits: the vertices of a first layer.

A vertex that is interpolated between two others is off by eps M / |dz| of its edge, where dz is how much the
neuron changes along it: for nearly parallel folds that is far more than the rounding 64 eps M by which signs
are decided. Its two lines are known, though. With rows (a, b, c) and d(u, v) = u1 v2 - u2 v1, they cross at

    x = d(b, c) / d(a, b),   y = d(c, a) / d(a, b),

and each d of two products comes out to 2 eps of itself if the products' own rounding is kept, however much
cancels (Jeannerod, Louvet and Muller 2013, "Further analysis of Kahan's algorithm for the accurate
computation of 2x2 determinants"). So x and y are right to 5 eps of themselves, and the value of any neuron
at the rounded vertex is right to 10 eps M, within the 64 eps M that count as 0: whatever the angle.

One thing is left: a chord may end at a vertex where its neuron is 0 by that rule but not quite, and then its
line and the chord differ by rounding. Where that throws the crossing off its edge, it is interpolated.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dlvis.arrays import Floats, Ints
from dlvis.window import Window

_SPLITTER = 2.0**27 + 1
# of the largest coordinate: so far may rounding alone put a crossing beyond its edge's ends
_OUTSIDE = 8 * np.finfo(np.float64).eps


class Lines(NamedTuple):
    """The lines a x + b y + c = 0 that can meet in a vertex of the first layer.

    rows    (n + 4, 3): a, b, c of each neuron, then of the window's sides, from the last to the first:
            the side that is edge 0, 1, … of the window has the number -1, -2, … in `edge_fold`.
            In units of `scale`, and each row times a power of two so that nothing overflows.
    scale   (2,): powers of two above the window's largest coordinates
    slack   (2,): how far beyond its edge rounding alone may put a crossing
    """

    rows: Floats
    scale: Floats
    slack: Floats


NO_LINES = Lines(np.empty((0, 3)), np.ones(2), np.zeros(2))


@dataclass(frozen=True, eq=False)
class FirstLayer:
    """What decides a first layer's vertices and its values there."""

    weight: Floats
    bias: Floats
    lines: Lines

    def values(self, points: Floats) -> Floats:
        values: Floats = points @ self.weight.T + self.bias
        return values


def first_lines(weight: Floats, bias: Floats, window: Window) -> Lines:
    """The lines of the neurons of a first layer (m, 2), (m,), and of the window's sides."""
    (xmin, ymin), (xmax, ymax) = window.corners[0], window.corners[2]
    sides = [[1.0, 0.0, -xmin], [0.0, 1.0, -ymax], [1.0, 0.0, -xmax], [0.0, 1.0, -ymin]]
    rows = np.concatenate([np.column_stack([weight, bias]), sides])
    _, exponents = np.frexp(np.abs(window.corners).max(axis=0))
    scale = np.ldexp(1.0, exponents)
    rows[:, :2] *= scale
    _, exponents = np.frexp(np.abs(rows).max(axis=1))
    return Lines(np.ldexp(rows, -exponents[:, None]), scale, _OUTSIDE * scale)


def crossings(lines: Lines, one: Ints, other: Ints) -> Floats:
    """(n, 2): where lines one[i] and other[i] cross; not finite where they are parallel."""
    a1, b1, c1 = lines.rows[one].T
    a2, b2, c2 = lines.rows[other].T
    with np.errstate(divide="ignore", invalid="ignore"):
        over = _determinant(a1, b1, a2, b2)
        x, y = _determinant(b1, c1, b2, c2) / over, _determinant(c1, a1, c2, a2) / over
    return np.column_stack([x, y]) * lines.scale


def on_edges(points: Floats, start: Floats, end: Floats, instead: Floats, slack: Floats) -> Floats:
    """The points (n, 2) brought between their edges' ends, or `instead` if that takes more than rounding."""
    inside = np.clip(points, np.minimum(start, end), np.maximum(start, end))
    near = np.all(np.abs(inside - points) <= slack, axis=1, keepdims=True)
    return np.where(near, inside, instead)


def _determinant(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """a d - b c, right to the last digits however much cancels."""
    ad, bc = a * d, b * c
    result: Floats = (ad - bc) + (product_rounding(a, d, ad) - product_rounding(b, c, bc))
    return result


def product_rounding(a: Floats, b: Floats, product: Floats) -> Floats:
    """a b - product, exactly (Dekker 1971); without a fused multiply-add in numpy."""
    a_high, b_high = _upper_half(a), _upper_half(b)
    a_low, b_low = a - a_high, b - b_high
    result: Floats = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)
    return result


def _upper_half(a: Floats) -> Floats:
    large = _SPLITTER * a
    half: Floats = large - (large - a)
    return half

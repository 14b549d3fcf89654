"""How large a complex will be, before it is made: an estimate from samples, and a refusal where it is too
large for the machine.

One hidden layer is an arrangement of lines: 1 + lines + crossings, the crossings from a sample of pairs.
A deeper net is folded in small parts of the window, spread over all of it, and its crossings are scaled by
area, its folds' ends on the sides by length; regions would be counted too often, since the parts' sides cut
them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.geometry.complex import FoldComplex
from dlvis.geometry.memory import available_memory
from dlvis.net import ReluNet, first_layers
from dlvis.window import Window

# bytes that a region takes at the peak; 137 measured on [2, 5900, 1]
BYTES_PER_REGION = 140
_LARGEST = 2**31 / 4  # regions: each has about four corners, which are numbered in int32
_SURE = 3_000_000  # a net of which fewer regions are expected is folded without being estimated
_PAIRS = 40_000
_PER_SIDE = 8  # parts of the window, in a square
_AT_ONCE = 24_000  # regions in all parts together
_OPERATIONS = 1e10  # multiplications in all parts together


@dataclass(frozen=True)
class Size:
    """About how large a complex is: linear regions, and bytes at the peak of making it."""

    regions: float
    n_bytes: float


def estimated_regions(net: ReluNet, window: Window) -> float:
    """About how many linear regions a net with two inputs has in a window, without folding it there.

    Within a few percent for one hidden layer, whose folds are taken to be in general position, and for deep
    nets of many more regions than the parts that are looked at have. Deep nets that fold almost only in
    places which no part of the window falls on are underestimated.
    """
    return estimated_size(net, window).regions


def estimated_size(net: ReluNet, window: Window) -> Size:
    """The regions as `estimated_regions` has them, and the memory that folding takes."""
    if net.widths[0] != 2:
        raise InputError(f"estimated_regions: expected a net with 2 inputs, got {net.widths[0]}")
    first = _of_one_layer(net, window)
    if net.n_hidden_layers < 2:
        return Size(first, BYTES_PER_REGION * first)
    by_layer = _by_layer(net, window, first)
    # beside the complex: what a layer takes in and gives out at each vertex of the complex before it
    beside = max(
        regions * 8 * (n_in + n_out)
        for regions, n_in, n_out in zip(by_layer, net.widths[1:-2], net.widths[2:-1], strict=False)
    )
    return Size(by_layer[-1], BYTES_PER_REGION * by_layer[-1] + beside)


def shortage(net: ReluNet, window: Window) -> str:
    """Why the complex of a net with two inputs does not fit this machine; empty where it does."""
    if expected_at_most(net) < _SURE:
        return ""
    size, memory = estimated_size(net, window), available_memory()
    if size.regions > _LARGEST:
        return f"about {size.regions:.2g} linear regions (estimated), more than int32 can number"
    if memory is not None and size.n_bytes > memory:
        return (
            f"about {size.regions:.2g} linear regions (estimated), which take {size.n_bytes / 1e9:.3g} GB "
            f"of the {memory / 1e9:.3g} GB there are"
        )
    return ""


def check_fits(net: ReluNet, window: Window) -> None:
    """Raises InputError where the complex is estimated to be too large for this machine."""
    if said := shortage(net, window):
        other = ", or tiled_boundary for the decision boundary alone" if net.n_hidden_layers == 1 else ""
        raise InputError(
            f"fold_complex: expected a complex that fits in memory, got {said}; take a smaller window{other}"
        )


def expected_at_most(net: ReluNet) -> float:
    """N (N + 1) / 2 + 1 for N hidden neurons: a bound for one layer, a rule of thumb for more."""
    neurons = sum(net.widths[1:-1])
    return neurons * (neurons + 1) / 2 + 1


def _of_one_layer(net: ReluNet, window: Window) -> float:
    """1 + lines + points where lines cross, of the first layer's folds in the window."""
    if net.n_hidden_layers == 0:
        return 1.0
    rows = np.column_stack([net.weights[0], net.biases[0]])
    z = rows @ np.vstack([window.corners.T, np.ones(4)])
    rows = rows[(z.min(axis=1) < 0) & (z.max(axis=1) > 0)]
    n = len(rows)
    return 1.0 + n + n * (n - 1) / 2 * _crossing_share(rows, window)


def _crossing_share(rows: Floats, window: Window) -> float:
    """The share of pairs of lines row @ (x, y, 1) = 0 that cross in the window, each at a point of its own.

    Of all pairs, or of a sample; thousands of lines through one point make few regions.
    """
    n = len(rows)
    if n * (n - 1) // 2 <= _PAIRS:
        one, other = np.triu_indices(n, 1)
    else:
        draw = np.random.default_rng(0)
        one = draw.integers(0, n, _PAIRS)
        other = (one + draw.integers(1, n, _PAIRS)) % n
    if len(one) == 0:
        return 0.0
    crossing = np.cross(rows[one], rows[other])
    with np.errstate(divide="ignore", invalid="ignore"):
        points = crossing[:, :2] / crossing[:, 2:]
    points = points[window.contains(points)]
    size = 2.0**-40 * max(window.width, window.height)
    return len(np.unique(np.rint((points - window.centre) / size), axis=0)) / len(one)


def _by_layer(net: ReluNet, window: Window, first: float) -> list[float]:
    """About how many regions there are after each hidden layer.

    The parts of the window shrink with depth, so that they never hold too many regions at once. A layer
    that is not looked at by itself has as many as the next one that is.
    """
    operations = sum(n_in * n_out for n_in, n_out in zip(net.widths[1:-2], net.widths[2:-1], strict=True))
    at_once = float(np.clip(_OPERATIONS / operations, 200, _AT_ONCE))
    per_side = _PER_SIDE if at_once == _AT_ONCE else 3
    by_layer, share = [first], 1.0
    while len(by_layer) < net.n_hidden_layers:
        # layer by layer at first; all of a hundred layers one by one would take a hundred times as long
        depth = min(len(by_layer) + 1 + len(by_layer) // 4, net.n_hidden_layers)
        share *= min(1.0, at_once / 4 / max(by_layer[-1] * share, 1.0))
        regions = _scaled(first_layers(net, depth), window, share, per_side)
        by_layer += [regions] * (depth - len(by_layer))
    return by_layer


def _scaled(net: ReluNet, window: Window, share: float, per_side: int) -> float:
    """The regions of the window, from parts of it that make up this share of its area."""
    # here, because numba takes a while to import
    from dlvis.geometry.carved import carved_complex

    if share == 1.0:
        return float(carved_complex(net, window).n_regions)
    parts = [carved_complex(net, part) for part in _parts(window, share**0.5, per_side)]
    ends = [_ends_on_sides(part) for part in parts]
    crossings = sum(part.n_regions - 1 - n_ends for part, n_ends in zip(parts, ends, strict=True))
    side = float(share**0.5) * per_side  # all parts' sides, in the window's
    return 1 + crossings / share + sum(ends) / side


def _ends_on_sides(folded: FoldComplex) -> float:
    """Half the ends of folds on the window's sides: each fold across has two, and adds a region."""
    window = folded.window
    x, y = folded.vertices.T
    on_side = (x == window.xmin) | (x == window.xmax) | (y == window.ymin) | (y == window.ymax)
    return (int(np.count_nonzero(on_side)) - 4) / 2


def _parts(window: Window, scale: float, per_side: int) -> Iterator[Window]:
    """One part in each cell of a grid, `scale` times as large as the cell, at a place drawn by chance."""
    draw = np.random.default_rng(0)
    width, height = window.width / per_side, window.height / per_side
    for column in range(per_side):
        for row in range(per_side):
            right, up = draw.uniform(0, 1 - scale, 2)
            x, y = window.xmin + (column + right) * width, window.ymin + (row + up) * height
            yield Window(x, x + scale * width, y, y + scale * height)

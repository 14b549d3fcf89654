"""The decision boundary of a very wide layer without its complex: only the tiles that the boundary can meet.

A tile is a part of the window. Of most neurons it lies wholly on one side; their sum is one affine function
there, and the few others are what is left of the net. The window is halved until a tile can be left out, or
few enough folds cross it for it to be folded. The lines of two tiles are joined by their order along the cut
between them: a cut is placed where the output is clearly not 0 at any fold, so both sides see the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.geometry.boundary import level_lines
from dlvis.geometry.complex import FoldComplex
from dlvis.geometry.estimate import shortage
from dlvis.geometry.polylines import Polylines
from dlvis.geometry.rounding import ROUNDING, zero_bounds
from dlvis.net import ReluNet, margin_net
from dlvis.window import Window

# where to cut a tile, as shares of its longer side; irregular, since nets like to fold at round numbers
_CUTS = 0.5 + np.array([0.0109, -0.0377, 0.0733, -0.1091, 0.1447, -0.1803, 0.2161, -0.2519])
_CLEAR = 8  # times the rounding bound: clearly not 0
_SMALLEST = 2.0**-24  # of the window's longer side: folds that still cross so small a tile are concurrent


def tiled_boundary(net: ReluNet, window: Window, level: float = 0.0, crossing: int = 64) -> Polylines:
    """The boundary of {output > level} of a net with one hidden layer, of any width, exactly.

    What `decision_boundary` finds in the whole complex, from tiles that at most `crossing` folds cross.
    100,000 neurons take well under a minute and little memory: their complex, 100 GB, is never made.
    Raises InputError for a net that has not two inputs, one hidden layer and one or two outputs, and where
    the output equals the level on a whole area that too many folds cross.
    """
    if net.widths[0] != 2 or net.n_hidden_layers != 1:
        raise InputError(
            f"tiled_boundary: expected a net with 2 inputs and only one hidden layer, got widths "
            f"{list(net.widths)}; take fold_complex and decision_boundary"
        )
    whole, bound = _whole(net, window, level)
    found = _Found(bound, crossing, _SMALLEST * max(window.width, window.height), [], {})
    _search(whole, found)
    return _assembled(found.lines, found.follows)


@dataclass(frozen=True, eq=False)
class _Tile:
    """A part of the window, and the net in it: affine @ (x, y, 1) + sum of coef relu(rows @ (x, y, 1))."""

    window: Window
    affine: Floats  # (3,)
    rows: Floats  # (k, 3)
    coef: Floats  # (k,)
    bounds: Floats  # (k,) the magnitude up to which a row's value counts as 0

    @property
    def corners(self) -> Floats:
        """(3, 4)"""
        return _homogeneous(self.window.corners)


class _Found(NamedTuple):
    """What the search goes by and what it has found: lines, and which line follows which."""

    bound: float
    crossing: int
    smallest: float
    lines: list[Floats]
    follows: dict[int, int]


class _End(NamedTuple):
    """A line's end on a side of its tile."""

    point: tuple[float, float]
    line: int
    is_start: bool


class _Cut(NamedTuple):
    axis: int
    place: float


def _whole(net: ReluNet, window: Window, level: float) -> tuple[_Tile, float]:
    """The window as one tile, and the magnitude up to which the output less the level counts as 0."""
    one = margin_net(net)
    hidden, output = zero_bounds(net, window)
    rows = np.column_stack([one.weights[0], one.biases[0]])
    affine = one.slope * (one.weights[1][0] @ rows)
    affine[2] += one.biases[1][0] - level
    tile = _Tile(window, affine, rows, (1 - one.slope) * one.weights[1][0], hidden)
    return _settled(tile), float(output.sum() + ROUNDING * abs(level))


def _search(tile: _Tile, found: _Found) -> list[_End]:
    """Find the lines in a tile; the ends that they have on its sides."""
    if not _may_cross(tile, found.bound):
        return []
    cut = _clear_cut(tile, found)
    if cut is None:
        return _folded(tile, found)
    below, above = (_search(_settled(part), found) for part in _halves(tile, cut))
    return _joined(below, above, cut, found.follows)


def _settled(tile: _Tile) -> _Tile:
    """The tile with what does not fold in it summed up."""
    z = tile.rows @ tile.corners
    low, high = z.min(axis=1), z.max(axis=1)
    rises, falls = high > tile.bounds, low < -tile.bounds
    on, left = rises & ~falls, rises & falls
    return _Tile(
        tile.window,
        tile.affine + tile.coef[on] @ tile.rows[on],
        tile.rows[left],
        tile.coef[left],
        tile.bounds[left],
    )


def _may_cross(tile: _Tile, bound: float) -> bool:
    """Whether the output can be 0 in the tile.

    A convex function lies below what interpolates its values at the corners and above its tangent at the
    centre; the output is one of those less another: the neurons with positive and with negative weights.
    """
    z = tile.rows @ tile.corners
    chord, tangent = np.maximum(z, 0.0), np.where(z.sum(axis=1, keepdims=True) > 0, z, 0.0)
    convex, concave = np.maximum(tile.coef, 0.0), np.minimum(tile.coef, 0.0)
    affine = tile.affine @ tile.corners
    highest = (affine + convex @ chord + concave @ tangent).max()
    lowest = (affine + convex @ tangent + concave @ chord).min()
    return bool(highest >= -_CLEAR * bound and lowest <= _CLEAR * bound)


def _clear_cut(tile: _Tile, found: _Found) -> _Cut | None:
    """Where to halve the tile; None where it is to be folded as it is."""
    window = tile.window
    axis = int(window.height > window.width)
    start, size = (window.ymin, window.height) if axis else (window.xmin, window.width)
    if len(tile.rows) <= found.crossing or size < found.smallest:
        return None
    cuts = (_Cut(axis, float(start + share * size)) for share in _CUTS)
    return next((cut for cut in cuts if _is_clear(tile, cut, found.bound)), None)


def _is_clear(tile: _Tile, cut: _Cut, bound: float) -> bool:
    """Whether no fold lies along the cut, and the output is clearly not 0 at its ends and where one crosses.

    Along the cut the output is piecewise linear: every fold that crosses adds coef |dz| to its slope.
    """
    from_end, to_end = _homogeneous(_ends(tile.window, cut)).T
    z0, z1 = tile.rows @ from_end, tile.rows @ to_end
    if (np.maximum(np.abs(z0), np.abs(z1)) <= _CLEAR * tile.bounds).any():
        return False
    dz = z1 - z0
    folds = np.flatnonzero(z0 * z1 < 0)
    places = -z0[folds] / dz[folds]
    order = np.argsort(places)
    steps = np.diff(places[order], prepend=0.0, append=1.0)
    on = (z0 > 0) | ((z0 == 0) & (z1 > 0))
    slope = tile.affine @ (to_end - from_end) + tile.coef[on] @ dz[on]
    slopes = slope + np.cumsum((tile.coef * np.abs(dz))[folds][order])
    first = tile.affine @ from_end + tile.coef @ np.maximum(z0, 0.0)
    values = first + np.cumsum(np.concatenate([[slope], slopes]) * steps)
    # sums of n terms one after another are off by n roundings, not by a few
    clear = _CLEAR * bound * (1 + len(folds) / 100)
    return bool(abs(first) > clear and np.abs(values).min() > clear)


def _ends(window: Window, cut: _Cut) -> Floats:
    """(2, 2): the ends of a cut through a window."""
    if cut.axis:
        return np.array([[window.xmin, cut.place], [window.xmax, cut.place]])
    return np.array([[cut.place, window.ymin], [cut.place, window.ymax]])


def _halves(tile: _Tile, cut: _Cut) -> tuple[_Tile, _Tile]:
    low, high = ("ymin", "ymax") if cut.axis else ("xmin", "xmax")
    below = replace(tile.window, **{high: cut.place})
    above = replace(tile.window, **{low: cut.place})
    return replace(tile, window=below), replace(tile, window=above)


def _folded(tile: _Tile, found: _Found) -> list[_End]:
    """Fold the tile and add its lines to those found."""
    folded = _complex(tile, concurrent=max(tile.window.width, tile.window.height) < found.smallest)
    points = _homogeneous(folded.vertices)
    values = tile.affine @ points + tile.coef @ np.maximum(tile.rows @ points, 0.0)
    ends = []
    for line in level_lines(folded, values, found.bound):
        number = len(found.lines)
        found.lines.append(line)
        if not np.array_equal(line[0], line[-1]):
            ends.append(_End((float(line[0, 0]), float(line[0, 1])), number, True))
            ends.append(_End((float(line[-1, 0]), float(line[-1, 1])), number, False))
    return ends


def _complex(tile: _Tile, concurrent: bool) -> FoldComplex:
    """The tile folded by its neurons; what the net makes of them does not matter for where they fold."""
    # here, because numba takes a while to import
    from dlvis.geometry.carved import carved_complex

    if len(tile.rows) == 0:
        return carved_complex(ReluNet([np.zeros((1, 2))], [np.zeros(1)]), tile.window)
    net = ReluNet([tile.rows[:, :2], np.ones((1, len(tile.rows)))], [tile.rows[:, 2], np.zeros(1)])
    if not concurrent and (said := shortage(net, tile.window)):
        raise InputError(
            f"tiled_boundary: expected an output that is not the level on a whole area which the folds cut "
            f"into {said}; take a level beside it or a smaller window"
        )
    return carved_complex(net, tile.window, [tile.bounds])


def _joined(below: list[_End], above: list[_End], cut: _Cut, follows: dict[int, int]) -> list[_End]:
    """Note which lines meet at the cut; the ends that are left."""
    ours, theirs = (sorted(end for end in ends if _is_at(end, cut)) for ends in (below, above))
    if [end.is_start for end in ours] != [not end.is_start for end in theirs]:
        raise ArithmeticError(f"tiled_boundary: lines do not meet at {'xy'[cut.axis]} = {cut.place}")
    for our, their in zip(ours, theirs, strict=True):
        before, after = (their, our) if our.is_start else (our, their)
        follows[before.line] = after.line
    return [end for end in (*below, *above) if not _is_at(end, cut)]


def _is_at(end: _End, cut: _Cut) -> bool:
    return end.point[cut.axis] == cut.place


def _assembled(lines: list[Floats], follows: dict[int, int]) -> Polylines:
    """All lines end to end, open ones first. Nothing folds where two meet at a cut: no point stays there."""
    led = set(follows.values())
    seen: set[int] = set()
    whole = []
    for start in [*(line for line in range(len(lines)) if line not in led), *range(len(lines))]:
        if start not in seen:
            chain = list(_chain(start, follows))
            seen.update(chain)
            whole.append(_one_line([lines[line] for line in chain], closed=start in led))
    lengths = [len(line) for line in whole]
    points = np.concatenate(whole) if whole else np.empty((0, 2))
    return Polylines(points, np.concatenate([[0], np.cumsum(lengths)]))


def _chain(start: int, follows: dict[int, int]) -> Iterable[int]:
    line: int | None = start
    while line is not None:
        yield line
        line = follows.get(line)
        if line == start:
            return


def _one_line(parts: list[Floats], closed: bool) -> Floats:
    last = len(parts) - 1
    kept = [
        part[int(closed or place > 0) : len(part) - int(closed or place < last)]
        for place, part in enumerate(parts)
    ]
    return np.concatenate([*kept, next(part for part in kept if len(part))[:1]] if closed else kept)


def _homogeneous(points: Floats) -> Floats:
    """(3, n): x, y and 1 of points (n, 2)."""
    return np.vstack([points.T, np.ones(len(points))])

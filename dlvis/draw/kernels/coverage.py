"""Exact area coverage: what each edge of a tiling changes in each pixel, and its sums along the rows.

An edge that runs down a row changes everything to its right by colour(left) - colour(right), times its share
of the row's height; in the pixels that it crosses itself, times the exact area to its right. Where regions
meet their shares add up to one whatever the pixel, hence no seams.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlvis.arrays import Floats, Ints
from dlvis.compiled import called, compiled, inlined
from dlvis.draw.kernels.bands import ROWS, blended, filed, noted

HIDDEN = np.float32(0.02)  # of 255: what the sums may be off by, and more


class Tiles(NamedTuple):
    """What is drawn: points (V, 2), edges (E, 2), the regions left and right of each (E,), colours (R + 1, 4)
    premultiplied in 0..255, the last one for no region (-1); sense is -1 where the picture is mirrored."""

    points: Floats
    edges: Ints
    left: Ints
    right: Ints
    colours: NDArray[np.float32]
    sense: np.float32


class Desk(NamedTuple):
    """Room to work on a band: order and active (E,); counts (n_bands + 1,), zero; sums (ROWS, W + 2, 4), zero
    again afterwards, and bits (ROWS, W + 2, 2), the same as uint64; lows and highs (ROWS,)."""

    order: Ints
    active: Ints
    counts: Ints
    sums: NDArray[np.float32]
    bits: NDArray[np.uint64]
    lows: Ints
    highs: Ints


@compiled
def cover(frame, words, tiles, top, bottom, desk):
    """Draw a tiling over rows top..bottom of `frame` (H, W, 4); words (H, W) is the same as uint32."""
    active, counts = desk.active, desk.counts
    _first_bands(tiles, top, bottom, active)
    filed(active, counts, desk.order)
    n_active, start = 0, 0
    for band in range(len(counts) - 1):
        for place in range(start, counts[band]):
            active[n_active] = desk.order[place]
            n_active += 1
        start = counts[band]
        first = top + band * ROWS
        last = min(first + ROWS, bottom)
        desk.lows[:] = frame.shape[1]
        desk.highs[:] = 0
        n_active = _add_active(tiles, first, last, n_active, desk)
        for row in range(last - first):
            low, high = desk.lows[row], desk.highs[row]
            _blend_row(frame[first + row], words[first + row], desk.sums[row], desk.bits[row], low, high)


@called
def _add_active(tiles, first, last, n_active, desk):
    """Add what the active edges change in the rows first..last; how many reach farther down, and stay."""
    n_kept = 0
    for place in range(n_active):
        edge = desk.active[place]
        a, b = tiles.points[tiles.edges[edge, 0]], tiles.points[tiles.edges[edge, 1]]
        left, right = tiles.colours[tiles.left[edge]], tiles.colours[tiles.right[edge]]
        _add_edge(a[0], a[1], b[0], b[1], left, right, tiles.sense, first, last, desk)
        if max(a[1], b[1]) > last:
            desk.active[n_kept] = edge
            n_kept += 1
    return n_kept


@called
def _first_bands(tiles, top, bottom, first):
    """The band where each edge begins to matter, -1 for one that never does."""
    points, edges, colours = tiles.points, tiles.edges, tiles.colours
    for edge in range(len(edges)):
        ay, by = points[edges[edge, 0], 1], points[edges[edge, 1], 1]
        upper, lower = min(ay, by), max(ay, by)
        band = -1
        if upper < lower and lower > top and upper < bottom:
            one, other = colours[tiles.left[edge]], colours[tiles.right[edge]]
            if one[0] != other[0] or one[1] != other[1] or one[2] != other[2] or one[3] != other[3]:
                band = (int(max(upper, top)) - top) // ROWS
        first[edge] = band


@called
def _add_edge(ax, ay, bx, by, left, right, sense, first, last, desk):
    """Add what an edge changes in the rows first..last."""
    if ay > by:
        ax, ay, bx, by = bx, by, ax, ay
        sense = -sense
    red, green = sense * (left[0] - right[0]), sense * (left[1] - right[1])
    blue, alpha = sense * (left[2] - right[2]), sense * (left[3] - right[3])
    slope = (bx - ax) / (by - ay)
    least, most = min(ax, bx), max(ax, bx)
    width = desk.sums.shape[1] - 2
    y = max(ay, float(first))
    x = min(max(ax + (y - ay) * slope, least), most)
    end = min(by, float(last))
    row = int(y) - first
    while y < end:
        y_next = min(float(first + row + 1), end)
        x_next = min(max(ax + (y_next - ay) * slope, least), most) if y_next < by else bx
        height = y_next - y
        low, high = min(x, x_next), max(x, x_next)
        _add_piece(desk.sums[row], width, low, high, height, red, green, blue, alpha)
        cells = int(min(max(low, 0.0), width)), int(min(max(high, 0.0), width)) + 2
        noted(desk.lows, desk.highs, row, cells[0], cells[1])
        x, y = x_next, y_next
        row += 1


@inlined
def _add_piece(cells, width, low, high, height, red, green, blue, alpha):
    """Add the piece of an edge within one row, from x = low to high; what lies left of the frame counts at
    its left side."""
    if low < 0.0:
        share = 1.0 if high <= 0.0 else -low / (high - low)
        _add(cells, 0, share * height, red, green, blue, alpha)
        height -= share * height
        low, high = 0.0, max(high, 0.0)
    if high > width:
        height *= 0.0 if low >= width else (width - low) / (high - low)
        low, high = min(low, float(width)), float(width)
    if height > 0.0:
        _add_inner(cells, low, high, height, red, green, blue, alpha)


@inlined
def _add_inner(cells, low, high, height, red, green, blue, alpha):
    """A piece inside the frame: the area right of it in each cell that it crosses, as changes from cell to
    cell."""
    cell, end = int(low), int(high)
    if cell == end:
        beyond = height * (0.5 * (low + high) - cell)
        _add(cells, cell, height - beyond, red, green, blue, alpha)
        _add(cells, cell + 1, beyond, red, green, blue, alpha)
        return
    steepness = height / (high - low)
    room = cell + 1 - low
    before = 0.5 * steepness * room * room  # covered so far of the cell
    _add(cells, cell, before, red, green, blue, alpha)
    total = before
    cell += 1
    while cell < end:
        covered = steepness * (cell + 0.5 - low)
        _add(cells, cell, covered - total, red, green, blue, alpha)
        total = covered
        cell += 1
    rest = high - end
    covered = steepness * (end - low + rest * (1 - 0.5 * rest))
    _add(cells, cell, covered - total, red, green, blue, alpha)
    _add(cells, cell + 1, height - covered, red, green, blue, alpha)


@inlined
def _add(cells, cell, area, red, green, blue, alpha):
    area = np.float32(area)
    cells[cell, 0] += area * red
    cells[cell, 1] += area * green
    cells[cell, 2] += area * blue
    cells[cell, 3] += area * alpha


@called
def _blend_row(pixels, words, cells, bits, low, high):
    """Sum the changes along a row, blend the sums over its pixels and leave the cells zero.

    `words` (W,) are the pixels and `bits` (W + 2, 2) the cells again, to see and to copy them as a whole.
    """
    red, green, blue, alpha = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
    hides = False
    for x in range(low, min(high, len(pixels))):
        if bits[x, 0] | bits[x, 1] != 0:
            red += cells[x, 0]
            green += cells[x, 1]
            blue += cells[x, 2]
            alpha += cells[x, 3]
            bits[x, 0] = bits[x, 1] = 0
            hides = False
        elif hides:
            words[x] = words[x - 1]
            continue
        elif abs(alpha) < HIDDEN:
            continue
        else:
            hides = alpha >= 255 - HIDDEN
        blended(pixels[x], red, green, blue, alpha)
    for x in range(len(pixels), high):
        bits[x, 0] = bits[x, 1] = 0

"""Strokes: how much of each pixel a straight line of some width with round ends covers.

Along a line the coverage of a pixel is exact (the area between two parallels of the pixel's square), so that
a thin line is equally bright at any angle and wherever it runs between the pixels; about an end it is nearly
so. Where strokes of one call meet, the larger coverage counts and not the sum, so that a line does not show
where it is cut; of the colours, the later stroke's lies on top.
"""

import numpy as np

from dlvis.compiled import called, compiled, inlined
from dlvis.draw.kernels.bands import ROWS, blended, filed, noted

REACH = 0.7072  # from a pixel's middle to its corner


@compiled
def stroke(frame, starts, ends, colours, widths, order, active, counts, mixed, covered, lows, highs):
    """Draw strokes over `frame`.

    colours (n, 4) premultiplied, 0..255; order and active (n,) room; counts (n_bands + 1,) and covered (ROWS,
    width) zero, the latter so again afterwards; mixed (ROWS, width, 4) finite; lows and highs (ROWS,) room.
    """
    height, width = frame.shape[:2]
    _first_bands(height, width, starts, ends, colours, widths, active)
    filed(active, counts, order)
    n_active, start = 0, 0
    for band in range(len(counts) - 1):
        for place in range(start, counts[band]):
            active[n_active] = order[place]
            n_active += 1
        start = counts[band]
        first = band * ROWS
        last = min(first + ROWS, height)
        lows[:] = width
        highs[:] = 0
        n_kept = 0
        for place in range(n_active):
            i = active[place]
            ax, ay, bx, by = starts[i, 0], starts[i, 1], ends[i, 0], ends[i, 1]
            _add_stroke(ax, ay, bx, by, widths[i] / 2, colours[i], first, last, mixed, covered, lows, highs)
            if max(ay, by) + widths[i] / 2 + REACH > last:
                active[n_kept] = i
                n_kept += 1
        n_active = n_kept
        for row in range(last - first):
            _blend_row(frame[first + row], mixed[row], covered[row], lows[row], highs[row])


@called
def _first_bands(height, width, starts, ends, colours, widths, first):
    """The band where each stroke begins to be seen, -1 for one that never is."""
    for i in range(len(starts)):
        reach = widths[i] / 2 + REACH
        upper, lower = min(starts[i, 1], ends[i, 1]) - reach, max(starts[i, 1], ends[i, 1]) + reach
        leftmost, rightmost = min(starts[i, 0], ends[i, 0]) - reach, max(starts[i, 0], ends[i, 0]) + reach
        first[i] = -1
        meets = leftmost < width and rightmost > 0.0 and lower > 0.0 and upper < height
        if meets and widths[i] > 0.0 and colours[i, 3] > 0:
            first[i] = int(max(upper, 0.0)) // ROWS


@called
def _add_stroke(ax, ay, bx, by, half, colour, first, last, mixed, covered, lows, highs):
    """Draw one stroke into the rows first..last."""
    length = np.hypot(bx - ax, by - ay)
    along_x, along_y = 1.0, 0.0
    if length > 0.0:
        along_x, along_y = (bx - ax) / length, (by - ay) / length
    square = _square(along_x, along_y)
    reach = half + REACH
    leftmost, rightmost = min(ax, bx) - reach + 0.5, max(ax, bx) + reach + 0.5
    # a line that is not level meets a row only here
    aslant = length > 0.0 and abs(along_y) > 1e-9
    shift, off = (along_x / along_y, (half + square[0]) / abs(along_y)) if aslant else (0.0, np.inf)
    n = float(mixed.shape[1])
    row_first = int(max(min(ay, by) - reach, float(first)))
    row_last = int(min(max(ay, by) + reach + 1.0, float(last)))
    for row in range(row_first, row_last):
        y = row + 0.5 - ay
        middle = ax + y * shift + 0.5
        x_first = int(min(max(leftmost, middle - off, 0.0), n))
        x_last = int(max(min(rightmost, middle + off, n), 0.0))
        if x_first >= x_last:
            continue
        noted(lows, highs, row - first, x_first, x_last)
        mixed_row, covered_row = mixed[row - first], covered[row - first]
        for x in range(x_first, x_last):
            across = x + 0.5 - ax
            t = across * along_x + y * along_y
            if 0.0 <= t <= length and length > 0.0:
                share = _between(abs(across * along_y - y * along_x), half, square)
            else:
                share = _end_share(across, y, t, along_x, along_y, length, half, square)
            if share > 0.0:
                _lay(mixed_row[x], covered_row, x, np.float32(share), colour)


@called
def _end_share(x, y, t, along_x, along_y, length, half, square):
    """How much of a pixel beyond either end is covered; its middle is at (x, y) from the start, t along."""
    beyond = t - length if t > 0.0 else -t
    thin = half < 2 / np.pi
    if thin and length == 0.0:  # as a square of the same area
        side, level = 0.5 * np.sqrt(np.pi) * half, _square(1.0, 0.0)
        return _between(abs(x), side, level) * _between(abs(y), side, level)
    if thin:  # as a rectangle as long as its area asks
        away = abs(x * along_y - y * along_x)
        return _between(away, half, square) * _side(np.pi / 4 * half - beyond, square)
    if t > 0.0:
        x, y = x - length * along_x, y - length * along_y
    away = np.hypot(x, y)
    if away >= half + REACH:
        return 0.0
    square = _square(x / away, y / away) if away > 0.0 else _square(1.0, 0.0)
    return _between(away + 1 / (24 * half), half, square)  # the end is curved: a little less


@inlined
def _square(x, y):
    """Of a unit square as seen along (x, y): half its extent, how much of this is its narrower side's, and
    what makes areas of that."""
    wide, narrow = max(abs(x), abs(y)), max(min(abs(x), abs(y)), 1e-12)
    return 0.5 * (wide + narrow), narrow, 0.5 / (wide * narrow), 1 / wide


@inlined
def _between(away, half, square):
    """The area of a unit square between two parallels that are `half` from a line; the line is `away` from
    the square's middle."""
    return _side(half - away, square) - _missed(half + away, square)


@inlined
def _side(away, square):
    """The area of a unit square on this side of a line `away` beyond its middle."""
    missed = _missed(abs(away), square)
    return 1.0 - missed if away >= 0.0 else missed


@inlined
def _missed(away, square):
    """The area of a unit square beyond a line that is `away` >= 0 from its middle."""
    extent, narrow, of_corner, of_band = square
    rest = extent - away
    corner = min(max(rest, 0.0), narrow)  # how far the line is from the corner, while it cuts a triangle off
    return corner * corner * of_corner + max(rest - narrow, 0.0) * of_band


@inlined
def _lay(mixed, covered, x, share, colour):
    """The larger coverage counts; a later colour lies on top as far as it covers."""
    part = np.float32(1)
    if share >= covered[x]:
        covered[x] = share
    else:
        part = share / covered[x]
    for channel in range(4):
        mixed[channel] += part * (colour[channel] - mixed[channel])


@called
def _blend_row(pixels, mixed, covered, low, high):
    """Blend what strokes cover over a row and leave the coverage zero."""
    for x in range(low, high):
        share = covered[x]
        if share > 0:
            colour = mixed[x]
            blended(pixels[x], share * colour[0], share * colour[1], share * colour[2], share * colour[3])
            covered[x] = 0

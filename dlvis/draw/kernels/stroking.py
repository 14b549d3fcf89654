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
    width) zero and zero again afterwards; mixed (ROWS, width, 4) finite; lows and highs (ROWS,) room.
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
    along_x, along_y = (
        (bx - ax) / length if length > 0.0 else 1.0,
        (by - ay) / length if length > 0.0 else 0.0,
    )
    wide, narrow = max(abs(along_x), abs(along_y)), min(abs(along_x), abs(along_y))
    reach, strip = half + REACH, half + 0.5 * (wide + narrow)
    n = mixed.shape[1]
    row_first = int(max(min(ay, by) - reach, float(first)))
    row_last = int(min(max(ay, by) + reach + 1.0, float(last)))
    for row in range(row_first, row_last):
        y = row + 0.5 - ay
        low, high = min(ax, bx) - reach, max(ax, bx) + reach
        if abs(along_y) * 1e9 > 1.0:
            middle, off = ax + y * along_x / along_y, strip / abs(along_y)
            if length > 0.0:
                low, high = max(low, middle - off), min(high, middle + off)
        x_first, x_last = int(min(max(low + 0.5, 0.0), n)), int(min(max(high + 0.5, 0.0), n))
        if x_first >= x_last:
            continue
        noted(lows, highs, row - first, x_first, x_last)
        mixed_row, covered_row = mixed[row - first], covered[row - first]
        for x in range(x_first, x_last):
            across = x + 0.5 - ax
            t = across * along_x + y * along_y
            if 0.0 <= t <= length and length > 0.0:
                share = _between(abs(across * along_y - y * along_x), half, wide, narrow)
            else:
                share = _end_share(across, y, t, along_x, along_y, length, half)
            if share > 0.0:
                _lay(mixed_row[x], covered_row, x, np.float32(share), colour)


@called
def _end_share(x, y, t, along_x, along_y, length, half):
    """How much of a pixel beyond either end is covered; its middle is at (x, y) from the start, t along."""
    beyond = t - length if t > 0.0 else -t
    thin = half < 2 / np.pi
    if thin and length == 0.0:  # as a square of the same area
        side = 0.5 * np.sqrt(np.pi) * half
        return _between(abs(x), side, 1.0, 0.0) * _between(abs(y), side, 1.0, 0.0)
    if thin:  # as a rectangle as long as its area asks
        wide, narrow = max(abs(along_x), abs(along_y)), min(abs(along_x), abs(along_y))
        away = abs(x * along_y - y * along_x)
        return _between(away, half, wide, narrow) * _side(np.pi / 4 * half - beyond, wide, narrow)
    if t > 0.0:
        x, y = x - length * along_x, y - length * along_y
    away = np.hypot(x, y)
    if away >= half + REACH:
        return 0.0
    wide, narrow = 1.0, 0.0
    if away > 0.0:
        wide, narrow = max(abs(x), abs(y)) / away, min(abs(x), abs(y)) / away
    return _between(away + 1 / (24 * half), half, wide, narrow)  # the end is curved: a little less


@inlined
def _between(away, half, wide, narrow):
    """The area of a unit square between two parallels that are `half` from a line; the line is `away` from
    the square's middle, (wide, narrow) the larger and the smaller part of its direction."""
    area = _side(half - away, wide, narrow)
    return area if half + away >= REACH else area + _side(half + away, wide, narrow) - 1.0


@inlined
def _side(away, wide, narrow):
    """The area of a unit square on this side of a line `away` beyond its middle; (wide, narrow) is square
    to the line."""
    far = abs(away)
    rest = 0.5 * (wide + narrow) - far
    if rest <= 0.0:
        area = 1.0
    elif far <= 0.5 * (wide - narrow):
        area = 0.5 + far / wide
    else:
        area = 1.0 - 0.5 * rest * rest / (wide * narrow)
    return area if away >= 0.0 else 1.0 - area


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

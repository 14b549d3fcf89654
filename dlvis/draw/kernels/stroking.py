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
LANES = 16  # pixels at once; a loop of fewer does not become vector instructions
QUARTER = np.pi / 4
ZERO, HALF, ONE, TINY = np.float32(0), np.float32(0.5), np.float32(1), np.float32(1e-6)


@compiled
def stroke(frame, starts, ends, colours, widths, order, active, counts, mixed, covered, lows, highs, shares):
    """Draw strokes over `frame`.

    colours (n, 4) premultiplied, 0..255; order and active (n,) room; counts (n_bands + 1,) and covered (ROWS,
    width) zero, the latter so again afterwards; mixed (ROWS, width, 4) finite; lows and highs (ROWS,)
    and shares (LANES,) room.
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
            room = (mixed, covered, lows, highs, shares)
            _add_stroke(ax, ay, bx, by, widths[i] / 2, colours[i], first, last, *room)
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
def _add_stroke(ax, ay, bx, by, half, colour, first, last, mixed, covered, lows, highs, shares):
    """Draw one stroke into the rows first..last."""
    line = _line(ax, ay, bx, by, half)
    _, _, along_x, along_y, length, _, _, square = line
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
        if x_first < x_last:
            noted(lows, highs, row - first, x_first, x_last)
            for x in range(x_first, x_last, LANES):
                _fill_shares(x + 0.5 - ax, y, line, shares)
                _lay(mixed[row - first], covered[row - first], x, min(LANES, x_last - x), shares, colour)


@inlined
def _line(ax, ay, bx, by, half):
    """Of a stroke: whether it is thin, half its width, its unit vector and length, how much longer it is at
    either end, whether it is full all along, and a pixel's square as seen along it.

    A thin stroke is drawn as a rectangle, as long as its area asks, a wide one with round ends.
    """
    thin = half < 2 / np.pi
    length = np.hypot(bx - ax, by - ay)
    if length > 0.0:
        along_x, along_y = (bx - ax) / length, (by - ay) / length
        return thin, half, along_x, along_y, length, QUARTER * half * thin, True, _square(along_x, along_y)
    half = np.sqrt(QUARTER) * half if thin else half
    return thin, half, 1.0, 0.0, 0.0, half * thin, False, _square(1.0, 0.0)


@inlined
def _square(x, y):
    """Of a unit square as seen along (x, y): half its extent, how much of this is its narrower side's, and
    what makes areas of that."""
    wide, narrow = max(abs(x), abs(y)), max(min(abs(x), abs(y)), 1e-6)
    sizes = np.float32(0.5 * (wide + narrow)), np.float32(narrow)
    return *sizes, np.float32(0.5 / (wide * narrow)), np.float32(1 / wide)


@called
def _fill_shares(x, y, line, shares):
    """How much a stroke covers of the next pixels of a row; (x, y) is the way from its start to the first's
    middle.

    All are computed alike, without a branch, so that one instruction does several. Below, `left` and `right`
    are how far the first middle is inside the stroke's sides, `before` and `behind` how far inside its ends,
    and (step, rise) what is added from a pixel to the next.
    """
    thin, half, along_x, along_y, length, more, joined, square = line
    away, t = x * along_y - y * along_x, x * along_x + y * along_y
    left, right = _single(half - away), _single(half + away)
    before, behind = _single(t + more), _single(length - t + more)
    step, rise = np.float32(along_x), np.float32(along_y)
    # a line is full up to its very ends and a trifle beyond: it may go on there in another piece
    full = _single(more - 1e-3 if joined else 1e30)
    if thin or (min(before, behind) > full and min(before + LANES * step, behind - LANES * step) > full):
        # a pixel beyond an end of a line counts that end alone: however short the last piece, it ends alike
        least = ONE if joined else ZERO
        for k in range(LANES):
            one, other = before + np.float32(k) * step, behind - np.float32(k) * step
            along = _side(min(one, other), square) + max(_side(max(one, other), square), least) - ONE
            across = _across(left, right, np.float32(k) * rise, square)
            shares[k] = across * (ONE if min(one, other) > full else along)
    else:
        # the rim is curved, and so leaves a little less
        away, half = _single(away), _single(half - 1 / (24 * half))
        for k in range(LANES):
            one, other = before + np.float32(k) * step, behind - np.float32(k) * step
            end = _round_end(one, other, away + np.float32(k) * rise, half, step, rise)
            shares[k] = _across(left, right, np.float32(k) * rise, square) if min(one, other) > full else end


@inlined
def _across(left, right, shift, square):
    """The area of a unit square between two parallels."""
    return _side(left - shift, square) + _side(right + shift, square) - ONE


@inlined
def _round_end(before, behind, aside, half, along_x, along_y):
    """The area of a unit square within a disc about the nearer end, as if its rim were straight."""
    beyond = -min(before, behind)
    away = max(np.sqrt(aside * aside + beyond * beyond), TINY)
    back = beyond if before > behind else -beyond
    x, y = abs(back * along_x + aside * along_y) / away, abs(back * along_y - aside * along_x) / away
    wide, narrow = max(x, y, TINY), max(min(x, y), TINY)
    return _side(half - away, (HALF * (wide + narrow), narrow, HALF / (wide * narrow), ONE / wide))


@inlined
def _single(value):
    """float32; what is farther off than any pixel that is looked at stays so."""
    return np.float32(min(max(value, -1e7), 1e7))


@inlined
def _side(away, square):
    """The area of a unit square on this side of a line `away` beyond its middle."""
    extent, narrow, of_corner, of_band = square
    rest = extent - abs(away)
    corner = min(max(rest, ZERO), narrow)  # how far the line is from the corner, while it cuts a triangle off
    missed = corner * corner * of_corner + max(rest - narrow, ZERO) * of_band
    return ONE - missed if away >= ZERO else missed


@inlined
def _lay(mixed, covered, first, n, shares, colour):
    """The larger coverage counts; a later colour lies on top as far as it covers."""
    red, green, blue, alpha = colour[0], colour[1], colour[2], colour[3]
    for k in range(n):
        x, share = first + k, shares[k]
        if share <= ZERO:
            continue
        here = mixed[x]
        if share >= covered[x]:
            covered[x] = share
            here[0], here[1], here[2], here[3] = red, green, blue, alpha
        else:
            part = share / covered[x]
            one, two, three, four = here[0], here[1], here[2], here[3]
            one, two = one + part * (red - one), two + part * (green - two)
            three, four = three + part * (blue - three), four + part * (alpha - four)
            here[0], here[1], here[2], here[3] = one, two, three, four


@called
def _blend_row(pixels, mixed, covered, low, high):
    """Blend what strokes cover over a row and leave the coverage zero."""
    for x in range(low, high):
        share = covered[x]
        if share > 0:
            colour = mixed[x]
            blended(pixels[x], share * colour[0], share * colour[1], share * colour[2], share * colour[3])
            covered[x] = 0

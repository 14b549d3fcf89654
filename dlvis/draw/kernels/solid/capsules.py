"""Strokes as lines with a width and round ends."""

import numpy as np

from dlvis.compiled import compiled, inlined

POINT = 1e-12  # square pixels: a stroke of no more is a dot
LEVEL = 1e-9  # pixels: a stroke that falls less has no line to cross a row with
THINNEST = 1.0  # pixels: a thinner stroke is drawn this thin and fainter


@compiled
def fill_strokes(starts, ends, widths, shape, paints, planes, rows, capsules):
    """Lay strokes out as `Solids` has them; lifts and things are left alone."""
    for i in range(len(starts)):
        dx, dy, dq = ends[i, 0] - starts[i, 0], ends[i, 1] - starts[i, 1], ends[i, 2] - starts[i, 2]
        square = dx * dx + dy * dy
        half = max(widths[i], THINNEST) / 2
        slope = dq / square if square > POINT else 0.0
        planes[i, 0], planes[i, 1], planes[i, 2] = starts[i, 0], starts[i, 1], starts[i, 2]
        planes[i, 3], planes[i, 4] = slope * dx, slope * dy
        planes[i, 5], planes[i, 6] = min(starts[i, 2], ends[i, 2]), max(starts[i, 2], ends[i, 2])
        capsules[i, 0], capsules[i, 1], capsules[i, 3] = dx, dy, half
        capsules[i, 2] = 1.0 / square if square > POINT else 0.0
        capsules[i, 4] = min(widths[i] / THINNEST, 1.0)
        capsules[i, 5] = min(abs(slope) * np.sqrt(square) * (half + 1.0), planes[i, 6] - planes[i, 5])
        rows[i, 0] = rows[i, 1] = 0
        reach = half + 0.5
        left, right = min(0.0, dx) + starts[i, 0] - reach, max(0.0, dx) + starts[i, 0] + reach
        top, bottom = min(0.0, dy) + starts[i, 1] - reach, max(0.0, dy) + starts[i, 1] + reach
        visible = paints[i, 3] > 0.0 and widths[i] > 0.0 and right > 0.0 and left < shape[1]
        if visible and bottom > 0.0 and top < shape[0]:
            rows[i, 0] = np.int32(max(top, 0.0))
            rows[i, 1] = np.int32(np.ceil(min(bottom, float(shape[0]))))


@inlined
def along(plane, capsule, x, y):
    """How far along a stroke, 0 to 1, the point of it lies that is nearest to (x, y)."""
    share = ((x - plane[0]) * capsule[0] + (y - plane[1]) * capsule[1]) * capsule[2]
    return min(max(share, 0.0), 1.0)


@inlined
def coverage(plane, capsule, x, y):
    """How much of the pixel about (x, y) a stroke covers, from its distance alone."""
    share = along(plane, capsule, x, y)
    off_x, off_y = x - plane[0] - share * capsule[0], y - plane[1] - share * capsule[1]
    covered = capsule[3] + 0.5 - np.sqrt(off_x * off_x + off_y * off_y)
    return capsule[4] * min(max(covered, 0.0), 1.0)


@inlined
def strip(plane, capsule):
    """The columns that a stroke can reach, low to high, and in each row about its line: where the line is at
    the height of its start, how much that is farther right for each row, and how far to either side."""
    reach, dx, dy = capsule[3] + 0.5, capsule[0], capsule[1]
    low, high = plane[0] + min(0.0, dx) - reach, plane[0] + max(0.0, dx) + reach
    if abs(dy) > LEVEL:
        return low, high, plane[0], dx / dy, reach * np.sqrt(dx * dx + dy * dy) / abs(dy)
    return low, high, plane[0], 0.0, np.inf


@inlined
def columns_of_row(strip, y, width):
    """The first column of pixels with its middle in a stroke's strip, y below its start, and the one after
    the last."""
    low, high, x, slope, reach = strip
    middle = x + slope * y
    low, high = max(low, middle - reach), min(high, middle + reach)
    first = np.ceil(min(max(low - 0.5, 0.0), float(width)))
    return np.int64(first), np.int64(min(max(high + 0.5, 0.0), float(width)))

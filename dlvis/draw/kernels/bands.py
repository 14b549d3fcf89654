"""Pictures are drawn in bands of a few rows, from the top down: what is being drawn stays in the cache.

A thing (an edge, a stroke) is filed under the first band that it meets and is active until the last.
"""

import numpy as np

from dlvis.compiled import inlined

ROWS = 16  # 16 rows of 1 920 pixels of 4 float32 are 480 kB


@inlined
def filed(first, counts, order):
    """Sort things by their first band, those with none (-1) left out; how many were filed.

    `counts` (n_bands + 1,) is zero; afterwards band k's things are order[counts[k - 1]:counts[k]].
    """
    for thing in range(len(first)):
        if first[thing] >= 0:
            counts[first[thing] + 1] += 1
    for band in range(1, len(counts)):
        counts[band] += counts[band - 1]
    n = counts[-1]
    for thing in range(len(first)):
        band = first[thing]
        if band >= 0:
            order[counts[band]] = thing
            counts[band] += 1
    return n


@inlined
def noted(lows, highs, row, low, high):
    """Widen what is drawn on of a row of the band."""
    lows[row] = min(lows[row], low)
    highs[row] = max(highs[row], high)


@inlined
def blended(pixel, red, green, blue, alpha):
    """Lay a premultiplied colour in 0..255 over a pixel, as cairo does; rounding is to the nearest."""
    rest = np.float32(1) - min(alpha, np.float32(255)) * np.float32(1 / 255)
    # all are read before one is written, which lets them be computed at once
    old_red, old_green, old_blue, old_alpha = pixel[0], pixel[1], pixel[2], pixel[3]
    red, green = _whole(red + rest * np.float32(old_red)), _whole(green + rest * np.float32(old_green))
    blue, alpha = _whole(blue + rest * np.float32(old_blue)), _whole(alpha + rest * np.float32(old_alpha))
    pixel[0], pixel[1], pixel[2], pixel[3] = red, green, blue, alpha


@inlined
def _whole(value):
    return np.uint8(np.int32(min(max(value, np.float32(0)), np.float32(255)) + np.float32(0.5)))

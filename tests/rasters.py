"""Slow twins of the rasterisers: each pixel is the mean of 16 x 16 points of it."""

import numpy as np

SAMPLES = 16


def sampled_polygons(shape, polygons, colours, samples=SAMPLES):
    """(H, W, 4) premultiplied, 0..255: straight RGBA polygons (n, 2) over nothing; where they overlap they
    add up."""
    y, x = _sample_points(shape, samples)
    total = np.zeros((*y.shape, 4))
    for polygon, colour in zip(polygons, colours, strict=True):
        total[_inside(polygon, y, x)] += 255 * np.array([*(np.array(colour[:3]) * colour[3]), colour[3]])
    return _means(total, shape, samples)


def sampled_strokes(shape, starts, ends, colours, widths, samples=SAMPLES):
    """(H, W, 4) premultiplied, 0..255: the union of capsules, where the later of two hides the earlier."""
    y, x = _sample_points(shape, samples)
    total = np.zeros((*y.shape, 4))
    for start, end, colour, width in zip(starts, ends, colours, widths, strict=True):
        inside = _distance(x, y, start, end) <= width / 2
        total[inside] = 255 * np.array([*(np.array(colour[:3]) * colour[3]), colour[3]])
    return _means(total, shape, samples)


def largest_strokes(shape, starts, ends, widths, samples=SAMPLES):
    """(H, W, 4), 0..255: of white capsules, the largest coverage of each pixel by any one."""
    each = [
        sampled_strokes(shape, [start], [end], [(1, 1, 1, 1)], [width], samples)
        for start, end, width in zip(starts, ends, widths, strict=True)
    ]
    return np.max(each, axis=0)


def over(frame, source):
    """`source` (H, W, 4) premultiplied floats laid over a frame of bytes, not rounded."""
    return source + frame * (1 - source[..., 3:] / 255)


def _sample_points(shape, samples):
    return ((np.indices((shape[0] * samples, shape[1] * samples)) + 0.5) / samples).astype(float)


def _means(total, shape, samples):
    return total.reshape(shape[0], samples, shape[1], samples, 4).mean(axis=(1, 3))


def _inside(polygon, y, x):
    """Even-odd, by counting the sides that pass to the right of a point."""
    inside = np.zeros(y.shape, bool)
    for (ax, ay), (bx, by) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        if ay == by:
            continue
        crossing = ax + (y - ay) * (bx - ax) / (by - ay)
        inside ^= (np.minimum(ay, by) <= y) & (y < np.maximum(ay, by)) & (x < crossing)
    return inside


def _distance(x, y, start, end):
    step = np.subtract(end, start)
    length = max(float(step @ step), 1e-300)
    t = np.clip(((x - start[0]) * step[0] + (y - start[1]) * step[1]) / length, 0, 1)
    return np.hypot(x - start[0] - t * step[0], y - start[1] - t * step[1])

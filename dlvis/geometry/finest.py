"""Where a complex is finest, and windows on the way there."""

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.geometry.fold import fold_complex
from dlvis.net import ReluNet
from dlvis.window import Window

DRIFT = 1.4  # how soon the point comes to the middle: with 1 it keeps its place in the picture


def finest_point(points: Floats, window: Window, n_across: int = 24) -> Floats:
    """(2,): where `points` (n, 2), such as the corners of a boundary or the middles of regions, are closest.

    Of `n_across` x `n_across` boxes of the window the one with most of them, and in it again; of boxes with
    as many, the lowest and leftmost. Without points it is the middle of the window.
    """
    if n_across < 2:
        raise InputError(f"n_across: expected 2 or more, got {n_across}")
    if not window.contains(points).any():
        return np.array(window.centre)
    for _ in range(2):
        window = _fullest_box(points, window, n_across)
    return np.array(window.centre)


def window_about(window: Window, point: Floats, times: float) -> Window:
    """A window of the same shape, `times` smaller, on the way from `window` to `point`; it lies in `window`.

    The larger `times`, the nearer is the point to the middle.
    """
    if not times >= 1:
        raise InputError(f"times: expected 1 or more, got {times}")
    half = np.array([window.width, window.height]) / 2 / times
    middle = point + (np.array(window.centre) - point) / times**DRIFT
    low, high = np.array([[window.xmin, window.ymin], [window.xmax, window.ymax]])
    x, y = np.clip(middle, low + half, high - half)
    return Window(float(x - half[0]), float(x + half[0]), float(y - half[1]), float(y + half[1]))


def times_to_few(net: ReluNet, window: Window, point: Floats, few: int = 150, most: float = 4096.0) -> float:
    """How many times closer to `point` at most `few` regions are in view, doubling by doubling; at most
    `most`."""
    times = 1.0
    while times < most and fold_complex(net, window_about(window, point, times)).n_regions > few:
        times *= 2
    return min(times, most)


def _fullest_box(points: Floats, window: Window, n: int) -> Window:
    low, size = np.array([window.xmin, window.ymin]), np.array([window.width, window.height]) / n
    inside = points[window.contains(points)]
    cells = np.minimum(((inside - low) / size).astype(np.int64), n - 1)
    y, x = divmod(int(np.argmax(np.bincount(cells[:, 1] * n + cells[:, 0], minlength=n * n))), n)
    corner = low + (x, y) * size
    return Window(corner[0], corner[0] + size[0], corner[1], corner[1] + size[1])

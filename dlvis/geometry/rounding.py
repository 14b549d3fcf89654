"""How large the numbers are that a pre-activation is summed from: what its rounding is measured against."""

import numpy as np

from dlvis.arrays import Floats
from dlvis.net import ReluNet
from dlvis.window import Window


def magnitude(net: ReluNet, window: Window, layer: int) -> Floats:
    """(widths[layer + 1],): |W| A + |b| carried through the layers from the window's largest coordinates.

    It holds for every point of the window. A bound taken at a vertex itself would be too small near the
    origin: a vertex carries the rounding of the coordinates that it was interpolated from.
    """
    sizes: Floats = np.abs(window.corners).max(axis=0)
    for weight, bias in zip(net.weights[: layer + 1], net.biases[: layer + 1], strict=True):
        sizes = np.abs(weight) @ sizes + np.abs(bias)
    return sizes

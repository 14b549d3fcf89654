"""A far window seen from near: the same net with its origin moved into the window.

Values are right to a few eps of what they are summed up from, and in a window that lies a thousand times its
size from the origin that is a thousand times too much: w x and b are huge there, and cancel. Seen from the
window's own corner they are small. Moving the origin there rounds each bias of the first layer once.
"""

from dataclasses import dataclass
from math import fsum

import numpy as np

from dlvis.arrays import Floats
from dlvis.geometry.crossings import product_rounding
from dlvis.geometry.rounding import ROUNDING, magnitudes, zero_bounds
from dlvis.net import ReluNet
from dlvis.window import Window

# how many times its size a window must be away; nearer ones stay as they are, to the bit
_FAR = 64.0


@dataclass(frozen=True, eq=False)
class Frame:
    """A net and a window with the origin moved to `origin` (2,); points in it are `points - origin`."""

    net: ReluNet
    window: Window
    origin: Floats

    def bounds(self) -> tuple[Floats, ...]:
        """For each layer, the magnitude up to which a value counts as 0 at a vertex rounded far away."""
        sizes = np.abs(self.window.corners).max(axis=0) + np.abs(self.origin) / 64
        return tuple(ROUNDING * found for found in magnitudes(self.net, sizes, len(self.net.weights)))


def near_frame(net: ReluNet, window: Window) -> Frame | None:
    """The frame of a far window; None where the window is near the origin.

    Raises InputError where values overflow or vanish.
    """
    far_x = max(abs(window.xmin), abs(window.xmax)) > _FAR * window.width
    far_y = max(abs(window.ymin), abs(window.ymax)) > _FAR * window.height
    if not (far_x or far_y):
        return None
    zero_bounds(net, window)
    origin = np.where((far_x, far_y), window.corners[0], 0.0)
    x, y = origin
    near = Window(window.xmin - x, window.xmax - x, window.ymin - y, window.ymax - y)
    weight = net.weights[0]
    products = weight * origin
    parts = np.column_stack([net.biases[0], products, product_rounding(weight, origin, products)])
    bias = np.array([fsum(row) for row in parts.tolist()])
    return Frame(ReluNet(net.weights, (bias, *net.biases[1:]), net.slope), near, origin)

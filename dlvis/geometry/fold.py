"""From a net and a window to its polyhedral complex."""

from dataclasses import replace
from typing import Literal

from dlvis.errors import InputError
from dlvis.geometry.complex import FoldComplex
from dlvis.geometry.estimate import check_fits
from dlvis.geometry.frame import near_frame
from dlvis.geometry.splitting import split_complex
from dlvis.net import ReluNet
from dlvis.smooth import relu_net
from dlvis.window import Window


def fold_complex(net: ReluNet, window: Window, kernel: Literal["numba", "numpy"] = "numba") -> FoldComplex:
    """The exact complex of a net with two inputs in a window.

    Exact: a pre-activation below its own rounding bound counts as 0, and every other sign is right.
    `kernel` chooses between compiled code and its readable twin in numpy; the complex is the same, but
    vertices, edges and regions are numbered in another order. From "numba" the regions with one ancestor
    are consecutive, layer by layer, and new vertices and edges have higher numbers than older ones.
    Raises InputError for a net that has not two inputs, or whose values float64 cannot hold, and for a
    complex that is estimated not to fit in memory, before anything is folded.
    """
    relu_net(net)
    if net.widths[0] != 2:
        raise InputError(f"fold_complex: expected a net with 2 inputs, got {net.widths[0]}")
    if kernel not in ("numba", "numpy"):
        raise InputError(f'kernel: expected "numba" or "numpy", got {kernel!r}')
    check_fits(net, window)
    frame = near_frame(net, window)
    if frame is None:
        return _folded(net, window, kernel)
    folded = _folded(frame.net, frame.window, kernel)
    return replace(folded, net=net, window=window, vertices=folded.vertices + frame.origin)


def _folded(net: ReluNet, window: Window, kernel: str) -> FoldComplex:
    if kernel == "numpy":
        return split_complex(net, window)
    # here, because numba takes a while to import
    from dlvis.geometry.carved import carved_complex

    return carved_complex(net, window)

"""Which values count as 0: those below their own rounding bound."""

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.net import ReluNet
from dlvis.window import Window

# |z| <= ROUNDING * magnitude counts as 0
ROUNDING = 64 * np.finfo(np.float64).eps
_LARGEST = np.finfo(np.float64).max ** 0.5
_SMALLEST = np.finfo(np.float64).tiny / np.finfo(np.float64).eps ** 2


def magnitude(net: ReluNet, window: Window, layer: int) -> Floats:
    """(widths[layer + 1],): |W| A + |b| carried through the layers from the window's largest coordinates.

    It holds for every point of the window. A bound taken at a vertex itself would be too small near the
    origin: a vertex carries the rounding of the coordinates that it was interpolated from.
    """
    return magnitudes(net, np.abs(window.corners).max(axis=0), layer + 1)[-1]


def zero_bounds(net: ReluNet, window: Window) -> tuple[Floats, ...]:
    """For each layer, the output included, (m,): the magnitude up to which a pre-activation is 0.

    Raises InputError where values overflow, or are so small that float64 has no full precision left.
    """
    found = magnitudes(net, np.abs(window.corners).max(axis=0), len(net.weights))
    for layer, sizes in enumerate(found):
        _check(sizes, layer)
    return tuple(ROUNDING * sizes for sizes in found)


def magnitudes(net: ReluNet, sizes: Floats, n_layers: int) -> list[Floats]:
    """For each of the first layers, (m,): |W| A + |b| from inputs of at most `sizes` (n_inputs,)."""
    result = []
    with np.errstate(over="ignore"):
        for weight, bias in zip(net.weights[:n_layers], net.biases[:n_layers], strict=True):
            sizes = np.abs(weight) @ sizes + np.abs(bias)
            result.append(sizes)
    return result


def _check(sizes: Floats, layer: int) -> None:
    if not (sizes < _LARGEST).all():
        raise InputError(
            f"layer {layer}: expected values that float64 can hold, got magnitudes up to "
            f"{sizes.max():.3g}; scale the weights down"
        )
    if ((sizes > 0) & (sizes < _SMALLEST)).any():
        raise InputError(
            f"layer {layer}: expected values that float64 can tell from 0, got a neuron of magnitude "
            f"{sizes[sizes > 0].min():.3g}; scale the weights up"
        )

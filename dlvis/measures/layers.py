"""What happens inside a net at given points: values and slopes of every hidden layer."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.run import Run
from dlvis.smooth import Net, SmoothNet


class Layer(NamedTuple):
    """One hidden layer at n points: what enters its activation, what leaves it, and the activation's slope
    there, each (n, width). The slope of a ReLU at 0 is that of its off side, as in torch."""

    pre_activation: Floats
    activation: Floats
    slope: Floats


def nets_of(nets: Run | Sequence[Net]) -> list[Net]:
    """The nets of a run's snapshots, or those that are given; InputError where there are none."""
    each = [snapshot.net for snapshot in nets.snapshots] if isinstance(nets, Run) else list(nets)
    if not each:
        raise InputError("nets: expected at least one, got none")
    return each


def hidden_layers(net: Net, points: Floats) -> Iterator[Layer]:
    """The hidden layers at `points` (n, n_inputs), one after the other."""
    values = np.asarray(points, np.float64)
    for weight, bias in zip(net.weights[:-1], net.biases[:-1], strict=True):
        before = values @ weight.T + bias
        values = net.activated(before) if isinstance(net, SmoothNet) else net.activation(before)
        yield Layer(before, values, _slope(net, before, values))


def _slope(net: Net, before: Floats, after: Floats) -> Floats:
    if not isinstance(net, SmoothNet):
        return np.where(before > 0, 1.0, net.slope)
    slopes: Floats = 1 - after**2 if net.activation == "tanh" else after * (1 - after)
    return slopes

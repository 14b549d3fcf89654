"""Nets with a smooth activation, for comparison: trained and measured, but there is nothing to fold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Floats, itself
from dlvis.errors import InputError
from dlvis.net import ReluNet, n_parameters

SMOOTH = ("tanh", "sigmoid")


@dataclass(frozen=True, eq=False)
class SmoothNet:
    """A fully connected net: tanh or sigmoid after every layer but the last, which is linear.

    Weights and biases as in ReluNet. It has no linear regions; `relu_net` refuses it by name.
    """

    weights: Sequence[Floats]
    biases: Sequence[Floats]
    activation: str

    __deepcopy__ = itself

    def __post_init__(self) -> None:
        if self.activation not in SMOOTH:
            raise InputError(f"activation: expected {' or '.join(SMOOTH)}, got {self.activation!r}")
        checked = ReluNet(self.weights, self.biases)
        object.__setattr__(self, "weights", checked.weights)
        object.__setattr__(self, "biases", checked.biases)

    @property
    def widths(self) -> tuple[int, ...]:
        """Layer sizes, input and output included."""
        return (self.weights[0].shape[1], *(weight.shape[0] for weight in self.weights))

    @property
    def n_parameters(self) -> int:
        return n_parameters(self.widths)

    def __call__(self, points: Floats) -> Floats:
        """(n, n_outputs): the net's output (logits) at `points` (n, n_inputs)."""
        values = np.asarray(points, np.float64)
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            values = self.activated(values @ weight.T + bias)
        result: Floats = values @ self.weights[-1].T + self.biases[-1]
        return result

    def activated(self, pre_activation: Floats) -> Floats:
        """The tanh or the sigmoid, element by element."""
        if self.activation == "tanh":
            return np.tanh(pre_activation)
        # by the tanh, which overflows nowhere
        half: Floats = (1 + np.tanh(pre_activation / 2)) / 2
        return half


Net = ReluNet | SmoothNet


def relu_net(net: Net) -> ReluNet:
    """The net, if its units fold the plane.

    Raises:
        InputError: they are smooth.
    """
    if isinstance(net, SmoothNet):
        raise InputError(
            f"net: its {net.activation} units are smooth and fold nothing, so there is no region to draw or "
            f"count; expected a net of (leaky) ReLUs, train one without --activation {net.activation}"
        )
    return net


def activation_of(net: Net) -> str:
    """relu, tanh or sigmoid."""
    return "relu" if isinstance(net, ReluNet) else net.activation


def net_of(weights: Sequence[Floats], biases: Sequence[Floats], activation: str, slope: float) -> Net:
    """The net with these parameters; `slope` is the (leaky) ReLU's."""
    if activation == "relu":
        return ReluNet(weights, biases, slope)
    return SmoothNet(weights, biases, activation)

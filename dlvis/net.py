"""A ReLU net as numbers: frozen float64 weights and biases, no torch inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from dlvis.arrays import Floats, frozen, itself
from dlvis.errors import InputError


@dataclass(frozen=True, eq=False)
class ReluNet:
    """A fully connected net: (leaky) ReLU after every layer but the last, which is linear.

    `weights[k]` is (out, in) as in torch, `biases[k]` is (out,). `slope` is the activation's slope on
    the negative side: 0 is a ReLU, 1 the identity (a fold that has not begun).
    Layers are counted from 0; the hidden layers are 0 .. n_hidden_layers - 1.
    """

    weights: Sequence[Floats]
    biases: Sequence[Floats]
    slope: float = 0.0

    __deepcopy__ = itself

    def __post_init__(self) -> None:
        weights = tuple(frozen(weight, np.float64) for weight in self.weights)
        biases = tuple(frozen(bias, np.float64) for bias in self.biases)
        _check_layers(weights, biases)
        if not 0.0 <= self.slope <= 1.0:
            raise InputError(f"slope: expected a number from 0 to 1, got {self.slope}")
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "biases", biases)
        object.__setattr__(self, "slope", float(self.slope))

    @property
    def widths(self) -> tuple[int, ...]:
        """Layer sizes, input and output included."""
        return (self.weights[0].shape[1], *(weight.shape[0] for weight in self.weights))

    @property
    def n_hidden_layers(self) -> int:
        return len(self.weights) - 1

    @property
    def n_parameters(self) -> int:
        return n_parameters(self.widths)

    def pre_activation(self, points: Floats, layer: int) -> Floats:
        """(n, widths[layer + 1]): what enters layer `layer`'s activation at `points` (n, n_inputs)."""
        values = np.asarray(points, np.float64)
        for number in range(layer):
            values = self._activated(self._weighed(values, number))
        return self._weighed(values, layer)

    def activation(self, pre_activation: Floats) -> Floats:
        """The (leaky) ReLU, element by element."""
        return self._activated(np.array(pre_activation, np.float64))

    def __call__(self, points: Floats) -> Floats:
        """(n, n_outputs): the net's output (logits) at `points` (n, n_inputs)."""
        return self.pre_activation(points, len(self.weights) - 1)

    # in place: at a hundred thousand points room for another table costs more than what is done with it

    def _weighed(self, values: Floats, layer: int) -> Floats:
        result: Floats = values @ self.weights[layer].T
        result += self.biases[layer]
        return result

    def _activated(self, values: Floats) -> Floats:
        # the slope is at most 1, so this is z above 0 and slope z below
        return np.maximum(values, self.slope * values if self.slope else 0.0, out=values)


def n_parameters(widths: Sequence[int]) -> int:
    """Weights and biases of a fully connected net with these layer sizes."""
    return sum((n_in + 1) * n_out for n_in, n_out in pairwise(widths))


def layer_views(parameters: Any, widths: Sequence[int]) -> list[Any]:
    """Weight 0, bias 0, weight 1, … (…, out, in) and (…, out) as views of `parameters` (…, n)."""
    views, at = [], 0
    for n_in, n_out in pairwise(widths):
        middle, end = at + n_in * n_out, at + n_parameters((n_in, n_out))
        views.append(parameters[..., at:middle].reshape((*parameters.shape[:-1], n_out, n_in)))
        views.append(parameters[..., middle:end])
        at = end
    return views


def shallow_widths(widths: Sequence[int]) -> tuple[int, int, int]:
    """Layer sizes with one hidden layer and as many parameters as a net of these sizes, or as few less as can
    be: the two can be compared."""
    n_in, n_out = widths[0], widths[-1]
    n_hidden = (n_parameters(widths) - n_out) // (n_in + 1 + n_out)
    return n_in, max(1, n_hidden), n_out


def folds_alike(net: ReluNet, other: ReluNet) -> bool:
    """Whether two nets have the same sizes, slope and hidden layers; their outputs may differ."""
    if net is other:
        return True
    hidden = [(each.weights[:-1], each.biases[:-1]) for each in (net, other)]
    return (
        net.widths == other.widths
        and net.slope == other.slope
        and all(np.array_equal(a, b) for x, y in zip(*hidden, strict=True) for a, b in zip(x, y, strict=True))
    )


def first_layers(net: ReluNet, n_hidden_layers: int) -> ReluNet:
    """The net cut off after `n_hidden_layers` hidden layers: its output is the next pre-activation."""
    if not 0 <= n_hidden_layers <= net.n_hidden_layers:
        raise InputError(f"n_hidden_layers: expected 0 to {net.n_hidden_layers}, got {n_hidden_layers}")
    return ReluNet(net.weights[: n_hidden_layers + 1], net.biases[: n_hidden_layers + 1], net.slope)


def without_activation(net: ReluNet) -> ReluNet:
    """All layers multiplied into one: what is left of a net when its activation is the identity."""
    weight, bias = net.weights[0], net.biases[0]
    for next_weight, next_bias in zip(net.weights[1:], net.biases[1:], strict=True):
        weight, bias = next_weight @ weight, next_weight @ bias + next_bias
    return ReluNet([weight], [bias])


def margin_net(net: ReluNet) -> ReluNet:
    """The net with one output, the margin: output 0, or for two outputs output 1 - output 0."""
    if net.widths[-1] > 2:
        raise InputError(f"margin_net: expected a net with 1 or 2 outputs, got {net.widths[-1]}")
    difference = np.array([[1.0]]) if net.widths[-1] == 1 else np.array([[-1.0, 1.0]])
    last, bias = difference @ net.weights[-1], difference @ net.biases[-1]
    return ReluNet((*net.weights[:-1], last), (*net.biases[:-1], bias), net.slope)


def decided(net: ReluNet) -> ReluNet:
    """The net with its margin as one more hidden neuron, which folds along the decision boundary.

    Every region of its complex lies on one side of the boundary, and its output is the margin where that is
    positive.
    """
    margin = margin_net(net)
    return ReluNet((*margin.weights, np.ones((1, 1))), (*margin.biases, np.zeros(1)), net.slope)


def one_neuron(net: ReluNet, neuron: int) -> ReluNet:
    """One neuron of the first hidden layer as a net, whose output is the neuron's activation.

    The others are kept as dead neurons, so that the one has its number, and with it its colour and dash.
    """
    if not 0 <= neuron < net.widths[1]:
        raise InputError(f"neuron: expected 0 to {net.widths[1] - 1}, got {neuron}")
    alone = np.arange(net.widths[1]) == neuron
    first = np.where(alone[:, None], net.weights[0], 0.0)
    bias = np.where(alone, net.biases[0], -1.0)
    return ReluNet([first, alone[None].astype(np.float64)], [bias, np.zeros(1)], net.slope)


def plane(weights: ArrayLike, bias: float) -> ReluNet:
    """One neuron before its activation: a net without hidden layers, of one output."""
    return ReluNet([np.atleast_2d(np.asarray(weights, np.float64))], [np.array([float(bias)])])


def tent(times: int, n_inputs: int = 1) -> ReluNet:
    """Telgarsky's tent map t(x) = 2 relu(x) - 4 relu(x - 1/2), composed `times` times with itself.

    It has 2**times pieces on [0, 1] and, for one input, 6 times + 1 parameters. Inputs after the first
    are ignored. Source: Telgarsky 2015, "Representation benefits of deep feedforward networks".
    """
    if times < 1 or n_inputs < 1:
        raise InputError(f"tent: expected times >= 1 and n_inputs >= 1, got {times} and {n_inputs}")
    first = np.zeros((2, n_inputs))
    first[:, 0] = 1.0
    teeth = np.array([[2.0, -4.0]])
    weights = [first, *[np.repeat(teeth, 2, axis=0)] * (times - 1), teeth]
    biases = [np.array([0.0, -0.5])] * times + [np.zeros(1)]
    return ReluNet(weights, biases)


def zigzag(width: int, depth: int) -> ReluNet:
    """One input, `depth` hidden layers of `width` units, and (width + 1)**depth pieces on [0, 1], attained.

    Each layer folds [0, 1] onto itself: width + 1 straight teeth between 0 and 1. The third unit is
    reversed, which lets the first tooth rise although every other unit is still off there; that takes
    width >= 3 and a first tooth twice as steep as the others. Checked by `line_pieces`, which counts.
    """
    if width < 3 or depth < 1:
        raise InputError(f"zigzag: expected width >= 3 and depth >= 1, got {width} and {depth}")
    steepness = np.full(width + 1, width + 0.5)
    steepness[0] *= 2
    joints = np.cumsum(1 / steepness)[:-1]
    turns = (-1.0) ** np.arange(1, width + 1) * (steepness[:-1] + steepness[1:])
    facing = np.ones(width)
    facing[2] = -1.0
    start = -turns[2] * joints[2]
    first = (facing[:, None], -facing * joints)
    between = (np.outer(facing, turns), facing * (start - joints))
    weights, biases = zip(first, *[between] * (depth - 1), (turns[None], np.array([start])), strict=True)
    return ReluNet(weights, biases)


def mirrored_cuts(cuts: Floats) -> ReluNet:
    """The plane folded along both axes, like a sheet of paper, and then cut: two inputs, two hidden layers.

    The first layer's four units make |x| and |y|. Unit i of the second is cuts[i] (m, 3), (a, b, c), with its
    joint where a |x| + b |y| + c = 0; unfolded, that one line is a line in each quarter, mirrored.
    """
    lines = np.asarray(cuts, np.float64)
    if lines.ndim != 2 or lines.shape[1] != 3 or len(lines) == 0:
        raise InputError(f"mirrored_cuts: expected shape (cuts, 3), got {lines.shape}")
    first = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    weights = [first, np.repeat(lines[:, :2], 2, axis=1), np.ones((1, len(lines)))]
    return ReluNet(weights, [np.zeros(4), lines[:, 2], np.zeros(1)])


def interpolant(knots: Floats, values: Floats) -> ReluNet:
    """The net with one ReLU per interval that is linear between the points (knots[i], values[i]).

    n + 1 rising knots take n units. For a function f sampled at knots that are h apart the error is at most
    h^2 / 8 max |f''|.
    """
    knots, values = np.asarray(knots, np.float64), np.asarray(values, np.float64)
    if knots.ndim != 1 or knots.shape != values.shape or len(knots) < 2 or not (np.diff(knots) > 0).all():
        raise InputError("interpolant: expected as many values as knots, at least two, the knots rising")
    slopes = np.diff(values) / np.diff(knots)
    turns = np.diff(slopes, prepend=0.0)
    return ReluNet([np.ones((len(turns), 1)), turns[None]], [-knots[:-1], values[:1]])


def composed(outer: ReluNet, inner: ReluNet) -> ReluNet:
    """outer(inner(x)) as one net: inner's output layer and outer's first layer are both linear and merge.

    Raises:
        InputError: sizes that do not chain, or different slopes.
    """
    if inner.widths[-1] != outer.widths[0] or inner.slope != outer.slope:
        raise InputError(
            f"composed: expected the inner net to end in {outer.widths[0]} outputs with slope {outer.slope}, "
            f"got {inner.widths[-1]} with slope {inner.slope}"
        )
    weight = outer.weights[0] @ inner.weights[-1]
    bias = outer.weights[0] @ inner.biases[-1] + outer.biases[0]
    weights = (*inner.weights[:-1], weight, *outer.weights[1:])
    return ReluNet(weights, (*inner.biases[:-1], bias, *outer.biases[1:]), inner.slope)


def _check_layers(weights: tuple[Floats, ...], biases: tuple[Floats, ...]) -> None:
    if not weights or len(weights) != len(biases):
        raise InputError(
            f"net: expected as many weights as biases and at least one, got {len(weights)} and {len(biases)}"
        )
    for k, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        if weight.ndim != 2 or 0 in weight.shape:
            raise InputError(f"weights[{k}]: expected shape (out, in), got {weight.shape}")
        if bias.shape != weight.shape[:1]:
            raise InputError(f"biases[{k}]: expected shape {weight.shape[:1]}, got {bias.shape}")
        if k and weight.shape[1] != weights[k - 1].shape[0]:
            raise InputError(
                f"weights[{k}]: expected {weights[k - 1].shape[0]} columns to fit layer {k - 1}, "
                f"got {weight.shape[1]}"
            )
        if not (np.isfinite(weight).all() and np.isfinite(bias).all()):
            raise InputError(f"layer {k}: expected finite weights and biases, got NaN or infinity")

"""How long a curve is after each layer: what a net stretches, shrinks and folds.

A chain of straight lines stays one under a ReLU net, only with more corners: one wherever a neuron folds it.
So its length is exact after each layer. A circle is taken as a chain of many chords.
"""

from collections.abc import Sequence

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.measures.layers import hidden_layers, nets_of
from dlvis.net import ReluNet
from dlvis.run import Run
from dlvis.smooth import Net


def circle(n_inputs: int, n_chords: int = 300, radius: float = 1.0) -> Floats:
    """(n_chords + 1, n_inputs): a closed chain of chords of a circle in the plane of the first two inputs.

    It is shorter than the circle by (pi / n_chords)^2 / 6 of its length.
    """
    if n_inputs < 2 or n_chords < 3 or not radius > 0:
        raise InputError(
            f"circle: expected at least 2 inputs, 3 chords and a radius above 0, got {n_inputs}, {n_chords} "
            f"and {radius}"
        )
    angles = 2 * np.pi / n_chords * np.arange(n_chords)
    points = np.zeros((n_chords + 1, n_inputs))
    points[:-1, :2] = radius * np.column_stack([np.cos(angles), np.sin(angles)])
    points[-1] = points[0]
    return points


def trajectory_lengths(nets: Run | Sequence[Net], chain: Floats) -> Floats:
    """(S, 1 + hidden layers): the length of `chain` (m, inputs), then of its image after each hidden layer.

    Exact for (leaky) ReLUs. For tanh and sigmoid it is the length of the chain through the images of the m
    points, which is less than that of the image. Source: Raghu, Poole, Kleinberg, Ganguli and Sohl-Dickstein
    2017, "On the expressive power of deep neural networks", section 2.3.
    """
    chain = np.asarray(chain, np.float64)
    each = nets_of(nets)
    if chain.ndim != 2 or chain.shape[1] != each[0].widths[0] or len(chain) < 2:
        raise InputError(
            f"trajectory: expected at least 2 points with {each[0].widths[0]} inputs, got shape {chain.shape}"
        )
    return np.array([[_length(chain), *_after_layers(net, chain)] for net in each])


def _after_layers(net: Net, chain: Floats) -> list[float]:
    if not isinstance(net, ReluNet):
        return [_length(layer.activation) for layer in hidden_layers(net, chain)]
    lengths, values = [], chain
    for weight, bias in zip(net.weights[:-1], net.biases[:-1], strict=True):
        values = net.activation(_with_corners(values @ weight.T + bias))
        lengths.append(_length(values))
    return lengths


def _with_corners(sums: Floats) -> Floats:
    """The chain (m, width) of a layer's pre-activations with the points between where one of them is 0."""
    before, after = sums[:-1], sums[1:]
    link, neuron = np.nonzero(np.sign(before) * np.sign(after) < 0)
    low, high = before[link, neuron], after[link, neuron]
    share = low / (low - high)
    corners = before[link] + share[:, None] * (after[link] - before[link])
    places = np.concatenate([np.arange(len(sums)), link + share])
    result: Floats = np.concatenate([sums, corners])[np.argsort(places, kind="stable")]
    return result


def _length(chain: Floats) -> float:
    return float(np.linalg.norm(np.diff(chain, axis=0), axis=1).sum())

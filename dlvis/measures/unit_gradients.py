"""How hard the loss pulls at each unit of a net: exact slopes in numpy, where no torch is at hand."""

import numpy as np

from dlvis.arrays import Bools, Floats
from dlvis.errors import InputError
from dlvis.measures.layers import hidden_layers
from dlvis.smooth import Net


def unit_gradients(net: Net, points: Floats, labels: Bools) -> Floats:
    """(hidden units,): the norm of the loss's gradient by each unit's incoming weights and bias.

    The loss is the one that is trained: the mean cross-entropy at `points` (n, inputs) with `labels` (n,),
    each class with half of the weight. A unit that is off at every point has exactly 0: nothing can move it,
    and its fold stays where it is. Of a layer, the squares add up to those of `dlvis.train.gradient_norms`.
    """
    if len(points) != len(labels) or not len(labels):
        raise InputError(
            f"unit gradients: expected a label for each point, got {len(labels)} and {len(points)}"
        )
    layers = list(hidden_layers(net, points))
    values = [np.asarray(points, np.float64), *(layer.activation for layer in layers)]
    pull = _output_slopes(values[-1] @ net.weights[-1].T + net.biases[-1], np.asarray(labels, bool))
    norms = []
    for k in reversed(range(len(layers))):
        pull = pull @ net.weights[k + 1] * layers[k].slope
        by_weights, by_bias = pull.T @ values[k], pull.sum(axis=0)
        norms.append(np.sqrt((by_weights**2).sum(axis=1) + by_bias**2))
    return np.concatenate([np.empty(0), *reversed(norms)])


def _output_slopes(outputs: Floats, labels: Bools) -> Floats:
    """(n, outputs): the slope of the whole loss by the outputs at each point."""
    margin = outputs[:, -1] - (outputs[:, 0] if outputs.shape[1] == 2 else 0.0)
    sure = (1 + np.tanh(margin / 2)) / 2
    share = np.clip(labels.mean(), 1 / len(labels), 1 - 1 / len(labels))
    weights = np.where(labels, 0.5 / share, 0.5 / (1 - share)) / len(labels)
    pull = ((sure - labels) * weights)[:, None]
    return pull if outputs.shape[1] == 1 else np.hstack([-pull, pull])

"""The effective rank: how many directions a matrix really has."""

from collections.abc import Sequence

import numpy as np

from dlvis.arrays import Floats
from dlvis.measures.layers import hidden_layers, nets_of
from dlvis.run import Run
from dlvis.smooth import Net


def effective_rank(matrices: Floats) -> Floats:
    """(…): the effective rank of each of the matrices (…, m, n), between 1 and min(m, n); 0 for one of zeros.

    exp(H), with the entropy H of the singular values as shares of their sum. Source: Roy and Vetterli 2007,
    "The effective rank: a measure of effective dimensionality", definition 1.
    """
    values = np.linalg.svd(np.asarray(matrices, np.float64), compute_uv=False)
    total = values.sum(axis=-1)
    shares = values / np.where(total == 0, 1.0, total)[..., None]
    entropy = -(shares * np.log(np.where(shares == 0, 1.0, shares))).sum(axis=-1)
    return np.where(total == 0, 0.0, np.exp(entropy))


def weight_ranks(nets: Run | Sequence[Net]) -> Floats:
    """(S, layers): the effective rank of each layer's weights."""
    each = nets_of(nets)
    n_layers = len(each[0].weights)
    return np.stack(
        [effective_rank(np.stack([net.weights[k] for net in each])) for k in range(n_layers)], axis=1
    )


def activation_ranks(nets: Run | Sequence[Net], points: Floats) -> Floats:
    """(S, hidden layers): the effective rank of the values that leave each hidden layer at `points`.

    Of the matrix (n, width), not centred: at most as many as there are neurons, points, or folded neurons.
    """
    rows = [
        [float(effective_rank(layer.activation)) for layer in hidden_layers(net, points)]
        for net in nets_of(nets)
    ]
    return np.array(rows).reshape(len(rows), -1)

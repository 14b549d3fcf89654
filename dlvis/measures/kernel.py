"""The neural tangent kernel on chosen points, and how far it goes from the start."""

from collections.abc import Sequence

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.measures.layers import hidden_layers, nets_of
from dlvis.run import Run
from dlvis.smooth import Net


def tangent_kernel(net: Net, points: Floats) -> Floats:
    """(n o, n o): the empirical neural tangent kernel at `points` (n, inputs) of a net with o outputs.

    Row i o + a and column j o + b hold the product of the gradients of output a at point i and of output b at
    point j by all weights and biases. Source: Jacot, Gabriel and Hongler 2018, "Neural tangent kernel",
    section 4. Made layer by layer, without a Jacobian: the gradient by a weight is a slope times a value.
    """
    layers = list(hidden_layers(net, points))
    values = [np.asarray(points, np.float64), *(layer.activation for layer in layers)]
    n, n_outputs = len(points), net.widths[-1]
    slopes = np.broadcast_to(np.eye(n_outputs), (n, n_outputs, n_outputs))  # of the outputs by layer k's sums
    kernel = np.zeros((n, n_outputs, n, n_outputs))
    for k in reversed(range(len(net.weights))):
        flat = slopes.reshape(n * n_outputs, -1)
        by_sums = (flat @ flat.T).reshape(kernel.shape)
        kernel += by_sums * (values[k] @ values[k].T + 1)[:, None, :, None]  # + 1: the bias
        if k:
            slopes = slopes @ net.weights[k] * layers[k - 1].slope[:, None]
    return kernel.reshape(n * n_outputs, n * n_outputs)


def kernel_drift(nets: Run | Sequence[Net], points: Floats) -> Floats:
    """(S,): how far the tangent kernel at `points` (n, inputs) has gone from that of the first net.

    |K(t) - K(0)| / |K(0)| in the Frobenius norm. Near 0 a net is lazy: it learns as its linear approximation
    at the start does (Jacot et al. 2018; Chizat, Oyallon and Bach 2019). Infinite where it began as 0.
    """
    if np.ndim(points) != 2 or not len(points):
        raise InputError(
            f"kernel drift: expected at least one point (n, inputs), got shape {np.shape(points)}"
        )
    each = nets_of(nets)
    first = tangent_kernel(each[0], points)
    drifts = np.array([np.linalg.norm(tangent_kernel(net, points) - first) for net in each])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(drifts == 0, 0.0, drifts / np.linalg.norm(first))

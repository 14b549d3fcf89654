"""The slopes of the loss by each layer of a net, step by step."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch

from dlvis.arrays import Floats
from dlvis.datasets import TWO_CLASSES
from dlvis.datasets.dataset import Targets
from dlvis.errors import InputError
from dlvis.net import ReluNet, layer_views, n_parameters
from dlvis.run import Run
from dlvis.smooth import Net, activation_of
from dlvis.train.model import activation, losses_of, outputs
from dlvis.train.steps import one_thread, training_points

AT_ONCE = 2**24  # values of all layers at all points: half a GB with their slopes


def gradient_norms(
    nets: Run | Sequence[Net], points: Floats, labels: Targets, task: str = TWO_CLASSES
) -> Floats:
    """(S, layers): the norm of the loss's gradient by the weights and biases of each layer.

    `nets` are the snapshots of a run, or nets of the same widths and activation. The loss is the one that is
    trained: the mean cross-entropy at `points` (n, inputs) with `labels` (n,), each class with half of the
    weight; or that of another task with its targets. Computed in float64, the snapshots side by side.
    """
    each = [snapshot.net for snapshot in nets.snapshots] if isinstance(nets, Run) else list(nets)
    kinds = {(net.widths, activation_of(net), _slope(net)) for net in each}
    if len(kinds) != 1:
        raise InputError(f"gradient norms: expected nets of one kind, got {len(kinds)}")
    if len(points) != len(labels) or not len(labels):
        raise InputError(
            f"gradient norms: expected a label for each point, got {len(labels)} and {len(points)}"
        )
    at_once = max(1, AT_ONCE // (len(points) * sum(each[0].widths)))
    parts = [each[begin : begin + at_once] for begin in range(0, len(each), at_once)]
    return np.concatenate([_norms(some, points, labels, task) for some in parts])


@one_thread()
def _norms(nets: Sequence[Net], points: Floats, labels: Targets, task: str) -> Floats:
    widths = nets[0].widths
    pairs = [zip(net.weights, net.biases, strict=True) for net in nets]
    flat = [np.concatenate([array.ravel() for pair in each for array in pair]) for each in pairs]
    parameters = torch.tensor(np.stack(flat)).requires_grad_()
    data = training_points(points, labels, "cpu", "float64", task)
    rows = data.rows.expand(len(nets), *data.rows.shape)
    kind = activation(activation_of(nets[0]), _slope(nets[0]))
    n = widths[0]
    said = outputs(layer_views(parameters, widths), rows[..., :n], kind)
    loss = (losses_of(task, said, rows[..., n:-1]) * rows[..., -1]).mean(dim=1).sum()
    (gradients,) = torch.autograd.grad(loss, parameters)
    ends = np.cumsum([n_parameters(pair) for pair in pairwise(widths)])
    layers = np.split(gradients.numpy(), ends[:-1], axis=1)
    return np.stack([np.linalg.norm(layer, axis=1) for layer in layers], axis=1)


def _slope(net: Net) -> float:
    return net.slope if isinstance(net, ReluNet) else 0.0

"""Nets as stacked torch tensors: their output, their loss."""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from dlvis.datasets import CLASSES, NUMBERS

# weight 0, bias 0, weight 1, bias 1, …; weights are (N, out, in), biases (N, out)
Parameters = list[Tensor]
Activation = Callable[[Tensor], Tensor]


def outputs(
    parameters: Parameters,
    points: Tensor,
    activation: Activation,
    dropout: Callable[[Tensor, int], Tensor] | None = None,
) -> Tensor:
    """(N, n, n_outputs): the logits of N nets, each at its own `points` (N, n, n_inputs).

    `dropout` is given what leaves a hidden layer, and the number of its first neuron among all hidden ones.
    """
    values, first = points, 0
    for k in range(0, len(parameters), 2):
        weight, bias = parameters[k : k + 2]
        values = torch.baddbmm(bias[:, None], values, weight.mT)
        if k < len(parameters) - 2:
            values = activation(values)
            values = values if dropout is None else dropout(values, first)
            first += values.shape[2]
    return values


def activation(name: str, slope: float) -> Activation:
    """relu (leaky with a slope), tanh or sigmoid."""
    smooth = {"tanh": torch.tanh, "sigmoid": torch.sigmoid}
    return smooth[name] if name in smooth else lambda values: functional.leaky_relu(values, slope)


def losses_of(task: str, said: Tensor, targets: Tensor) -> Tensor:
    """(…) the loss of each point by its outputs (…, n_outputs) and its targets (…, n_targets)."""
    if task == NUMBERS:
        return ((said - targets) ** 2).mean(dim=-1)
    if task == CLASSES:
        return said.logsumexp(dim=-1) - said.gather(-1, targets.long())[..., 0]
    return losses(said, targets[..., 0])


def losses(logits: Tensor, positive: Tensor) -> Tensor:
    """The cross-entropy of each point: logits (…, 1 or 2), `positive` (…) 1.0 for the positive class.

    One output is the positive class's log-odds; of two, their difference is.
    """
    margins = logits[..., 0] if logits.shape[-1] == 1 else logits[..., 1] - logits[..., 0]
    return functional.binary_cross_entropy_with_logits(margins, positive, reduction="none")

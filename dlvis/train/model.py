"""Nets as torch tensors: their start, their output, their loss."""

from itertools import pairwise

import torch
from torch import Tensor
from torch.nn import functional

# weight 0, bias 0, weight 1, bias 1, …; weights are (out, in) as in ReluNet
Parameters = list[Tensor]


def initial_parameters(widths: tuple[int, ...], slope: float, generator: torch.Generator) -> Parameters:
    """He's start: normal weights of variance 2 / (1 + slope^2) / inputs, which keeps the signal's size.

    Biases are uniform in +-1 / sqrt(inputs): with biases of 0 every fold of every layer would start in
    one point, the middle of the map. Drawn on the CPU, so that a GPU starts from the same net.
    """
    parameters = []
    for n_in, n_out in pairwise(widths):
        spread = (2.0 / (1.0 + slope**2) / n_in) ** 0.5
        weight = spread * torch.randn(n_out, n_in, generator=generator)
        bias = (2.0 * torch.rand(n_out, generator=generator) - 1.0) / n_in**0.5
        parameters += [weight, bias]
    return parameters


def outputs(parameters: Parameters, points: Tensor, slope: float) -> Tensor:
    """(N, n, n_outputs): the logits of N nets, weights (N, out, in), each at its own `points` (N, n, 2)."""
    values = points
    for k in range(0, len(parameters), 2):
        weight, bias = parameters[k : k + 2]
        values = torch.baddbmm(bias[:, None], values, weight.mT)
        if k < len(parameters) - 2:
            values = functional.leaky_relu(values, slope)
    return values


def losses(logits: Tensor, positive: Tensor) -> Tensor:
    """The cross-entropy of each point: logits (…, 1 or 2), `positive` (…) 1.0 for the positive class.

    One output is the positive class's log-odds; of two, their difference is.
    """
    margins = logits[..., 0] if logits.shape[-1] == 1 else logits[..., 1] - logits[..., 0]
    return functional.binary_cross_entropy_with_logits(margins, positive, reduction="none")

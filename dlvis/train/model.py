"""The net as torch tensors while it is trained: its start, its output, its loss."""

from itertools import pairwise

import torch
from torch import Tensor
from torch.nn import functional

from dlvis.net import ReluNet

# weight 0, bias 0, weight 1, bias 1, …; weights are (out, in) as in ReluNet
Parameters = list[Tensor]


def initial_parameters(
    widths: tuple[int, ...], slope: float, generator: torch.Generator, device: str
) -> Parameters:
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
    return [parameter.to(device).requires_grad_() for parameter in parameters]


def outputs(parameters: Parameters, points: Tensor, slope: float) -> Tensor:
    """(n, n_outputs): the net's logits at `points` (n, 2)."""
    values = points
    for k in range(0, len(parameters) - 2, 2):
        values = functional.leaky_relu(functional.linear(values, *parameters[k : k + 2]), slope)
    return functional.linear(values, *parameters[-2:])


def losses(logits: Tensor, positive: Tensor) -> Tensor:
    """(n,): the cross-entropy of each point; `positive` (n,) is 1.0 for the positive class.

    One output is the positive class's log-odds; of two, output 1 is the positive class.
    """
    if logits.shape[1] == 1:
        return functional.binary_cross_entropy_with_logits(logits[:, 0], positive, reduction="none")
    return functional.cross_entropy(logits, positive.long(), reduction="none")


def as_net(parameters: Parameters, slope: float) -> ReluNet:
    """The parameters as they are now, frozen, without torch. Raises InputError if one is not finite."""
    arrays = [parameter.detach().cpu().numpy() for parameter in parameters]
    return ReluNet(arrays[0::2], arrays[1::2], slope)

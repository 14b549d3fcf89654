"""Steps of all nets at once as stacked tensors: for a GPU, and the readable twin of the compiled kernels."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from dlvis.arrays import Floats
from dlvis.train.model import losses, outputs
from dlvis.train.stack import Stack, layer_views
from dlvis.train.steps import TrainingPoints

AT_ONCE = 2**20  # points drawn at once
BETA, BETA_2, EPSILON = 0.9, 0.999, 1e-8  # of Adam


def step_stacked(stack: Stack, data: TrainingPoints, first: int, shares: Floats) -> None:
    """Take the steps first, first + 1, … of all nets, with these shares of each one's highest rate.

    A step that would begin with a loss which is no number is not taken, nor any later one of that net; it is
    kept in `stack.failed`.
    """
    device = data.rows.device
    tensors = [
        torch.tensor(array, device=device) for array in (stack.parameters, stack.moments, stack.failed)
    ]
    parameters, moments, failed = tensors
    parameters.requires_grad_()
    rates = np.array([recipe.rate for recipe in stack.recipes])[:, None] * shares
    steps = torch.tensor(rates, dtype=parameters.dtype, device=device)
    for k, chosen in enumerate(_batches(stack, len(shares), data)):
        found = _losses(parameters, data.rows[chosen], stack)
        failed[(failed == 0) & ~torch.isfinite(found)] = first + k
        (gradients,) = torch.autograd.grad(found.sum(), parameters)
        with torch.no_grad():
            _adam(parameters, moments, gradients, steps[:, k, None], first + k, failed == 0)
    for array, tensor in zip((stack.parameters, stack.moments, stack.failed), tensors, strict=True):
        array[:] = tensor.detach().cpu().numpy()


def _batches(stack: Stack, n_steps: int, data: TrainingPoints) -> Iterator[Tensor]:
    n_points, (n_nets, n_batch) = len(data.rows), (len(stack.recipes), stack.recipe.batch)
    at_once = max(1, AT_ONCE // (n_nets * n_batch))
    for begin in range(0, n_steps, at_once):
        n = min(at_once, n_steps - begin)
        drawn = np.stack([stack.batches(net, n, n_points) for net in range(n_nets)], axis=1)
        yield from torch.tensor(drawn, device=data.rows.device)


def _losses(parameters: Tensor, rows: Tensor, stack: Stack) -> Tensor:
    """(N,) the mean loss of each net's batch; rows (N, batch, inputs + 2)."""
    points, positive, weights = rows[..., :-2], rows[..., -2], rows[..., -1]
    logits = outputs(layer_views(parameters, stack.recipe.widths), points, stack.recipe.slope)
    return (losses(logits, positive) * weights).mean(dim=1)


def _adam(
    parameters: Tensor, moments: Tensor, gradients: Tensor, rates: Tensor, step: int, alive: Tensor
) -> None:
    """One step of those nets that are alive; as torch.optim.Adam."""
    keep = ~alive[:, None]
    ahead, squares = moments.unbind(dim=1)
    gradients.masked_fill_(keep, 0.0)
    ahead.lerp_(gradients, 1 - BETA)
    squares.mul_(BETA_2).addcmul_(gradients, gradients, value=1 - BETA_2)
    spread = (squares.sqrt() / (1 - BETA_2**step) ** 0.5).add_(EPSILON)
    moves = rates * ahead / ((1 - BETA**step) * spread)
    parameters.sub_(moves.masked_fill_(keep, 0.0))

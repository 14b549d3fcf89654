"""Steps of all nets at once as stacked tensors: for a GPU, and the readable twin of the compiled kernels."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from dlvis.arrays import Floats
from dlvis.net import layer_views
from dlvis.train.augmentation import augmented
from dlvis.train.dropout import dropped, step_keys
from dlvis.train.model import activation, losses_of, outputs
from dlvis.train.recipe import Recipe
from dlvis.train.stack import Stack
from dlvis.train.steps import TrainingPoints

AT_ONCE = 2**20  # points drawn at once


def step_stacked(stack: Stack, data: TrainingPoints, first: int, shares: Floats) -> None:
    """Take the steps first, first + 1, … of all nets, with these shares of each one's highest rate.

    A step that would begin with a loss which is no number is not taken, nor any later one of that net; it is
    kept in `stack.failed`.
    """
    device = data.rows.device
    arrays = (stack.parameters, stack.moments, stack.failed, stack.ended)
    parameters, moments, failed, ended = (torch.tensor(array, device=device) for array in arrays)
    parameters.requires_grad_()
    rates = np.array([recipe.rate for recipe in stack.recipes])[:, None] * shares
    steps = torch.tensor(rates, dtype=parameters.dtype, device=device)
    for k, chosen in enumerate(_batches(stack, len(shares), data)):
        found = _losses(parameters, data.rows[chosen], data.task, stack, first + k)
        failed[(failed == 0) & (ended == 0) & ~torch.isfinite(found)] = first + k
        (gradients,) = torch.autograd.grad(found.sum(), parameters)
        with torch.no_grad():
            gradients += stack.recipe.optimiser.weight_decay * parameters
            gradients.masked_fill_(((failed != 0) | (ended != 0))[:, None], 0.0)
            moves = _moves(moments, gradients, stack.recipe, first + k) * steps[:, k, None]
            parameters -= moves.masked_fill_(((failed != 0) | (ended != 0))[:, None], 0.0)
    for array, tensor in zip(arrays, (parameters, moments, failed), strict=False):
        array[:] = tensor.detach().cpu().numpy()


def _batches(stack: Stack, n_steps: int, data: TrainingPoints) -> Iterator[Tensor]:
    """(N, batch) the numbers of the points of each net, step by step."""
    n_points, (n_nets, n_batch) = len(data.rows), (len(stack.recipes), stack.recipe.batch)
    at_once = max(1, AT_ONCE // (n_nets * n_batch))
    for begin in range(0, n_steps, at_once):
        n = min(at_once, n_steps - begin)
        drawn = np.stack([stack.batches(net, n, n_points) for net in range(n_nets)], axis=1)
        yield from torch.tensor(drawn, device=data.rows.device)


def _losses(parameters: Tensor, rows: Tensor, task: str, stack: Stack, step: int) -> Tensor:
    """(N,) the mean loss of each net's batch; rows (N, batch, inputs + targets + 1)."""
    recipe, keep = stack.recipe, 1.0 - stack.recipe.dropout
    n = recipe.widths[0]
    points, targets, weights = rows[..., :n], rows[..., n:-1], rows[..., -1]
    layers = layer_views(parameters, recipe.widths)
    seeds = torch.tensor([each.seed for each in stack.recipes], device=rows.device)
    keys = step_keys(seeds, step)
    points = augmented(points, keys, recipe.data) if recipe.data.is_augmented else points
    dropout = None if keep == 1 else lambda values, first: dropped(values, keys, first, keep)
    logits = outputs(layers, points, activation(recipe.activation, recipe.slope), dropout)
    return (losses_of(task, logits, targets) * weights).mean(dim=1)


def _moves(moments: Tensor, gradients: Tensor, recipe: Recipe, step: int) -> Tensor:
    """(N, n) what is taken from the parameters, for a learning rate of 1; as torch.optim's Adam and SGD."""
    rule = recipe.optimiser
    ahead, squares = moments.unbind(dim=1)
    if rule.name != "adam":
        return ahead.mul_(rule.ahead).add_(gradients).clone()
    ahead.lerp_(gradients, 1 - rule.momentum)
    squares.mul_(rule.second).addcmul_(gradients, gradients, value=1 - rule.second)
    spread = (squares.sqrt() / (1 - rule.second**step) ** 0.5).add_(rule.epsilon)
    return ahead.div(spread.mul_(1 - rule.momentum**step))

"""The training loop that a user of torch would write for one net, with the same start, batches and rates."""

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

from dlvis.net import layer_views
from dlvis.train.recipe import Recipe
from dlvis.train.stack import started
from dlvis.train.steps import TrainingPoints


def loop(recipes: Sequence[Recipe], data: TrainingPoints) -> list[list[torch.Tensor]]:
    """The parameters of nets trained one after the other."""
    return [_trained(recipe, data) for recipe in recipes]


def _trained(recipe: Recipe, data: TrainingPoints) -> list[torch.Tensor]:
    stack = started([recipe])
    net = _sequential(recipe, torch.tensor(stack.parameters[0]))
    adam = torch.optim.Adam(net.parameters(), lr=recipe.rate)
    points, positive, weights = data.rows[:, :-2].contiguous(), data.positive.clone(), data.weights.clone()
    for share in recipe.optimiser.shares(1, recipe.steps, recipe.steps):
        chosen = torch.randint(len(points), (recipe.batch,), generator=stack.streams[0])
        logits = net(points[chosen])[:, 0]
        loss = functional.binary_cross_entropy_with_logits(logits, positive[chosen], weights[chosen])
        adam.param_groups[0]["lr"] = recipe.rate * share
        adam.zero_grad()
        loss.backward()
        adam.step()
    return [parameter.detach() for parameter in net.parameters()]


def _sequential(recipe: Recipe, parameters: torch.Tensor) -> nn.Sequential:
    arrays = layer_views(parameters, recipe.widths)
    layers = []
    for weight, bias in zip(arrays[::2], arrays[1::2], strict=True):
        linear = nn.Linear(*reversed(weight.shape))
        linear.load_state_dict({"weight": weight, "bias": bias})
        layers += [linear, nn.ReLU()]
    return nn.Sequential(*layers[:-1])

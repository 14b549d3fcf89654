"""The training that a user of torch would write for one net: what the room's own steps are compared with."""

import torch
from torch import nn

from dlvis.datasets import CLASSES, NUMBERS, TWO_CLASSES, examples, task
from dlvis.net import layer_views
from dlvis.train.optimiser import one_cycle
from dlvis.train.stack import started
from dlvis.train.steps import one_thread, training_points


def plain_module(recipe, dropout=None):
    """`nn.Sequential` with the recipe's start, and the stream of its batches; `dropout(k)` is layer k's."""
    stack = started([recipe])
    arrays = layer_views(torch.tensor(stack.parameters[0]), recipe.widths)
    activations = {"relu": nn.LeakyReLU(recipe.slope), "tanh": nn.Tanh(), "sigmoid": nn.Sigmoid()}
    layers = []
    for k in range(0, len(arrays), 2):
        linear = nn.Linear(*arrays[k].T.shape, dtype=arrays[k].dtype)
        linear.load_state_dict({"weight": arrays[k], "bias": arrays[k + 1]})
        layers += [linear, activations[recipe.activation]] + ([] if dropout is None else [dropout(k // 2)])
    return nn.Sequential(*layers[: -1 if dropout is None else -2]), stack.streams[0]


def plain_optimiser(parameters, recipe):
    rule = recipe.optimiser
    if rule.name == "adam":
        return torch.optim.Adam(parameters, lr=recipe.rate, weight_decay=rule.weight_decay)
    momentum = rule.momentum if rule.name == "momentum" else 0.0
    return torch.optim.SGD(parameters, lr=recipe.rate, momentum=momentum, weight_decay=rule.weight_decay)


@one_thread()
def plain_net(topic, recipe, dropout=None, before_step=lambda step: None):
    """(n,) the parameters after the recipe's steps with `torch.optim`."""
    data = training_points(*examples(topic, "train"), "cpu", recipe.dtype, task(topic))
    module, stream = plain_module(recipe, dropout)
    optimiser = plain_optimiser(module.parameters(), recipe)
    for step in range(1, recipe.steps + 1):
        before_step(step)
        if recipe.optimiser.curve == "one-cycle":
            optimiser.param_groups[0]["lr"] = one_cycle(step, recipe.steps, recipe.rate)
        chosen = torch.randint(len(data.rows), (recipe.batch,), generator=stream)
        optimiser.zero_grad()
        plain_loss(module, data.rows[chosen], data.task).backward()
        optimiser.step()
    return torch.cat([parameter.detach().ravel() for parameter in module.parameters()]).numpy()


def plain_loss(module, rows, task=TWO_CLASSES):
    n = module[0].in_features
    logits = module(rows[:, :n])
    if task == NUMBERS:
        return nn.functional.mse_loss(logits, rows[:, n:-1])
    if task == CLASSES:
        return nn.functional.cross_entropy(logits, rows[:, n].long())
    if logits.shape[1] == 1:
        losses = nn.functional.binary_cross_entropy_with_logits(logits[:, 0], rows[:, n], reduction="none")
    else:
        losses = nn.functional.cross_entropy(logits, rows[:, n].long(), reduction="none")
    return (losses * rows[:, n + 1]).mean()

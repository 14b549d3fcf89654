"""The training that a user of torch would write for one net: what the room's own steps are compared with."""

import torch
from torch import nn

from dlvis.topics import part
from dlvis.train.stack import layer_views, started
from dlvis.train.steps import one_cycle, one_thread, training_points


def plain_module(recipe):
    """`nn.Sequential` with the recipe's start, and the stream of its batches."""
    stack = started([recipe])
    arrays = layer_views(torch.tensor(stack.parameters[0]), recipe.widths)
    layers = []
    for k in range(0, len(arrays), 2):
        linear = nn.Linear(*arrays[k].T.shape, dtype=arrays[k].dtype)
        linear.load_state_dict({"weight": arrays[k], "bias": arrays[k + 1]})
        layers += [linear, nn.LeakyReLU(recipe.slope)]
    return nn.Sequential(*layers[:-1]), stack.streams[0]


@one_thread()
def plain_net(topic, recipe):
    """(n,) the parameters after the recipe's steps with `torch.optim.Adam`."""
    data = training_points(*part(topic, "train"), "cpu", recipe.dtype)
    module, stream = plain_module(recipe)
    adam = torch.optim.Adam(module.parameters(), lr=recipe.rate)
    for step in range(1, recipe.steps + 1):
        adam.param_groups[0]["lr"] = one_cycle(step, recipe.steps, recipe.rate)
        chosen = torch.randint(len(data.rows), (recipe.batch,), generator=stream)
        rows = data.rows[chosen]
        logits = module(rows[:, :2])
        if logits.shape[1] == 1:
            losses = nn.functional.binary_cross_entropy_with_logits(
                logits[:, 0], rows[:, 2], reduction="none"
            )
        else:
            losses = nn.functional.cross_entropy(logits, rows[:, 2].long(), reduction="none")
        adam.zero_grad()
        (losses * rows[:, 3]).mean().backward()
        adam.step()
    return torch.cat([parameter.detach().ravel() for parameter in module.parameters()]).numpy()

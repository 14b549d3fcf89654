"""Small nets of other libraries as files, with the points to compare them at."""

from collections import OrderedDict
from functools import cache
from itertools import pairwise

import numpy as np
import torch
from torch import nn

POINTS = np.random.default_rng(5).normal(size=(200, 2))


def model(*layers, seed=0):
    """A Sequential in float64 and evaluation mode, its BatchNorms with statistics of their own."""
    torch.manual_seed(seed)
    made = nn.Sequential(*layers)
    for part in made.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm) and part.running_mean is not None:
            part.running_mean.normal_()
            part.running_var.uniform_(0.3, 2.0)
            if part.affine:
                nn.init.normal_(part.weight)
                nn.init.normal_(part.bias)
    return made.double().eval()


def mlp(*widths):
    """Linear and ReLU in turn; a fresh one each time."""
    layers = []
    for n_in, n_out in pairwise(widths):
        layers += [nn.Linear(n_in, n_out), nn.ReLU()]
    return model(*layers[:-1])


@cache
def small():
    return mlp(2, 4, 3, 1)


def outputs(made, points=POINTS):
    with torch.no_grad():
        return made(torch.from_numpy(points)).numpy()


def arrays(made, prefix=""):
    return OrderedDict((prefix + key, value.numpy()) for key, value in made.state_dict().items())

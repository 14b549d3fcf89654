"""Augmentation of stacked tensors; how points are changed is said in `dlvis.train.kernels.augmenting`."""

from math import pi

import torch
from torch import Tensor

from dlvis.train.data import Data
from dlvis.train.dropout import chances
from dlvis.train.kernels.augmenting import FIRST, WHOLE


def augmented(points: Tensor, keys: Tensor, data: Data) -> Tensor:
    """The inputs (N, n, d) of the batches of N nets, changed by the chance of this step's `keys` (N,)."""
    n = points.shape[1]
    if data.symmetries != "none":
        bits = chances(keys, FIRST, n)
        left, down, turn = (bits & 1), (bits >> 1) & 1, (bits >> 2) & 1
        if data.symmetries != "all":
            turn = left ^ down if data.symmetries == "rotations" else torch.zeros_like(turn)
        turned = torch.where(turn[..., None] == 1, points.flip(-1), points)
        points = turned * torch.stack([1 - 2 * left, 1 - 2 * down], dim=-1)
    if data.jitter > 0:
        points = points + torch.stack([_noise(keys, i, n) for i in range(points.shape[2])], dim=-1).mul_(
            data.jitter
        ).to(points.dtype)
    return points


def _noise(keys: Tensor, i: int, n: int) -> Tensor:
    """(N, n) normal numbers for input i, in double precision (Box and Muller 1958)."""
    far, turn = ((chances(keys, FIRST + k + 2 * i, n).double() + 0.5) / WHOLE for k in (1, 2))
    return (-2 * far.log()).sqrt() * (2 * pi * turn).cos()

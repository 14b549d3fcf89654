"""Dropout of stacked tensors; which values are dropped is said in `dlvis.train.kernels.dropping`."""

import torch
from torch import Tensor

from dlvis.train.kernels.dropping import SPREAD

WORD = 0xFFFFFFFF


def step_keys(seeds: Tensor, step: int) -> Tensor:
    """(N,) the keys of one step of N nets with these seeds (int64)."""
    return _mixed(_mixed(seeds & WORD) ^ (step & WORD))


def dropped(values: Tensor, keys: Tensor, first: int, keep: float) -> Tensor:
    """The values (N, n, neurons) of a layer, each kept and scaled by 1 / keep with the chance `keep`.

    `first` is the number of the layer's first neuron among all hidden ones.
    """
    _, n_points, n_neurons = values.shape
    neurons = torch.arange(first + 1, first + 1 + n_neurons, device=values.device)
    own = _mixed((keys[:, None] + (neurons * SPREAD & WORD)) & WORD)
    points = torch.arange(n_points, device=values.device)
    kept = _mixed(own[:, None] ^ points[:, None]) <= int(keep * WORD)
    return values * kept / keep


def chances(keys: Tensor, stream: int, n_points: int) -> Tensor:
    """(N, n_points): 32 bits of chance for each point, other ones in each stream."""
    own = _mixed((keys + ((stream + 1) * SPREAD & WORD)) & WORD)
    points = torch.arange(n_points, device=keys.device)
    return _mixed(own[:, None] ^ points)


def _mixed(x: Tensor) -> Tensor:
    """32 bits of x, kept in an int64: products overflow, but their low half is right."""
    x = ((x ^ (x >> 16)) * 0x7FEB352D) & WORD
    x = ((x ^ (x >> 15)) * 0x846CA68B) & WORD
    return x ^ (x >> 16)

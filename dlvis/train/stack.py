"""Nets of one kind that are trained side by side: their numbers, and the stream of chance that each one has.

A net's start and its batches come from its own seed alone, so that it is the same whoever stands beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from dlvis.arrays import Ints
from dlvis.net import ReluNet, n_parameters
from dlvis.train.model import initial_parameters
from dlvis.train.recipe import Recipe

Numbers = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Stack:
    """N nets of equal sizes, whose recipes are of one kind; the steps change the arrays in place.

    parameters (N, n)    weight 0, bias 0, weight 1, … of each net, each weight (out, in) row by row
    moments    (N, 2, n) what its optimiser remembers
    streams              N generators, which have drawn the starts and go on to draw the batches
    failed     (N,)      the step that began with a loss that is no number; 0: none did
    """

    recipes: tuple[Recipe, ...]
    parameters: Numbers
    moments: Numbers
    streams: tuple[torch.Generator, ...]
    failed: Ints

    @property
    def recipe(self) -> Recipe:
        """The first net's recipe; all have its sizes, steps and batch."""
        return self.recipes[0]

    def alive(self) -> list[int]:
        """The nets whose losses still are numbers."""
        return np.flatnonzero(self.failed == 0).tolist()

    def batches(self, net: int, n_steps: int, n_points: int) -> NDArray[np.int32]:
        """(n_steps, batch): the next batches of one net, as numbers of points; drawn at once or in parts,
        they are the same."""
        shape = (n_steps, self.recipe.batch)
        return torch.randint(n_points, shape, generator=self.streams[net], dtype=torch.int32).numpy()

    def net(self, net: int) -> ReluNet:
        """One net as it is now. Raises InputError if a parameter is not finite."""
        layers = layer_views(self.parameters[net], self.recipe.widths)
        return ReluNet(layers[::2], layers[1::2], self.recipes[net].slope)


def started(recipes: Sequence[Recipe]) -> Stack:
    """The nets of these recipes before their first step. They must be of one kind."""
    streams = tuple(torch.Generator("cpu").manual_seed(recipe.seed) for recipe in recipes)
    starts = [
        np.concatenate(
            [array.numpy().ravel() for array in initial_parameters(recipe.widths, recipe.slope, stream)]
        )
        for recipe, stream in zip(recipes, streams, strict=True)
    ]
    parameters = np.stack(starts).astype(recipes[0].dtype)
    moments = np.zeros((len(recipes), 2, parameters.shape[1]), parameters.dtype)
    return Stack(tuple(recipes), parameters, moments, streams, np.zeros(len(recipes), np.int64))


def layer_views(parameters: Any, widths: Sequence[int]) -> list[Any]:
    """Weight 0, bias 0, weight 1, … (…, out, in) and (…, out) as views of `parameters` (…, n)."""
    views, at = [], 0
    for n_in, n_out in pairwise(widths):
        middle, end = at + n_in * n_out, at + n_parameters((n_in, n_out))
        views.append(parameters[..., at:middle].reshape((*parameters.shape[:-1], n_out, n_in)))
        views.append(parameters[..., middle:end])
        at = end
    return views

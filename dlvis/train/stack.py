"""Nets of one kind that are trained side by side: their numbers, and the stream of chance that each one has.

A net's start and its batches come from its own seed alone, so that it is the same whoever stands beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from dlvis.arrays import Ints
from dlvis.net import layer_views
from dlvis.smooth import Net, net_of
from dlvis.train.kernels.named import Numbers
from dlvis.train.recipe import Recipe
from dlvis.train.start import initial_parameters


@dataclass(frozen=True, eq=False)
class Stack:
    """N nets of equal sizes, whose recipes are of one kind; the steps change the arrays in place.

    parameters (N, n)    weight 0, bias 0, weight 1, … of each net, each weight (out, in) row by row
    moments    (N, 2, n) what its optimiser remembers
    streams              N generators, which have drawn the starts and go on to draw the batches
    failed     (N,)      the step that began with a loss that is no number; 0: none did
    ended      (N,)      the step after which it was stopped early; 0: it was not
    """

    recipes: tuple[Recipe, ...]
    parameters: Numbers
    moments: Numbers
    streams: tuple[torch.Generator, ...]
    failed: Ints
    ended: Ints

    @property
    def recipe(self) -> Recipe:
        """The first net's recipe; all have its sizes, steps and batch."""
        return self.recipes[0]

    def alive(self) -> list[int]:
        """The nets that are still trained."""
        return np.flatnonzero((self.failed == 0) & (self.ended == 0)).tolist()

    def batches(self, net: int, n_steps: int, n_points: int) -> NDArray[np.int32]:
        """(n_steps, batch): the next batches of one net, as numbers of points; drawn at once or in parts,
        they are the same."""
        shape = (n_steps, self.recipe.batch)
        return torch.randint(n_points, shape, generator=self.streams[net], dtype=torch.int32).numpy()

    def net(self, net: int) -> Net:
        """One net as it is now. Raises InputError if a parameter is not finite."""
        layers = layer_views(self.parameters[net], self.recipe.widths)
        recipe = self.recipes[net]
        return net_of(layers[::2], layers[1::2], recipe.activation, recipe.slope)


def started(recipes: Sequence[Recipe]) -> Stack:
    """The nets of these recipes before their first step. They must be of one kind."""
    streams = tuple(torch.Generator("cpu").manual_seed(recipe.seed) for recipe in recipes)
    starts = []
    for recipe, stream in zip(recipes, streams, strict=True):
        arrays = initial_parameters(recipe.start, recipe.widths, recipe.slope, stream)
        starts.append(np.concatenate([array.numpy().ravel() for array in arrays]))
    parameters = np.stack(starts).astype(recipes[0].dtype)
    moments = np.zeros((len(recipes), 2, parameters.shape[1]), parameters.dtype)
    failed, ended = np.zeros((2, len(recipes)), np.int64)
    return Stack(tuple(recipes), parameters, moments, streams, failed, ended)

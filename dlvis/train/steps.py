"""The optimiser's steps, one after the other, as an iterator: whoever walks it decides when to stop."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import cos, isfinite, pi

import numpy as np
import torch
from torch import Tensor

from dlvis.arrays import Bools, Floats
from dlvis.train.model import Parameters, initial_parameters, losses, outputs
from dlvis.train.recipe import Recipe


@dataclass(frozen=True, eq=False)
class TrainingPoints:
    """The points to learn from, on the training's device: (n, 2), (n,) 1.0 where positive, (n,) weights."""

    points: Tensor
    positive: Tensor
    weights: Tensor


class DivergedError(ArithmeticError):
    """The loss or the net is no number any more; the argument is the step at which it was seen."""


def training_points(points: Floats, labels: Bools, device: str) -> TrainingPoints:
    """Points (n, 2) and labels (n,) as tensors, each class with half of the weight.

    The small class would else be given up: what counts is balanced accuracy.
    """
    share = np.clip(labels.mean(), 1 / len(labels), 1 - 1 / len(labels))
    weights = np.where(labels, 0.5 / share, 0.5 / (1 - share))
    return TrainingPoints(*(_tensor(array, device) for array in (points, labels, weights)))


def trained_parameters(data: TrainingPoints, recipe: Recipe) -> Iterator[tuple[int, Parameters]]:
    """The parameters after 0, 1, …, recipe.steps steps: the same tensors each time, changed in place.

    Raises DivergedError before a step that starts from a loss which is no number.
    """
    generator = torch.Generator("cpu").manual_seed(recipe.seed)
    parameters = initial_parameters(recipe.widths, recipe.slope, generator, recipe.device)
    adam = torch.optim.Adam(parameters, lr=recipe.rate, fused=True)
    yield 0, parameters
    for step in range(1, recipe.steps + 1):
        adam.param_groups[0]["lr"] = one_cycle(step, recipe.steps, recipe.rate)
        loss = _batch_loss(data, parameters, recipe, generator)
        if not isfinite(loss.item()):
            raise DivergedError(step)
        adam.zero_grad()
        torch.autograd.backward(loss)
        adam.step()
        yield step, parameters


def one_cycle(step: int, n_steps: int, rate: float, rise: float = 0.3) -> float:
    """The learning rate of step 1 .. n_steps: from rate / 25 up to `rate` in the first `rise` of the way,
    then down to rate / 10000, both along a cosine. Source: Smith & Topin 2017, as torch's OneCycleLR."""
    done = (step - 1) / max(n_steps - 1, 1)
    low, part = (rate / 25, 1 - done / rise) if done < rise else (rate / 1e4, (done - rise) / (1 - rise))
    return low + (rate - low) * (1 + cos(pi * part)) / 2


@contextmanager
def one_thread() -> Iterator[None]:
    """Torch on one thread: fastest for nets this small, and sums do not depend on the number of cores."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _batch_loss(
    data: TrainingPoints, parameters: Parameters, recipe: Recipe, generator: torch.Generator
) -> Tensor:
    chosen = torch.randint(len(data.points), (recipe.batch,), generator=generator).to(recipe.device)
    logits = outputs(parameters, data.points[chosen], recipe.slope)
    return (losses(logits, data.positive[chosen]) * data.weights[chosen]).mean()


def _tensor(array: Floats | Bools, device: str) -> Tensor:
    return torch.tensor(array, dtype=torch.float32, device=device)

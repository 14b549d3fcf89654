"""What every step needs: the points to learn from, and how long the step is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import cos, pi

import numpy as np
import torch
from torch import Tensor

from dlvis.arrays import Bools, Floats


@dataclass(frozen=True, eq=False)
class TrainingPoints:
    """The points to learn from, on the training's device: `rows` (n, inputs + 2) hold the inputs, 1.0 where
    positive, and the point's weight."""

    rows: Tensor

    @property
    def positive(self) -> Tensor:
        return self.rows[:, -2]

    @property
    def weights(self) -> Tensor:
        return self.rows[:, -1]


def training_points(points: Floats, labels: Bools, device: str, dtype: str = "float32") -> TrainingPoints:
    """Points (n, 2) and labels (n,) as tensors, each class with half of the weight.

    The small class would else be given up: what counts is balanced accuracy.
    """
    share = np.clip(labels.mean(), 1 / len(labels), 1 - 1 / len(labels))
    weights = np.where(labels, 0.5 / share, 0.5 / (1 - share))
    rows = np.column_stack([points, labels, weights])
    return TrainingPoints(torch.tensor(rows, dtype=getattr(torch, dtype), device=device))


def rates(first: int, n: int, n_steps: int) -> Floats:
    """(n,) the learning rates of the steps first, first + 1, … of `n_steps`, as shares of the highest."""
    return np.array([one_cycle(step, n_steps, 1.0) for step in range(first, first + n)])


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

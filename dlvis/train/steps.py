"""What every step needs: the points to learn from, and torch on one thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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


@contextmanager
def one_thread() -> Iterator[None]:
    """Torch on one thread: fastest for nets this small, and sums do not depend on the number of cores."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)

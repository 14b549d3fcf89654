"""What every step needs: the points to learn from, and torch on one thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from dlvis.arrays import Bools, Floats
from dlvis.datasets import TWO_CLASSES
from dlvis.datasets.dataset import Targets


@dataclass(frozen=True, eq=False)
class TrainingPoints:
    """The points to learn from, on the training's device: `rows` (n, inputs + targets + 1) hold the inputs,
    the targets and the point's weight. Of TWO_CLASSES a target is 1.0 where positive, of CLASSES the number
    of the class, and of NUMBERS there is one for each output."""

    rows: Tensor
    task: str = TWO_CLASSES

    @property
    def positive(self) -> Tensor:
        return self.rows[:, -2]

    @property
    def weights(self) -> Tensor:
        return self.rows[:, -1]


def training_points(
    points: Floats, targets: Targets, device: str, dtype: str = "float32", task: str = TWO_CLASSES
) -> TrainingPoints:
    """Points (n, inputs) and targets (n,) or (n, m) as tensors.

    Each of two classes has half of the weight: the small one would else be given up, and what counts is
    balanced accuracy. For other tasks all points weigh the same.
    """
    weights = _class_weights(targets) if task == TWO_CLASSES else np.ones(len(points))
    rows = np.column_stack([points, targets, weights])
    return TrainingPoints(torch.tensor(rows, dtype=getattr(torch, dtype), device=device), task)


def _class_weights(labels: Bools) -> Floats:
    share = np.clip(labels.mean(), 1 / len(labels), 1 - 1 / len(labels))
    weights: Floats = np.where(labels, 0.5 / share, 0.5 / (1 - share))
    return weights


@contextmanager
def one_thread() -> Iterator[None]:
    """Torch on one thread: fastest for nets this small, and sums do not depend on the number of cores."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)

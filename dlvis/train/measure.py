"""How good a net is on one part of what it learns."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from dlvis.arrays import Bools, Floats, Ints
from dlvis.datasets import CLASSES, TWO_CLASSES, Dataset, Material, examples
from dlvis.datasets.dataset import Targets
from dlvis.smooth import Net
from dlvis.topics import ParcelPoints, Topic, accuracy, balanced_accuracy, parcel_points, part
from dlvis.train.compiled_steps import compiled_margins, compiled_outputs

Measured = Callable[[Net], dict[str, float]]


@dataclass(frozen=True, eq=False)
class Measures:
    """What every snapshot of one training is measured on: `points` (n, 2), `labels` (n,), the parcels."""

    points: Floats
    labels: Bools
    parcels: ParcelPoints

    def __call__(self, net: Net) -> dict[str, float]:
        """loss (each class with half of the weight), accuracy, balanced_accuracy, parcels_found."""
        found = two_class_measures(compiled_margins(net, self.points), self.labels)
        in_parcels = compiled_margins(net, self.parcels.points)
        return found | {"parcels_found": float(self.parcels.found(in_parcels > 0).sum())}


@dataclass(frozen=True, eq=False)
class DatasetMeasures:
    """The same for a dataset: `inputs` (n, d) and `targets` of its `task`."""

    task: str
    inputs: Floats
    targets: Targets

    def __call__(self, net: Net) -> dict[str, float]:
        return task_measures(self.task, net, self.inputs, self.targets)


def measures(material: Material, part_name: str) -> Measured:
    """The measures on one fixed part: "validation" along the way, "test" at the end."""
    if isinstance(material, Dataset):
        return DatasetMeasures(material.task, *examples(material, part_name))
    return Measures(*part(material, part_name), parcel_points(material))


def n_parcels(material: Material) -> int | None:
    """How many parcels there are to be found, None for a dataset."""
    return len(material.parcels) if isinstance(material, Topic) else None


def task_measures(task: str, net: Net, inputs: Floats, targets: Targets) -> dict[str, float]:
    """loss and, for two classes, accuracy and balanced_accuracy, for more accuracy, for numbers rmse."""
    if task == TWO_CLASSES:
        return two_class_measures(compiled_margins(net, inputs), targets)
    said = compiled_outputs(net, inputs)
    if task == CLASSES:
        right = said.argmax(axis=1) == targets
        return {"loss": softmax_loss(said, targets), "accuracy": float(right.mean())}
    loss = float(np.mean((said - targets) ** 2))
    return {"loss": loss, "rmse": loss**0.5}


def two_class_measures(margins: Floats, labels: Bools) -> dict[str, float]:
    """loss, accuracy, balanced_accuracy of log-odds `margins` (n,)."""
    return {
        "loss": balanced_loss(margins, labels),
        "accuracy": accuracy(margins > 0, labels),
        "balanced_accuracy": balanced_accuracy(margins > 0, labels),
    }


def balanced_loss(margins: Floats, labels: Bools) -> float:
    """The mean over both classes of the mean cross-entropy; `margins` (n,) are log-odds of the positive.

    With two outputs the difference of the two is the log-odds, so that this is their cross-entropy too.
    """
    # log(1 + exp(-m)) without overflow; torch has it in vector instructions, numpy has not
    against = torch.from_numpy(np.where(labels, -margins, margins))
    losses = (against.clamp(min=0) + torch.log1p(torch.exp(-against.abs()))).numpy()
    kinds = [losses[labels == kind].mean() for kind in (False, True) if (labels == kind).any()]
    return float(np.mean(kinds))


def softmax_loss(said: Floats, classes: Ints) -> float:
    """The mean cross-entropy of the softmax of outputs `said` (n, k)."""
    most = said.max(axis=1)
    spread = np.log(np.exp(said - most[:, None]).sum(axis=1)) + most
    return float(np.mean(spread - said[np.arange(len(said)), classes]))

"""How good a net is on one part of a topic's data."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from dlvis.arrays import Bools, Floats
from dlvis.net import ReluNet
from dlvis.topics import ParcelPoints, Topic, accuracy, balanced_accuracy, parcel_points, part
from dlvis.train.model import outputs


@dataclass(frozen=True, eq=False)
class Measures:
    """What every snapshot of one training is measured on: `points` (n, 2), `labels` (n,), the parcels."""

    points: Tensor
    labels: Bools
    parcels: ParcelPoints

    def __call__(self, net: ReluNet) -> dict[str, float]:
        """loss (each class with half of the weight), accuracy, balanced_accuracy, parcels_found."""
        margins = margins_at(net, self.points)
        in_parcels = margins_at(net, torch.tensor(self.parcels.points))
        return {
            "loss": balanced_loss(margins, self.labels),
            "accuracy": accuracy(margins > 0, self.labels),
            "balanced_accuracy": balanced_accuracy(margins > 0, self.labels),
            "parcels_found": float(self.parcels.found(in_parcels > 0).sum()),
        }


def measures(topic: Topic, part_name: str) -> Measures:
    """The measures on one fixed part of the topic: "validation" along the way, "test" at the end."""
    points, labels = part(topic, part_name)
    return Measures(torch.tensor(points), labels, parcel_points(topic))


def margins_at(net: ReluNet, points: Tensor) -> Floats:
    """(n,): the log-odds of the positive class, in float64. As `dlvis.geometry.margin`, but on torch's
    threads: numpy's would fight with them for the cores in the middle of a training."""
    pairs = zip(net.weights, net.biases, strict=True)
    parameters = [torch.tensor(array) for pair in pairs for array in pair]
    logits = outputs(parameters, points, net.slope)
    margins: Floats = (logits[:, -1] - logits[:, 0] if logits.shape[1] == 2 else logits[:, 0]).numpy()
    return margins


def balanced_loss(margins: Floats, labels: Bools) -> float:
    """The mean over both classes of the mean cross-entropy; `margins` (n,) are log-odds of the positive.

    With two outputs the difference of the two is the log-odds, so that this is their cross-entropy too.
    """
    losses = np.logaddexp(0.0, np.where(labels, -margins, margins))
    kinds = [losses[labels == kind].mean() for kind in (False, True) if (labels == kind).any()]
    return float(np.mean(kinds))

"""How good a net is on one part of a topic's data."""

from dataclasses import dataclass

import numpy as np
import torch

from dlvis.arrays import Bools, Floats
from dlvis.smooth import Net
from dlvis.topics import ParcelPoints, Topic, accuracy, balanced_accuracy, parcel_points, part
from dlvis.train.compiled_steps import compiled_margins


@dataclass(frozen=True, eq=False)
class Measures:
    """What every snapshot of one training is measured on: `points` (n, 2), `labels` (n,), the parcels."""

    points: Floats
    labels: Bools
    parcels: ParcelPoints

    def __call__(self, net: Net) -> dict[str, float]:
        """loss (each class with half of the weight), accuracy, balanced_accuracy, parcels_found."""
        margins = compiled_margins(net, self.points)
        in_parcels = compiled_margins(net, self.parcels.points)
        return {
            "loss": balanced_loss(margins, self.labels),
            "accuracy": accuracy(margins > 0, self.labels),
            "balanced_accuracy": balanced_accuracy(margins > 0, self.labels),
            "parcels_found": float(self.parcels.found(in_parcels > 0).sum()),
        }


def measures(topic: Topic, part_name: str) -> Measures:
    """The measures on one fixed part of the topic: "validation" along the way, "test" at the end."""
    points, labels = part(topic, part_name)
    return Measures(points, labels, parcel_points(topic))


def balanced_loss(margins: Floats, labels: Bools) -> float:
    """The mean over both classes of the mean cross-entropy; `margins` (n,) are log-odds of the positive.

    With two outputs the difference of the two is the log-odds, so that this is their cross-entropy too.
    """
    # log(1 + exp(-m)) without overflow; torch has it in vector instructions, numpy has not
    against = torch.from_numpy(np.where(labels, -margins, margins))
    losses = (against.clamp(min=0) + torch.log1p(torch.exp(-against.abs()))).numpy()
    kinds = [losses[labels == kind].mean() for kind in (False, True) if (labels == kind).any()]
    return float(np.mean(kinds))

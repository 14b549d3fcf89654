"""The loss on a plane through the space of all parameters."""

from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Floats, freeze
from dlvis.datasets import TWO_CLASSES
from dlvis.datasets.dataset import Targets
from dlvis.errors import InputError
from dlvis.measures.plane import ParameterPlane
from dlvis.train.measure import task_measures
from dlvis.train.steps import one_thread


@dataclass(frozen=True, eq=False)
class LossSlice:
    """The loss of the nets at the places (s[i], t[j]) of `plane`: `losses` (len(s), len(t)).

    The path of a training on it is `plane.places(run)`.
    """

    plane: ParameterPlane
    s: Floats
    t: Floats
    losses: Floats

    def __post_init__(self) -> None:
        freeze(self, np.float64, "s", "t", "losses")


@one_thread()
def loss_slice(
    plane: ParameterPlane, points: Floats, labels: Targets, s: Floats, t: Floats, task: str = TWO_CLASSES
) -> LossSlice:
    """The loss at every place of a grid with the sides `s` (a,) and `t` (b,) on the plane.

    It is the one that is trained, without dropout and weight decay: the mean cross-entropy at `points`
    (n, inputs) with `labels` (n,), each class with half of the weight; or that of another task with its
    targets (`dlvis.datasets.Dataset`). Source: Li, Xu, Taylor, Studer and
    Goldstein 2018, "Visualizing the loss landscape of neural nets", equation 1.
    """
    if len(points) != len(labels) or not len(labels):
        raise InputError(f"loss slice: expected a label for each point, got {len(labels)} and {len(points)}")
    losses = [
        [task_measures(task, plane.net(np.array([x, y])), points, labels)["loss"] for y in t] for x in s
    ]
    return LossSlice(plane, s, t, np.array(losses).reshape(len(s), len(t)))

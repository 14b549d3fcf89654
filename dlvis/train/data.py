"""Which points a net learns from."""

from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Floats
from dlvis.datasets import Material, examples
from dlvis.datasets.dataset import Targets
from dlvis.errors import InputError
from dlvis.topics import Topic
from dlvis.topics.near import near_points

NEAR_SEED = 30


@dataclass(frozen=True)
class Data:
    """What the topic's train part is made of; it stays as large as it is. As usual: uniform points.

    `near` is the share of its points that are drawn near the outlines of the classes instead, at most
    `near_distance` of input space away (`dlvis.topics.near`). They weigh as much as any other point of their
    class: what is learnt is then not the error per area, but one that counts more near the border.
    """

    near: float = 0.0
    near_distance: float = 0.05

    def __post_init__(self) -> None:
        if not 0 <= self.near <= 1:
            raise InputError(f"near: expected a share from 0 to 1, got {self.near}")
        if not 0 < self.near_distance <= 1:
            raise InputError(
                f"near_distance: expected a number above 0 and up to 1, got {self.near_distance}"
            )


def learnt_points(topic: Material, data: Data) -> tuple[Floats, Targets]:
    """The train part with these choices: inputs (n_train, d) and targets; of a topic points and exact labels.

    The same choices give the same points. The validation and test parts are as they are for any `data`.

    Raises:
        InputError: points near the border of what has none.
    """
    points, labels = examples(topic, "train")
    if not data.near:
        return points, labels
    if not isinstance(topic, Topic):
        raise InputError(f"near: expected a topic, which has a border, got the dataset {topic.name!r}")
    n_near = round(data.near * topic.n_train)
    near, near_labels = near_points(topic, n_near, data.near_distance, (topic.seed, NEAR_SEED))
    n_even = topic.n_train - n_near
    return np.concatenate([points[:n_even], near]), np.concatenate([labels[:n_even], near_labels])

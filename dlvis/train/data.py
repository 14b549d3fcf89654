"""Which points a net learns from."""

from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Bools, Floats
from dlvis.errors import InputError
from dlvis.topics import Topic, part
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


def learnt_points(topic: Topic, data: Data) -> tuple[Floats, Bools]:
    """The topic's train part with these choices: (n_train, 2) and (n_train,) exact labels, True is positive.

    The same choices give the same points. The validation and test parts are as they are for any `data`.
    """
    points, labels = part(topic, "train")
    n_near = round(data.near * topic.n_train)
    near, near_labels = near_points(topic, n_near, data.near_distance, (topic.seed, NEAR_SEED))
    n_even = topic.n_train - n_near
    return np.concatenate([points[:n_even], near]), np.concatenate([labels[:n_even], near_labels])

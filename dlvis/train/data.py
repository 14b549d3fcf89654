"""Which points a net learns from, and how they are changed each time."""

from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Floats
from dlvis.datasets import TWO_CLASSES, Material, examples, task
from dlvis.datasets.dataset import Targets
from dlvis.errors import InputError, nearest
from dlvis.topics import Topic
from dlvis.topics.near import near_points

NEAR_SEED, NOISE_SEED = 30, 31
SYMMETRIES = ("none", "flips", "rotations", "all")


@dataclass(frozen=True)
class Data:
    """What the train part is made of. As usual: all of it as it is, and of a topic uniform points.

    `points` takes only so many, the first ones. `near` is the share of them that are drawn near the outlines
    of a topic's classes instead, at most `near_distance` of input space away (`dlvis.topics.near`). They
    weigh as much as any other point of their class: what is learnt is then not the error per area, but one
    that counts more near the border. `label_noise` is the share of points whose labels are permuted among
    them, so that each class keeps its size; with 1 labels say nothing about points (UDL, figure 20.2).

    Augmentation changes the points anew at each step: `symmetries` mirrors a plane's points left and right
    and up and down about the middle ("flips"), turns them by quarters ("rotations"), or both ("all");
    `jitter` then adds normal noise of this standard deviation to each input.
    """

    near: float = 0.0
    near_distance: float = 0.05
    points: int | None = None
    label_noise: float = 0.0
    jitter: float = 0.0
    symmetries: str = "none"

    def __post_init__(self) -> None:
        for name in ("near", "label_noise"):
            if not 0 <= getattr(self, name) <= 1:
                raise InputError(f"{name}: expected a share from 0 to 1, got {getattr(self, name)}")
        if not 0 < self.near_distance <= 1:
            raise InputError(
                f"near_distance: expected a number above 0 and up to 1, got {self.near_distance}"
            )
        if self.points is not None and self.points < 1:
            raise InputError(f"points: expected at least 1, got {self.points}")
        if not 0 <= self.jitter <= 1000:
            raise InputError(f"jitter: expected a standard deviation from 0 to 1000, got {self.jitter}")
        if self.symmetries not in SYMMETRIES:
            close = nearest(str(self.symmetries), SYMMETRIES)
            raise InputError(f"symmetries {self.symmetries!r} are unknown{close}")

    @property
    def is_augmented(self) -> bool:
        return self.jitter > 0 or self.symmetries != "none"


def learnt_points(topic: Material, data: Data) -> tuple[Floats, Targets]:
    """The train part with these choices: inputs (n, d) and targets; of a topic points and labels.

    The same choices give the same points, by the seed of the topic or dataset. The validation and test parts
    are as they are for any `data`.

    Raises:
        InputError: more points than there are, points near the border or symmetries of what is no plane.
    """
    inputs, targets = _noisy(*_chosen(topic, data), data.label_noise, topic.seed)
    if data.symmetries != "none" and inputs.shape[1] != 2:
        raise InputError(f"symmetries: expected a plane's 2 inputs, got {inputs.shape[1]} of {topic.name!r}")
    if task(topic) == TWO_CLASSES and len(np.unique(targets)) < 2:
        raise InputError(f"points: expected both classes among them, got one; take more than {len(targets)}")
    return inputs, targets


def _chosen(topic: Material, data: Data) -> tuple[Floats, Targets]:
    """So many points, some of them near the border."""
    points, labels = examples(topic, "train")
    n = len(points) if data.points is None else data.points
    if n > len(points):
        raise InputError(f"points: expected at most the {len(points)} of {topic.name!r}, got {n}")
    if not data.near:
        return points[:n], labels[:n]
    if not isinstance(topic, Topic):
        raise InputError(f"near: expected a topic, which has a border, got the dataset {topic.name!r}")
    if topic.sample is not None:
        raise InputError(f"near: expected a topic with a border, got {topic.name!r}, whose data are points")
    n_near = round(data.near * n)
    near, near_labels = near_points(topic, n_near, data.near_distance, (topic.seed, NEAR_SEED))
    n_even = n - n_near
    return np.concatenate([points[:n_even], near]), np.concatenate([labels[:n_even], near_labels])


def _noisy(inputs: Floats, targets: Targets, share: float, seed: int) -> tuple[Floats, Targets]:
    if not share:
        return inputs, targets
    random, noisy = np.random.default_rng((seed, NOISE_SEED)), targets.copy()
    chosen = random.choice(len(targets), round(share * len(targets)), replace=False)
    noisy[chosen] = targets[random.permutation(chosen)]
    return inputs, noisy

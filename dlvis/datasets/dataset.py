"""Data that are no plane: inputs of any number, and what a net is to say about them."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlvis.arrays import Floats, frozen, itself
from dlvis.errors import InputError, nearest
from dlvis.topics import TrainingDefaults
from dlvis.topics.labels import PARTS

TWO_CLASSES, CLASSES, NUMBERS = TASKS = ("two classes", "classes", "numbers")
# how the targets are kept, and their axes
KEPT: dict[str, tuple[type, int]] = {
    TWO_CLASSES: (np.bool_, 1),
    CLASSES: (np.int64, 1),
    NUMBERS: (np.float64, 2),
}

Targets = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Part:
    """One part of a dataset: `inputs` (n, d), and `targets` (n,) or (n, m), as the task says."""

    inputs: Floats
    targets: Targets

    __deepcopy__ = itself

    def __len__(self) -> int:
        return len(self.targets)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Inputs and targets in three fixed parts.

    `task` says what the targets are, what is learnt by which loss, and how many outputs a net has:

    two classes  (n,) bool, True is positive: binary cross-entropy, each class with half of the weight;
                 1 output, or 2 whose difference is the log-odds
    classes      (n,) numbers of classes from 0: cross-entropy of the softmax, an output for each class
    numbers      (n, m): the mean squared error, m outputs

    `source` is what `dlvis.datasets.material` takes to get it again. `class_names` are those of the classes
    in their order. `seed` fixes what chance does with the data, as when labels are permuted.

    Raises:
        InputError: parts that do not fit together, a class that is not named, numbers that are not finite.
    """

    name: str
    title: str
    source: str
    task: str
    train: Part
    validation: Part
    test: Part
    class_names: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    training: TrainingDefaults = field(default_factory=TrainingDefaults)
    seed: int = 0

    __deepcopy__ = itself

    def __post_init__(self) -> None:
        if self.task not in TASKS:
            raise InputError(f"{self.source}, task: {self.task!r} is unknown{nearest(self.task, TASKS)}")
        for name in PARTS:
            object.__setattr__(self, name, self._checked(name, getattr(self, name)))
        shapes = {
            (part.inputs.shape[1], part.targets.shape[1:])
            for part in (self.train, self.validation, self.test)
        }
        if len(shapes) > 1:
            raise InputError(f"{self.source}: expected as many inputs and outputs in each part, got {shapes}")
        if self.task == TWO_CLASSES and len(set(self.train.targets.tolist())) < 2:
            raise InputError(f"{self.source}: expected both classes in the train part, found one")

    @property
    def n_inputs(self) -> int:
        return int(self.train.inputs.shape[1])

    @property
    def n_outputs(self) -> tuple[int, ...]:
        """How many outputs a net may have."""
        if self.task == NUMBERS:
            return (int(self.train.targets.shape[1]),)
        return (1, 2) if self.task == TWO_CLASSES else (len(self.class_names),)

    def _checked(self, name: str, part: Part) -> Part:
        dtype, axes = KEPT[self.task]
        inputs, targets = frozen(part.inputs, np.float64), frozen(part.targets, dtype)
        where = f"{self.source}, {name} part"
        if inputs.ndim != 2 or 0 in inputs.shape or targets.ndim != axes or len(inputs) != len(targets):
            raise InputError(
                f"{where}: expected inputs (n, d) and as many targets, got {inputs.shape} and {targets.shape}"
            )
        if not (np.isfinite(inputs).all() and np.isfinite(targets).all()):
            raise InputError(f"{where}: expected finite numbers, got NaN or infinity")
        if self.task != NUMBERS:
            n_classes = len(self.class_names)
            if n_classes < 2 or int(targets.min()) < 0 or int(targets.max()) >= n_classes:
                raise InputError(
                    f"{where}: expected classes from 0 to {n_classes - 1}, one for each of the "
                    f"{n_classes} names, got {int(targets.min())} to {int(targets.max())}"
                )
        return Part(inputs, targets)

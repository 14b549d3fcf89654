"""From a topic to runs: the only room, beside the loaders, that needs torch.

In the order of reading: recipe (what was asked for), stack (nets side by side), steps and stacked_steps (the
optimiser, with tensors), compiled_steps and kernels (the same, compiled for the CPU), measure (how good a net
is), many and training (all of it together).
"""

from dlvis.train.many import train_many, trained_runs
from dlvis.train.recipe import Recipe
from dlvis.train.stopped import TrainingDivergedError, TrainingInterrupted
from dlvis.train.training import train

__all__ = [
    "Recipe",
    "TrainingDivergedError",
    "TrainingInterrupted",
    "train",
    "train_many",
    "trained_runs",
]

"""From a topic to a run: the only room, beside the loaders, that needs torch.

In the order of reading: recipe (what was asked for), model (the net as tensors), steps (the optimiser),
measure (how good a net is), training (all of it together).
"""

from dlvis.train.training import TrainingDivergedError, TrainingInterrupted, train

__all__ = ["TrainingDivergedError", "TrainingInterrupted", "train"]

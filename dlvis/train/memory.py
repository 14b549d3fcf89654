"""What a batch of nets takes of memory, said before it is trained, and the batch cut up until it fits."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from dlvis.datasets import Dataset, Material
from dlvis.errors import InputError
from dlvis.geometry.memory import available_memory
from dlvis.net import n_parameters
from dlvis.topics.scores import POINTS_PER_PARCEL
from dlvis.train.compiled_steps import block_points
from dlvis.train.recipe import Recipe

SNAPSHOT = 4000  # bytes of a snapshot beside its parameters: its metrics, and the arrays' own heads
STREAM = 10_000  # bytes of a net's generator
DRAWN = 2**23  # bytes of the batches drawn by one thread
POINT = 60  # bytes of a point, while it is drawn or measured
NEAR_POINT = 250  # bytes more of one near the border, while they are drawn
USABLE = 0.5  # of the memory that is there


def net_bytes(recipe: Recipe) -> int:
    """What one net of a batch takes, all its snapshots included."""
    n = n_parameters(recipe.widths)
    training = 3 * n * np.dtype(recipe.dtype).itemsize + STREAM
    if recipe.device == "cuda":  # each layer's values, their slopes, and what the products need
        training += 4 * recipe.batch * sum(recipe.widths) * np.dtype(recipe.dtype).itemsize
        if recipe.data.is_augmented:  # chance, and the numbers made of it
            training += 64 * recipe.batch * recipe.widths[0]
    return training + len(recipe.schedule) * (8 * n + SNAPSHOT)


def shared_bytes(topic: Material, recipe: Recipe, n_threads: int) -> int:
    """What the training of any number of such nets takes: the points, and each thread's room."""
    size = np.dtype(recipe.dtype).itemsize
    block = block_points(recipe.widths, recipe.dtype)
    room = size * block * (sum(recipe.widths) + 3 * max(recipe.widths)) + size * n_parameters(recipe.widths)
    near = 0 if isinstance(topic, Dataset) else NEAR_POINT * round(recipe.data.near * topic.n_train)
    return points_bytes(topic) + near + n_threads * (room + DRAWN)


def points_bytes(topic: Material) -> int:
    """What the points to learn from and to measure on take; a dataset's own arrays are there already."""
    if isinstance(topic, Dataset):
        numbers = topic.n_inputs + max(topic.n_outputs) + 1
        measured = max(len(topic.validation), len(topic.test))
        return (POINT + 3 * 8 * numbers) * len(topic.train) + 2 * (POINT + 8 * numbers) * measured
    n_parcels = POINTS_PER_PARCEL * len(topic.parcels)
    return POINT * (topic.n_train + 2 * max(topic.n_validation, topic.n_test) + 2 * n_parcels)


def lot_bytes(topic: Material, recipes: Sequence[Recipe], n_threads: int) -> int:
    """What a stack of nets of one kind takes at most."""
    return shared_bytes(topic, recipes[0], n_threads) + len(recipes) * net_bytes(recipes[0])


def stacks(
    topic: Material, recipes: Sequence[Recipe], n_threads: int, memory: int | None = None
) -> list[tuple[Recipe, ...]]:
    """The recipes in their order, cut into stacks of one kind that each take at most `memory` bytes.

    None: half of what is there now, but a net alone may take all. Raises InputError for one that takes more.
    """
    there = available_memory() if memory is None else memory
    cut = []
    for _, alike in groupby(recipes, key=lambda recipe: recipe.kind):
        kind = tuple(alike)
        each, shared = net_bytes(kind[0]), shared_bytes(topic, kind[0], n_threads)
        if there is not None and each + shared > there:
            raise InputError(
                f"memory: a net of {list(kind[0].widths)} with {len(kind[0].schedule)} kept steps takes "
                f"{(each + shared) / 1e6:.0f} MB, expected at most {there / 1e6:.0f} MB; keep fewer steps"
            )
        usable = None if there is None else there if memory is not None else int(USABLE * there)
        most = len(kind) if usable is None else max(1, (usable - shared) // each)
        cut += [kind[begin : begin + most] for begin in range(0, len(kind), most)]
    return cut

"""Steps on the CPU: net after net, each by a compiled kernel that keeps a block of its batch in the cache.

Each net is stepped alone, so it has the same bytes alone, beside others, and on any number of threads.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Floats, Ints, frozen
from dlvis.net import ReluNet, n_parameters
from dlvis.train.kernels.layers import RELU
from dlvis.train.kernels.stepping import ADAM, margins, stepped
from dlvis.train.kernels.tiles import STRIDE
from dlvis.train.stack import Numbers, Stack
from dlvis.train.steps import TrainingPoints

BLOCK_BYTES = 2**19  # of a block's values: half of a core's second cache
MOST_TILES = 4


@dataclass(frozen=True, eq=False)
class Room:
    """The arrays in which one thread steps nets of some widths."""

    widths: Ints
    gradients: Numbers
    values: Numbers
    deltas: Numbers
    zeros: Numbers
    ones: Numbers
    pulls: Numbers


def room(widths: Sequence[int], dtype: str) -> Room:
    """Room for one thread: some MB at most, but for nets of 1,000 neurons and more."""
    block = block_points(widths, dtype)
    widest = max(widths[1:])
    shapes = (n_parameters(widths), sum(widths) * block, 2 * widest * block)
    gradients, values, deltas = (np.zeros(shape, dtype) for shape in shapes)
    zeros, ones, pulls = np.zeros(widest, dtype), np.ones(block, dtype), np.zeros((2, block), dtype)
    return Room(frozen(widths, np.int64), gradients, values, deltas, zeros, ones, pulls)


def block_points(widths: Sequence[int], dtype: str) -> int:
    """The points of one block: as many tiles as fit, at least one."""
    size = np.dtype(dtype).itemsize
    tile = STRIDE // size
    return tile * int(np.clip(BLOCK_BYTES // (sum(widths) * tile * size), 1, MOST_TILES))


def step_compiled(
    stack: Stack, net: int, data: TrainingPoints, room: Room, first: int, shares: Floats
) -> None:
    """Take the steps first, first + 1, … of one net, with these shares of its highest rate.

    A step that would begin with a loss which is no number is not taken; it is kept in `stack.failed`.
    """
    recipe, rows = stack.recipes[net], data.rows.numpy()
    taken = stepped(
        stack.parameters[net],
        stack.moments[net],
        room.gradients,
        room.widths,
        RELU,
        rows.dtype.type(recipe.slope),
        rows,
        stack.batches(net, len(shares), len(rows)),
        recipe.rate * shares,
        first,
        ADAM,
        np.array([0.9, 0.999, 1e-8, 0.0]),
        room.values,
        room.deltas,
        room.zeros,
        room.ones,
        room.pulls,
    )
    if taken < len(shares):
        stack.failed[net] = first + taken


def compiled_margins(net: ReluNet, points: Floats) -> Floats:
    """(n,) the log-odds of the positive class at `points` (n, n_inputs), in float64."""
    pairs = zip(net.weights, net.biases, strict=True)
    parameters = np.concatenate([array.ravel() for pair in pairs for array in pair])
    block = block_points(net.widths, "float64")
    found = np.empty(len(points))
    values = np.zeros(sum(net.widths) * block)
    widths = np.array(net.widths)
    margins(np.ascontiguousarray(points), parameters, widths, RELU, net.slope, values, found)
    return found

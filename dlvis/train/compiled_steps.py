"""Steps on the CPU: net after net, each by a compiled kernel that keeps a block of its batch in the cache.

Each net is stepped alone, so it has the same bytes alone, beside others, and on any number of threads.
"""

from collections.abc import Sequence

import numpy as np

from dlvis.arrays import Floats, frozen
from dlvis.datasets import CLASSES, NUMBERS, TWO_CLASSES
from dlvis.net import ReluNet, n_parameters
from dlvis.smooth import Net, activation_of
from dlvis.train.data import SYMMETRIES
from dlvis.train.kernels import named
from dlvis.train.kernels.stepping import outputs, stepped
from dlvis.train.kernels.tiles import STRIDE
from dlvis.train.optimiser import Optimiser
from dlvis.train.recipe import Recipe
from dlvis.train.stack import Stack
from dlvis.train.steps import TrainingPoints

BLOCK_BYTES = 2**19  # of a block's values: half of a core's second cache
MOST_TILES = 4
ACTIVATIONS = {"relu": named.RELU, "tanh": named.TANH, "sigmoid": named.SIGMOID}
LOSSES = {TWO_CLASSES: named.TWO_CLASSES, CLASSES: named.CLASSES, NUMBERS: named.NUMBERS}


def room(widths: Sequence[int], dtype: str) -> named.Room:
    """Room for one thread: some MB at most, but for nets of 1,000 neurons and more."""
    block = block_points(widths, dtype)
    widest = max(widths[1:])
    return named.Room(
        step=block,
        gradients=np.zeros(n_parameters(widths), dtype),
        values=np.zeros(sum(widths) * block, dtype),
        deltas=np.zeros(2 * widest * block, dtype),
        zeros=np.zeros(widest, dtype),
        ones=np.ones(block, dtype),
        pulls=np.zeros((widths[-1] + 1) * block, dtype),
    )


def block_points(widths: Sequence[int], dtype: str) -> int:
    """The points of one block: as many tiles as fit, at least one."""
    size = np.dtype(dtype).itemsize
    tile = STRIDE // size
    return tile * int(np.clip(BLOCK_BYTES // (sum(widths) * tile * size), 1, MOST_TILES))


def step_compiled(
    stack: Stack, net: int, data: TrainingPoints, room: named.Room, first: int, shares: Floats
) -> None:
    """Take the steps first, first + 1, … of one net, with these shares of its highest rate.

    A step that would begin with a loss which is no number is not taken; it is kept in `stack.failed`.
    """
    recipe, rows = stack.recipes[net], data.rows.numpy()
    chosen = stack.batches(net, len(shares), len(rows))
    taken = stepped(
        _net(stack, net),
        stack.moments[net],
        _rule(recipe.optimiser),
        _batches(recipe, rows, chosen, shares, first, data.task),
        room,
    )
    if taken < len(shares):
        stack.failed[net] = first + taken


def compiled_margins(net: Net, points: Floats) -> Floats:
    """(n,) the log-odds of the positive class at `points` (n, n_inputs), in float64."""
    found = compiled_outputs(net, points)
    return found[:, 0] if found.shape[1] == 1 else found[:, 1] - found[:, 0]


def compiled_outputs(net: Net, points: Floats) -> Floats:
    """(n, n_outputs) what the net says at `points` (n, n_inputs), in float64."""
    pairs = zip(net.weights, net.biases, strict=True)
    parameters = np.concatenate([array.ravel() for pair in pairs for array in pair])
    slope = net.slope if isinstance(net, ReluNet) else 0.0
    widths = frozen(net.widths, np.int64)
    found = np.empty((len(points), net.widths[-1]))
    values = np.zeros(sum(net.widths) * block_points(net.widths, "float64"))
    kernel_net = named.Net(parameters, widths, ACTIVATIONS[activation_of(net)], slope, 1.0, 0)
    outputs(kernel_net, frozen(points, np.float64), values, found)
    return found


def _net(stack: Stack, net: int) -> named.Net:
    recipe, parameters = stack.recipes[net], stack.parameters[net]
    widths, slope = frozen(recipe.widths, np.int64), parameters.dtype.type(recipe.slope)
    kind = ACTIVATIONS[recipe.activation]
    return named.Net(parameters, widths, kind, slope, 1.0 - recipe.dropout, recipe.seed & 0xFFFFFFFF)


def _batches(
    recipe: Recipe, rows: named.Numbers, chosen: named.WholeNumbers, shares: Floats, first: int, task: str
) -> named.Batches:
    changes = SYMMETRIES.index(recipe.data.symmetries), float(recipe.data.jitter)
    return named.Batches(rows, chosen, recipe.rate * shares, first, LOSSES[task], *changes)


def _rule(optimiser: Optimiser) -> named.Rule:
    kind = named.ADAM if optimiser.name == "adam" else named.DESCENT
    numbers = optimiser.ahead, optimiser.second, optimiser.epsilon, optimiser.weight_decay
    return named.Rule(kind, *numbers)

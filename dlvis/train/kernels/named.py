"""The arrays and numbers that the kernels take, by name."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating[Any]]
WholeNumbers = NDArray[np.signedinteger[Any]]

RELU, TANH, SIGMOID = 0, 1, 2
DESCENT, ADAM = 0, 1
TWO_CLASSES, CLASSES, NUMBERS = 0, 1, 2
NO_SYMMETRIES, FLIPS, ROTATIONS, ALL = 0, 1, 2, 3


class Net(NamedTuple):
    """`parameters` (n_parameters,) are weight 0, bias 0, weight 1, …, each weight (out, in) row by row;
    `widths` (layers + 1,); `slope` is that of RELU's negative side; `keep` is the share that dropout keeps,
    1 without; `seed` is the dropout's."""

    parameters: Numbers
    widths: WholeNumbers
    activation: int
    slope: float
    keep: float
    seed: int


class Rule(NamedTuple):
    """What an optimiser is: DESCENT with a momentum, or ADAM."""

    kind: int
    momentum: float
    second: float
    epsilon: float
    decay: float


class Batches(NamedTuple):
    """`rows` (points, inputs + targets + 1): inputs, targets, weight; `chosen` (steps, batch) of the rows;
    `rates` (steps,); `first` is the number of the first step, from 1; `loss` says what the targets are:
    1.0 where positive (TWO_CLASSES), the number of the class (CLASSES), or what each output should be
    (NUMBERS). `symmetries` and `jitter` change the inputs anew at each step."""

    rows: Numbers
    chosen: WholeNumbers
    rates: Numbers
    first: int
    loss: int
    symmetries: int
    jitter: float


class Room(NamedTuple):
    """Where one thread computes a block of points, flat, rows `step` points long.

    gradients (n_parameters,); values: the inputs, then layer after layer what leaves its activation; deltas:
    the slope of the loss by what enters a layer, for two layers in turn; zeros and ones; pulls (targets + 1,
    step) the points' targets and weights.
    """

    step: int
    gradients: Numbers
    values: Numbers
    deltas: Numbers
    zeros: Numbers
    ones: Numbers
    pulls: Numbers

"""A neuron's sum while its weights act one after another: as a formula, as a diagram, and on sliders."""

from collections.abc import Sequence

import numpy as np
from manim import Animation

from dlvis.arrays import Floats
from dlvis.mobjects.equation import Equation
from dlvis.mobjects.explainer_board import INPUTS, ExplainerBoard
from dlvis.mobjects.formula import labelled_sum
from dlvis.net import ReluNet, plane

FACTORS = ("w_1", "w_2", "b")


class NeuronSum:
    """The sum of a neuron of two inputs, z = w_1 x_1 + w_2 x_2 + b, on a board.

    Args:
        weights: (2,) of the neuron.
        bias: of the neuron.
        board: where `total`, the formula, `plan`, the diagram, and `sliders` stand.

    `act(k, share)` lets factor `k` act: 0 and 1 are the weights, 2 is the bias.
    """

    def __init__(self, weights: Sequence[float] | Floats, bias: float, board: ExplainerBoard) -> None:
        self.board, self.values = board, np.array([*weights, bias], np.float64)
        self.total = self.formula(0)
        self.plan = board.diagram(plane(self.values[:2], bias), ["z"])
        self.sliders = board.sliders(FACTORS, [float(value) for value in self.values])

    def __len__(self) -> int:
        return len(self.values)

    def formula(self, n_acting: int) -> Equation:
        """The sum with the numbers of the first factors, and the names of those that do not act yet."""
        terms: list[float | str] = [*map(float, self.values[:n_acting]), *FACTORS[n_acting:]]
        return self.board.equation(labelled_sum(terms, INPUTS), "z")

    def clipping(self) -> list[Animation]:
        """The animations that put the ReLU round the sum: z becomes h, in the diagram too."""
        return [self.total.becoming(self.clipped()), self.plan.renaming("h")]

    def clipped(self) -> Equation:
        """The ReLU round the sum."""
        total = labelled_sum([float(value) for value in self.values], INPUTS)
        return self.board.equation("max(0, {{ " + total + " : sum }})", "h")

    def act(self, factor: int, share: float) -> ReluNet:
        """The plane that the sum is while this factor has come to a share of its value, those before it to
        all of theirs and those after it to nothing; its slider shows it."""
        now = np.clip(factor + share - np.arange(len(self.values)), 0, 1) * self.values
        self.sliders[factor].redraw(float(now[factor]))
        return plane(now[:2], float(now[2]))

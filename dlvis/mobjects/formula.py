"""Mathematics in the theme's ink, set by Typst: no TeX is needed."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import MathTypst
from numpy.typing import ArrayLike

from dlvis.errors import InputError
from dlvis.mobjects.lettering import type_size
from dlvis.mobjects.placement import PIXELS_PER_UNIT
from dlvis.net import ReluNet
from dlvis.style import Theme

FONT_SIZE_OF_A_PIXEL = 96.0 / PIXELS_PER_UNIT
"""Manim sets Typst so that an em of one scene unit has font size 96 (its own Text: 72)."""


def formula(
    mathematics: str,
    theme: Theme,
    size: str | float = "heading",
    colour: str | None = None,
    **typst: Any,
) -> MathTypst:
    """A formula in Typst's notation, such as `"h_1 = max(0, z)"`; `size` as in `text`.

    `typst` goes on to Manim's `MathTypst`, which can select labelled parts.
    """
    pixels = type_size(theme, size)
    return MathTypst(mathematics, font_size=pixels * FONT_SIZE_OF_A_PIXEL, color=colour or theme.ink, **typst)


class NeuronFormula(MathTypst):
    """One neuron with its numbers: z = 0.83 x_1 - 1.20 x_2 + 0.41, with `relu` h = max(0, ...).

    Args:
        weights: (n,) and
        bias: of the neuron.
        theme: its ink, and sizes.
        relu: show the ReLU round the sum.
        names: of the inputs in Typst's notation; x_1, x_2, ... by default.
        digits: decimals.

    Raises:
        InputError: no weight, NaN, or names that do not fit the weights.
    """

    def __init__(
        self,
        weights: ArrayLike,
        bias: float,
        theme: Theme,
        *,
        relu: bool = False,
        names: Sequence[str] | None = None,
        size: str | float = "heading",
        digits: int = 2,
        colour: str | None = None,
    ) -> None:
        super().__init__(
            neuron_expression(weights, bias, relu=relu, names=names, digits=digits),
            font_size=type_size(theme, size) * FONT_SIZE_OF_A_PIXEL,
            color=colour or theme.ink,
        )


def neuron_expression(
    weights: ArrayLike,
    bias: float,
    *,
    relu: bool = False,
    names: Sequence[str] | None = None,
    digits: int = 2,
) -> str:
    """The neuron's sum in Typst's notation, a minus sign before what is negative."""
    numbers = np.atleast_1d(np.asarray(weights, np.float64))
    inputs = [f"x_{i + 1}" for i in range(len(numbers))] if names is None else list(names)
    if len(numbers) == 0 or len(inputs) != len(numbers):
        raise InputError(f"NeuronFormula: expected a name for each weight, got {inputs} for {len(numbers)}")
    if not np.isfinite([*numbers, bias]).all():
        raise InputError("NeuronFormula: expected finite weights and bias, got NaN or infinity")
    terms = [_signed(w, digits) + f" {name}" for w, name in zip(numbers, inputs, strict=True)]
    total = " ".join([*terms, _signed(bias, digits)]).removeprefix("+ ")
    return f"h = max(0, {total})" if relu else f"z = {total}"


def labelled_sum(terms: Sequence[float | str], names: Sequence[str], digits: int = 2) -> str:
    """A sum with labelled parts for an `Equation`: `{{ 3.32 : w1 }} {{ x_1 : x1 }} {{ + b : b }}`.

    `terms` are the factors of the names and one more, each a number or, while it has none, its own name in
    Typst's notation such as "w_1"; the labels are those of w1, w2, … and b.

    Raises:
        InputError: other than one term more than names.
    """
    if len(terms) != len(names) + 1:
        raise InputError(f"labelled_sum: expected {len(names) + 1} terms, got {len(terms)}")
    written = [f"+ {term}" if isinstance(term, str) else _signed(term, digits) for term in terms]
    written[0] = written[0].removeprefix("+ ")
    parts = [
        f"{{{{ {factor} : w{k + 1} }}}} thin {{{{ {name} : x{k + 1} }}}}"
        for k, (factor, name) in enumerate(zip(written, names, strict=False))
    ]
    return " ".join([*parts, f"{{{{ {written[-1]} : b }}}}"])


def multiplied_out(net: ReluNet, names: Sequence[str] = ("x_1", "x_2")) -> list[str]:
    """Two layers without their activation, step by step as one, each for an `Equation` of labelled parts; the
    numbers of the last step are those of `net`, which is the two multiplied: `without_activation(deeper)`."""
    return [
        "{{W_2 : W2}} ({{W_1 : W1}} {{x : x}} {{+ : p}} {{b_1 : b1}}) {{+ b_2 : b2}}",
        "{{W_2 : W2-a}} {{W_1 : W1}} {{x : x}} {{+ : p}} {{W_2 : W2-b}} {{b_1 : b1}} {{+ b_2 : b2}}",
        "({{W_2 : W2-a}} {{W_1 : W1}}) {{x : x}} {{+ : p}} ({{W_2 : W2-b}} {{b_1 : b1}} {{+ b_2 : b2}})",
        labelled_sum([*net.weights[0][0], float(net.biases[0][0])], names),
    ]


def _signed(number: float, digits: int) -> str:
    rounded = round(float(number), digits)
    return f"{'-' if rounded < 0 else '+'} {abs(rounded):.{digits}f}"

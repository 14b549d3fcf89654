"""How many linear regions a net has before it is trained."""

from math import factorial
from typing import Any

from dlvis.errors import InputError
from dlvis.geometry import fold_complex
from dlvis.initial import he_net
from dlvis.net import n_parameters
from dlvis.window import Window


def regions_at_start(
    hidden: tuple[int, ...], bias: float = 0.5, half_side: float = 5.0, seed: int = 0
) -> list[dict[str, Any]]:
    """The linear regions of one random net with two inputs, counted in a square about the origin.

    Weights are normal with He's variance 2 / inputs, biases normal with standard deviation `bias`; the
    square has sides of twice `half_side`. One row: `neurons` N, `parameters`, `regions` (attained) and
    `expected`, N^2 / 2! whatever the depth (Hanin & Rolnick 2019, "Deep ReLU networks have surprisingly
    few activation patterns").
    """
    if not hidden or not all(1 <= width <= 10_000 for width in hidden):
        raise InputError(
            "hidden: expected sizes from 1 to 10000 of at least one layer such as [32, 32], "
            f"got {list(hidden)}"
        )
    if bias < 0:
        raise InputError(f"bias: expected a standard deviation of at least 0, got {bias}")
    widths = (2, *hidden, 1)
    window = Window(-half_side, half_side, -half_side, half_side)
    n_neurons = sum(hidden)
    return [
        {
            "neurons": n_neurons,
            "parameters": n_parameters(widths),
            "regions": fold_complex(he_net(widths, seed, bias), window).n_regions,
            "expected": n_neurons**2 / factorial(2),
        }
    ]

"""How a net's parameters are before its first step."""

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

from dlvis.errors import InputError, nearest

INITIALISATIONS = ("he", "xavier", "uniform", "scaled")


@dataclass(frozen=True)
class Start:
    """One of INITIALISATIONS; `gain` is a factor on all its weights. For a layer of n inputs and m outputs:

    he       normal, variance 2 / (1 + slope^2) / n: (leaky) ReLUs keep the size of the signal
    xavier   normal, variance 2 / (n + m): linear units keep it, and nearly so the slopes on the way back
    uniform  between +-1 / sqrt(n), as torch.nn.Linear
    scaled   normal, variance 1 / n; so with a gain g it is g^2 / n
    """

    name: str = "he"
    gain: float = 1.0

    def __post_init__(self) -> None:
        if self.name not in INITIALISATIONS:
            close = nearest(str(self.name), INITIALISATIONS)
            raise InputError(f"initialisation {self.name!r} is unknown{close}")
        if not 0 < self.gain <= 1000:
            raise InputError(f"gain: expected a number above 0 and up to 1000, got {self.gain}")


def initial_parameters(
    start: Start, widths: tuple[int, ...], slope: float, generator: torch.Generator
) -> list[Tensor]:
    """Weight 0, bias 0, weight 1, …; weights are (out, in) as in ReluNet.

    Biases are uniform in +-1 / sqrt(inputs): with biases of 0 every fold of every layer would start in
    one point, the middle of the map. Drawn on the CPU, so that a GPU starts from the same net.
    """
    parameters = []
    for n_in, n_out in pairwise(widths):
        parameters.append(_weight(start.name, n_in, n_out, slope, generator).mul_(start.gain))
        parameters.append(_uniform((n_out,), n_in, generator))
    return parameters


def _weight(name: str, n_in: int, n_out: int, slope: float, generator: torch.Generator) -> Tensor:
    if name == "uniform":
        return _uniform((n_out, n_in), n_in, generator)
    variances = {"he": 2.0 / (1.0 + slope**2) / n_in, "xavier": 2.0 / (n_in + n_out), "scaled": 1.0 / n_in}
    return torch.randn(n_out, n_in, generator=generator).mul_(variances[name] ** 0.5)


def _uniform(shape: tuple[int, ...], n_in: int, generator: torch.Generator) -> Tensor:
    return torch.rand(*shape, generator=generator).mul_(2.0).sub_(1.0).div_(n_in**0.5)

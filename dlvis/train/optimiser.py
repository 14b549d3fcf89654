"""Optimisers: gradient descent, momentum and Adam, and how their learning rate goes."""

from dataclasses import dataclass
from math import cos, pi

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError, nearest

OPTIMISERS = ("adam", "momentum", "descent")
CURVES = ("one-cycle", "constant")


@dataclass(frozen=True)
class Optimiser:
    """One of OPTIMISERS, as torch.optim's Adam and SGD.

    `momentum` is the heavy ball's and Adam's first beta, `second` Adam's second beta, `epsilon` what Adam
    adds to its divisor. `weight_decay` times each parameter is added to its gradient. `curve` is that of the
    learning rate: "one-cycle" (Smith & Topin 2017) or "constant".
    """

    name: str = "adam"
    momentum: float = 0.9
    weight_decay: float = 0.0
    curve: str = "one-cycle"
    second: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        for field, name, names in (("optimiser", self.name, OPTIMISERS), ("curve", self.curve, CURVES)):
            if name not in names:
                raise InputError(f"{field} {name!r} is unknown{nearest(str(name), names)}")
        if not 0 <= self.momentum < 1:
            raise InputError(f"momentum: expected a number from 0 to below 1, got {self.momentum}")
        if not 0 <= self.weight_decay < 1:
            raise InputError(f"weight_decay: expected a number from 0 to below 1, got {self.weight_decay}")

    @property
    def ahead(self) -> float:
        """The momentum that its steps have: 0 for gradient descent."""
        return 0.0 if self.name == "descent" else self.momentum

    def shares(self, first: int, n: int, n_steps: int) -> Floats:
        """(n,) the learning rates of the steps first, first + 1, … of `n_steps`, as shares of the highest."""
        if self.curve == "constant":
            return np.ones(n)
        return np.array([one_cycle(step, n_steps, 1.0) for step in range(first, first + n)])


def one_cycle(step: int, n_steps: int, rate: float, rise: float = 0.3) -> float:
    """The learning rate of step 1 .. n_steps: from rate / 25 up to `rate` in the first `rise` of the way,
    then down to rate / 10000, both along a cosine. Source: Smith & Topin 2017, as torch's OneCycleLR."""
    done = (step - 1) / max(n_steps - 1, 1)
    low, part = (rate / 25, 1 - done / rise) if done < rise else (rate / 1e4, (done - rise) / (1 - rise))
    return low + (rate - low) * (1 + cos(pi * part)) / 2

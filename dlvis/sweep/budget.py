"""What a training costs, and how many steps an equal budget leaves to each net."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

# forward, and back to the weights and to the values before: each a product as large as the weights
PRODUCTS = 3


def multiply_adds(widths: Sequence[int], batch: int) -> int:
    """Multiplications, each with its addition, of one step: 3 for each weight and point of the batch.

    Biases, activations and the optimiser are not counted; in nets of more than a few units they are little.
    """
    return PRODUCTS * batch * sum(n_in * n_out for n_in, n_out in pairwise(widths))


def affordable_steps(budget: tuple[str, float], widths: Sequence[int], batch: int) -> int:
    """The steps of a net for which `budget` (what is equal, and its amount) pays, at least one."""
    equal, amount = budget
    price = {"steps": 1, "samples": batch, "multiply-adds": multiply_adds(widths, batch)}[equal]
    return max(1, int(amount // price))


def spent(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[float]]:
    """The least and the most steps, samples and multiply-adds of the nets: equal where both are the same."""
    return {
        name: [min(row[name] for row in rows), max(row[name] for row in rows)]
        for name in ("steps", "samples", "multiply_adds")
    }

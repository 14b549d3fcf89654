"""A matrix of low rank, of which only some entries are seen, learned as a product of matrices."""

from typing import Any

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.measures import effective_rank

RATES = {1: 0.5, 2: 0.02, 3: 0.006}
FAR = 1e20  # what grows to this does not come back, and is not yet too large for a number


def matrix_completion(
    depth: int,
    size: int = 30,
    rank: int = 2,
    seen: float = 0.4,
    start: float = 1e-5,
    within: float = 5e-4,
    most_steps: int = 40_000,
    rate: float | None = None,
    seed: int = 0,
) -> list[dict[str, Any]]:
    """How well gradient descent on a product of `depth` square matrices fills in what it has not seen.

    The matrix is `size` by `size`, a product of normal ones with `rank` columns, with entries of about 1;
    each is seen with the chance `seen`. The loss is half the sum of the squares over the seen ones. The
    factors start normal, so large that the entries of their product are about `start` / sqrt(size). It ends
    when the seen entries are right to `within` of their norm, or after `most_steps`. One row: `steps`,
    `seen_error` and `unseen_error` (shares of the norm of these entries), `effective_rank` of the product.
    Sources: Gunasekar, Woodworth, Bhojanapalli, Neyshabur and Srebro 2017, "Implicit regularization in matrix
    factorization"; Arora, Cohen, Hu and Luo 2019, "Implicit regularization in deep matrix factorization".
    """
    _check(depth, size, rank, seen, start, within, most_steps)
    draw = np.random.default_rng(seed)
    matrix = draw.normal(size=(size, rank)) @ draw.normal(size=(rank, size)) / np.sqrt(rank)
    known = draw.random((size, size)) < seen
    if known.all() or not known.any():
        raise InputError(f"seen: expected a chance that leaves entries seen and unseen, got {seen}")
    factors = draw.normal(0, start ** (1 / depth) / np.sqrt(size), (depth, size, size))
    chosen = RATES.get(depth, RATES[3] / 2 ** (depth - 3)) if rate is None else rate
    product, steps = _learned(factors, matrix, known, chosen, within, most_steps)
    return [
        {
            "steps": steps,
            "seen_error": _share(product, matrix, known),
            "unseen_error": _share(product, matrix, ~known),
            "effective_rank": float(effective_rank(product)),
        }
    ]


def _learned(
    factors: Floats, matrix: Floats, known: np.ndarray, rate: float, within: float, most_steps: int
) -> tuple[Floats, int]:
    """The product after the last step, and how many there were."""
    enough = within * np.linalg.norm(matrix[known])
    for step in range(most_steps + 1):
        before = [np.eye(len(matrix))]  # the product of the factors before each one
        for factor in factors:
            before.append(factor @ before[-1])
        error = (before[-1] - matrix) * known
        size = np.linalg.norm(error)
        if size <= enough or step == most_steps:
            break
        if not size < FAR:
            raise InputError(f"rate: {rate} is too large for this matrix, the product grows without end")
        after, slopes = error, np.empty_like(factors)
        for k in reversed(range(len(factors))):
            slopes[k] = after @ before[k].T
            after = factors[k].T @ after
        factors = factors - rate * slopes
    return before[-1], step


def _share(found: Floats, right: Floats, where: np.ndarray) -> float:
    return float(np.linalg.norm((found - right)[where]) / np.linalg.norm(right[where]))


def _check(
    depth: int, size: int, rank: int, seen: float, start: float, within: float, most_steps: int
) -> None:
    if not (1 <= depth <= 10 and 2 <= size <= 1000 and 1 <= rank <= size and 1 <= most_steps <= 10**8):
        raise InputError(
            "matrix completion: expected a depth from 1 to 10, a size from 2 to 1000, a rank of at most the "
            f"size and at least 1 step, got {depth}, {size}, {rank} and {most_steps}"
        )
    if not (0 < seen < 1 and 0 < start <= 1 and 0 < within < 1):
        raise InputError(
            "matrix completion: expected seen, start and within between 0 and 1, "
            f"got {seen}, {start} and {within}"
        )

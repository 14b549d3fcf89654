"""Linear fits with more weights than data: where gradient descent goes, and how well such a fit does."""

from typing import Any

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.measures import minimum_norm, minimum_norm_distance


def least_squares_descent(n: int = 20, d: int = 100, steps: int = 400, seed: int = 0) -> list[dict[str, Any]]:
    """How near gradient descent from 0 comes to the least-squares solution of minimum norm.

    `n` equations in `d` unknowns, all numbers normal, rate 1 / the largest curvature. Rows at the steps 0, 1,
    2, 4, … and the last: `step`, `loss` (the mean of the squares), `distance` (see `minimum_norm_distance`).
    """
    _check(n=n, d=d, steps=steps)
    draw = np.random.default_rng(seed)
    features, targets = draw.normal(size=(n, d)), draw.normal(size=n)
    rate = 1 / np.linalg.norm(features, 2) ** 2
    kept = sorted({0, steps} | {2**k for k in range(steps.bit_length()) if 2**k < steps})
    weights, path = np.zeros(d), []
    for step in range(steps + 1):
        if step in kept:
            path.append(weights)
        weights = weights - rate * features.T @ (features @ weights - targets)
    distances = minimum_norm_distance(np.stack(path), features, targets)
    losses = [float(np.mean((features @ each - targets) ** 2)) for each in path]
    return [
        {"step": step, "loss": loss, "distance": float(distance)}
        for step, loss, distance in zip(kept, losses, distances, strict=True)
    ]


def double_descent(
    features: int, n: int = 100, d: int = 10, noise: float = 0.3, n_test: int = 1000, seed: int = 0
) -> list[dict[str, Any]]:
    """The test error of a minimum-norm fit on so many random ReLU features: worst with as many as data.

    `n` normal points in `d` dimensions, targets x . b with |b| = 1 and normal noise of standard deviation
    `noise`; features relu(W x), W normal. One row: `train_mse`, `test_mse` (against the targets without
    noise), `norm` (of the weights). Sources: Belkin, Hsu, Ma and Mandal 2019, "Reconciling modern machine
    learning practice and the bias-variance trade-off"; Prince, Understanding Deep Learning, section 8.4.
    """
    _check(features=features, n=n, d=d, n_test=n_test)
    if not 0 <= noise < 1e6:
        raise InputError(f"noise: expected a standard deviation of at least 0, got {noise}")
    draw = np.random.default_rng(seed)
    points, direction = draw.normal(size=(n + n_test, d)), draw.normal(size=d)
    truth = points @ direction / np.linalg.norm(direction)
    values = np.maximum(points @ draw.normal(size=(d, features)), 0) / np.sqrt(features)
    targets = truth[:n] + noise * draw.normal(size=n)
    weights = minimum_norm(values[:n], targets)
    return [
        {
            "train_mse": _mse(values[:n] @ weights, targets),
            "test_mse": _mse(values[n:] @ weights, truth[n:]),
            "norm": float(np.linalg.norm(weights)),
        }
    ]


def _mse(found: Floats, right: Floats) -> float:
    return float(np.mean((found - right) ** 2))


def _check(**sizes: int) -> None:
    for name, size in sizes.items():
        if not 1 <= size <= 100_000:
            raise InputError(f"{name}: expected a whole number from 1 to 100000, got {size}")

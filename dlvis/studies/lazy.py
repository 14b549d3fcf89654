"""Wide nets learn without moving: the drift of weights and of the tangent kernel against the width."""

from typing import Any

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError


def lazy_training(
    width: int, n: int = 20, d: int = 10, steps: int = 600, rate: float = 2.0, seed: int = 0
) -> list[dict[str, Any]]:
    """How far the weights and the tangent kernel of a two-layer net go until it has learned n random labels.

    f(x) = a . relu(W x) / sqrt(width): W normal and trained by gradient descent on half the mean of the
    squares, a of +-1 and fixed; both halves of the units start alike with opposite a, so that f starts at 0.
    `n` points on the unit sphere of `d` dimensions, labels +-1. One row: `loss` (the mean of the squares),
    `weight_drift` |W - W(0)| / |W(0)| and `kernel_drift` (the same of the kernel's Gram matrix), both about
    width^-1/2. Sources: Jacot, Gabriel and Hongler 2018, "Neural tangent kernel"; Chizat, Oyallon and Bach
    2019, "On lazy training in differentiable programming".
    """
    if width < 2 or width % 2 or min(n, d, steps) < 1 or not 0 < rate <= 100:
        raise InputError(
            "lazy training: expected an even width, at least 1 point, dimension and step and a rate above 0 "
            f"and up to 100, got {width}, {n}, {d}, {steps} and {rate}"
        )
    draw = np.random.default_rng(seed)
    points = draw.normal(size=(n, d))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    labels = draw.choice([-1.0, 1.0], n)
    weights = np.tile(draw.normal(size=(width // 2, d)), (2, 1))
    signs = draw.choice([-1.0, 1.0], width // 2)
    outer = np.concatenate([signs, -signs]) / np.sqrt(width)
    first = weights
    for _ in range(steps):
        sums = points @ weights.T
        error = np.maximum(sums, 0) @ outer - labels
        weights = weights - rate / n * ((sums > 0) * outer * error[:, None]).T @ points
    start, end = (_kernel(points, each) for each in (first, weights))
    error = np.maximum(points @ weights.T, 0) @ outer - labels
    return [
        {
            "loss": float(np.mean(error**2)),
            "weight_drift": _drift(first, weights),
            "kernel_drift": _drift(start, end),
        }
    ]


def _kernel(points: Floats, weights: Floats) -> Floats:
    """(n, n): the products of the slopes of f by W at the points."""
    on = (points @ weights.T > 0).astype(np.float64)
    result: Floats = on @ on.T / len(weights) * (points @ points.T)
    return result


def _drift(start: Floats, end: Floats) -> float:
    return float(np.linalg.norm(end - start) / np.linalg.norm(start))

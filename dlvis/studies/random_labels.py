"""Nets of equal parameters and different depth that learn labels which mean nothing."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlvis.datasets import Dataset, material
from dlvis.errors import InputError
from dlvis.net import n_parameters
from dlvis.run import kept_steps

Layers = list[NDArray[np.float32]]  # weight 0 (in, out), bias 0 (out,), weight 1, …
KEPT = 60


def random_labels(
    hidden: tuple[int, ...],
    n: int = 400,
    steps: int = 20_000,
    rate: float = 0.0025,
    permuted: bool = True,
    seed: int = 0,
) -> list[dict[str, Any]]:
    """How fast gradient descent fits `n` digits of MNIST-1D whose labels have been permuted.

    All `n` points in each step, no momentum, He's initialisation, biases from 0, the mean cross-entropy, in
    float32. `permuted` False leaves the true labels. Rows at 60 steps and the last: `parameters`, `step`,
    `loss`, `train_error` (the share of the n that is wrong), `test_accuracy` (on true labels; 0.1 is chance).
    Sources: Zhang et al. 2017; Prince, Understanding Deep Learning, figure 20.2, with hidden layers of 298,
    2 x 100, 3 x 75 and 4 x 63 units, n = 4000 and 200,000 steps.
    """
    data = material("mnist1d")
    assert isinstance(data, Dataset)
    _check(hidden, n, len(data.train), steps, rate)
    draw = np.random.default_rng(seed)
    chosen = draw.permutation(len(data.train))[:n]
    points = data.train.inputs[chosen].astype(np.float32)
    labels = data.train.targets[chosen]
    labels = draw.permutation(labels) if permuted else labels
    widths = (data.n_inputs, *hidden, len(data.class_names))
    test, truth = data.test.inputs.astype(np.float32), data.test.targets
    rows = []
    kept = set(kept_steps(steps, early=KEPT // 4, total=KEPT))
    for step, (layers, chances) in enumerate(_descent(_start(widths, draw), points, labels, rate)):
        if step in kept:
            right = chances[np.arange(n), labels]
            row = {
                "parameters": n_parameters(widths),
                "step": step,
                "loss": float(-np.log(np.maximum(right, 1e-30)).mean()),
                "train_error": float((chances.argmax(axis=1) != labels).mean()),
                "test_accuracy": float((_values(layers, test)[-1].argmax(axis=1) == truth).mean()),
            }
            rows.append(row)
        if step == steps:
            break
    return rows


def _start(widths: tuple[int, ...], draw: np.random.Generator) -> Layers:
    layers = []
    for n_in, n_out in pairwise(widths):
        weight = draw.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
        layers += [weight.astype(np.float32), np.zeros(n_out, np.float32)]
    return layers


def _descent(
    layers: Layers, points: NDArray[np.float32], labels: NDArray[np.int64], rate: float
) -> Iterator[tuple[Layers, NDArray[np.float32]]]:
    """The layers and the chances that they give to the classes, (n, classes), before each step."""
    right = np.zeros((len(points), layers[-1].size), np.float32)
    right[np.arange(len(points)), labels] = 1
    while True:
        values = _values(layers, points)
        chances = np.exp(values[-1] - values[-1].max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        yield layers, chances
        back, changed = (chances - right) * np.float32(rate / len(points)), []
        for k in reversed(range(0, len(layers), 2)):
            before = values[k // 2]
            changed += [layers[k + 1] - back.sum(axis=0), layers[k] - before.T @ back]
            back = (back @ layers[k].T) * (before > 0)
        layers = changed[::-1]


def _values(layers: Layers, points: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """The points, what leaves each hidden layer, and the outputs."""
    values = [points]
    for k in range(0, len(layers), 2):
        sums = values[-1] @ layers[k] + layers[k + 1]
        values.append(np.maximum(sums, 0) if k < len(layers) - 2 else sums)
    return values


def _check(hidden: tuple[int, ...], n: int, n_train: int, steps: int, rate: float) -> None:
    if not all(1 <= width <= 10_000 for width in hidden):
        raise InputError(f"hidden: expected sizes from 1 to 10000 such as [63, 63], got {list(hidden)}")
    if not (10 <= n <= n_train and 1 <= steps <= 10**8 and 0 < rate <= 10):
        raise InputError(
            f"random labels: expected 10 to {n_train} points, at least 1 step and a rate above 0 and up to 10"
            f", got {n}, {steps} and {rate}"
        )

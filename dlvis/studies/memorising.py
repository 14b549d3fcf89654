"""A net of two layers that fits any labels, written down at once."""

from typing import Any

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.net import ReluNet, composed, interpolant


def memorising(n: int, d: int = 40, n_test: int = 1000, seed: int = 0) -> list[dict[str, Any]]:
    """How well a net made for n random labels knows them, and others of the same kind.

    Normal points in `d` dimensions, labels +-1 by chance; the net is `memorising_net`. One row: `weights`
    2 n + d, `train_accuracy`, `worst` (the largest |f(x) - label| of them), `test_accuracy` on `n_test` more.
    """
    for name, size, most in (("n", n, 20_000), ("d", d, 100_000), ("n_test", n_test, 1_000_000)):
        if not 1 <= size <= most:
            raise InputError(f"{name}: expected a whole number from 1 to {most}, got {size}")
    draw = np.random.default_rng(seed)
    points, labels = draw.normal(size=(n + n_test, d)), draw.choice([-1.0, 1.0], n + n_test)
    net = memorising_net(points[:n], labels[:n], draw.normal(size=d))
    found = net(points)[:, 0]
    right = np.sign(found) == labels
    return [
        {
            "weights": 2 * n + d,
            "train_accuracy": float(right[:n].mean()),
            "worst": float(np.abs(found - labels)[:n].max()),
            "test_accuracy": float(right[n:].mean()),
        }
    ]


def memorising_net(points: Floats, labels: Floats, direction: Floats) -> ReluNet:
    """The net sum of w_j relu(direction . x - b_j) with f(x) = label at n points (n, d): 2 n + d weights.

    Its n units all look in one direction and so share d weights; b_j lie between the points as they are seen
    from there, which makes the equations for w triangular. Source: Zhang, Bengio, Hardt, Recht and Vinyals
    2017, "Understanding deep learning requires rethinking generalization", theorem 1.
    """
    seen = np.asarray(points, np.float64) @ direction
    order = np.argsort(seen)
    knots = np.concatenate([[seen[order[0]] - 1.0], seen[order]])
    if (np.diff(knots) <= 0).any():
        raise InputError("memorising: expected points that lie apart along the direction; draw another one")
    line = interpolant(knots, np.concatenate([[0.0], np.asarray(labels, np.float64)[order]]))
    look = ReluNet([np.asarray(direction, np.float64)[None]], [np.zeros(1)])
    return composed(line, look)

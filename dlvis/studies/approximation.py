"""Functions that nets are built for, and by how much they miss."""

from typing import Any

import numpy as np

from dlvis.errors import InputError
from dlvis.net import ReluNet, interpolant

POINTS = 2**16  # where the error is looked for, in equal steps


def sine_interpolation(intervals: int) -> list[dict[str, Any]]:
    """By how much a net with one ReLU per interval misses sin(2 pi x) on [0, 1].

    One row: `parameters`, `error` (the largest, attained) and `bound`, h^2 / 8 max |f''|, the most that
    linear interpolation at knots h apart can miss.
    """
    _check("intervals", intervals, 10_000)
    knots = np.linspace(0, 1, intervals + 1)
    net = interpolant(knots, np.sin(2 * np.pi * knots))
    bound = (2 * np.pi / intervals) ** 2 / 8
    points = np.linspace(0, 1, POINTS + 1)[:, None]
    error = np.abs(net(points) - np.sin(2 * np.pi * points)).max()
    return [{"parameters": net.n_parameters, "error": float(error), "bound": bound}]


def square_by_tents(depth: int) -> list[dict[str, Any]]:
    """By how much a net of `depth` layers of three units misses x^2 on [0, 1]: 4^-(depth + 1), exactly.

    One row: `parameters`, `error` (the largest, attained), `known`. A shallow net that misses it by as little
    needs 2^depth units, one for each interval.
    """
    _check("depth", depth, 12)
    net = square_net(depth)
    points = np.linspace(0, 1, 2 ** (depth + 1) + 1)[:, None]  # the knots, and the middles between them
    error = np.abs(net(points) - points**2).max()
    return [{"parameters": net.n_parameters, "error": float(error), "known": 0.25 ** (depth + 1)}]


def square_net(depth: int) -> ReluNet:
    """x - sum over k <= depth of tent^k(x) / 4^k: on [0, 1] it interpolates x^2 at 2^depth + 1 equal knots.

    Two units of each layer are the next tent, the third carries the sum, which is never negative. Source:
    Yarotsky 2017, "Error bounds for approximations with deep ReLU networks", proposition 2.
    """
    _check("depth", depth, 26)
    tent, bias = np.array([2.0, -4.0, 0.0]), np.array([0.0, -0.5, 0.0])
    weights, biases = [np.ones((3, 1))], [bias]
    for k in range(1, depth):
        weights.append(np.stack([tent, tent, [0, 0, 1] - tent / 4**k]))
        biases.append(bias)
    return ReluNet([*weights, ([0, 0, 1] - tent / 4**depth)[None]], [*biases, np.zeros(1)])


def _check(name: str, number: int, most: int) -> None:
    if not 1 <= number <= most:
        raise InputError(f"{name}: expected a whole number from 1 to {most}, got {number}")

"""Gradient descent against the flows that it follows: discrete steps regularise."""

from collections.abc import Callable
from typing import Any

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError

START = (2.0, 0.2)
FLOW_STEPS = 2000  # of Runge and Kutta's: errors of 1e-13


def descent_and_flow(rate: float, time: float = 1.0) -> list[dict[str, Any]]:
    """How far gradient descent has come from the gradient flow, and from the flow of the modified loss.

    On the loss 1/2 (a b - 1)^2, a net of two weights, from (2, 0.2), after time / rate steps. The modified
    loss is L + rate / 4 |slope of L|^2. One row: `steps`, `to_flow`, `to_modified_flow`: halve the rate, and
    the first halves, the second quarters. Sources: Barrett and Dherin 2021, "Implicit gradient
    regularization"; Prince, Understanding Deep Learning, equation 9.7.
    """
    steps = round(time / rate) if 0 < rate <= time <= 1000 else 0
    if not steps or abs(steps * rate - time) > 1e-9 * time or steps > 10**7:
        raise InputError(f"rate: expected one that the time {time} is a whole number of times, got {rate}")
    place = np.array(START)
    for _ in range(steps):
        place = place - rate * _slope(place)
    flow = _followed(_slope, time)
    modified = _followed(lambda at: _slope(at) + rate / 2 * _curvature(at) @ _slope(at), time)
    return [
        {
            "steps": steps,
            "to_flow": float(np.linalg.norm(place - flow)),
            "to_modified_flow": float(np.linalg.norm(place - modified)),
        }
    ]


def _slope(place: Floats) -> Floats:
    result: Floats = (place[0] * place[1] - 1) * place[::-1]
    return result


def _curvature(place: Floats) -> Floats:
    a, b = place
    return np.array([[b * b, 2 * a * b - 1], [2 * a * b - 1, a * a]])


def _followed(slope: Callable[[Floats], Floats], time: float) -> Floats:
    """Where the flow against `slope` has come to after `time` from START, by Runge and Kutta's method."""
    place, h = np.array(START), time / FLOW_STEPS
    for _ in range(FLOW_STEPS):
        one = slope(place)
        two = slope(place - h / 2 * one)
        three = slope(place - h / 2 * two)
        four = slope(place - h * three)
        place = place - h / 6 * (one + 2 * two + 2 * three + four)
    return place

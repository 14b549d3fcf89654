"""Optimisers in a long narrow valley, which lies along the axes or askew."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError, nearest


def quadratic(
    optimiser: str,
    angle: float = 0.0,
    condition: float = 1000.0,
    rate: float | None = None,
    target: float = 1e-6,
    most_steps: int = 100_000,
    path: bool = False,
) -> list[dict[str, Any]]:
    """How many steps an optimiser takes down 1/2 (x^2 + condition y^2), turned by an angle.

    `optimiser` is descent, momentum (the heavy ball; Polyak 1964) or adam (Kingma and Ba 2015, with their
    betas). The valley and the start, (1, 1) in the valley's own axes, are turned by `angle` degrees: descent
    and the heavy ball cannot see that; Adam, which scales each coordinate, can. `rate` None: the one with the
    best rate of convergence (Polyak's, whose momentum the heavy ball always has), 0.1 for adam; from this
    start another may need fewer steps. One row: `steps` until the loss is at most `target` (None: not within
    `most_steps`, or it grew without end), `chosen_rate`. With `path` a row for each step from 0: `step`,
    `loss`, `x`, `y`.
    """
    steepest = {"descent": 2 / (1 + condition), "momentum": 4 / (np.sqrt(condition) + 1) ** 2, "adam": 0.1}
    if optimiser not in steepest:
        raise InputError(f"optimiser {optimiser!r} is unknown{nearest(optimiser, steepest)}")
    if not (1 < condition < 1e12 and target > 0 and 1 <= most_steps <= 10**7 and (rate is None or rate > 0)):
        raise InputError(
            "quadratic: expected a condition above 1, a target and a rate above 0 and 1 to 10000000 steps, "
            f"got {condition}, {target}, {rate} and {most_steps}"
        )
    chosen = float(steepest[optimiser] if rate is None else rate)
    turned = _turn(angle)
    curvature = turned @ np.diag([1.0, condition]) @ turned.T
    rows = []
    for step, place in enumerate(_places(optimiser, curvature, turned @ np.ones(2), chosen, condition)):
        loss = float(place @ curvature @ place / 2)
        rows.append({"step": step, "loss": loss, "x": float(place[0]), "y": float(place[1])})
        if loss <= target or step == most_steps or not loss < 1e100:
            break
    if path:
        return rows
    last = rows[-1]
    return [{"steps": last["step"] if last["loss"] <= target else None, "chosen_rate": chosen}]


def _turn(degrees: float) -> Floats:
    """(2, 2): the rotation by an angle."""
    angle = np.radians(degrees)
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _places(
    optimiser: str, curvature: Floats, start: Floats, rate: float, condition: float
) -> Iterator[Floats]:
    """Where the optimiser is before the first step and after each one."""
    root = np.sqrt(condition)
    momentum = {"descent": 0.0, "momentum": ((root - 1) / (root + 1)) ** 2, "adam": 0.9}[optimiser]
    place, ahead, second, step = start, np.zeros(2), np.zeros(2), 0
    while True:
        yield place
        slope, step = curvature @ place, step + 1
        if optimiser == "adam":
            ahead = momentum * ahead + (1 - momentum) * slope
            second = 0.999 * second + 0.001 * slope**2
            size = np.sqrt(second / (1 - 0.999**step)) + 1e-8
            place = place - rate * ahead / (1 - momentum**step) / size
        else:
            ahead = momentum * ahead - rate * slope
            place = place + ahead

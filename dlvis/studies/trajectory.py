"""What a random net does to the length of a circle."""

from typing import Any

import numpy as np

from dlvis.errors import InputError
from dlvis.measures import circle, trajectory_lengths
from dlvis.net import ReluNet


def trajectory_growth(
    gain: float, width: int = 64, depth: int = 20, n_chords: int = 300, seed: int = 0
) -> list[dict[str, Any]]:
    """How many times longer a circle is after each layer of a random ReLU net.

    `depth` layers of `width` units, normal weights with variance gain / width (2: He), no biases. The circle
    lies about the origin, in the first two inputs; its chords' images are measured exactly. A row for each
    layer: `layer` from 1, `growth`. Source: Raghu, Poole, Kleinberg, Ganguli and Sohl-Dickstein 2017, "On
    the expressive power of deep neural networks", theorem 3.
    """
    if not (0 < gain <= 1000 and 2 <= width <= 10_000 and 1 <= depth <= 1000):
        raise InputError(
            "trajectory: expected a gain above 0 and up to 1000, a width from 2 to 10000 and a depth from 1 "
            f"to 1000, got {gain}, {width} and {depth}"
        )
    draw = np.random.default_rng(seed)
    weights = [draw.normal(0, np.sqrt(gain / width), (width, width)) for _ in range(depth)]
    net = ReluNet([*weights, np.ones((1, width))], [*[np.zeros(width)] * depth, np.zeros(1)])
    ((whole, *lengths),) = trajectory_lengths([net], circle(width, n_chords))
    return [{"layer": k + 1, "growth": float(length / whole)} for k, length in enumerate(lengths)]

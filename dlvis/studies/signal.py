"""What becomes of signals and slopes on their way through the layers of a net before it is trained."""

from typing import Any

import numpy as np

from dlvis.errors import InputError

Row = dict[str, Any]


def variance_by_layer(
    variance: float, width: int = 512, depth: int = 50, n_points: int = 64, seed: int = 0
) -> list[Row]:
    """How large the values of a deep ReLU net are, layer by layer, for weights of one variance.

    `depth` layers of `width` units, normal weights with variance `variance`, no biases, normal inputs. With
    2 / width (He, Zhang, Ren and Sun 2015, equation 10) the variance is kept, with 1 / width it is halved at
    each ReLU. A row for each layer: `layer` from 1, `pre_activation_variance`, `of_first` (as a share of the
    first layer's), `activation_sd` (after the ReLU), `too_large` (whether float32 would overflow). Prince,
    Understanding Deep Learning, figure 7.7, has width 100 and variances from 0.001 to 1.
    """
    _check(width=width, depth=depth, n_points=n_points)
    if not 0 < variance < 1e3:
        raise InputError(f"variance: expected a number above 0 and below 1000, got {variance}")
    draw = np.random.default_rng(seed)
    values, rows = draw.normal(size=(n_points, width)), []
    for layer in range(1, depth + 1):
        sums = values @ draw.normal(0, np.sqrt(variance), (width, width))
        values = np.maximum(sums, 0)
        rows.append(
            {
                "layer": layer,
                "pre_activation_variance": float(sums.var()),
                "activation_sd": float(values.std()),
                "too_large": bool(np.abs(sums).max() > np.finfo(np.float32).max),
            }
        )
    first = rows[0]["pre_activation_variance"]
    return [row | {"of_first": row["pre_activation_variance"] / first} for row in rows]


def sigmoid_gradient(depth: int, width: int = 64, n_points: int = 200, seed: int = 0) -> list[Row]:
    """How small the slopes are that come back through a net of sigmoids, whose own are at most 1/4.

    `depth` layers of `width` units, normal weights with variance 1 / width, no biases, inputs uniform in +-1;
    normal slopes enter at the last layer. One row: `rms_gradient` at the inputs, and `quarters`, 4^-depth,
    what it were if each sigmoid had its steepest slope. Source: Glorot and Bengio 2010, "Understanding the
    difficulty of training deep feedforward neural networks".
    """
    _check(width=width, depth=depth, n_points=n_points)
    draw = np.random.default_rng(seed)
    values, back = draw.uniform(-1, 1, (n_points, width)), draw.normal(size=(n_points, width))
    layers = []
    for _ in range(depth):
        weight = draw.normal(0, 1 / np.sqrt(width), (width, width))
        values = 1 / (1 + np.exp(-values @ weight))
        layers.append((weight, values * (1 - values)))
    for weight, slope in reversed(layers):
        back = (back * slope) @ weight.T
    return [{"rms_gradient": float(np.sqrt((back**2).mean())), "quarters": 0.25**depth}]


def dead_relus(
    bias: float, n_inputs: int = 20, n_neurons: int = 2000, n_points: int = 1000, seed: int = 0
) -> list[Row]:
    """How many ReLUs are off at every sample, for biases of one size.

    Normal weights with He's variance 2 / inputs, normal inputs. One row: `dead`, the fraction of the neurons
    that are 0 at all of `n_points` samples: nothing is learned from these samples by a neuron that is dead.
    """
    _check(n_inputs=n_inputs, n_neurons=n_neurons, n_points=n_points)
    draw = np.random.default_rng(seed)
    points = draw.normal(size=(n_points, n_inputs))
    weights = draw.normal(0, np.sqrt(2 / n_inputs), (n_inputs, n_neurons))
    return [{"dead": float(((points @ weights).max(axis=0) + bias <= 0).mean())}]


def _check(**sizes: int) -> None:
    for name, size in sizes.items():
        if not 1 <= size <= 100_000:
            raise InputError(f"{name}: expected a whole number from 1 to 100000, got {size}")

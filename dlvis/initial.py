"""Nets at initialisation, in numpy: what they are before any training, and the way from one to another."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import cos, pi, sin

import numpy as np

from dlvis.errors import InputError
from dlvis.net import ReluNet


def he_net(widths: tuple[int, ...], seed: int, bias: float = 0.5, slope: float = 0.0) -> ReluNet:
    """He-normal weights, and normal biases of the standard deviation `bias`; the same at every call.

    Source: He et al. 2015, "Delving deep into rectifiers"; biases as in Hanin and Rolnick 2019.
    """
    draw = np.random.default_rng(seed)
    weights = [draw.normal(0, np.sqrt(2 / n_in), (n_out, n_in)) for n_in, n_out in pairwise(widths)]
    return ReluNet(weights, [draw.normal(0, bias, n_out) for n_out in widths[1:]], slope)


def turned(net: ReluNet, other: ReluNet, share: float) -> ReluNet:
    """cos(t) net + sin(t) other, parameter by parameter, with t from 0 to a right angle as `share` goes to 1.

    Of two nets with normal parameters that were drawn alike, each on the way is again such a net: its
    parameters have the same distribution. So a film that turns one initial net into another shows initial
    nets alone.

    Raises:
        InputError: nets of different sizes or slopes.
    """
    if (net.widths, net.slope) != (other.widths, other.slope):
        raise InputError(f"turned: expected nets of the same sizes, got {net.widths} and {other.widths}")
    if share in (0, 1):
        return other if share else net
    near, far = cos(share * pi / 2), sin(share * pi / 2)
    weights = [near * a + far * b for a, b in zip(net.weights, other.weights, strict=True)]
    biases = [near * a + far * b for a, b in zip(net.biases, other.biases, strict=True)]
    return ReluNet(weights, biases, net.slope)


def turned_through(nets: Sequence[ReluNet], share: float, ease: Callable[[float], float]) -> ReluNet:
    """The net on the way from the first of `nets` to the last, by `turned` from each to the next: every way
    is as long, and gone as `ease` says, which has 0 at 0 and 1 at 1.

    Raises:
        InputError: fewer than two nets, or of different sizes.
    """
    if len(nets) < 2:
        raise InputError(f"turned_through: expected two or more nets, got {len(nets)}")
    at = min(int(share * (len(nets) - 1)), len(nets) - 2)
    return turned(nets[at], nets[at + 1], ease(share * (len(nets) - 1) - at))

"""The nets that are folded: as initialised, and as trained on the border."""

from itertools import pairwise

import numpy as np

from dlvis.net import ReluNet


def he_net(widths: tuple[int, ...], seed: int = 0) -> ReluNet:
    """He-initialised weights, biases of standard deviation 1/2."""
    draw = np.random.default_rng(seed)
    weights = [draw.normal(0, np.sqrt(2 / n_in), (n_out, n_in)) for n_in, n_out in pairwise(widths)]
    return ReluNet(weights, [draw.normal(0, 0.5, n_out) for n_out in widths[1:]])


def trained_net(widths: tuple[int, ...], steps: int = 1000) -> ReluNet:
    """A net after a few seconds of training on the border; the same one each time."""
    # here, because torch takes a while to import
    from dlvis.topics import load
    from dlvis.train import train

    return train(load("baarle"), widths, steps=steps, batch=1024, schedule=(0, steps), device="cpu").net

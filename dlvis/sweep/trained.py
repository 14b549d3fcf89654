"""A net that has been trained, as the measurements see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dlvis.arrays import Ints
from dlvis.datasets import Material
from dlvis.errors import InputError
from dlvis.geometry import fold_complex, fold_series, traced_boundary
from dlvis.geometry.rounding import ROUNDING, magnitude
from dlvis.net import ReluNet
from dlvis.run import Run
from dlvis.smooth import Net, relu_net
from dlvis.topics import Topic
from dlvis.window import Window


@dataclass(frozen=True, eq=False)
class Neurons:
    """(S, hidden layers): neurons that are off, and on, throughout the window, and those that fold in it."""

    dead: Ints
    always_on: Ints
    folding: Ints


@dataclass(frozen=True, eq=False)
class Trained:
    """`run` holds the snapshots that become rows, `start` is the net before the first step.

    `topic` is what was learnt. A measurement that asks for the `plane` or the `window` of a dataset, which
    has none, is refused, and left out of the table.
    """

    run: Run
    start: Net
    topic: Material

    @property
    def plane(self) -> Topic:
        """The topic, where it is one."""
        if not isinstance(self.topic, Topic):
            raise InputError(f"{self.topic.name} is a dataset and no labelled plane")
        return self.topic

    @property
    def window(self) -> Window:
        return self.plane.window

    @cached_property
    def regions_and_boundary(self) -> tuple[tuple[int, float], ...]:
        """Regions and the length of the decision boundary at each snapshot, each complex let go at once."""
        nets = [relu_net(snapshot.net) for snapshot in self.run.snapshots]
        return tuple(_counted(net, self.window) for net in nets)

    @cached_property
    def neurons(self) -> Neurons:
        """What the neurons do at each snapshot, made once for all measurements that tell of it."""
        if len(self.run.widths) == 3:
            return _of_one_layer([relu_net(snapshot.net) for snapshot in self.run.snapshots], self.window)
        series = fold_series(self.run, self.window)
        return Neurons(series.dead, series.always_on, series.folding)


def _of_one_layer(nets: Sequence[ReluNet], window: Window) -> Neurons:
    """By the window's corners: a first layer's pre-activation lies between its values there.

    The patterns of a wide layer's regions would take a hundred times as long.
    """
    low, high = (
        np.array([extreme(net.pre_activation(window.corners, 0), axis=0) for net in nets])
        for extreme in (np.min, np.max)
    )
    zero = ROUNDING * np.array([magnitude(net, window, 0) for net in nets])
    dead = high <= zero
    always_on = ~dead & (low >= -zero)
    counts = [states.sum(axis=1, keepdims=True) for states in (dead, always_on, ~(dead | always_on))]
    return Neurons(*counts)


def _counted(net: ReluNet, window: Window) -> tuple[int, float]:
    folded = fold_complex(net, window)
    return folded.n_regions, traced_boundary(net, window, folded).length

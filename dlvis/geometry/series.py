"""What folds at each kept step of a training: exact counts and lengths as series, with the step as axis."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Floats, Ints, freeze
from dlvis.errors import InputError
from dlvis.geometry.fold import fold_complex
from dlvis.geometry.measure import always_on_neurons, dead_neurons
from dlvis.geometry.traced import traced_boundary
from dlvis.net import ReluNet
from dlvis.run import Run
from dlvis.smooth import relu_net
from dlvis.window import Window


@dataclass(frozen=True, eq=False)
class FoldSeries:
    """One row for each of S kept steps, all of them exact and attained in the window.

    steps      (S,)    the kept steps
    regions    (S,)    linear regions
    boundary   (S,)    length of the decision boundary, in input space
    dead       (S, L)  neurons of each hidden layer that are off throughout the window
    always_on  (S, L)  neurons that are on throughout it
    folding    (S, L)  neurons that fold in it; with the dead and the always on they are all of the layer,
                       but for those that fold only along a side of the window
    """

    steps: Ints
    regions: Ints
    boundary: Floats
    dead: Ints
    always_on: Ints
    folding: Ints

    def __post_init__(self) -> None:
        freeze(self, np.int64, "steps", "regions", "dead", "always_on", "folding")
        freeze(self, np.float64, "boundary")


def fold_series(run: Run, window: Window, n_threads: int = 1) -> FoldSeries:
    """The series of a run with two inputs and one or two outputs; each complex is let go when it is measured.

    `n_threads` snapshots are folded at the same time. Raises InputError as `fold_complex` and
    `traced_boundary`.
    """
    if n_threads < 1:
        raise InputError(f"n_threads: expected at least 1, got {n_threads}")
    nets = [relu_net(snapshot.net) for snapshot in run.snapshots]
    with ThreadPoolExecutor(n_threads) as pool:
        rows = list(pool.map(lambda net: _row(net, window), nets))
    regions, boundary, dead, always_on, folding = (np.array(column) for column in zip(*rows, strict=True))
    steps = np.array([snapshot.step for snapshot in run.snapshots])
    return FoldSeries(steps, regions, boundary, dead, always_on, folding)


def _row(net: ReluNet, window: Window) -> tuple[int, float, Ints, Ints, Ints]:
    folded = fold_complex(net, window)
    hidden = net.widths[1:-1]
    folds = np.unique(folded.edge_folds, axis=0)
    return (
        folded.n_regions,
        traced_boundary(net, window, folded).length,
        _by_layer(dead_neurons(folded), hidden),
        _by_layer(always_on_neurons(folded), hidden),
        np.bincount(folds[:, 0], minlength=len(hidden)),
    )


def _by_layer(neurons: Ints | np.ndarray, widths: Sequence[int]) -> Ints:
    """(hidden layers,): how many are true of the neurons (hidden neurons,) of each layer."""
    ends = np.concatenate([[0], np.cumsum(widths)]).astype(np.int64)
    total = np.concatenate([[0], np.cumsum(neurons)])
    counts: Ints = np.diff(total[ends])
    return counts

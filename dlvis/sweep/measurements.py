"""What can be measured of trained nets, by name: add one by a line in MEASUREMENTS.

Loss, accuracy, balanced accuracy and the parcels found on the validation part are in every table of a
training, and the same on the test part for the last step; these here are for an experiment to ask for.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from dlvis.arrays import Floats
from dlvis.datasets import Material, examples, task
from dlvis.datasets.dataset import Targets
from dlvis.errors import InputError
from dlvis.geometry import parcel_series
from dlvis.measures import activation_ranks as ranks_of_activations
from dlvis.measures import circle, path_plane, trajectory_lengths
from dlvis.measures import kernel_drift as drift_of_kernel
from dlvis.measures import weight_ranks as ranks_of_weights
from dlvis.sweep.named import named
from dlvis.sweep.trained import Trained
from dlvis.topics import Topic, labelled_points

HERE = "dlvis.sweep.measurements:"
MEASUREMENTS = {
    "regions": f"{HERE}regions",
    "boundary": f"{HERE}boundary",
    "dead": f"{HERE}dead",
    "always_on": f"{HERE}always_on",
    "folds": f"{HERE}folds",
    "gradient_norms": f"{HERE}gradient_norms",
    "weight_drift": f"{HERE}weight_drift",
    "parcels": f"{HERE}parcels",
    "kernel_drift": f"{HERE}kernel_drift",
    "trajectory": f"{HERE}trajectory",
    "weight_ranks": f"{HERE}weight_ranks",
    "activation_ranks": f"{HERE}activation_ranks",
    "path": f"{HERE}path",
}

GRADIENT_POINTS, KERNEL_POINTS, RANK_POINTS = 4096, 64, 1000

Columns = Mapping[str, Any]  # name -> (S,) a value for each snapshot


def measured(names: Iterable[str], trained: Trained) -> dict[str, list[Any]]:
    """The columns of all these measurements, as plain values, one for each snapshot."""
    n = len(trained.run.snapshots)
    columns: dict[str, list[Any]] = {}
    for name in names:
        for column, values in named("measurement", name, MEASUREMENTS)(trained).items():
            if np.shape(values) != (n,):
                raise InputError(
                    f"measurement {name}: expected {n} values of {column}, one for each snapshot, "
                    f"got shape {np.shape(values)}"
                )
            columns[column] = np.asarray(values).tolist()
    return columns


def regions(trained: Trained) -> Columns:
    """Linear regions in the window, counted exactly."""
    return {"regions": [n for n, _ in trained.regions_and_boundary]}


def boundary(trained: Trained) -> Columns:
    """The length of the decision boundary in the window, in input space (the window's longer side is 2)."""
    return {"boundary": [length for _, length in trained.regions_and_boundary]}


def dead(trained: Trained) -> Columns:
    """Neurons that are off throughout the window: all of them, and by layer."""
    return _by_layer("dead", trained.neurons.dead, total="sum")


def always_on(trained: Trained) -> Columns:
    """Neurons that are on throughout the window: all of them, and by layer."""
    return _by_layer("always_on", trained.neurons.always_on, total="sum")


def folds(trained: Trained) -> Columns:
    """Neurons that fold inside the window: all of them, and by layer."""
    return _by_layer("folds", trained.neurons.folding, total="sum")


def gradient_norms(trained: Trained) -> Columns:
    """The norm of the loss's gradient on fixed training points, by all parameters and by those of a layer."""
    from dlvis.train.gradients import gradient_norms as norms

    inputs, targets = _examples(trained.topic, GRADIENT_POINTS)
    return _by_layer("gradient_norm", norms(trained.run, inputs, targets, task(trained.topic)), total="norm")


def weight_drift(trained: Trained) -> Columns:
    """How far the weights have gone from the start, as a share of their size, in all and by layer."""
    changes, sizes = [], np.array([np.linalg.norm(weight) for weight in trained.start.weights])
    for snapshot in trained.run.snapshots:
        pairs = zip(snapshot.net.weights, trained.start.weights, strict=True)
        changes.append([np.linalg.norm(weight - first) for weight, first in pairs])
    by_layer = {f"weight_drift_{k + 1}": column for k, column in enumerate((np.array(changes) / sizes).T)}
    return {"weight_drift": np.linalg.norm(changes, axis=1) / np.linalg.norm(sizes), **by_layer}


def parcels(trained: Trained) -> Columns:
    """Parcels found of each class, pieces that are phantoms or fused, and the phantoms' area, all exact."""
    series = parcel_series(trained.run, trained.plane)
    names = ("positive_found", "negative_found", "phantom", "fused", "phantom_area")
    return {name: getattr(series, name) for name in names}


def kernel_drift(trained: Trained) -> Columns:
    """How far the tangent kernel (NTK) on 64 training points has gone from the start, as a share of it."""
    points = _examples(trained.topic, KERNEL_POINTS)[0]
    nets = [trained.start, *(snapshot.net for snapshot in trained.run.snapshots)]
    return {"kernel_drift": drift_of_kernel(nets, points)[1:]}


def trajectory(trained: Trained) -> Columns:
    """The length of a circle of radius 1/2 about the window's middle after each hidden layer."""
    window = trained.window
    middle = [(window.xmin + window.xmax) / 2, (window.ymin + window.ymax) / 2]
    lengths = trajectory_lengths(trained.run, circle(2, radius=0.5) + middle)
    return {f"trajectory_{k}": column for k, column in enumerate(lengths.T) if k}


def weight_ranks(trained: Trained) -> Columns:
    """The effective rank of each layer's weights (Roy & Vetterli 2007)."""
    ranks = ranks_of_weights(trained.run)
    return {f"weight_rank_{k + 1}": column for k, column in enumerate(ranks.T)}


def activation_ranks(trained: Trained) -> Columns:
    """The effective rank of the values that leave each hidden layer, on 1,000 training points."""
    ranks = ranks_of_activations(trained.run, _examples(trained.topic, RANK_POINTS)[0])
    return {f"activation_rank_{k + 1}": column for k, column in enumerate(ranks.T)}


def path(trained: Trained) -> Columns:
    """Where the path is in the plane through its end that shows most of it, and the share that it shows."""
    nets = [trained.start, *(snapshot.net for snapshot in trained.run.snapshots)]
    plane = path_plane(nets)
    s, t = plane.places(nets)[1:].T
    return {"path_s": s, "path_t": t, "path_shown": np.full(len(s), plane.shown.sum())}


def _examples(topic: Material, n: int) -> tuple[Floats, Targets]:
    """The first `n` examples of the train part, or all; of a topic without drawing the whole part."""
    if isinstance(topic, Topic):
        return labelled_points(topic, n, (topic.seed, 1))
    inputs, targets = examples(topic, "train")
    return inputs[:n], targets[:n]


def _by_layer(name: str, values: Floats | Any, total: str) -> Columns:
    """(S, layers) as a column of all together and one for each layer, counted from 1."""
    whole = np.linalg.norm(values, axis=1) if total == "norm" else np.sum(values, axis=1)
    return {name: whole, **{f"{name}_{k + 1}": column for k, column in enumerate(np.transpose(values))}}

"""What can be measured of trained nets, by name: add one by a line in MEASUREMENTS.

Loss, accuracy, balanced accuracy and the parcels found on the validation part are in every table of a
training, and the same on the test part for the last step; these here are for an experiment to ask for.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.sweep.named import named
from dlvis.sweep.trained import Trained

HERE = "dlvis.sweep.measurements:"
MEASUREMENTS = {
    "regions": f"{HERE}regions",
    "boundary": f"{HERE}boundary",
    "dead": f"{HERE}dead",
    "always_on": f"{HERE}always_on",
    "folds": f"{HERE}folds",
    "gradient_norms": f"{HERE}gradient_norms",
    "weight_drift": f"{HERE}weight_drift",
}

GRADIENT_POINTS = 4096

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
    return {"regions": trained.folds.regions}


def boundary(trained: Trained) -> Columns:
    """The length of the decision boundary in the window, in input space (the window's longer side is 2)."""
    return {"boundary": trained.folds.boundary}


def dead(trained: Trained) -> Columns:
    """Neurons that are off throughout the window: all of them, and by layer."""
    return _by_layer("dead", trained.folds.dead, total="sum")


def always_on(trained: Trained) -> Columns:
    """Neurons that are on throughout the window: all of them, and by layer."""
    return _by_layer("always_on", trained.folds.always_on, total="sum")


def folds(trained: Trained) -> Columns:
    """Neurons that fold inside the window: all of them, and by layer."""
    return _by_layer("folds", trained.folds.folding, total="sum")


def gradient_norms(trained: Trained) -> Columns:
    """The norm of the loss's gradient on fixed training points, by all parameters and by those of a layer."""
    from dlvis.topics import labelled_points
    from dlvis.train.gradients import gradient_norms as norms

    points, labels = labelled_points(trained.topic, GRADIENT_POINTS, (trained.topic.seed, 1))
    return _by_layer("gradient_norm", norms(trained.run, points, labels), total="norm")


def weight_drift(trained: Trained) -> Columns:
    """How far the weights have gone from the start, as a share of their size, in all and by layer."""
    changes, sizes = [], np.array([np.linalg.norm(weight) for weight in trained.start.weights])
    for snapshot in trained.run.snapshots:
        pairs = zip(snapshot.net.weights, trained.start.weights, strict=True)
        changes.append([np.linalg.norm(weight - first) for weight, first in pairs])
    by_layer = {f"weight_drift_{k + 1}": column for k, column in enumerate((np.array(changes) / sizes).T)}
    return {"weight_drift": np.linalg.norm(changes, axis=1) / np.linalg.norm(sizes), **by_layer}


def _by_layer(name: str, values: Floats | Any, total: str) -> Columns:
    """(S, layers) as a column of all together and one for each layer, counted from 1."""
    whole = np.linalg.norm(values, axis=1) if total == "norm" else np.sum(values, axis=1)
    return {name: whole, **{f"{name}_{k + 1}": column for k, column in enumerate(np.transpose(values))}}

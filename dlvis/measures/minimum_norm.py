"""How far a linear fit is from the one of least norm."""

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError


def minimum_norm(features: Floats, targets: Floats) -> Floats:
    """(p,): of the weights w with the least |features w - targets|, the ones of least norm.

    `features` (n, p), `targets` (n,): with p > n independent features it is the interpolant of least norm.
    """
    features, targets = np.asarray(features, np.float64), np.asarray(targets, np.float64)
    if features.ndim != 2 or 0 in features.shape or targets.shape != features.shape[:1]:
        raise InputError(
            f"minimum norm: expected features (n, p) and targets (n,), got {features.shape} "
            f"and {targets.shape}"
        )
    return np.asarray(np.linalg.lstsq(features, targets, rcond=None)[0], np.float64)


def minimum_norm_distance(weights: Floats, features: Floats, targets: Floats) -> Floats:
    """(S,): |w(t) - w*| / |w*| for the `weights` (S, p) of S steps, w* being `minimum_norm`.

    Gradient descent from 0 stays in the span of the features' rows, so its distance goes to 0; what it starts
    with outside of that span stays. Source: Zhang, Bengio, Hardt, Recht and Vinyals 2017, "Understanding deep
    learning requires rethinking generalization", section 5. Infinite where w* is 0 and the weights are not.
    """
    least = minimum_norm(features, targets)
    weights = np.asarray(weights, np.float64)
    if weights.ndim != 2 or weights.shape[1] != len(least):
        raise InputError(f"weights: expected shape (S, {len(least)}), got {weights.shape}")
    distances = np.linalg.norm(weights - least, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(distances == 0, 0.0, distances / np.linalg.norm(least))

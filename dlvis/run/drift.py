"""How far a net has gone from its start."""

import numpy as np

from dlvis.arrays import Floats
from dlvis.run.values import Run


def weight_drift(run: Run) -> Floats:
    """(S, layers): how far each layer's weights have gone from the first kept step, as a share of their size.

    |W(t) - W(0)| / |W(0)| in the Frobenius norm, without biases. It falls with the width as width^-1/2 (the
    lazy regime; Jacot et al. 2018, Chizat et al. 2019). Infinite where a layer began with zeros alone.
    """
    drifts = []
    for k in range(len(run.widths) - 1):
        weights = np.stack([snapshot.net.weights[k] for snapshot in run.snapshots])
        sizes = np.linalg.norm(weights - weights[0], axis=(1, 2))
        with np.errstate(divide="ignore", invalid="ignore"):
            drifts.append(np.where(sizes == 0, 0.0, sizes / np.linalg.norm(weights[0])))
    return np.stack(drifts, axis=1)

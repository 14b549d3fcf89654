"""What can be told of nets by numpy alone, step by step: kernel, trajectories, ranks, distances, planes.

Functions that take `nets` take a Run or nets in a row; the first axis of what they give is the step. Folds
are measured by `dlvis.geometry.fold_series`, weights by `dlvis.run.weight_drift`; what needs torch is in
`dlvis.train` (gradient_norms, loss_slice).
"""

from dlvis.measures.fates import Fates, check_same_clock, fates
from dlvis.measures.kernel import kernel_drift, tangent_kernel
from dlvis.measures.minimum_norm import minimum_norm, minimum_norm_distance
from dlvis.measures.near_border import is_near_border, near_border_area
from dlvis.measures.plane import ParameterPlane, filter_plane, path_plane
from dlvis.measures.rank import activation_ranks, effective_rank, weight_ranks
from dlvis.measures.trajectory import circle, trajectory_lengths
from dlvis.measures.unit_gradients import unit_gradients

__all__ = [
    "Fates",
    "ParameterPlane",
    "activation_ranks",
    "check_same_clock",
    "circle",
    "effective_rank",
    "fates",
    "filter_plane",
    "is_near_border",
    "kernel_drift",
    "minimum_norm",
    "minimum_norm_distance",
    "near_border_area",
    "path_plane",
    "tangent_kernel",
    "trajectory_lengths",
    "unit_gradients",
    "weight_ranks",
]

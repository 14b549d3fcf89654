"""A plane through the space of all parameters of a net, and a training's path projected on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from dlvis.arrays import Floats, freeze
from dlvis.errors import InputError
from dlvis.measures.layers import nets_of
from dlvis.net import ReluNet, layer_views
from dlvis.run import Run
from dlvis.smooth import Net, activation_of, net_of


@dataclass(frozen=True, eq=False)
class ParameterPlane:
    """The nets whose parameters are those of `origin` + s directions[0] + t directions[1].

    `directions` (2, n), in the order weight 0, bias 0, weight 1, …, row by row. For a plane of a path,
    `shown` (2,) holds the share of the path's variance along each; NaN for other planes.
    """

    origin: Net
    directions: Floats
    shown: Floats = field(default_factory=lambda: np.full(2, np.nan))

    def __post_init__(self) -> None:
        freeze(self, np.float64, "directions", "shown")
        if self.directions.shape != (2, self.origin.n_parameters):
            raise InputError(
                f"plane: expected directions (2, {self.origin.n_parameters}), got {self.directions.shape}"
            )
        if not np.isfinite(self.directions).all() or np.linalg.matrix_rank(self.directions) < 2:
            raise InputError("plane: expected two finite directions that are not parallel and not 0")

    def net(self, place: Floats) -> Net:
        """The net at `place` (2,) on the plane."""
        return _net_like(self.origin, parameters(self.origin) + np.asarray(place) @ self.directions)

    def places(self, nets: Run | Sequence[Net]) -> Floats:
        """(S, 2): the places on the plane that are nearest to the nets (least squares)."""
        away = np.stack([parameters(net) for net in nets_of(nets)]) - parameters(self.origin)
        found = np.linalg.lstsq(self.directions.T, away.T, rcond=None)[0]
        return np.asarray(found.T, np.float64)


def parameters(net: Net) -> Floats:
    """(n,): weight 0, bias 0, weight 1, … of a net, each weight (out, in) row by row."""
    pairs = zip(net.weights, net.biases, strict=True)
    return np.concatenate([array.ravel() for pair in pairs for array in pair])


def path_plane(nets: Run | Sequence[Net]) -> ParameterPlane:
    """The plane through the last net in which most of the path lies: its first two principal directions.

    Unit directions, of the differences to the last net. Source: Li, Xu, Taylor, Studer and Goldstein 2018,
    "Visualizing the loss landscape of neural nets", section 7.
    """
    each = nets_of(nets)
    path = np.stack([parameters(net) for net in each])
    away = path[:-1] - path[-1]
    if len(away) < 2:
        raise InputError(f"path plane: expected at least 3 snapshots, got {len(each)}")
    _, sizes, directions = np.linalg.svd(away, full_matrices=False)
    if sizes[1] <= 1e-12 * sizes[0]:
        raise InputError("path plane: the path is a straight line; take filter_plane")
    return ParameterPlane(each[-1], directions[:2], (sizes**2 / (sizes**2).sum())[:2])


def filter_plane(net: Net, seed: int = 0) -> ParameterPlane:
    """The plane through `net` along two random directions, as large as the net is, neuron by neuron.

    Normal numbers, those for the weights into a neuron scaled to the norm of these weights; biases stay.
    Source: Li et al. 2018, section 4, "filter-wise normalization".
    """
    draw = np.random.default_rng(seed)
    directions = draw.normal(size=(2, net.n_parameters))
    for weight, change, bias in zip(
        net.weights,
        layer_views(directions, net.widths)[::2],
        layer_views(directions, net.widths)[1::2],
        strict=True,
    ):
        sizes = np.linalg.norm(weight, axis=1, keepdims=True)
        change *= sizes / np.linalg.norm(change, axis=-1, keepdims=True)
        bias[:] = 0.0
    return ParameterPlane(net, directions)


def _net_like(net: Net, numbers: Floats) -> Net:
    layers = layer_views(numbers, net.widths)
    slope = net.slope if isinstance(net, ReluNet) else 0.0
    return net_of(layers[::2], layers[1::2], activation_of(net), slope)

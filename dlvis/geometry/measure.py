"""What can be read off a complex: affine maps, dead neurons, and a certificate that it is right."""

from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Bools, Floats
from dlvis.errors import InputError
from dlvis.geometry.complex import FoldComplex
from dlvis.geometry.rounding import ROUNDING, magnitude
from dlvis.net import ReluNet
from dlvis.window import Window

# of the largest coordinate: regions of a shorter perimeter may be made of rounding alone
_TINY = 1e-9


def affine_maps(folded: FoldComplex) -> Floats:
    """(R, n_outputs, 3): on region r the output is maps[r] @ (x, y, 1)."""
    net, patterns = folded.net, folded.patterns()
    maps = np.broadcast_to(np.eye(3)[:2], (folded.n_regions, 2, 3))
    column = 0
    for layer, (weight, bias) in enumerate(zip(net.weights, net.biases, strict=True)):
        maps = np.matmul(weight, maps)
        maps[:, :, 2] += bias
        if layer < net.n_hidden_layers:
            on = patterns[:, column : column + len(bias)]
            maps *= np.where(on, 1.0, net.slope)[:, :, None]
            column += len(bias)
    return maps


def n_affine_pieces(folded: FoldComplex) -> int:
    """How many different affine maps the regions have: a second number, never more than n_regions.

    Maps count as equal when they are equal in every bit; regions that are switched off in the same way are.
    """
    maps = affine_maps(folded).reshape(folded.n_regions, -1) + 0.0  # no negative zeros
    return len(np.unique(maps, axis=0))


def dead_neurons(folded: FoldComplex) -> Bools:
    """(hidden neurons,): which are off throughout the window."""
    dead = np.ones(sum(folded.net.widths[1:-1]), bool)
    for neurons, on in folded.on_by_neurons():
        dead[neurons] = ~on.any(axis=0)
    return dead


def dead_in_first_layer(net: ReluNet, window: Window) -> Bools:
    """(widths[1],): which neurons of the first hidden layer are off throughout the window."""
    values = net.pre_activation(window.corners, 0)
    dead: Bools = values.max(axis=0) <= ROUNDING * magnitude(net, window, 0)
    return dead


def always_on_neurons(folded: FoldComplex) -> Bools:
    """(hidden neurons,): which are on throughout the window, and so fold nothing in it."""
    always = np.ones(sum(folded.net.widths[1:-1]), bool)
    for neurons, on in folded.on_by_neurons():
        always[neurons] = on.all(axis=0)
    return always


@dataclass(frozen=True)
class Certificate:
    """What a complex was checked for. Each number is 0 for a perfect complex, but for rounding.

    euler      V - E + F - 1
    area       |sum of areas - window| / window
    flipped    regions whose area is not above 0; one smaller than its corners' rounding may be a little below
    turn       the worst turn to the right at a corner, as a sine, beyond what the rounding of its corners
               makes of it; 0 when all regions are convex
    doubles    regions that share their activation pattern with another
    residual   the worst distance of a folding pre-activation from 0 at its fold, over its magnitude
    """

    euler: int
    area: float
    flipped: int
    turn: float
    doubles: int
    residual: float

    @property
    def holds(self) -> bool:
        return (
            self.euler == 0
            and self.area <= 1e-12
            and self.flipped == 0
            and self.turn <= 1e-6
            and self.doubles == 0
            and self.residual <= 1e-12
        )


def certificate(folded: FoldComplex) -> Certificate:
    """Check the whole complex: Euler, areas, convexity, patterns, and the true forward pass at every fold."""
    n_patterns = len(np.unique(np.packbits(folded.patterns(), axis=1), axis=0))
    areas = folded.areas()
    return Certificate(
        euler=folded.euler_characteristic - 1,
        area=abs(float(areas.sum()) - folded.window.area) / folded.window.area,
        flipped=_n_flipped(folded, areas),
        turn=_worst_right_turn(folded),
        doubles=folded.n_regions - n_patterns,
        residual=_worst_residual(folded),
    )


def check(folded: FoldComplex) -> None:
    """Certify a complex.

    Raises:
        InputError: it does not hold; the certificate says where.
    """
    found = certificate(folded)
    if not found.holds:
        raise InputError(f"the complex does not hold: {found}")


def _n_flipped(folded: FoldComplex, areas: Floats) -> int:
    """Areas that are not above 0, each by its own: in the sum they could cancel. NaN is none above 0."""
    rounding = 4 * np.finfo(np.float64).eps * np.abs(folded.window.corners).max()
    perimeters = np.add.reduceat(np.hypot(*_sides(folded).T), folded.region_offsets[:-1])
    # near-doubled neurons leave regions as small as their corners' rounding, which say nothing
    tiny = perimeters <= _TINY * np.abs(folded.window.corners).max()
    right = (areas > 0) | (tiny & (areas >= -rounding * perimeters))
    return int(np.count_nonzero(~right))


def _worst_right_turn(folded: FoldComplex) -> float:
    step, following = _sides(folded), folded.next_corner()
    lengths = np.hypot(*step.T)
    # two sides of one point have no direction; elsewhere rounding turns a side by so much
    directions = np.divide(step, lengths[:, None], out=np.zeros_like(step), where=lengths[:, None] > 0)
    after = directions[following]
    sines = directions[:, 0] * after[:, 1] - directions[:, 1] * after[:, 0]
    shorter = np.minimum(lengths, lengths[following])
    rounding = ROUNDING * np.abs(folded.window.corners).max()
    allowed = np.divide(rounding, shorter, out=np.ones_like(shorter), where=shorter > rounding)
    return float(np.max(-sines - allowed, initial=0.0))


def _sides(folded: FoldComplex) -> Floats:
    """(K, 2): the step from each entry of region_vertices to the one that follows it round its region."""
    corners = folded.vertices[folded.region_vertices]
    sides: Floats = corners[folded.next_corner()] - corners
    return sides


def _worst_residual(folded: FoldComplex) -> float:
    worst = 0.0
    for layer in range(folded.net.n_hidden_layers):
        values = folded.net.pre_activation(folded.vertices, layer)
        bounds = magnitude(folded.net, folded.window, layer)
        owner = np.repeat(np.arange(folded.n_edges), np.diff(folded.edge_fold_offsets))
        mine = folded.edge_folds[:, 0] == layer
        ends, neuron = folded.edges[owner[mine]], folded.edge_folds[mine, 1]
        z = np.abs(values[ends, neuron[:, None]])
        worst = max(worst, float(np.max(z / bounds[neuron, None], initial=0.0)))
    return worst

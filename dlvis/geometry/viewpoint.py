"""From where a fold is best seen, which neuron shows it best, and a point that it carries."""

from dataclasses import replace

import numpy as np

from dlvis.arrays import Floats
from dlvis.geometry.fold import fold_complex
from dlvis.net import ReluNet, first_layers, one_neuron
from dlvis.window import Window

FRONT = -np.pi / 2
"""The azimuth of a viewer before the lower side of the map."""


def clearest_fold(net: ReluNet, window: Window) -> int:
    """The first-layer neuron whose fold divides the window most evenly; one that rises away from the front
    goes before all that do not."""

    def smaller_side(neuron: int) -> float:
        areas = fold_complex(one_neuron(net, neuron), window).areas()
        return float(areas.min()) if len(areas) > 1 else 0.0

    sides = [smaller_side(neuron) for neuron in range(net.widths[1])]
    rises = net.weights[0][:, 1] > 0
    return max(range(len(sides)), key=lambda k: (sides[k] > 0, rises[k], sides[k]))


def fold_azimuth(weights: Floats) -> float:
    """The azimuth nearest to the front with the low side before it, 55 degrees off the steepest way up, so
    that the hinge is seen from the side and both flaps from above; radians."""
    low = np.arctan2(weights[1], weights[0]) + np.pi
    turns = [(low + off - FRONT + np.pi) % (2 * np.pi) - np.pi for off in np.radians([55, -55])]
    return float(FRONT + min(turns, key=abs))


def open_tilt(gradients: Floats, azimuth: float, most: float, least: float = 0.4) -> float:
    """The tilt from overhead, at most `most`, from which facets of these slopes (n, 2), as they are drawn,
    show at least a share `least` of their size, so that none is seen from its edge; radians. Where even from
    above a facet shows less, it is 0."""
    normals = np.column_stack([-gradients, np.ones(len(gradients))])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    tilts = np.linspace(most, 0, 101)
    flat = np.sin(tilts)[:, None] * [np.cos(azimuth), np.sin(azimuth)]
    shown = np.column_stack([flat, np.cos(tilts)]) @ normals.T
    is_open = (shown >= least).all(axis=1)
    return float(tilts[np.argmax(is_open)]) if is_open.any() else 0.0


def deepest_point(net: ReluNet, window: Window) -> Floats:
    """(2,): a point well inside the region where a net of one neuron is lowest before its activation:
    halfway from the middle of that region to its lowest corner."""
    folded = fold_complex(net, window)
    before = replace(net, slope=1.0)
    middles = folded.interior_points()
    low = int(np.argmin(before(middles)[:, 0]))
    corners = folded.region(low)
    point: Floats = (middles[low] + corners[np.argmin(before(corners)[:, 0])]) / 2
    return point


def liveliest_point(net: ReluNet, window: Window) -> Floats:
    """(2,): the middle of the region in which most neurons of the first layer are on, the largest such."""
    first = fold_complex(first_layers(net, 1), window)
    n_on, areas = first.patterns().sum(axis=1), first.areas()
    best = max(range(first.n_regions), key=lambda region: (n_on[region], areas[region]))
    point: Floats = first.interior_points()[best]
    return point

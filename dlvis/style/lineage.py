"""Colours of regions through the layers of a net and through its training: a child keeps its parent's hue."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from dlvis.arrays import Bools, Floats
from dlvis.errors import InputError
from dlvis.style.colour import oklab, rgb, rgb_of_oklab
from dlvis.style.theme import Theme

HUES = (165.0, 360.0)
"""Degrees of Oklab from green over blue and violet to rose: orange and yellow are the classes' own."""

USUAL = 24  # neurons of a layer whose steps are as large as they are given

_GOLDEN, _SILVER = 0.6180339887498949, 0.41421356237309515


def colours_by_lineage(patterns: ArrayLike, hidden: Sequence[int], theme: Theme) -> Floats:
    """(R, 3) RGB in 0..1 of activation patterns (R, neurons) of hidden layers of these widths.

    The hue is that of the first layer's pattern; each layer makes it a little lighter or darker. So a
    region and all that later layers cut it into have one hue, and a region keeps its colour while it lives,
    whatever becomes of the others. A neuron moves the hue, or the lightness, by a fixed step that is neither
    nothing nor much: neighbours, which differ in a neuron, differ in colour and look related.

    Raises:
        InputError: patterns that are not a table of on and off with a column for each of the neurons.
    """
    table = np.asarray(patterns)
    if table.ndim != 2 or table.shape[1] != sum(hidden) or not np.isin(table, (0, 1)).all():
        raise InputError(f"patterns: expected on and off for {sum(hidden)} neurons, got {table.shape}")
    return lineage_colours(table @ lineage_shares(hidden), theme)


def lineage_shares(hidden: Sequence[int]) -> Floats:
    """(neurons, 1 + layers): what each neuron that is on adds to the hue, and to the lightness: in the column
    of its own layer. The first layer moves the lightness a little, later ones more, each by less than the
    one before."""
    ends = np.cumsum([0, *hidden])
    shares = np.zeros((ends[-1], 1 + len(hidden)))
    for layer, width in enumerate(hidden):
        rows = slice(ends[layer], ends[layer + 1])
        if layer == 0:
            shares[rows, 0], shares[rows, 1] = _steps(width, 0.10, 0.30), _steps(width, 0.03, 0.09)
        else:
            shares[rows, 1 + layer] = _steps(width, 0.09, 0.23) * 0.85 ** (layer - 1)
    return shares


def class_lineage_colours(sums: Floats, positive: Bools, theme: Theme) -> Floats:
    """As `lineage_colours`, but with the hue of the class (R,) that each region lies in."""
    light, chroma = _lightness(sums, theme)
    classes = oklab(np.array([rgb(theme.negative), rgb(theme.positive)]))[:, 1:]
    classes *= chroma / np.linalg.norm(classes, axis=1)[:, None]
    return rgb_of_oklab(np.column_stack([light, classes[np.asarray(positive, np.int64)]]))


def lineage_colours(sums: Floats, theme: Theme) -> Floats:
    """(R, 3) RGB in 0..1 of what the neurons that are on add up to (R, 1 + layers), by `lineage_shares`: of
    the first columns alone it is the colour after the first layers."""
    light, chroma = _lightness(sums, theme)
    angle = np.radians(HUES[0] + (HUES[1] - HUES[0]) * _there_and_back(0.5 + sums[:, 0]))
    lab = np.stack([light, chroma * np.cos(angle), chroma * np.sin(angle)], axis=1)
    return rgb_of_oklab(lab)


def _lightness(sums: Floats, theme: Theme) -> tuple[Floats, float]:
    middle, reach, chroma = (0.53, 0.15, 0.09) if theme.is_dark else (0.70, 0.13, 0.085)
    return middle + reach * (2 * _there_and_back(0.5 + sums[:, 1:].sum(axis=1)) - 1), chroma


def _steps(n: int, least: float, most: float) -> Floats:
    """(n,) fixed and well scattered steps, half of them up and half down; of many, smaller ones, so that they
    add up to about as much."""
    at = np.arange(1, n + 1)
    smaller = min(1.0, (USUAL / max(1, n)) ** 0.5)
    steps: Floats = (
        smaller * (least + (most - least) * (at * _GOLDEN % 1)) * np.where(at * _SILVER % 1 < 0.5, 1, -1)
    )
    return steps


def _there_and_back(values: Floats) -> Floats:
    """To 0..1 as a ray between two mirrors: small steps stay small, and nothing jumps."""
    return 1 - np.abs(values % 2 - 1)

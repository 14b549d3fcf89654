"""The colours of linear regions: by output, by activation pattern, and one per layer.

All are functions of the region alone, so a region keeps its colour from frame to frame while it lives.
Each takes colours from a small fixed set, which lets whoever draws put all regions of a colour in one path.
"""

import numpy as np
from numpy.typing import ArrayLike

from dlvis.arrays import Floats, Ints
from dlvis.errors import InputError
from dlvis.style.colour import hex_colour, mixed, oklab, rgb, rgb_of_oklab
from dlvis.style.theme import Theme

N_MARGINS = 24
"""Steps of lightness from an output of 0 to the scale, for each class."""

N_PATTERN_COLOURS = 29
"""A prime, so that any neuron that turns on or off moves a pattern to another colour."""


def robust_scale(outputs: ArrayLike, quantile: float = 0.9) -> float:
    """The size that all but the most extreme outputs stay below; 1 where all outputs are 0.

    Raises:
        InputError: no outputs, or NaN among them.
    """
    sizes = np.abs(np.asarray(outputs, np.float64))
    if sizes.size == 0 or np.isnan(sizes).any():
        raise InputError("outputs: expected at least one number and no NaN")
    return float(np.quantile(sizes, quantile)) or 1.0


def colours_by_output(outputs: ArrayLike, scale: float, theme: Theme) -> Floats:
    """(R, 3) RGB in 0..1: the hue is the class, the strength is the margin.

    `outputs` (R,) are positive for the positive class; a size of `scale` and beyond has the full class
    colour, 0 is near the ground, so that the boundary is seen as a valley even without its line; in between
    the strength goes with the square root of the margin.

    Raises:
        InputError: outputs that are not one finite number a region, or a scale that is not positive.
    """
    values = np.asarray(outputs, np.float64)
    if values.ndim != 1 or np.isnan(values).any():
        raise InputError(f"outputs: expected one number per region and no NaN, got shape {values.shape}")
    if not scale > 0:
        raise InputError(f"scale: expected a positive number, got {scale}")
    margin = np.sqrt(np.clip(np.abs(values) / scale, 0, 1))  # logits are lopsided: show the small ones
    step = np.minimum((margin * N_MARGINS).astype(int), N_MARGINS - 1)
    ramps = np.stack([margin_ramp(theme.negative, theme), margin_ramp(theme.positive, theme)])
    colours: Floats = ramps[(values > 0).astype(int), step]
    return colours


def margin_ramp(colour: str, theme: Theme, steps: int = N_MARGINS) -> Floats:
    """(steps, 3) from near the theme's ground to almost the full class colour, evenly to the eye."""
    return mixed(rgb(theme.ground), rgb(colour), np.linspace(0.26, 0.92, steps))


def colours_by_pattern(patterns: ArrayLike, theme: Theme) -> Floats:
    """(R, 3) RGB in 0..1 of activation patterns (R, neurons), from a fixed muted palette.

    Two regions that differ in one neuron, as neighbours do, always differ in colour.

    Raises:
        InputError: patterns that are not a table of on and off.
    """
    colours: Floats = pattern_palette(theme)[pattern_indices(patterns)]
    return colours


def colours_by_family(patterns: ArrayLike, n_first: int, theme: Theme) -> Floats:
    """(R, 3) RGB in 0..1 of activation patterns (R, neurons): one hue for a region and all its children.

    The hue is that of the first `n_first` neurons' pattern, a region of the first layer; the others' pattern
    makes it lighter or darker. Two regions that differ in one neuron, as neighbours do, differ in one of the
    two. Orange and yellow are left to the classes and to what must shine.

    Raises:
        InputError: patterns that are not a table of on and off, or fewer neurons than `n_first`.
    """
    table = np.asarray(patterns)
    if table.ndim != 2 or not 0 <= n_first <= table.shape[1]:
        raise InputError(f"n_first: expected 0 to the neurons of patterns {table.shape}, got {n_first}")
    hues, shades = pattern_indices(table[:, :n_first]), pattern_indices(table[:, n_first:])
    angle = np.radians(np.linspace(165, 390, N_PATTERN_COLOURS))[hues]
    middle, chroma = (0.60, 0.105) if theme.is_dark else (0.74, 0.10)
    has_children = table.shape[1] > n_first
    spread = 0.26 * (shades / (N_PATTERN_COLOURS - 1) - 0.5) if has_children else 0.0
    lab = np.stack([middle + spread + 0 * angle, chroma * np.cos(angle), chroma * np.sin(angle)], axis=1)
    return rgb_of_oklab(lab)


def pattern_indices(patterns: ArrayLike) -> Ints:
    """(R,) which of the `N_PATTERN_COLOURS` a pattern takes: its active neurons' shares, summed modulo that.

    A neuron's share is never 0, so turning it on or off always changes the index, by 4 places at least
    around the wheel.
    """
    table = np.asarray(patterns)
    if table.ndim != 2 or not np.isin(table, (0, 1)).all():
        raise InputError(f"patterns: expected (regions, neurons) of on and off, got shape {table.shape}")
    shares = _neuron_shares(table.shape[1])
    indices: Ints = (table.astype(np.int64) @ shares) % N_PATTERN_COLOURS
    return indices


def pattern_palette(theme: Theme) -> Floats:
    """(N_PATTERN_COLOURS, 3): muted hues from green over blue and violet to rose, three lightnesses by turns.

    Yellow and orange are left to the classes and to what must shine.
    """
    places = np.arange(N_PATTERN_COLOURS)
    angle = np.radians(np.linspace(165, 390, N_PATTERN_COLOURS))
    levels = np.array([0.40, 0.51, 0.62]) if theme.is_dark else np.array([0.90, 0.83, 0.76])
    chroma = 0.075 if theme.is_dark else 0.06
    lab = np.stack([levels[places % 3], chroma * np.cos(angle), chroma * np.sin(angle)], axis=1)
    return rgb_of_oklab(lab)


def layer_ramp(n_layers: int, theme: Theme) -> tuple[str, ...]:
    """One colour per layer, green to pink, equally light; the hues of both classes are left out.

    Raises:
        InputError: fewer than one layer.
    """
    if n_layers < 1:
        raise InputError(f"n_layers: expected at least 1, got {n_layers}")
    lightness = float(oklab(rgb(theme.negative))[0])
    # green 150 to 195, then violet to pink 280 to 380: away from orange (70) and sky (235)
    along = np.linspace(0, 145, n_layers) if n_layers > 1 else np.array([60.0])
    angle = np.radians(np.where(along < 45, 150 + along, 235 + along))
    lab = np.stack([np.full(n_layers, lightness), 0.11 * np.cos(angle), 0.11 * np.sin(angle)], axis=1)
    return tuple(hex_colour(colour) for colour in rgb_of_oklab(lab))


def _neuron_shares(n_neurons: int) -> Ints:
    """(n,) fixed numbers from 4 to 25, well scattered: a neuron's index by Knuth's multiplicative hash."""
    scattered = (np.arange(1, n_neurons + 1, dtype=np.uint64) * np.uint64(2654435761)) % np.uint64(2**32)
    shares: Ints = 4 + ((scattered >> np.uint64(16)) % np.uint64(N_PATTERN_COLOURS - 7)).astype(np.int64)
    return shares

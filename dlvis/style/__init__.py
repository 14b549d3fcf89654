"""How it all looks: the themes, colour as numbers, the colours of regions, and numbers as words.

No Manim here: a colour is computed the same for a film, a figure and a test.
"""

from dlvis.style.colour import contrast, hex_colour, hue, mixed, oklab, rgb, shade
from dlvis.style.lineage import (
    class_lineage_colours,
    colours_by_lineage,
    lineage_colours,
    lineage_shares,
)
from dlvis.style.named import theme
from dlvis.style.numbers import MINUS, THIN_SPACE, percent, power_of_ten, ranged, scientific, spaced
from dlvis.style.regions import (
    colours_by_family,
    colours_by_output,
    colours_by_pattern,
    layer_ramp,
    margin_ramp,
    pattern_palette,
    robust_scale,
)
from dlvis.style.theme import THEMES, Opacities, Strokes, Theme, TypeSizes

__all__ = [
    "MINUS",
    "THEMES",
    "THIN_SPACE",
    "Opacities",
    "Strokes",
    "Theme",
    "TypeSizes",
    "class_lineage_colours",
    "colours_by_family",
    "colours_by_lineage",
    "colours_by_output",
    "colours_by_pattern",
    "contrast",
    "hex_colour",
    "hue",
    "layer_ramp",
    "lineage_colours",
    "lineage_shares",
    "margin_ramp",
    "mixed",
    "oklab",
    "pattern_palette",
    "percent",
    "power_of_ten",
    "ranged",
    "rgb",
    "robust_scale",
    "scientific",
    "shade",
    "spaced",
    "theme",
]

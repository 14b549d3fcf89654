"""Colours that would do in the place of unreadable ones: the hue stays, they are lighter or darker."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from dlvis.style.colour import contrast, hex_colour, oklab, rgb, rgb_of_oklab
from dlvis.style.theme import Theme
from dlvis.style.vision import LEAST_APART, class_differences

STEP = 0.01  # of Oklab's lightness, which goes from 0 to 1


def readable(colour: str, ground: str, least: float) -> str | None:
    """The nearest shade with a contrast of `least` : 1 to the ground; None where none has it."""
    return next((each for each in _shades(colour) if contrast(each, ground) >= least), None)


def told_apart(look: Theme, least: float) -> tuple[str, str] | None:
    """Which class's colour to change, and into which, so that all eyes tell the two apart.

    Both keep a contrast of `least` : 1 to the ground. None where no shade of either will do.
    """
    tried = [(key, shade) for key in ("positive", "negative") for shade in _shades(getattr(look, key))]
    for key, shade in sorted(tried, key=lambda change: _step(getattr(look, change[0]), change[1])):
        change: dict[str, Any] = {key: shade}
        apart = min(class_differences(replace(look, **change)).values())
        if apart >= LEAST_APART and contrast(shade, look.ground) >= least:
            return key, shade
    return None


def _shades(colour: str) -> Iterator[str]:
    """The colour in all lightnesses, the nearest first."""
    lightness, *hue = oklab(rgb(colour))
    for each in sorted(np.arange(STEP, 1, STEP), key=lambda value: abs(value - lightness)):
        yield hex_colour(rgb_of_oklab([each, *hue]))


def _step(one: str, other: str) -> float:
    """How far the lightnesses of two colours are apart."""
    return float(abs(oklab(rgb(one))[0] - oklab(rgb(other))[0]))

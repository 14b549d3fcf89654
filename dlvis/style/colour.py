"""Colours as numbers: hex to RGB, the perceptual Oklab space, and the contrast that readers need.

Mixing and ramps are done in Oklab (Ottosson 2020, "A perceptual color space for image processing"), where
equal steps look equal; contrast is the ratio of WCAG 2.2.
"""

import re

import numpy as np
from numpy.typing import ArrayLike

from dlvis.arrays import Floats
from dlvis.errors import InputError

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def rgb(colour: str) -> Floats:
    """(3,) in 0..1 of a colour written "#RRGGBB"."""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
        raise InputError(f'colour: expected "#RRGGBB", got {colour!r}')
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0


def hex_colour(values: ArrayLike) -> str:
    """ "#RRGGBB" of an RGB triple in 0..1."""
    red, green, blue = np.round(np.clip(np.asarray(values, np.float64), 0, 1) * 255).astype(int)
    return f"#{red:02X}{green:02X}{blue:02X}"


def oklab(colours: ArrayLike) -> Floats:
    """(..., 3) RGB in 0..1 to Oklab: lightness, green-red, blue-yellow."""
    lab: Floats = np.cbrt(linear_rgb(np.asarray(colours, np.float64)) @ _TO_LMS.T) @ _TO_LAB.T
    return lab


def rgb_of_oklab(lab: ArrayLike) -> Floats:
    """(..., 3) Oklab back to RGB; what no screen can show is clipped to 0..1."""
    lms = (np.asarray(lab, np.float64) @ np.linalg.inv(_TO_LAB).T) ** 3
    return gamma_rgb(np.clip(lms @ np.linalg.inv(_TO_LMS).T, 0, 1))


def mixed(first: ArrayLike, second: ArrayLike, share: ArrayLike) -> Floats:
    """(..., 3): `share` 0 is `first`, 1 is `second`, and what lies between looks evenly between."""
    t = np.asarray(share, np.float64)[..., None]
    return rgb_of_oklab((1 - t) * oklab(first) + t * oklab(second))


def shade(colour: str, other: str, share: float) -> str:
    """The colour that is `share` of the way from `colour` to `other`, both as hex."""
    return hex_colour(mixed(rgb(colour), rgb(other), share))


def contrast(first: str, second: str) -> float:
    """WCAG 2.2 contrast ratio, 1 (the same) to 21 (black on white)."""
    return float(contrasts(rgb(first), rgb(second)))


def contrasts(first: ArrayLike, second: ArrayLike) -> Floats:
    """(...): the same of colours (..., 3) in 0..1."""
    one, other = (luminance(np.asarray(each, np.float64)) for each in (first, second))
    ratio: Floats = (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)
    return ratio


def hue(colour: str) -> float:
    """Oklab hue in degrees, 0..360."""
    _, a, b = oklab(rgb(colour))
    return float(np.degrees(np.arctan2(b, a)) % 360)


def linear_rgb(values: Floats) -> Floats:
    """RGB in 0..1 as amounts of light, which can be added; what screens take is bent by a gamma."""
    result: Floats = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return result


def gamma_rgb(light: Floats) -> Floats:
    """The reverse of `linear_rgb`."""
    result: Floats = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return result


def luminance(colours: Floats) -> Floats:
    """(...): the light of colours (..., 3) in 0..1 as eyes weigh it."""
    result: Floats = linear_rgb(colours) @ np.array([0.2126, 0.7152, 0.0722])
    return result

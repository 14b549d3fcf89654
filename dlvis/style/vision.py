"""How colours look to eyes that lack a kind of cone, and how far apart two colours are.

The matrices are those of Machado, Oliveira and Fernandes (2009), "A physiologically-based model for
simulation of color vision deficiency", at severity 1.0; they act on amounts of light.
"""

import numpy as np
from numpy.typing import ArrayLike

from dlvis.arrays import Floats
from dlvis.style.colour import gamma_rgb, linear_rgb, oklab, rgb
from dlvis.style.theme import Theme

LEAST_APART = 0.15  # in Oklab: clearly two colours, also where they do not touch

EYES = {
    "all three cones": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def seen_by(eyes: str, colours: ArrayLike) -> Floats:
    """(..., 3): colours in 0..1 as they look to one of `EYES`."""
    light = linear_rgb(np.asarray(colours, np.float64)) @ EYES[eyes].T
    return gamma_rgb(np.clip(light, 0, 1))


def difference(first: ArrayLike, second: ArrayLike) -> Floats:
    """(...): how far colours (..., 3) are apart, as a distance in Oklab; 0.02 can just be told."""
    distance: Floats = np.linalg.norm(oklab(first) - oklab(second), axis=-1)
    return distance


def class_differences(look: Theme) -> dict[str, float]:
    """How far the map's two colours, as they lie on the ground, are apart to each of `EYES`."""
    share, ground = look.opacities.map, rgb(look.ground)
    drawn = [share * rgb(colour) + (1 - share) * ground for colour in (look.negative, look.positive)]
    return {eyes: float(difference(*(seen_by(eyes, colour) for colour in drawn))) for eyes in EYES}

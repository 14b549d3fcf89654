"""A soft directional light: facets of different slope read apart, and none is ever black."""

import numpy as np
from numpy.typing import ArrayLike

from dlvis.arrays import Floats
from dlvis.geometry import FoldComplex
from dlvis.style import oklab
from dlvis.style.colour import rgb_of_oklab

LIGHT = (-0.60, -0.45, 0.66)
"""Where the light comes from: over the viewer's left shoulder, when the viewer looks along +y."""

STRENGTH = 0.85
DIM, BRIGHT = 0.76, 1.16
"""How much lightness changes as a facet turns, and the least and the most it gets; a level one has 1."""


def slopes(folded: FoldComplex, heights: Floats) -> Floats:
    """(R, 2): the gradient of heights (V,) on each region, by least squares over its corners."""
    owner = np.repeat(np.arange(folded.n_regions), np.diff(folded.region_offsets))
    xy = folded.vertices[folded.region_vertices] - folded.interior_points()[owner]
    z = heights[folded.region_vertices]
    starts = folded.region_offsets[:-1]
    xx, xy_, yy = (np.add.reduceat(p, starts) for p in (xy[:, 0] ** 2, xy[:, 0] * xy[:, 1], xy[:, 1] ** 2))
    xz, yz = np.add.reduceat(xy[:, 0] * z, starts), np.add.reduceat(xy[:, 1] * z, starts)
    det = np.where(xx * yy - xy_**2 > 0, xx * yy - xy_**2, np.inf)  # a sliver without area counts as level
    return np.stack([(yy * xz - xy_ * yz) / det, (xx * yz - xy_ * xz) / det], axis=1)


def lightness(gradient: Floats, light: tuple[float, float, float] = LIGHT) -> Floats:
    """(R,) a factor from `DIM` to `BRIGHT` for facets of slope `gradient` (R, 2), in scene units."""
    normal = np.column_stack([-gradient, np.ones(len(gradient))])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    towards = np.array(light) / np.linalg.norm(light)
    factor: Floats = np.clip(1 + STRENGTH * (normal @ towards - towards[2]), DIM, BRIGHT)
    return factor


def light_for(azimuth: float, gradient: ArrayLike = (0.0, 0.0)) -> tuple[float, float, float]:
    """The light over the left shoulder of a viewer at this azimuth, in radians; over the right one where that
    makes a facet of slope `gradient` (2,), in scene units, the brighter."""
    facet = np.atleast_2d(np.asarray(gradient, np.float64))
    return max(_lights(azimuth), key=lambda light: float(lightness(facet, light)[0]))


def light_apart(azimuth: float, gradient: ArrayLike) -> tuple[float, float, float]:
    """The light over that shoulder of a viewer at this azimuth, in radians, by which a facet of slope
    `gradient` (2,), in scene units, reads most apart from a level one."""
    facet = np.atleast_2d(np.asarray(gradient, np.float64))
    return max(_lights(azimuth), key=lambda light: abs(float(lightness(facet, light)[0]) - 1))


def _lights(azimuth: float) -> list[tuple[float, float, float]]:
    """Over the left shoulder, and over the right."""
    turn = azimuth + np.pi / 2
    _, y, up = LIGHT
    return [
        (
            float(np.cos(turn) * x - np.sin(turn) * y),
            float(np.sin(turn) * x + np.cos(turn) * y),
            up,
        )
        for x in (LIGHT[0], -LIGHT[0])
    ]


def lit(colours: ArrayLike, factor: Floats) -> Floats:
    """(R, 3): RGB colours (3,) or (R, 3) made lighter or darker by `factor` (R,), their hue kept."""
    lab = np.broadcast_to(oklab(colours), (len(factor), 3)).copy()
    lab[:, 0] = np.clip(lab[:, 0] * factor, 0, 1)
    lab[:, 1:] *= np.minimum(factor, 1)[:, None]
    return rgb_of_oklab(lab)

"""Two classes of polygons from a two-colour image: the pixels themselves, as exact polygons, y up."""

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from dlvis.arrays import Bools
from dlvis.errors import InputError, nearest
from dlvis.topics.palette import Palette, colour_name, palette, two_coloured
from dlvis.topics.plane import LabelledPlane

SUFFIXES = (".png", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".jpg", ".jpeg")
MOST_STRIPS = 20_000  # far above any drawing of that size; noise has ten times as many, and takes minutes


def image_plane(path: Path, positive: str | None = None, nearest_colour: bool = False) -> LabelledPlane:
    """The two colours of an image as polygons, one unit a pixel, the origin at the lower left corner.

    `positive` is the positive class's colour ("#RRGGBB"), the rarer one when not given (the darker one where
    both are as frequent). With `nearest_colour` each pixel takes the nearer of the two main colours, which
    mends smooth edges. Pixels that touch at a corner only are not connected. Raises InputError for a file
    that is no image, and for one without exactly two colours (or, to be mended, two that make up most of it).
    """
    found = _two_colours(path, nearest_colour)
    names = [colour_name(colour) for colour in found.colours]
    chosen = _positive_index(path, names, found, positive)
    mask = np.flipud(found.indices == chosen)
    height, width = mask.shape
    n_strips = int(np.count_nonzero(mask[:, 1:] != mask[:, :-1])) + height
    if n_strips > MOST_STRIPS:
        raise InputError(
            f"{path}: expected plain areas of two colours, found {n_strips} separate strips of pixels; "
            "dithering or noise is the usual cause: smooth the picture or make it smaller"
        )
    return LabelledPlane(
        positive=pixel_polygons(mask),
        negative=pixel_polygons(~mask),
        class_names=(names[1 - chosen], names[chosen]),
        bounds=(0.0, 0.0, float(width), float(height)),
    )


def pixel_polygons(mask: Bools) -> MultiPolygon:
    """The True pixels of `mask` (height, width) as polygons: pixel (row, column) is a unit square at (x, y).

    Each row's runs of pixels become rectangles, and these are united.
    """
    edges = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    union = shapely.union_all(shapely.box(starts, rows, ends, rows + 1))
    # the union keeps a point wherever two runs met; those on a straight line are dropped
    return MultiPolygon([_without_straight_points(part) for part in shapely.get_parts(union)])


def _without_straight_points(polygon: Polygon) -> Polygon:
    rings = [_corners(shapely.get_coordinates(ring)) for ring in (polygon.exterior, *polygon.interiors)]
    return Polygon(rings[0], rings[1:])


def _corners(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    """The points of a closed ring of horizontal and vertical steps where it turns."""
    points = ring[:-1]
    before, after = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
    turns: NDArray[np.float64] = points[before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]]
    return turns


def _two_colours(path: Path, nearest_colour: bool) -> Palette:
    found = palette(path)
    if len(found.colours) == 2:
        return found
    mended = two_coloured(found) if len(found.colours) > 2 else None
    if nearest_colour and mended is not None:
        return mended
    raise InputError(_not_two(path, found, nearest_colour, mended is not None))


def _not_two(path: Path, found: Palette, nearest_colour: bool, can_be_mended: bool) -> str:
    n_colours = len(found.colours)
    plural = "s" if n_colours > 1 else ""
    message = f"{path}: expected an image of two colours, found {n_colours} colour{plural}: {found.listed()}"
    if n_colours < 3:
        return message
    if nearest_colour:
        return f"{message}; nearest_colour needs two colours that make up most of it, and a photo has none"
    message += "; smooth (anti-aliased) edges and JPEG are the usual cause: save it as PNG with hard edges"
    if not can_be_mended:
        return message
    return (
        f"{message}, or take for each pixel the nearer of the two main colours, by a TOML beside it whose"
        f' [source] says file = "{path.name}" and nearest_colour = true'
    )


def _positive_index(path: Path, names: list[str], found: Palette, positive: str | None) -> int:
    if positive is None:
        return min((0, 1), key=lambda k: (int(found.counts[k]), int(found.colours[k].sum())))
    wanted = [name.lower() for name in names]
    if positive.lower() not in wanted:
        raise InputError(f"{path}: the image has no colour {positive!r}{nearest(positive, names)}")
    return wanted.index(positive.lower())

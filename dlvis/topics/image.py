"""Two classes of polygons from a two-colour image: the pixels themselves, as exact polygons, y up."""

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from shapely import MultiPolygon, Polygon

from dlvis.arrays import Bools
from dlvis.errors import InputError, nearest
from dlvis.topics.plane import LabelledPlane

SUFFIXES = (".png", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".jpg", ".jpeg")
MOST_PIXELS = 2048 * 2048
MOST_STRIPS = 20_000  # far above any drawing of that size; noise has ten times as many, and takes minutes


def image_plane(path: Path, positive: str | None = None) -> LabelledPlane:
    """The two colours of an image as polygons, one unit a pixel, the origin at the lower left corner.

    `positive` is the positive class's colour ("#RRGGBB"), the rarer one when not given (the darker one where
    both are as frequent). Pixels that touch at a corner only are not connected. Raises InputError for a file
    that is no image, and for one that has not exactly two colours.
    """
    colours, counts, indices = _palette(path)
    if len(colours) != 2:
        raise InputError(_not_two(path, colours, counts))
    names = [_colour_name(colour) for colour in colours]
    chosen = _positive_index(path, names, counts, colours, positive)
    mask = np.flipud(indices == chosen)
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


def _palette(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
    """The colours (n, 4) of an image, how many pixels each has (n,), and each pixel's colour (h, w)."""
    try:
        with Image.open(path) as image:
            if image.width * image.height > MOST_PIXELS:
                raise InputError(
                    f"{path}: expected at most {MOST_PIXELS} pixels, got {image.size}; scale it down"
                )
            pixels = np.asarray(image.convert("RGBA"))
    except UnidentifiedImageError:
        raise InputError(f"{path}: expected an image (PNG is best), got something else") from None
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError(f"{path}: expected an image, it cannot be read: {error}") from None
    pixels = np.where(pixels[..., 3:] == 0, 0, pixels).astype(
        np.uint8
    )  # all that is fully clear is one colour
    packed = np.ascontiguousarray(pixels).view(np.uint32)[..., 0]
    colours, indices, counts = np.unique(packed, return_inverse=True, return_counts=True)
    return colours.view(np.uint8).reshape(-1, 4), counts, indices.reshape(packed.shape)


def _not_two(path: Path, colours: NDArray[np.uint8], counts: NDArray[np.int64]) -> str:
    order = np.argsort(-counts)[:5]
    found = ", ".join(f"{_colour_name(colours[k])} ({counts[k]} pixels)" for k in order)
    more = ", …" if len(colours) > len(order) else ""
    plural = "s" if len(colours) > 1 else ""
    hint = (
        "; smooth (anti-aliased) edges and JPEG are the usual cause: save it as PNG with hard edges"
        if len(colours) > 2
        else ""
    )
    return (
        f"{path}: expected an image of two colours, found {len(colours)} colour{plural}: {found}{more}{hint}"
    )


def _positive_index(
    path: Path, names: list[str], counts: NDArray[np.int64], colours: NDArray[np.uint8], positive: str | None
) -> int:
    if positive is None:
        return min((0, 1), key=lambda k: (int(counts[k]), int(colours[k].sum())))
    wanted = [name.lower() for name in names]
    if positive.lower() not in wanted:
        raise InputError(f"{path}: the image has no colour {positive!r}{nearest(positive, names)}")
    return wanted.index(positive.lower())


def _colour_name(colour: NDArray[np.uint8]) -> str:
    red, green, blue, alpha = (int(channel) for channel in colour)
    if alpha == 0:
        return "transparent"
    return f"#{red:02x}{green:02x}{blue:02x}" + ("" if alpha == 255 else f"{alpha:02x}")

"""An image's colours, and its two main ones where smooth edges have mixed them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from dlvis.arrays import Floats
from dlvis.errors import InputError

MOST_PIXELS = 2048 * 2048
APART = 48.0  # of 255: how far the two main colours are at least from each other
SHADE = 12.0  # how far the shades of one colour are at most from it: JPEG makes them
LEAST_MAIN = 0.6  # of the pixels are a shade of a main colour; of a photo far fewer are
MOST_MIXED = 4  # times as many mixed pixels as the rarer main colour has: thin lines have two


@dataclass(frozen=True, eq=False)
class Palette:
    """The `colours` (n, 4) RGBA of an image, how many pixels each has (n,), and each pixel's (h, w)."""

    colours: NDArray[np.uint8]
    counts: NDArray[np.int64]
    indices: NDArray[np.int64]

    def listed(self) -> str:
        """The most frequent colours with their pixels, for a message."""
        order = np.argsort(-self.counts, kind="stable")[:5]
        found = [f"{colour_name(self.colours[k])} ({self.counts[k]} pixels)" for k in order]
        return ", ".join(found) + (", …" if len(self.colours) > len(order) else "")


def palette(path: Path) -> Palette:
    """The colours of the image at `path`; InputError for a file that is none, or too large."""
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
    # all that is fully clear is one colour
    pixels = np.where(pixels[..., 3:] == 0, 0, pixels).astype(np.uint8)
    packed = np.ascontiguousarray(pixels).view(np.uint32)[..., 0]
    colours, indices, counts = np.unique(packed, return_inverse=True, return_counts=True)
    return Palette(colours.view(np.uint8).reshape(-1, 4), counts, indices.reshape(packed.shape))


def two_coloured(mixed: Palette) -> Palette | None:
    """Each pixel in the nearer of the two main colours; None where no two colours make up most of the image.

    The main colours are the most frequent one and the most frequent one that is well apart from it.
    """
    seen, n_all = _as_seen(mixed.colours), int(mixed.counts.sum())
    first = int(mixed.counts.argmax())
    apart = np.linalg.norm(seen - seen[first], axis=1) >= APART
    if not apart.any():
        return None
    main = np.array([first, np.where(apart, mixed.counts, 0).argmax()])
    distances = np.linalg.norm(seen[:, None] - seen[main], axis=2)
    n_first, n_second = (int(mixed.counts[distances[:, k] <= SHADE].sum()) for k in (0, 1))
    n_mixed = n_all - n_first - n_second
    if n_mixed > (1 - LEAST_MAIN) * n_all or n_mixed > MOST_MIXED * n_second:
        return None
    indices = distances.argmin(axis=1)[mixed.indices]
    return Palette(mixed.colours[main], np.bincount(indices.ravel(), minlength=2), indices)


def colour_name(colour: NDArray[np.uint8]) -> str:
    """`#rrggbb`, with the opacity after it where it is not full, or `transparent`."""
    red, green, blue, alpha = (int(channel) for channel in colour)
    if alpha == 0:
        return "transparent"
    return f"#{red:02x}{green:02x}{blue:02x}" + ("" if alpha == 255 else f"{alpha:02x}")


def _as_seen(colours: NDArray[np.uint8]) -> Floats:
    """(n, 4) colours weighted by their opacity: half clear is halfway between clear and full."""
    opacity = colours[:, 3:] / 255
    return np.hstack([colours[:, :3] * opacity, colours[:, 3:]])

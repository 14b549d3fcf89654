"""What the rasterisers are handed, checked once and brought into the form that their kernels take."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlvis.arrays import Floats
from dlvis.errors import InputError

FARTHEST = 1e100
"""Pixels: what lies farther out is refused, so that no product of two coordinates overflows."""

Frame = NDArray[np.uint8]


def checked_frame(frame: Any) -> None:
    """Refuse what is not a picture that can be drawn on."""
    if not isinstance(frame, np.ndarray) or frame.dtype != np.uint8 or frame.ndim != 3 or frame.shape[2] != 4:
        found = f"{frame.dtype} {frame.shape}" if isinstance(frame, np.ndarray) else type(frame).__name__
        raise InputError(f"frame: expected an array of uint8 of shape (height, width, 4), got {found}")
    if not frame.flags.c_contiguous or not frame.flags.writeable:
        raise InputError("frame: expected a C-contiguous array that can be written to; draw on a copy of it")


def pixel_points(name: str, points: ArrayLike, n: int | None = None) -> Floats:
    """(n, 2) float64, read-only: points in pixels, all finite."""
    array = floats(name, points)
    if array.ndim != 2 or array.shape[1] != 2 or n not in (None, len(array)):
        wanted = "any number" if n is None else n
        raise InputError(f"{name}: expected points of shape ({wanted}, 2), got {array.shape}")
    if array.size and not (array.min() >= -FARTHEST and array.max() <= FARTHEST):
        bad = int(np.argmin((np.abs(array) <= FARTHEST).all(axis=1)))
        raise InputError(
            f"{name}: expected finite coordinates of at most 1e100 px, got {array[bad]} at {bad}"
        )
    return shown(array)


def premultiplied(name: str, colours: ArrayLike, n: int | None = None, scale: float = 255.0) -> NDArray[Any]:
    """(n, 4) float32 in 0..scale, from straight RGBA; what lies outside 0..1 is moved to its nearer end."""
    array = floats(name, colours)
    if array.ndim != 2 or array.shape[1] != 4 or n not in (None, len(array)):
        wanted = "any number" if n is None else n
        raise InputError(f"{name}: expected RGBA colours of shape ({wanted}, 4), got {array.shape}")
    if not np.isfinite(array).all():
        bad = int(np.argmin(np.isfinite(array).all(axis=1)))
        raise InputError(f"{name}: expected finite numbers in 0..1, got {array[bad]} at {bad}")
    result = array.clip(0.0, 1.0)
    result[:, :3] *= result[:, 3:]
    return (scale * result).astype(np.float32)


def numbers(name: str, values: ArrayLike, shape: tuple[int, ...], least: int, most: int) -> NDArray[np.int32]:
    """int32, read-only: `values` of a shape, each in least..most."""
    array = np.asarray(values)
    if array.size == 0 and array.dtype == np.float64:
        array = array.astype(np.int64)  # what an empty list becomes
    if array.dtype.kind not in "iu":
        raise InputError(f"{name}: expected whole numbers, got {array.dtype}")
    if array.shape != shape:
        raise InputError(f"{name}: expected the shape {shape}, got {array.shape}")
    if array.size and not (array.min() >= least and array.max() <= most):
        bad = array.max() if array.max() > most else array.min()
        raise InputError(f"{name}: expected numbers from {least} to {most}, got {bad}")
    return shown(np.ascontiguousarray(array, np.int32))


def floats(name: str, values: ArrayLike) -> Floats:
    """float64 in C order, not copied where it is that already."""
    try:
        return np.ascontiguousarray(values, np.float64)
    except (TypeError, ValueError):
        raise InputError(f"{name}: expected an array of numbers, got {type(values).__name__}") from None


def shown(array: NDArray[Any]) -> NDArray[Any]:
    """A read-only view: kernels see one type, whether or not the caller may write to the array."""
    view = array.view()
    view.setflags(write=False)
    return view

"""Where input space lies in the scene, and how values become heights.

Every mobject of this room hangs on an anchor, which is never seen and moves, turns and scales with it. A
mobject that is shown anew lands where its anchor now is, so `shift`, `scale` and `.animate` mean what they
mean for any other mobject.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.mobjects.leaves import Anchor
from dlvis.window import Window

PIXELS_PER_UNIT = 135.0
"""Pixels of one scene unit in a 1080p frame, Manim's default of 8 units to its height."""


@dataclass(frozen=True)
class Placement:
    """The window's centre lies at `centre`; one unit of input space is `scale` scene units, one unit of
    height `z_scale`. The default is the window of side 2 in the middle of Manim's frame."""

    window: Window
    centre: tuple[float, float, float] = (0.0, 0.0, 0.0)
    scale: float = 3.0
    z_scale: float = 1.0

    def __post_init__(self) -> None:
        if not (np.isfinite([*self.centre, self.scale, self.z_scale]).all() and self.scale > 0):
            raise InputError(f"placement: expected finite numbers and a positive scale, got {self}")


def fitted(window: Window, width: float, height: float, centre: ArrayLike = (0, 0, 0)) -> Placement:
    """The placement that makes `window` as large as it fits in a box of the scene."""
    x, y, z = (float(value) for value in np.broadcast_to(np.asarray(centre, np.float64), 3))
    return Placement(window, (x, y, z), min(width / window.width, height / window.height))


def scene_points(points: ArrayLike, placement: Placement, heights: ArrayLike | None = None) -> Floats:
    """(n, 3): points (n, 2) of input space in the scene, lifted by `heights` (n,)."""
    flat = np.asarray(points, np.float64).reshape(-1, 2)
    z = np.zeros(len(flat)) if heights is None else np.asarray(heights, np.float64)
    xy = (flat - placement.window.centre) * placement.scale
    return np.column_stack([xy, z * placement.z_scale]) + placement.centre


def anchor(placement: Placement, extent: bool = True) -> Anchor:
    """The window's lower left corner and what lies beside and above it; with `extent` it counts as part of
    what hangs on it when that is measured."""
    lower_left, lower_right, _, upper_left = scene_points(placement.window.corners, placement)
    return Anchor(np.stack([lower_left, lower_right, upper_left]), extent)


def anchored_points(
    points: ArrayLike, mark: Anchor, placement: Placement, heights: ArrayLike | None = None
) -> Floats:
    """(n, 3): as `scene_points`, but where the anchor is now and not where it was made."""
    flat = np.asarray(points, np.float64).reshape(-1, 2)
    window = placement.window
    origin, right, up = mark.points[0], mark.points[1] - mark.points[0], mark.points[2] - mark.points[0]
    share = (flat - (window.xmin, window.ymin)) / (window.width, window.height)
    result: Floats = origin + share[:, :1] * right + share[:, 1:] * up
    if heights is None:
        return result
    normal = np.cross(right, up)
    grown = np.linalg.norm(right) / (window.width * placement.scale)
    unit = normal / max(float(np.linalg.norm(normal)), 1e-12) * placement.z_scale * grown
    return result + np.asarray(heights, np.float64)[:, None] * unit


def stroke(pixels: float) -> float:
    """Manim's stroke width for a line of `pixels` at 1080p."""
    return pixels * 100 / PIXELS_PER_UNIT


def length(pixels: float) -> float:
    """Scene units of `pixels` at 1080p."""
    return pixels / PIXELS_PER_UNIT


def finite(values: ArrayLike, shape: tuple[int, ...], name: str) -> Floats:
    """`values` as float64 of that shape, or the sentence that says what was expected."""
    array = np.asarray(values, np.float64)
    if array.shape != shape:
        raise InputError(f"{name}: expected shape {shape}, got {array.shape}")
    if not np.isfinite(array).all():
        raise InputError(f"{name}: expected finite numbers, got NaN or infinity")
    return array

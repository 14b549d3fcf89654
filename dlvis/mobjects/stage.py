"""What stands round a sheet: the zero plane as a faint grid, three thin axes, and a bright dot to follow."""

from typing import Self

import numpy as np
from manim import CapStyleType, VectorizedPoint, VGroup, VMobject
from numpy.typing import ArrayLike

from dlvis.draw.paths import closed_path, sides
from dlvis.mobjects.brush import area, blank, line, paint_stroke, refill
from dlvis.mobjects.placement import Placement, anchor, anchored_points, finite, scene_points, stroke
from dlvis.style import Theme, rgb

_BELOW = VectorizedPoint((0.0, 0.0, -1e4))


class ZeroPlane(VGroup):
    """The window at height 0: a faint plate with a grid of `n_lines` lines each way, behind all sheets."""

    def __init__(self, theme: Theme, *, placement: Placement, n_lines: int = 9, opacity: float = 1.0) -> None:
        super().__init__()
        corners = scene_points(placement.window.corners, placement)
        lower, upper = corners[0], corners[2]
        x, y = (np.linspace(lower[axis], upper[axis], n_lines) for axis in (0, 1))
        low, high = np.full(n_lines, lower[1]), np.full(n_lines, upper[1])
        left, right = np.full(n_lines, lower[0]), np.full(n_lines, upper[0])
        z = np.full(2 * n_lines, lower[2])
        starts = np.column_stack([np.append(x, left), np.append(low, y), z])
        ends = np.column_stack([np.append(x, right), np.append(high, y), z])
        plate = area(closed_path(corners, np.array([0, 4])), rgb(theme.hairline), 0.22 * opacity)
        grid = line(sides(starts, ends), theme.hairline, stroke(theme.strokes.hairline), opacity)
        self.add(*(behind(shape) for shape in (plate, grid)))


class SheetAxes(VGroup):
    """Three thin axes through the window's centre; the third reaches `height` above and below zero."""

    def __init__(self, theme: Theme, *, placement: Placement, height: float = 1.0) -> None:
        super().__init__()
        window, (x, y) = placement.window, placement.window.centre
        flat = [[window.xmin, y], [window.xmax, y], [x, window.ymin], [x, window.ymax], [x, y], [x, y]]
        ends = scene_points(flat, placement, [0, 0, 0, 0, -height, height])
        path = sides(ends[::2], ends[1::2])
        self.add(behind(line(path, theme.muted, stroke(theme.strokes.edge), 0.8)))


class SampleDot(VGroup):
    """A bright dot with a dark rim at `point` (2,) of input space; round from every side, never scaled.

    `redraw` moves it; `colour` is the theme's ink unless given; `size` in pixels at 1080p.
    """

    def __init__(
        self,
        point: ArrayLike,
        theme: Theme,
        *,
        placement: Placement,
        height: float = 0.0,
        colour: str | None = None,
        size: float = 22.0,
    ) -> None:
        super().__init__()
        self.placement, self.anchor = placement, anchor(placement)
        self.rim, self.dot = round_dot(theme.halo, 1.55 * size), round_dot(colour or theme.ink, size)
        self.add(self.anchor, self.rim, self.dot)
        self.redraw(point, height)

    def redraw(self, point: ArrayLike, height: float = 0.0) -> Self:
        """Move the dot."""
        spot = anchored_points(finite(point, (2,), "SampleDot point"), self.anchor, self.placement, [height])
        for shape in (self.rim, self.dot):
            refill(shape, sides(spot, spot + 1e-4))
        return self


def round_dot(colour: str, pixels: float) -> VMobject:
    """The paint of a disc: a line of no length shows its round caps, a disc on the screen from any side."""
    shape = paint_stroke(blank(), rgb(colour), 1.0, stroke(pixels))
    shape.cap_style = CapStyleType.ROUND
    return shape


def behind(shape: VMobject) -> VMobject:
    """Let Manim's depth sorting draw this shape before any sheet."""
    shape.shade_in_3d = True
    shape.z_index_group = _BELOW  # type: ignore[attr-defined]
    return shape

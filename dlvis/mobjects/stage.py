"""What stands round a sheet: the zero plane as a faint grid, three thin axes, and a bright dot to follow."""

from typing import Self

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from dlvis.draw.patchwork import ring_patches
from dlvis.mobjects.leaves import Patches, Strokes
from dlvis.mobjects.placement import Placement, anchor, anchored_points, finite, scene_points, stroke
from dlvis.style import Theme, rgb


class ZeroPlane(VGroup):
    """The window at height 0: a faint plate with a grid of `n_lines` lines each way."""

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
        self.plate, self.grid = Patches(), Strokes(stroke(theme.strokes.hairline))
        self.plate.redraw(corners, ring_patches([0, 4], [0]), [*rgb(theme.hairline), 0.22 * opacity])
        self.grid.redraw(starts, ends, [*rgb(theme.hairline), opacity])
        for part in (self.plate, self.grid):
            part.rank = -1  # a sheet that lies in the plane lies on it
        self.add(self.plate, self.grid)


class SheetAxes(VGroup):
    """Three thin axes through the window's centre; the third reaches `height` above and below zero."""

    def __init__(self, theme: Theme, *, placement: Placement, height: float = 1.0) -> None:
        super().__init__()
        window, (x, y) = placement.window, placement.window.centre
        flat = [[window.xmin, y], [window.xmax, y], [x, window.ymin], [x, window.ymax], [x, y], [x, y]]
        ends = scene_points(flat, placement, [0, 0, 0, 0, -height, height])
        axes = Strokes(stroke(theme.strokes.edge))
        self.add(axes.redraw(ends[::2], ends[1::2], [*rgb(theme.muted), 0.8]))


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
        self.placement, self.anchor = placement, anchor(placement, extent=False)
        self.rim, self.dot = round_dot(theme.halo, 1.55 * size), round_dot(colour or theme.ink, size)
        self.add(self.rim, self.dot, self.anchor)
        self.redraw(point, height)

    def redraw(self, point: ArrayLike, height: float = 0.0) -> Self:
        """Move the dot."""
        spot = anchored_points(finite(point, (2,), "SampleDot point"), self.anchor, self.placement, [height])
        for shape in (self.rim, self.dot):
            shape.redraw(spot, spot)
        return self


def round_dot(colour: str, pixels: float) -> Strokes:
    """The paint of a disc: a stroke of no length is round from every side."""
    return Strokes(stroke(pixels), colour=rgb(colour))

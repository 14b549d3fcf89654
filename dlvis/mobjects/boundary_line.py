"""The decision boundary: the brightest line of any picture, set off by a thin halo of the ground."""

from typing import Self

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from dlvis.draw.paths import going_on
from dlvis.geometry import Polylines
from dlvis.mobjects.leaves import Strokes
from dlvis.mobjects.placement import Placement, anchor, anchored_points, finite, stroke
from dlvis.style import Theme, rgb


class BoundaryLine(VGroup):
    """Polylines (of `decision_boundary`) in the theme's boundary colour over a halo.

    Args:
        polylines: in input space; none at all is allowed (one class everywhere).
        theme: colour and widths.
        placement: where the window lies; it has no default, because lines know no window.
        heights: (N,) for `polylines.points`, or one number, lifts the line.
        width: of the line in pixels at 1080p; the halo keeps its share beside it.

    `line` and `halo` are the two shapes, for Create and the like.
    """

    def __init__(
        self,
        polylines: Polylines,
        theme: Theme,
        *,
        placement: Placement,
        heights: ArrayLike | None = None,
        width: float | None = None,
    ) -> None:
        super().__init__()
        self.placement = placement
        pixels = theme.strokes.boundary if width is None else width
        around = pixels * theme.strokes.halo / theme.strokes.boundary
        self.anchor = anchor(placement)
        self.halo = Strokes(stroke(around), colour=[*rgb(theme.halo), 0.75])
        self.line = Strokes(stroke(pixels), colour=rgb(theme.boundary))
        self.add(self.halo, self.line, self.anchor)
        self.redraw(polylines, heights)

    def redraw(self, polylines: Polylines, heights: ArrayLike | None = None) -> Self:
        """Draw other lines where the boundary now lies."""
        z = None
        if heights is not None:
            spread = np.broadcast_to(heights, len(polylines.points)) if np.ndim(heights) == 0 else heights
            z = finite(spread, (len(polylines.points),), "BoundaryLine heights")
        points = anchored_points(polylines.points, self.anchor, self.placement, z)
        starts = going_on(polylines.offsets)
        for shape in (self.halo, self.line):
            shape.redraw(points[starts], points[starts + 1])
        return self

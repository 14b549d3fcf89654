"""The linear regions of a net as flat coloured polygons."""

from typing import Self

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from dlvis.arrays import Floats, Ints
from dlvis.draw.paths import closed_path, sides
from dlvis.errors import InputError
from dlvis.geometry import FoldComplex
from dlvis.mobjects.brush import blank, paint_fill, paint_stroke, refill, shapes
from dlvis.mobjects.placement import Placement, anchor, anchored_points, finite, stroke
from dlvis.style import Theme, rgb


class RegionTiling(VGroup):
    """Every region of a complex, filled with its colour; the seams are covered by a stroke of that colour.

    Args:
        complex: the regions to draw, at least one.
        colours: (R, 3) RGB, or (R, 4) with an opacity for each region, in 0..1. Regions of one colour
            are drawn as one path, so few distinct colours draw fast.
        theme: for the width and colour of edges.
        placement: where the window lies; by default in the middle of the frame.
        opacity: of the whole tiling.
        edges: also draw the folds and window sides as thin lines.

    Raises:
        InputError: no region, or colours that do not fit the regions.

    `redraw` draws another complex in its place, cheaply enough for an updater:

        tiling.add_updater(lambda t: t.redraw(*tiling_at(clock.get_value())))
    """

    def __init__(
        self,
        complex: FoldComplex,
        colours: ArrayLike,
        theme: Theme,
        *,
        placement: Placement | None = None,
        opacity: float | None = None,
        edges: bool = False,
    ) -> None:
        super().__init__()
        self.theme = theme
        self.placement = placement or Placement(complex.window)
        self.tiling_opacity = theme.opacities.tiling if opacity is None else opacity
        self.anchor, self.fills, self.edge_lines = anchor(self.placement), VGroup(), blank()
        self.has_edges = edges
        self.add(self.anchor, self.fills, self.edge_lines)
        self.redraw(complex, colours)

    def redraw(self, complex: FoldComplex, colours: ArrayLike, opacity: float | None = None) -> Self:
        """Draw `complex` with `colours` where the tiling now lies; `opacity` stays as it was unless given."""
        if complex.n_regions == 0:
            raise InputError("RegionTiling: expected a complex with at least one region, got none")
        self.tiling_opacity = self.tiling_opacity if opacity is None else opacity
        rgba = _checked_colours(colours, complex.n_regions)
        points = anchored_points(complex.vertices, self.anchor, self.placement)
        groups = list(_colour_groups(complex, rgba))
        fills = shapes(self.fills, len(groups))
        for shape, (colour, corners, offsets) in zip(fills, groups, strict=True):
            refill(shape, closed_path(points[corners], offsets))
            paint_fill(shape, colour, colour[3] * self.tiling_opacity)
            paint_stroke(shape, colour, colour[3] * self.tiling_opacity, stroke(self.theme.strokes.hairline))
        self._show_edges(complex, points)
        return self

    def _show_edges(self, complex: FoldComplex, points: Floats) -> None:
        if self.has_edges:
            starts, ends = points[complex.edges].transpose(1, 0, 2)
            refill(self.edge_lines, sides(starts, ends))
            width = stroke(self.theme.strokes.hairline)
            paint_stroke(self.edge_lines, rgb(self.theme.ground), 0.6 * self.tiling_opacity, width)


def _checked_colours(colours: ArrayLike, n_regions: int) -> Floats:
    array = np.asarray(colours, np.float64)
    channels = array.shape[1] if array.ndim == 2 and array.shape[1] in (3, 4) else 3
    rgba = np.ones((n_regions, 4))
    rgba[:, :channels] = finite(array, (n_regions, channels), "RegionTiling colours")
    return np.clip(rgba, 0, 1)


def _colour_groups(complex: FoldComplex, rgba: Floats) -> list[tuple[Floats, Ints, Ints]]:
    """For each distinct colour: the colour, the corners of its regions, and the offsets of their rings."""
    bytes_ = np.round(rgba * 255).astype(np.int64)
    key = bytes_ @ np.array([1 << 24, 1 << 16, 1 << 8, 1])
    order = np.argsort(key, kind="stable")
    lengths = np.diff(complex.region_offsets)
    breaks = np.flatnonzero(np.diff(key[order])) + 1
    groups = []
    for regions in np.split(order, breaks):
        offsets = np.concatenate([[0], np.cumsum(lengths[regions])])
        start = np.repeat(complex.region_offsets[regions] - offsets[:-1], lengths[regions])
        corners = complex.region_vertices[start + np.arange(offsets[-1])]
        groups.append((rgba[regions[0]], corners, offsets))
    return groups

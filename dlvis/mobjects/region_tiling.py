"""The linear regions of a net as flat coloured polygons."""

from typing import Self

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from dlvis.arrays import Floats
from dlvis.draw.patchwork import Patchwork, region_patches
from dlvis.errors import InputError
from dlvis.geometry import FoldComplex
from dlvis.mobjects.leaves import Patches, Strokes
from dlvis.mobjects.placement import Placement, anchor, anchored_points, finite, stroke
from dlvis.style import Theme, rgb


class RegionTiling(VGroup):
    """Every region of a complex, filled with its colour by exact area: without seams, whatever their number.

    Args:
        complex: the regions to draw, at least one.
        colours: (R, 3) RGB, or (R, 4) with an opacity for each region, in 0..1.
        theme: for the width and colour of edges.
        placement: where the window lies; by default in the middle of the frame.
        opacity: of the whole tiling.
        edges: also draw the folds and window sides as thin lines.

    `regions` and `edge_lines` are its parts.

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
        self.anchor, self.regions = anchor(self.placement), Patches()
        self.edge_lines = Strokes(stroke(theme.strokes.hairline))
        self.has_edges = edges
        self.complex: FoldComplex | None = None
        self.add(self.regions, self.edge_lines, self.anchor)
        self.redraw(complex, colours)

    def redraw(
        self,
        complex: FoldComplex,
        colours: ArrayLike,
        opacity: float | None = None,
        work: Patchwork | None = None,
    ) -> Self:
        """Draw `complex` with `colours` where the tiling now lies; `opacity` stays as it was unless given.

        `work` is the complex's `region_patches`, for whoever draws it more than once.
        """
        if complex.n_regions == 0:
            raise InputError("RegionTiling: expected a complex with at least one region, got none")
        self.tiling_opacity = self.tiling_opacity if opacity is None else opacity
        rgba = _checked_colours(colours, complex.n_regions) * [1, 1, 1, self.tiling_opacity]
        points = anchored_points(complex.vertices, self.anchor, self.placement)
        if complex is not self.complex:
            self.complex, self.work = complex, work or region_patches(complex)
        self.regions.redraw(points, self.work, rgba)
        if self.has_edges:
            starts, ends = points[complex.edges].transpose(1, 0, 2)
            self.edge_lines.redraw(starts, ends, [*rgb(self.theme.ground), 0.6 * self.tiling_opacity])
        return self


def _checked_colours(colours: ArrayLike, n_regions: int) -> Floats:
    array = np.asarray(colours, np.float64)
    channels = array.shape[1] if array.ndim == 2 and array.shape[1] in (3, 4) else 3
    rgba = np.ones((n_regions, 4))
    rgba[:, :channels] = finite(array, (n_regions, channels), "RegionTiling colours")
    return np.clip(rgba, 0, 1)

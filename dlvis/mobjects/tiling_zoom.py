"""A tiling that is looked at ever closer: the exact regions of each smaller window, lines as wide as ever."""

from dataclasses import replace
from typing import Self

import numpy as np
from manim import VGroup

from dlvis.arrays import Floats
from dlvis.geometry import FoldComplex, boundary_segments, fold_complex
from dlvis.mobjects.boundary_line import BoundaryLine
from dlvis.mobjects.placement import Placement
from dlvis.mobjects.region_tiling import RegionTiling
from dlvis.mobjects.tiling_creases import TilingCreases
from dlvis.net import ReluNet, decided
from dlvis.style import Theme, class_lineage_colours, lineage_colours, lineage_shares
from dlvis.window import Window


class TilingZoom(VGroup):
    """The regions of a net, and its boundary, in a part of the window that fills the same place.

    Args:
        net: with 1 or 2 outputs.
        theme: its colours.
        placement: where the whole window lies.
        border: draw the boundary too.

    Nothing is enlarged: `redraw(view)` folds the net anew in a smaller window of the same shape, so that
    regions are exact however small. Colours are those of `NetPanels`. `n_regions` is how many are in view;
    `border_points` (n, 2) are the corners of the boundary in the whole window.
    """

    def __init__(self, net: ReluNet, theme: Theme, *, placement: Placement, border: bool = True) -> None:
        super().__init__()
        self.theme, self.cut, self.whole = theme, decided(net), placement
        cut = fold_complex(self.cut, placement.window)
        self.tiling = RegionTiling(cut, self._colours(cut), theme, placement=placement)
        width = 0.8 * theme.strokes.boundary
        lines = boundary_segments(cut)
        self.border_points = lines.points
        self.border = BoundaryLine(lines, theme, placement=placement, width=width)
        self.n_regions = int(cut.ancestors[-2].max()) + 1
        self.creases = TilingCreases(theme).follow(self.tiling, cut.net.n_hidden_layers - 2)
        self.add(self.tiling, self.creases, *([self.border] if border else []))

    def redraw(self, view: Window, by_class: float = 0.0) -> Self:
        """Show this part of the window; hues are those of families, or by the share `by_class` of classes."""
        place = replace(
            self.whole, window=view, scale=self.whole.scale * self.whole.window.width / view.width
        )
        cut = fold_complex(self.cut, view)
        self.n_regions = int(cut.ancestors[-2].max()) + 1
        self.tiling.placement = self.border.placement = place  # the anchor stays where it is
        self.tiling.redraw(cut, self._colours(cut, by_class))
        self.creases.follow(self.tiling, cut.net.n_hidden_layers - 2)
        self.border.redraw(boundary_segments(cut))
        return self

    def _colours(self, cut: FoldComplex, by_class: float = 0.0) -> Floats:
        """Those of `NetPanels`, or by a share those with the hue of the class."""
        hidden = cut.net.widths[1:-2]
        shares = lineage_shares(hidden)
        side = np.zeros((len(shares) + 1, shares.shape[1] + 1))  # the last neuron is on where it is positive
        side[:-1, :-1], side[-1, -1] = shares, 1.0
        sums = cut.pattern_sums(side)
        family = lineage_colours(sums[:, :-1], self.theme)
        return family + by_class * (class_lineage_colours(sums[:, :-1], sums[:, -1] > 0, self.theme) - family)

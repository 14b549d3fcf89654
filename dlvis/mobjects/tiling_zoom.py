"""A tiling that is looked at ever closer: the exact regions of each smaller window, lines as wide as ever."""

from dataclasses import replace
from typing import Self

from manim import VGroup

from dlvis.arrays import Floats
from dlvis.geometry import FoldComplex, boundary_segments, fold_complex
from dlvis.mobjects.boundary_line import BoundaryLine
from dlvis.mobjects.placement import Placement
from dlvis.mobjects.region_tiling import RegionTiling
from dlvis.mobjects.tiling_creases import TilingCreases
from dlvis.net import ReluNet, decided
from dlvis.style import Theme, lineage_colours, lineage_shares
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

    def redraw(self, view: Window) -> Self:
        """Show this part of the window."""
        place = replace(
            self.whole, window=view, scale=self.whole.scale * self.whole.window.width / view.width
        )
        cut = fold_complex(self.cut, view)
        self.n_regions = int(cut.ancestors[-2].max()) + 1
        self.tiling.placement = self.border.placement = place  # the anchor stays where it is
        self.tiling.redraw(cut, self._colours(cut))
        self.creases.follow(self.tiling, cut.net.n_hidden_layers - 2)
        self.border.redraw(boundary_segments(cut))
        return self

    def _colours(self, cut: FoldComplex) -> Floats:
        return lineage_colours(cut.pattern_sums(lineage_shares(cut.net.widths[1:-2])), self.theme)

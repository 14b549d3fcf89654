"""One net three times: its linear regions, its output, and its decision boundary on the map."""

from collections.abc import Sequence
from typing import Self

from manim import VGroup

from dlvis.arrays import Floats
from dlvis.geometry import FoldComplex, confidence, decision_boundary, fold_complex
from dlvis.mobjects.boundary_line import BoundaryLine
from dlvis.mobjects.lettering import on_baseline, size_within, text
from dlvis.mobjects.map_plane import MapPlane
from dlvis.mobjects.placement import fitted, length
from dlvis.mobjects.region_tiling import RegionTiling
from dlvis.mobjects.wording import named
from dlvis.net import ReluNet, decided
from dlvis.style import Theme, colours_by_output, colours_by_pattern
from dlvis.topics import Topic
from dlvis.window import Window

SLIM = 0.8  # of the theme's width of a boundary, in a panel of a third of the frame


class NetPanels(VGroup):
    """Three views of a net side by side: its regions, its output, and its boundary over the map.

    Regions and boundary are exact. The output is one colour for each region, that at the mean of its corners:
    within a region the net's output still changes, at an even slope.

    Args:
        net: with 1 or 2 outputs.
        topic: whose window is looked at and whose map lies under the boundary.
        theme: its colours.
        boxes: three boxes of the scene; each view is as large as it fits.
        names: a few words to stand above each, no wider than its box.

    `map` and `names` never change; `moving` is the rest: `tiling`, `output` and `border`. Below them lies one
    complex that is also cut by the boundary, so that no piece of the output has two classes.

    Raises:
        InputError: a name that is too long for its box in the smallest type.
    """

    def __init__(
        self, net: ReluNet, topic: Topic, theme: Theme, *, boxes: Sequence[Window], names: Sequence[str]
    ) -> None:
        super().__init__()
        self.theme, self.window = theme, topic.window
        first, second, third = (
            fitted(topic.window, box.width, box.height, (*box.centre, 0.0)) for box in boxes
        )
        cut = fold_complex(decided(net), topic.window)
        self.tiling = RegionTiling(cut, self._by_pattern(cut), theme, placement=first)
        self.output = RegionTiling(cut, self._by_output(net, cut), theme, placement=second)
        lines = decision_boundary(cut.net, cut)
        self.border = BoundaryLine(lines, theme, placement=third, width=SLIM * theme.strokes.boundary)
        self.map, self.names = MapPlane(topic, theme, placement=third), _names(names, boxes, theme)
        self.moving = VGroup(self.tiling, self.output, self.border)
        self.add(self.map, self.names, self.moving)

    def redraw(self, net: ReluNet) -> Self:
        """Show another net of the same window."""
        cut = fold_complex(decided(net), self.window)
        self.tiling.redraw(cut, self._by_pattern(cut))
        self.output.redraw(cut, self._by_output(net, cut))
        self.border.redraw(decision_boundary(cut.net, cut))
        return self

    def _by_pattern(self, cut: FoldComplex) -> Floats:
        return colours_by_pattern(cut.patterns()[:, :-1], self.theme)

    def _by_output(self, net: ReluNet, cut: FoldComplex) -> Floats:
        return colours_by_output(confidence(net, cut.interior_points()), 1.0, self.theme)


def _names(names: Sequence[str], boxes: Sequence[Window], theme: Theme) -> VGroup:
    lines = VGroup()
    for name, box in zip(names, boxes, strict=True):
        pixels = size_within(name, theme, box.width - length(4))
        line = text(name, theme, pixels, theme.muted)
        lines.add(on_baseline(line, name, theme, box.xmin, box.ymax + length(16), pixels))
    return named(lines)

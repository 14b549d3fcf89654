"""What the fold of one neuron does to a point: it rides on the sheet, and its value is told on the way."""

from typing import Self

from manim import VGroup

from dlvis.errors import InputError
from dlvis.mobjects.counter_panel import Counter
from dlvis.mobjects.explainer_board import ExplainerBoard
from dlvis.mobjects.folding_sheet import FoldingSheet
from dlvis.mobjects.network_diagram import NetworkDiagram
from dlvis.mobjects.placement import scene_points
from dlvis.mobjects.tag import Tag

ABOVE_DOT = (0.0, 0.45)  # scene units from the dot to the tag with its value
OUT = (1, 0)  # the neuron in its diagram


class NeuronFold(VGroup):
    """A sheet that one neuron folds, the value of its dot on a tag and in a panel, and the neuron's diagram.

    Args:
        sheet: of `one_neuron(net, k)`, with a dot.
        plan: the diagram of the neuron, which shows what comes out of it.
        board: where the panel stands.
        names: the words for the value before the ReLU and after it.

    `redraw(slope)` shows the fold on its way: 1 is before it, 0 the ReLU. `before` is the dot's value before.
    """

    def __init__(
        self, sheet: FoldingSheet, plan: NetworkDiagram, board: ExplainerBoard, names: tuple[str, str]
    ) -> None:
        super().__init__()
        self.sheet, self.plan, self.names = sheet.redraw(1, 1), plan, names
        self.before = self._height(1.0)
        self.tag = Tag(self._row(self.before).written, sheet.spot_at(1, 1), board.theme, offset=ABOVE_DOT)
        rows = [self._row(self.before), self._row(self.before, 1)]
        self.panel = board.panel(rows).redraw(rows[:1])
        self.add(sheet, self.panel, self.tag, plan)

    def redraw(self, slope: float) -> Self:
        """Show the moment at which the negative side has this slope."""
        after = self._height(slope)
        self.sheet.redraw(1, slope)
        self.panel.redraw([self._row(self.before), self._row(after, 1)])
        self.tag.redraw(self._row(after).written, self.sheet.spot_at(1, slope))
        self.plan.light(OUT, after)
        return self

    @property
    def written(self) -> str:
        """The value before, as the frame shows it."""
        return self._row(self.before).written

    def side_tags(self, above: str, below: str) -> VGroup:
        """Which side is above zero, and which below, in these words, on the sheet before it folds."""
        middles = self.sheet.complex.interior_points()
        z = self.sheet.heights(middles, 1, 1)
        spots = scene_points(middles, self.sheet.sheet.placement, z)
        words = [above if value > 0 else below for value in z]
        theme = self.tag.theme
        return VGroup(*(Tag(each, spot, theme) for each, spot in zip(words, spots, strict=True)))

    def _height(self, slope: float) -> float:
        spot = self.sheet.spot
        if spot is None:
            raise InputError("NeuronFold: expected a sheet with a dot, got none")
        return float(self.sheet.heights(spot[None], 1, slope)[0])

    def _row(self, value: float, which: int = 0) -> Counter:
        return Counter(self.names[which], value, digits=2)

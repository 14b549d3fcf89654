"""Where things stand in a film that explains one net: the legend, the stage, and what is said about it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from manim import DOWN, UL, VGroup

from dlvis.draw.layout import explainer_layout
from dlvis.draw.light import light_for
from dlvis.draw.view import View
from dlvis.errors import InputError
from dlvis.mobjects.boxes import corner, put
from dlvis.mobjects.counter_panel import Counter, CounterPanel
from dlvis.mobjects.equation import Equation
from dlvis.mobjects.folding_sheet import FoldingSheet
from dlvis.mobjects.legend import ClassLegend
from dlvis.mobjects.lettering import paragraph
from dlvis.mobjects.network_diagram import NetworkDiagram
from dlvis.mobjects.placement import Placement
from dlvis.mobjects.weight_slider import WeightSlider
from dlvis.net import ReluNet
from dlvis.style import Theme
from dlvis.topics import Topic
from dlvis.window import Window

INPUTS = ("x_1", "x_2")
GAP = 0.3  # scene units between parts
FULL_STAGE = 5.0  # scene units of height at which lines and marks on a map have their full size
SMOOTH = 0.002  # of input space: what the map's outlines may lose on a sheet that moves
OPAQUE = 0.86  # of the map on a sheet
BARE = 0.6  # of a sheet where the map is bare: dense enough for slopes to read apart, and still seen through


class ExplainerBoard:
    """The places of a film that explains one net, and the makers of what stands there.

    Args:
        topic: whose classes the legend names.
        theme: colours and type.
        area: what may be drawn on, such as `safe_area` gives.

    `legend` stands in the upper left, `stage` is the subject's box, and `parts` all boxes. Equations stand on
    one line, diagrams in the plan, sliders and counters in the notes, sheets where a
    placement says; none of them is added to a scene.
    """

    def __init__(self, topic: Topic, theme: Theme, area: Window) -> None:
        self.topic, self.theme, self.area = topic, theme, area
        self.legend = put(ClassLegend(topic, theme, across=True, width=area.width / 2 - GAP), area, UL)
        rest = Window(area.xmin, area.xmax, area.ymin, area.ymax - self.legend.height - GAP)
        self.parts = explainer_layout(rest, GAP)
        self.stage = self.parts.stage

    @property
    def fineness(self) -> float:
        """How wide lines and marks on a map are in this stage, 1 in a full one."""
        return min(1.0, self.stage.height / FULL_STAGE)

    def above(self, foot: float) -> "ExplainerBoard":
        """The board without what lies below `foot`, where credits will stand, for example."""
        low = max(self.area.ymin, foot + GAP / 2)
        return ExplainerBoard(self.topic, self.theme, replace(self.area, ymin=low))

    def sheet(self, net: ReluNet, place: Placement, view: View, **look: Any) -> FoldingSheet:
        """The topic's map as a sheet that a net folds, lit for this view; `look` as of `FoldingSheet`."""
        own = {"tolerance": SMOOTH, "map_opacity": OPAQUE, "opacity": BARE, "light": light_for(view.azimuth)}
        look = {**own, **look}
        return FoldingSheet(net, self.topic, self.theme, placement=place, **look)

    def title(self, words: str) -> VGroup:
        line = self.parts.line
        return paragraph(words, self.theme, line.width, "title", most=3).move_to((*line.centre, 0.0))

    def equation(self, right: str, left: str = "y") -> Equation:
        """The formula `left = right`; its parts `lhs` and `is` are the left side and the equals sign."""
        line = self.parts.line
        whole = f"{{{{ {left} : lhs }}}} {{{{ = : is }}}} {right}"
        return Equation(whole, self.theme, width=line.width).standing(line, "is")

    def diagram(
        self, net: ReluNet, outputs: Sequence[str] | None = None, inputs: Sequence[str] = INPUTS
    ) -> NetworkDiagram:
        """The net in the plan; a single output is y unless another name is given."""
        own = ["y"] if net.widths[-1] == 1 else []
        return NetworkDiagram(
            net,
            self.theme,
            box=self.parts.plan,
            window=self.topic.window,
            inputs=tuple(inputs),
            outputs=tuple(own if outputs is None else outputs),
        )

    def sliders(self, names: Sequence[str], values: Sequence[float]) -> VGroup:
        """A slider for each name, at 0, their span the largest of the values that will come."""
        span, room = max(map(abs, values)) or 1.0, self.parts.notes
        lines = [WeightSlider(name, span, self.theme, width=room.width, label_width=0.4) for name in names]
        return put(VGroup(*lines).arrange(DOWN, buff=GAP), room, UL)

    def panel(self, rows: Sequence[Counter], box: Window | None = None) -> CounterPanel:
        """Counters in the upper left of a box, the notes by default, in the largest type in which they fit.

        Raises:
            InputError: they fit in none.
        """
        room = box or self.parts.notes
        panels = [CounterPanel(rows, self.theme, size=size, widest="0 000") for size in ("label", "small")]
        fits = [each for each in panels if each.rows.width <= room.width and each.rows.height <= room.height]
        if not fits:
            raise InputError(
                f"frame: expected room for {len(rows)} counters such as {rows[0].label!r} in "
                f"{room.width:.3g} x {room.height:.3g}; choose another --aspect, or shorter words"
            )
        return fits[0].shift(corner(room, UL) - fits[0].rows.get_corner(UL))

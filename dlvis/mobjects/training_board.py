"""A training in one frame: views of the net, the loss, the classes and the counters, in their places."""

from collections.abc import Sequence
from typing import Self, TypeVar

import numpy as np
from manim import DL, UL, UR, Mobject, VGroup

from dlvis.arrays import Floats
from dlvis.draw.layout import PanelLayout, panel_layout
from dlvis.mobjects.boxes import corner, put
from dlvis.mobjects.counter_panel import Counter, CounterPanel
from dlvis.mobjects.legend import ClassLegend
from dlvis.mobjects.loss_chart import LossChart
from dlvis.mobjects.net_panels import NetPanels
from dlvis.mobjects.placement import Placement, fitted
from dlvis.net import ReluNet
from dlvis.run import Run
from dlvis.smooth import relu_net
from dlvis.style import Theme
from dlvis.topics import Topic
from dlvis.window import Window

NAME, GAP, LOWEST = (
    0.4,
    0.34,
    2.0,
)  # scene units: room for a panel's name, between parts, and of a row of cells

M = TypeVar("M", bound=Mobject)


class TrainingBoard(VGroup):
    """What there is to see of a training at one step, laid out for the window's shape.

    Args:
        run: with two or more snapshots, each with its loss.
        topic: of the run.
        theme: its colours.
        area: of the scene, for everything.
        names: above the three views of the net.
        loss: above the chart of the loss.
        logarithmic: its upright axis counts in powers of ten.
        rows: counters as wide as any that will come.

    Its parts are `panels`, `chart`, `legend` and `counters`; `moving` are those that `redraw` changes.

    Raises:
        InputError: the area is too small, or a text too long for its place.
    """

    def __init__(
        self,
        run: Run,
        topic: Topic,
        theme: Theme,
        *,
        area: Window,
        names: Sequence[str],
        loss: str,
        logarithmic: bool = False,
        rows: Sequence[Counter],
    ) -> None:
        super().__init__()
        self.topic, self.area = topic, area
        self.counters = CounterPanel(rows, theme)
        counted = self.counters.rows
        layout = _layout(topic, area, counted.width, counted.height)
        self.is_beside = layout.is_beside
        chart, self.notes, counts = reversed(layout.cells) if self.is_beside else layout.cells
        self.panels = NetPanels(
            relu_net(run.snapshots[0].net), topic, theme, boxes=layout.panels, names=names
        )
        self.chart = put(_loss_chart(run, theme, loss, logarithmic, chart), chart, UL)
        self.counters.shift(corner(counts, UR) - counted.get_corner(UR))
        self.left_of_counters = float(counted.get_left()[0])
        room = min(self.notes_width, area.xmax - self.left_of_counters)
        self.legend = put(ClassLegend(topic, theme, width=room), self.notes, UL)
        right = np.array([self.left_of_counters, area.ymax - NAME, 0.0])
        self.legend_corner: Floats = self.legend.get_corner(UL) if self.is_beside else right
        self.moving = VGroup(self.panels.moving, self.chart, self.counters)
        self.add(self.panels.map, self.panels.names, self.legend, self.moving)

    @property
    def notes_width(self) -> float:
        """How wide the legend and what is noted below it may be."""
        return self.notes.width if self.is_beside else self.left_of_counters - GAP - self.notes.xmin

    def redraw(self, net: ReluNet, step: float, rows: Sequence[Counter]) -> Self:
        """Show a net of the run, the loss up to a step, and other counters."""
        self.panels.redraw(net)
        self.chart.redraw(step)
        self.counters.redraw(rows)
        return self

    def noted(self, words: M) -> M:
        """`words`, moved to the place below the legend."""
        return put(words, self.notes, DL)

    def front(self, foot: float) -> Placement:
        """Where the window is as large as it can be to the left of the counters, above `foot`."""
        box = Window(self.area.xmin, self.left_of_counters - GAP, foot + GAP / 2, self.area.ymax - NAME)
        return fitted(self.topic.window, box.width, box.height, (*box.centre, 0.0))


def _layout(topic: Topic, area: Window, width: float, height: float) -> PanelLayout:
    aspect = topic.window.width / topic.window.height
    return panel_layout(area, aspect, 3, label=NAME, gap=GAP, cell=(width, max(LOWEST, height)))


def _loss_chart(run: Run, theme: Theme, label: str, logarithmic: bool, box: Window) -> LossChart:
    steps = [snapshot.step for snapshot in run.snapshots]
    losses = [snapshot.metric("loss") for snapshot in run.snapshots]
    return LossChart(
        steps,
        losses,
        theme,
        label=label,
        width=box.width,
        height=box.height - NAME,
        logarithmic=logarithmic,
    )

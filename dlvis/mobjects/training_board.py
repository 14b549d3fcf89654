"""A training in one frame: views of the net, the loss, the classes and the counters, in their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np
from manim import DL, UL, UR, Mobject, VGroup

from dlvis.arrays import Floats
from dlvis.draw.composition import composition, shaped, tiles
from dlvis.draw.layout import panel_layout
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

# scene units: room for a panel's name, between parts, and of a row of cells
NAME, GAP, LOWEST = 0.4, 0.34, 2.0
WIDE = (
    1.5  # width / height of a frame from which three panels stand side by side, the cells beneath or beside
)
NOTES, CHART = 2.4, 1.5  # scene units: heights of notes and chart in narrower ones

M = TypeVar("M", bound=Mobject)


@dataclass(frozen=True)
class Places:
    """Boxes of a board; `front` is where one view may be as large as it can beside or above `counts`."""

    panels: tuple[Window, ...]
    chart: Window
    notes: Window
    counts: Window
    front: Window
    legend_stays: bool


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
        self.places = places(topic.window, area, counted.width, counted.height)
        chart, self.notes = self.places.chart, self.places.notes
        self.panels = NetPanels(
            relu_net(run.snapshots[0].net), topic, theme, boxes=self.places.panels, names=names
        )
        self.chart = put(_loss_chart(run, theme, loss, logarithmic, chart), chart, UL)
        self.counters.shift(corner(self.places.counts, UR) - counted.get_corner(UR))
        self.left_of_counters = float(counted.get_left()[0])
        room = min(self.notes_width, area.xmax - self.left_of_counters)
        self.legend = put(ClassLegend(topic, theme, width=room), self.notes, UL)
        right = np.array([self.left_of_counters, area.ymax - NAME, 0.0])
        self.legend_corner: Floats = self.legend.get_corner(UL) if self.places.legend_stays else right
        self.moving = VGroup(self.panels.moving, self.chart, self.counters)
        self.add(self.panels.map, self.panels.names, self.legend, self.moving)

    @property
    def notes_width(self) -> float:
        """How wide the legend and what is noted below it may be."""
        beside = self.notes.ymin < self.places.counts.ymax and self.notes.ymax > self.places.counts.ymin
        return self.left_of_counters - GAP - self.notes.xmin if beside else self.notes.width

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
        """Where the window is as large as it can be beside or above the counters, above `foot`."""
        place = self.places.front
        box = Window(place.xmin, place.xmax, max(place.ymin, foot + GAP / 2), place.ymax)
        return fitted(self.topic.window, box.width, box.height, (*box.centre, 0.0))


def places(window: Window, area: Window, width: float, height: float) -> Places:
    """Where the parts of a board stand; `width` and `height` are those of its counters.

    Raises:
        InputError: the area is too small.
    """
    aspect = window.width / window.height
    if area.width < WIDE * area.height:
        return _stacked(aspect, area, width, height)
    layout = panel_layout(area, aspect, 3, label=NAME, gap=GAP, cell=(width, max(LOWEST, height)))
    chart, notes, counts = reversed(layout.cells) if layout.is_beside else layout.cells
    front = Window(area.xmin, counts.xmax - width - GAP, area.ymin, area.ymax - NAME)
    return Places(layout.panels, chart, notes, counts, front, layout.is_beside)


def _stacked(aspect: float, area: Window, width: float, height: float) -> Places:
    """The views one above or beside the other, below them the chart, and below it notes and counters."""
    wanted = [(area.width, CHART), (area.width - width - GAP, max(NOTES, height)), (width, height)]
    parts = composition(area, wanted, shape=aspect, gap=GAP)
    chart, notes, counts = parts.panels
    boxes = [shaped(box, aspect) for box in tiles(parts.subject, 3, aspect, GAP, NAME)]
    # the room that a tile leaves below itself is wanted above it, for its name
    panels = tuple(Window(box.xmin, box.xmax, box.ymin - NAME, box.ymax - NAME) for box in boxes)
    front = Window(area.xmin, area.xmax, max(notes.ymax, counts.ymax) + GAP, area.ymax - NAME)
    return Places(panels, chart, notes, counts, front, True)


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

"""Trainings in one frame, on one clock: views of the nets, the classes, the counters, the loss, the speed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import UL, VGroup

from dlvis.draw.board import Size, board_layout
from dlvis.mobjects.boxes import corner, put, size_of
from dlvis.mobjects.counter_panel import CounterPanel
from dlvis.mobjects.counter_table import CounterTable, Key
from dlvis.mobjects.curve_chart import Curve, CurveChart, run_curve, wants_powers
from dlvis.mobjects.legend import ClassLegend
from dlvis.mobjects.lettering import lettered
from dlvis.mobjects.live_words import LiveWords
from dlvis.mobjects.net_panels import NetPanels, NetView
from dlvis.mobjects.placement import length
from dlvis.net import ReluNet
from dlvis.run import Run
from dlvis.style import Theme
from dlvis.topics import Topic
from dlvis.window import Window

NAME, GAP = 0.36, 0.3  # scene units: room for a panel's name, between parts
CHART = (2.6, 1.25)  # the least of it
TALL = 0.16  # of the height of a frame that is higher than wide, for the chart


@dataclass(frozen=True)
class NetViews:
    """What is shown of one net: the net as it is first, views with their names, and counts as wide as any."""

    net: ReluNet
    views: tuple[NetView, ...]
    names: tuple[str, ...]
    counts: tuple[str, ...] = ()


@dataclass(frozen=True)
class LossLook:
    """The curves of the loss, the words at both axes, and whether the upright one is in powers of ten."""

    curves: tuple[Curve, ...]
    name: str
    steps: str
    logarithmic: bool = False


def losses(runs: Sequence[Run], label: Callable[..., str], keys: Sequence[Key]) -> LossLook:
    """The losses of runs on one clock; of one alone, what will come too. The axis is in powers of ten where
    that can be and the largest is ten times the least.

    `label` gives the words at the axes: `loss`, `loss_log` and `steps`.
    """
    curves = tuple(
        run_curve(run, "loss", key.colour, dash=key.dash, marked=True, foreseen=len(runs) == 1)
        for run, key in zip(runs, keys, strict=True)
    )
    logarithmic = wants_powers(np.concatenate([curve.values for curve in curves]))
    return LossLook(curves, label("loss_log" if logarithmic else "loss"), label("steps"), logarithmic)


def chart_size(area: Window) -> Size:
    """The least room for a chart: a tall frame has more of it."""
    width, height = CHART
    return width, max(height, TALL * area.height if area.height > area.width else 0.0)


def chart_of(loss: LossLook, theme: Theme, box: Window) -> CurveChart:
    """The chart of a loss in a box."""
    return CurveChart(
        loss.curves, theme, box=box, name=loss.name, steps=loss.steps, logarithmic=loss.logarithmic
    )


class TrainingBoard(VGroup):
    """What there is to see of one or more trainings at one step, laid out for the frame and the window.

    Args:
        shown: the nets, whose panels stand in lines, each net's together.
        topic: of all of them.
        theme: its colours.
        area: of the scene, for everything.
        counters: a panel or a table; it is moved to its place.
        loss: what the chart shows.
        clock: lines as wide as any that will come.

    Its parts are `panels`, one for each net, `legend`, `counters`, `chart` and `clock`, whose lines are
    rewritten; `moving` are those that change with the step.

    Raises:
        InputError: the area is too small, or a text too long for its place.
    """

    def __init__(
        self,
        shown: Sequence[NetViews],
        topic: Topic,
        theme: Theme,
        *,
        area: Window,
        counters: CounterPanel | CounterTable,
        loss: LossLook,
        clock: Sequence[str],
    ) -> None:
        super().__init__()
        shape, n = topic.window.width / topic.window.height, sum(len(each.views) for each in shown)
        pitch = 1.4 * length(theme.sizes.small)
        words = max(lettered(each, theme.font, theme.sizes.small)[1] for each in clock), pitch * len(clock)
        across = 4 * length(theme.sizes.label) < area.width - area.height  # a wide frame has a column
        half = (area.width - 0.5) / 2
        names = max(lettered(name, theme.font, theme.sizes.small)[1] for name in topic.class_names)
        in_line = not across and names + 0.5 <= half
        room = half if in_line else area.width / (3 if across else 1)
        self.legend = ClassLegend(topic, theme, size="small", across=in_line, width=room)
        notes = [size_of(self.legend), size_of(counters.rows), chart_size(area), words]
        line = len(shown[0].views) if len(shown) > 1 else 1
        named = (name for each in shown for name in each.names)
        least = max(lettered(name, theme.font, theme.sizes.small)[1] for name in named) + length(8)
        layout = board_layout(
            area, n, shape, notes, name=NAME, gap=GAP, grows=2, line=line, least=float(least)
        )
        boxes = list(layout.panels)
        own: list[NetPanels] = []
        for each in shown:
            here, boxes = boxes[: len(each.views)], boxes[len(each.views) :]
            panels = NetPanels(
                each.net, topic, theme, views=each.views, boxes=here, names=each.names, counts=each.counts
            )
            own.append(panels)
        self.panels = VGroup(*own)
        first, second, third, fourth = layout.notes
        put(self.legend, first, UL)
        self.counters = counters.shift(corner(second, UL) - counters.rows.get_corner(UL))
        self.chart = chart_of(loss, theme, third)
        self.clock = VGroup(
            *(
                LiveWords(line, theme, (fourth.xmin, fourth.ymax - (k + 0.75) * pitch), size="small")
                for k, line in enumerate(clock)
            )
        )
        self.moving = VGroup(*(each.moving for each in own), self.counters, self.chart)
        self.notes = VGroup(self.legend, self.counters, self.chart, self.clock)
        self.add(*self.panels, self.notes)

    def say(self, lines: Sequence[str]) -> Self:
        """Rewrite the lines of the clock."""
        for words, line in zip(self.clock, lines, strict=True):
            words.redraw(line)
        return self

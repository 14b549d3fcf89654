"""The losses of many seeds of one net: each as a faint curve, their median, and a band of most of them."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import UL, VGroup

from dlvis.draw.composition import composition
from dlvis.mobjects.boxes import corner, size_of
from dlvis.mobjects.counter_panel import Counter, CounterPanel
from dlvis.mobjects.counter_table import Key
from dlvis.mobjects.curve_chart import Curve, CurveChart, run_curve, wants_powers
from dlvis.run import Run
from dlvis.style import Theme
from dlvis.window import Window

QUANTILES = (0.1, 0.5, 0.9)
SHAPE = 1.5  # of the chart


class SeedFan(VGroup):
    """The curves of `runs`, which have the same kept steps, in `area`, and beside them `rows` of counters.

    `loss` and `steps` are the words at the axes; `shown` are the runs whose curves are brighter than others,
    with the look and the name of each, and `median` is the name of the median. `chart`, `panel` and `names`,
    those of the curves, are its parts; `redraw(step)` shows the curves as far as that step.
    """

    def __init__(
        self,
        runs: Sequence[Run],
        theme: Theme,
        *,
        area: Window,
        rows: Sequence[Counter],
        loss: str,
        steps: str,
        shown: Sequence[tuple[Run, Key, str]] = (),
        median: str = "",
        metric: str = "loss",
    ) -> None:
        super().__init__()
        at = np.array([snapshot.step for snapshot in runs[0].snapshots], np.float64)
        values = np.array([[snapshot.metric(metric) for snapshot in run.snapshots] for run in runs])
        low, middle, high = np.quantile(values, QUANTILES, axis=0)
        self.last = float(at[-1])
        curves = [Curve(at, row, theme.muted, width=2.0, opacity=0.6) for row in values]
        curves += [
            run_curve(run, metric, key.colour, dash=key.dash, marked=True, name=name)
            for run, key, name in shown
        ]
        curves.append(Curve(at, middle, theme.ink, width=6.0, marked=True, name=median))
        self.panel = CounterPanel(rows, theme, size="small", widest="0.000")
        picture = composition(area, [size_of(self.panel.rows)], shape=SHAPE, gap=0.6, on_the_left=False)
        self.panel.shift(corner(picture.panels[0], UL) - self.panel.rows.get_corner(UL))
        self.chart = CurveChart(
            curves,
            theme,
            box=picture.subject,
            name=loss,
            steps=steps,
            logarithmic=wants_powers(values),
            band=(Curve(at, low, theme.ink), Curve(at, high, theme.ink)),
        )
        self.names = self.chart.names()
        self.add(self.chart, self.names, self.panel)

    def redraw(self, step: float) -> Self:
        self.chart.redraw(step)
        return self

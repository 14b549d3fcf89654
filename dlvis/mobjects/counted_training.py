"""A training beside the count of its regions: the exact tiling, and a line that grows with the clock."""

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import VGroup

from dlvis.draw.scale import covering
from dlvis.geometry import fold_complex
from dlvis.mobjects.chart import Chart
from dlvis.mobjects.chart_parts import GrowingLine, Series
from dlvis.mobjects.counter_panel import Counter
from dlvis.mobjects.live_words import LiveWords
from dlvis.mobjects.tiling_row import TilingRow
from dlvis.run import Run, net_between
from dlvis.style import Theme
from dlvis.window import Window


class CountedTraining(VGroup):
    """The regions of a run in a window: the tiling in the first box, their number in the other.

    Args:
        run: with two or more kept steps; between two of them each parameter lies on a straight line.
        window: of input space.
        theme: its colours.
        boxes: two boxes of the scene.
        label: the words `counted_regions` for the tiling, `regions` and `steps` for the axes, `blended` below
            the tiling and `step` (step) for the clock, as `FilmScene.label`.
        moments: how many nets are counted along the run.

    `redraw(done)` shows the net that is the share `done` of the way; the line goes through the counts of what
    has been shown and ends in the count of what is. `fixed` does not change, `moving` does; `counts` are
    those of the line.
    """

    def __init__(
        self,
        run: Run,
        window: Window,
        theme: Theme,
        *,
        boxes: Sequence[Window],
        label: Callable[..., str],
        moments: int = 240,
    ) -> None:
        super().__init__()
        # a function of its own: a copy of the board, as animations make, must not copy the scene of `label`
        self.run = run
        self.clock: Callable[[int], str] = lambda step: label("step", step=step)
        self.first, self.last = run.snapshots[0].step, run.snapshots[-1].step
        self.steps = np.linspace(self.first, self.last, moments)
        self.counts = [fold_complex(net_between(run, step), window).n_regions for step in self.steps]
        left, right = boxes
        start = [net_between(run, self.first)]
        names = [label("counted_regions")]
        self.row = TilingRow(start, window, theme, boxes=[left], names=names, notes=[label("blended")])
        series = Series(label("regions"), self.steps.tolist(), self.counts, theme.ink)
        self.chart = Chart(
            [series],
            theme,
            box=right,
            x_name=label("steps"),
            y_name=label("regions"),
            x=covering(series.x, margin=0.02),
            y=covering([0, *self.counts]),
            named=False,
        )
        self.line = GrowingLine(self.chart.spots([self.first], self.counts[:1]), theme, theme.ink)
        corner = (self.chart.plot.xmax, self.chart.plot.ymax + 0.5 * self.chart.row)
        self.words = LiveWords("", theme, corner, align="right", size="small")
        self.fixed = VGroup(self.chart.axes, self.row.notes)
        self.moving = VGroup(self.row, self.line, self.words)
        self.add(self.fixed, self.moving)
        self.redraw(0.0)

    def redraw(self, done: float) -> Self:
        """Show the net that is the share `done` of the way, 0 to 1."""
        step = min(self.first + done * (self.last - self.first), float(self.last))
        self.row.redraw([net_between(self.run, step)])
        past = self.steps < step
        counts = [*np.array(self.counts)[past].tolist(), *self.row.counts]
        self.line.redraw(self.chart.spots([*self.steps[past].tolist(), step], counts))
        self.words.redraw(self.clock(round(step)))
        return self


def run_rows(run: Run, label: Callable[..., str]) -> list[Counter]:
    """Which of many trainings it is, in a scene's words for `parameters` and `seed`; one that was made
    otherwise may have no seed."""
    rows = [Counter(label("parameters"), run.net.n_parameters)]
    if "seed" in run.settings:
        rows.append(Counter(label("seed"), run.settings["seed"]))
    return rows

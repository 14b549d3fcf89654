"""Two seeds of one net on one clock: their sheets fold anew while they learn, or are stuck."""

from collections.abc import Callable, Sequence
from typing import Self

from manim import UL, VGroup

from dlvis.draw.board import board_layout
from dlvis.draw.map_cut import LabelledMap
from dlvis.draw.view import View
from dlvis.geometry.ghosts import ghost_reach
from dlvis.mobjects.boxes import put, size_of
from dlvis.mobjects.counter_table import CounterTable, Key, TableRow
from dlvis.mobjects.learning_sheet import LearningSheet, learning_placement
from dlvis.mobjects.net_panels import panel_names
from dlvis.mobjects.training_board import CHART, GAP, NAME, LossLook, chart_of
from dlvis.run import Run, excerpt, net_between, snapshot_at
from dlvis.smooth import relu_net
from dlvis.style import Theme
from dlvis.window import Window

SHEET = 1.45  # width / height of the room for a sheet
TURNS = (0.0, 0.25, 0.5)  # radians by which the sheets may be turned
LOOKED_AT = 40  # moments at which a placement looks how high a sheet rises

Rows = Callable[[int], Sequence[TableRow]]


class SeedPair(VGroup):
    """The sheets of two runs with the same kept steps, a table of what is counted of them, and their losses.

    Args:
        runs: two, of one net; `stop` is the kept step up to which they are shown.
        topic: of both; its window is looked at.
        theme: its colours.
        view: from where the sheets are seen.
        area: of the frame, for everything.
        rows: of the table, at a kept step; `heads` are the names of the two.
        keys: the looks of their two curves.
        loss: what the chart shows.
        words: what stands below, such as the clock.

    `sheets` lie in space, `panels` are to be pinned. `redraw(step, turn)` shows a moment, the sheets turned
    by so many radians.
    """

    def __init__(
        self,
        runs: Sequence[Run],
        stop: int,
        topic: LabelledMap,
        window: Window,
        theme: Theme,
        *,
        view: View,
        area: Window,
        rows: Rows,
        heads: Sequence[str],
        keys: Sequence[Key],
        loss: LossLook,
        words: VGroup,
        kept_apart: float,
        tolerance: float = 0.0,
    ) -> None:
        super().__init__()
        self.rows, self.turned = rows, 0.0
        first = runs[0].snapshots[0].step
        self.runs = [excerpt(run, first, stop, kept_apart) for run in runs]
        self.table = CounterTable(rows(stop), heads, theme, keys=keys)
        notes = [size_of(self.table), CHART, size_of(words)]
        layout = board_layout(area, 2, SHEET, notes, name=NAME, gap=GAP, grows=1)
        reach = max(ghost_reach(relu_net(snapshot_at(run, stop).net), window) for run in runs)
        seen = [excerpt(run, first, stop, (stop - first) / LOOKED_AT) for run in runs]
        nets = [relu_net(snapshot.net) for run in seen for snapshot in run.snapshots]
        self.sheets = VGroup(
            *(
                LearningSheet(
                    relu_net(run.snapshots[0].net),
                    topic,
                    theme,
                    placement=learning_placement(nets, window, reach, view, box, turns=TURNS),
                    reach=reach,
                    tolerance=tolerance,
                )
                for run, box in zip(runs, layout.panels, strict=True)
            )
        )
        self.chart = chart_of(loss, theme, layout.notes[1])
        put(self.table, layout.notes[0], UL)
        put(words, layout.notes[2], UL)
        names = panel_names(heads, layout.panels, theme)
        self.panels = VGroup(self.table, self.chart, words, names)
        self.moving = VGroup(self.sheets, self.table, self.chart)
        self.add(self.sheets, self.panels)
        self.redraw(first)

    def redraw(self, step: float, turn: float = 0.0) -> Self:
        """Show the moment `step`; what is counted is of the last kept step."""
        known = snapshot_at(self.runs[0], step).step
        for sheet, run in zip(self.sheets, self.runs, strict=True):
            sheet.turn(turn - self.turned)
            sheet.redraw(net_between(run, step))
        self.turned = turn
        self.table.redraw(self.rows(known))
        self.chart.redraw(known)
        return self

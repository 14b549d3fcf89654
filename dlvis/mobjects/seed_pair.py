"""Two seeds of one net on one clock: their sheets fold anew while they learn, or are stuck."""

from collections.abc import Sequence
from typing import Self

from manim import DOWN, LEFT, UL, VGroup

from dlvis.draw.board import board_layout
from dlvis.draw.view import View
from dlvis.geometry.ghosts import ghost_reach
from dlvis.mobjects.boxes import put, size_of
from dlvis.mobjects.counter_table import CounterTable, Key, TableRow
from dlvis.mobjects.learning_sheet import LearningSheet, learning_placement
from dlvis.mobjects.lettering import paragraph
from dlvis.mobjects.net_panels import panel_names
from dlvis.mobjects.training_board import GAP, NAME, chart_of, chart_size, losses
from dlvis.mobjects.training_rows import TrainingRows
from dlvis.run import Run, excerpt, net_between, settled_part, snapshot_at, watched_part
from dlvis.smooth import relu_net
from dlvis.window import Window

SHEET = 1.45  # width / height of the room for a sheet
TURNS = (0.0, 0.25, 0.5)  # radians by which the sheets may be turned
LOOKED_AT = 40  # moments at which a placement looks how high a sheet rises


class SeedPair(VGroup):
    """The sheets of two runs with the same kept steps, a table of what is counted of them, and their losses.

    Args:
        runs: two, of one net; they are shown until both have settled.
        rows: what is counted, in the words of the scene; its topic is that of both, whose window is seen.
        seconds: about how long the film of it plays.
        view: from where the sheets are seen.
        area: of the frame, for everything.
        keys: the looks of their two curves.
        tolerance: simplify the map's outlines, in units of input space.

    `sheets` lie in space, `panels` are to be pinned. `redraw(step, turn)` shows a moment, the sheets turned
    by so many radians; `part` says up to which step.
    """

    def __init__(
        self,
        runs: Sequence[Run],
        rows: TrainingRows,
        *,
        seconds: float,
        view: View,
        area: Window,
        keys: Sequence[Key],
        tolerance: float = 0.0,
    ) -> None:
        super().__init__()
        topic, theme, window, label = rows.topic, rows.theme, rows.topic.window, rows.label
        self.rows, self.turned = rows, 0.0
        self.part = settled_part(runs, seconds)
        first, stop = self.part.begin, self.part.end
        self.runs = [watched_part(run, self.part) for run in runs]
        heads = [label("seed", seed=run.settings["seed"]) for run in runs]
        self.table = CounterTable(self._counted(stop), heads, theme, keys=keys)
        lines = (paragraph(line, theme, area.width, "small") for line in rows.clock(self.part))
        words = VGroup(*lines).arrange(DOWN, buff=0.1, aligned_edge=LEFT)
        notes = [size_of(self.table), chart_size(area), size_of(words)]
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
        whole = [excerpt(run, first, stop, 0) for run in runs]
        self.chart = chart_of(losses(whole, label, keys), theme, layout.notes[1])
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
        self.table.redraw(self._counted(known))
        self.chart.redraw(known)
        return self

    def _counted(self, step: float) -> list[TableRow]:
        return self.rows.pulls([snapshot_at(run, step) for run in self.runs])

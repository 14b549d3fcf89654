"""A board whose trainings run: it shows them at any step of one clock, each net as it is at that moment."""

from collections.abc import Callable, Sequence
from typing import Self, cast

from manim import VGroup

from dlvis.geometry import parcel_score
from dlvis.mobjects.counter_panel import CounterPanel
from dlvis.mobjects.counter_table import CounterTable, Key
from dlvis.mobjects.net_panels import NetPanels
from dlvis.mobjects.parcel_marks import ParcelMarks
from dlvis.mobjects.training_board import NetViews, TrainingBoard, losses
from dlvis.mobjects.training_rows import TrainingRows
from dlvis.run import Part, Run, net_between, snapshot_at, watched_part
from dlvis.smooth import relu_net
from dlvis.style import spaced
from dlvis.window import Window


class RunningBoard:
    """A `TrainingBoard` of runs with the same kept steps.

    Between two kept steps each parameter lies on a straight line, and what is drawn is the exact geometry of
    that net; what is counted is always of the last kept step.

    Args:
        runs: one, or several on one clock.
        views: what is shown of each.
        counters: as wide as any that will come: a panel for one run, a table for several.
        rows: what is counted, in the words of the scene.
        area: of the scene, for everything.
        keys: the look of each run's curve.

    `board` is the mobject to be shown; `moving` changes with the step, and `known` is the snapshot of the
    first run that was counted last.
    """

    def __init__(
        self,
        runs: Sequence[Run],
        views: Sequence[NetViews],
        counters: CounterPanel | CounterTable,
        rows: TrainingRows,
        *,
        area: Window,
        keys: Sequence[Key],
    ) -> None:
        first, last = (runs[0].snapshots[k].step for k in (0, -1))
        self.runs, self.rows, self.known = tuple(runs), rows, runs[0].snapshots[0]
        self.board = TrainingBoard(
            views,
            rows.topic,
            rows.theme,
            area=area,
            counters=counters,
            loss=losses(runs, rows.label, keys),
            clock=rows.clock(Part(first, last, 1.0)),
        ).say(("", ""))
        self.moving = VGroup(self.board.moving, self.board.clock)
        self.redraw(first)

    def redraw(self, step: float, runs: Sequence[Run] | None = None) -> Self:
        """Show the moment `step`, of `runs` that have fewer kept steps where they are given."""
        shown, board = runs or self.runs, self.board
        known = [snapshot_at(run, step) for run in shown]
        self.known = known[0]
        for panels, run, snapshot in zip(board.panels, shown, known, strict=True):
            panels.redraw(net_between(run, step), (*self.rows.counts(snapshot), None, None))
        board.chart.redraw(self.known.step)
        if isinstance(board.counters, CounterPanel):
            board.counters.redraw(self.rows.step(self.known))
        else:
            board.counters.redraw(self.rows.columns(known))
        return self

    def playing(self, part: Part) -> Callable[[float], Self]:
        """Say how fast a part goes, and answer what shows the share 0 to 1 of it."""
        watched = [watched_part(run, part) for run in self.runs]
        self.board.say(self.rows.clock(part))
        return lambda done: self.redraw(part.begin + done * (part.end - part.begin), watched)

    def marks(self) -> list[ParcelMarks]:
        """For each net a mark in every parcel of its map, as its last net has found it or not."""
        topic, theme = self.rows.topic, self.rows.theme
        scores = [parcel_score(run.net, topic) for run in self.runs]
        places = [cast(NetPanels, each).place for each in self.board.panels]
        return [
            ParcelMarks(topic, score.found.tolist(), theme, placement=place)
            for score, place in zip(scores, places, strict=True)
        ]


def layers_board(run: Run, rows: TrainingRows, *, area: Window, key: Key) -> RunningBoard:
    """One net: its regions after each layer, its decision, and its border on the map."""
    layers, end = range(run.net.n_hidden_layers), run.snapshots[-1]
    names = [rows.label("layer", layer=k + 1) for k in layers]
    names += [rows.label(name) for name in ("decision", "border")]
    widest = (*map(spaced, rows.counts(end)), "", "")
    views = NetViews(relu_net(run.snapshots[0].net), (*layers, "output", "border"), tuple(names), widest)
    counters = CounterPanel(rows.step(end), rows.theme, size="small")
    return RunningBoard([run], [views], counters, rows, area=area, keys=[key])


def race_board(
    runs: Sequence[Run], names: Sequence[str], rows: TrainingRows, *, area: Window, keys: Sequence[Key]
) -> RunningBoard:
    """Nets side by side: the last tiling of each, by its name, its border, and a table of all."""
    views = []
    for name, run in zip(names, runs, strict=True):
        net = relu_net(run.snapshots[0].net)
        views.append(NetViews(net, (net.n_hidden_layers - 1, "border"), (name, rows.label("border"))))
    table = CounterTable(rows.columns([run.snapshots[-1] for run in runs]), names, rows.theme, keys=keys)
    return RunningBoard(runs, views, table, rows, area=area, keys=keys)

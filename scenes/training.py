"""Chapter 11: a deep net learns the map, beside a shallow one, and beside seeds that get stuck.

Numbers are always those of a kept step. Between two of them each parameter lies on a straight line, and what
is drawn is the exact geometry of that net; the frame says so. `dlvis scenes show training` tells what can be
set.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import DOWN, LEFT, UL, FadeIn, FadeOut, LaggedStart, Square, VGroup, config, linear
from manim.utils.rate_functions import ease_in_out_sine

from dlvis.draw.composition import composition
from dlvis.draw.layout import safe_area
from dlvis.draw.view import View
from dlvis.errors import InputError
from dlvis.film import FilmScene, Params, param
from dlvis.geometry import finest_point, margin, times_to_few, window_about
from dlvis.geometry.viewpoint import FRONT
from dlvis.measures import check_same_clock, fates, near_border_area
from dlvis.mobjects import (
    ClassLegend,
    CounterPanel,
    CounterTable,
    Key,
    Locator,
    MarksKey,
    NetViews,
    ParcelMarks,
    SeedFan,
    SeedPair,
    TilingZoom,
    TrainingBoard,
    TrainingRows,
    corner,
    fitted,
    losses,
    paragraph,
    put,
    size_of,
)
from dlvis.needs import Need, TrainedRun
from dlvis.net import shallow_widths
from dlvis.run import Pace, Part, Run, excerpt, net_between, paced_parts, settled_step, snapshot_at
from dlvis.run.folders import train_line
from dlvis.style import percent, spaced
from dlvis.topics import load, parcels_found
from dlvis.window import Window

GAP = 0.34  # scene units, between parts
KEPT_A_SECOND = 3.0  # kept steps that pass in a second of film at most, so that noise does not flicker
TILT = View(tilt=np.radians(54), azimuth=FRONT)
SMOOTH = 0.002  # of input space: what the map's outlines may lose on a sheet that folds
FEW_IN_VIEW = 80  # regions at which the push ends
DEEP = (2, 24, 24, 24, 24, 1)
FEW_SETTINGS = (("steps", 3000),)  # as good as more, for so few neurons
PACE = Pace()
SMALL_MARK = 10.0  # pixels at 1080p, of a parcel's mark in a panel
DASH = (16.0, 11.0)  # pixels at 1080p, of the second of two curves in one chart


@dataclass(frozen=True, kw_only=True)
class Net:
    """The deep net: its layer sizes, four layers of 24 by default, and its seed; else the newest such run."""

    widths: tuple[int, ...] | None = param(None, "layer sizes; four layers of 24 when not given")
    seed: int | None = param(None, "of the run; the newest when not given")


@dataclass(frozen=True, kw_only=True)
class Few:
    """The net of few neurons, by default the topic's own, and how many of its seeds are shown."""

    widths: tuple[int, ...] | None = param(None, "layer sizes; the topic's own when not given")
    seeds: int = param(20, "how many, from 0 on")


class Training(FilmScene):
    @dataclass(frozen=True, kw_only=True)
    class Params(Params):
        net: Net = Net()
        few: Few = Few()
        pace: Pace = PACE

    @classmethod
    def needs(cls, params: Params) -> tuple[Need, ...]:
        topic, deep, seed = params.topic, params.net.widths or DEEP, params.net.seed
        few = params.few.widths or load(topic).training.few_widths
        shallow = [TrainedRun(topic, shallow_widths(deep), seed=seed or 0)] if len(deep) > 3 else []
        seeds = (TrainedRun(topic, few, seed=k, settings=FEW_SETTINGS) for k in range(params.few.seeds))
        return TrainedRun(topic, deep, seed=seed), *shallow, *seeds

    def construct(self) -> None:
        self.prepare()
        self.learn()
        if self.shallow is not None:
            self.compare([self.deep, self.shallow])
        self.get_stuck([self.fates.best, self.fates.stuck])
        self.fan_out()
        self.push_in()

    # the beats

    def learn(self) -> None:
        """Panels of one net, layer by layer, then what it has found."""
        run, board = self.deep, self.board
        early, middle, late = paced_parts(run, self.params.pace)
        told = {"regions": self.rows.regions(self.known), "layers": run.net.n_hidden_layers}
        with self.beat("start", **told):
            self.play(FadeIn(board.notes), run_time=1.0)
            views = [FadeIn(each) for each in board.panels[0].one_by_one()]
            self.play(LaggedStart(*views, lag_ratio=0.6, run_time=5.5))
            self.add(board)
            self.still("start", **told)
        with self.beat("early"):
            self.train(board, [run], early)
        with self.beat("middle"):
            self.train(board, [run], middle)
            self.still("middle", steps=self.known.step)
        with self.beat("late"):
            self.train(board, [run], late)
            self.still("late", steps=self.known.step, regions=self.rows.regions(self.known))
        with self.beat("found", **self.summary()):
            self.show_results()

    def compare(self, runs: list[Run]) -> None:
        """The deep net beside a shallow one with as many parameters, on one clock."""
        board = self.comparison(runs)
        ends = [run.snapshots[-1] for run in runs]
        names = ("deep", "shallow")
        found = {name: int(end.metric("parcels_found")) for name, end in zip(names, ends, strict=True)}
        pieces = {f"{name}_regions": self.rows.regions(end) for name, end in zip(names, ends, strict=True)}
        sizes = {name: run.net.n_parameters for name, run in zip(names, runs, strict=True)}
        with self.beat("shallow", **sizes):
            self.clear_stage()
            self.play(FadeIn(board), run_time=1.5)
            self.train(board, runs, Part(runs[0].snapshots[0].step, ends[0].step, 12.0))
        near = {f"{name}_near": percent(self.rows.near(end)) for name, end in zip(names, ends, strict=True)}
        told = found | pieces | near | {"area": percent(near_border_area(self.topic))}
        told["dots"] = self.label("dots") if self.topic.parcels else ""
        with self.beat("shallow_end", **told):
            self.mark_parcels(board, runs)
            self.still("shallow", **told)

    def mark_parcels(self, board: TrainingBoard, runs: list[Run]) -> None:
        """A mark in each parcel, on the border of each net."""
        if not self.topic.parcels:
            return
        marks = []
        for panels, run in zip(board.panels, runs, strict=True):
            found = parcels_found(self.topic, lambda x, net=run.net: margin(net, x) > 0)
            place = panels.border.placement
            marks.append(ParcelMarks(self.topic, found, self.theme, placement=place, size=SMALL_MARK))
        each = [FadeIn(mark) for made in marks for mark in (*made.found, *made.missed)]
        self.play(LaggedStart(*each, lag_ratio=0.2, run_time=4))

    def get_stuck(self, runs: list[Run]) -> None:
        """Two seeds of a net of few neurons as sheets that fold anew while they learn."""
        pair, stop = self.seed_pair(runs)
        dead = len(self.fates.dead_units(runs[1]))
        said = {"outcome": self.label("has_died" if dead else "has_settled")}
        with self.beat("stuck", **said):
            self.clear_stage()
            self.set_camera_orientation(phi=TILT.tilt, theta=TILT.azimuth)
            self.play(FadeIn(pair.sheets, self.pin(pair.panels)), run_time=1.5)
            self.change(pair.moving, lambda a: pair.redraw(a * stop, 0.5 * a), 12.0, rate_func=linear)
            self.wait(1.5)
            self.still("stuck", **said)

    def fan_out(self) -> None:
        """The losses of all seeds."""
        ways = self.fates
        words = {"name": self.label("loss"), "steps": self.label("steps")}
        shown = [
            (run, key, self.label("seed", seed=run.settings["seed"]))
            for run, key in zip((ways.best, ways.stuck), self.keys, strict=True)
        ]
        words["median"] = self.label("median_of", seeds=len(ways.runs))
        fan = SeedFan(ways.runs, self.theme, area=self.area, rows=self.rows.fan(ways), shown=shown, **words)
        said = {"seeds": len(ways.runs), "near": ways.n_near_best, "dead": ways.n_dead}
        with self.beat("seeds", **said):
            self.clear_stage()
            self.set_camera_orientation(phi=0, theta=FRONT)
            self.play(FadeIn(fan.chart))
            self.change(fan.chart, lambda a: fan.redraw(a * fan.last), 5.0, rate_func=linear)
            self.play(FadeIn(fan.names, fan.panel))
            self.wait(1.5)
            self.still("seeds", **said)

    def push_in(self) -> None:
        """Ever closer to where the last tiling is finest."""
        net, window = self.deep.net, self.topic.window
        total = self.rows.regions(self.deep.snapshots[-1])
        panel = CounterPanel(self.rows.view(total, total, 1.0), self.theme, size="small", widest="00 000")
        legend = ClassLegend(self.topic, self.theme, size="small")
        room = Square(panel.rows.width)
        place, boxes = self.beside([legend, panel.rows, room], self.area)
        zoom = TilingZoom(net, self.theme, placement=place)
        overview = fitted(window, boxes[2].width, boxes[2].height, (*boxes[2].centre, 0.0))
        locator = Locator(self.topic, self.theme, placement=overview)
        put(legend, boxes[0], UL)
        panel.shift(corner(boxes[1], UL) - panel.rows.get_corner(UL))
        point = finest_point(zoom.border_points, window)
        most = times_to_few(net, window, point, FEW_IN_VIEW)

        def show(done: float) -> None:
            view = window_about(window, point, most**done)
            zoom.redraw(view, by_class=done)
            locator.redraw(view)
            panel.redraw(self.rows.view(total, zoom.n_regions, most**done))

        near = percent(self.rows.near(self.deep.snapshots[-1]))
        area = percent(near_border_area(self.topic))
        with self.beat("push", regions=total, near=near, area=area):
            self.clear_stage()
            self.play(FadeIn(zoom, panel, legend, locator), run_time=1.5)
            self.change(VGroup(zoom, panel, locator), show, 10.0, rate_func=ease_in_out_sine)
            self.wait(1.5)
            self.still("push", view=zoom.n_regions, times=round(most), regions=total)

    def clear_stage(self) -> None:
        """Let go of all that is shown, for a picture of another kind."""
        self.play(*(FadeOut(each) for each in self.mobjects), run_time=0.7)

    # the clock

    def train(self, board: TrainingBoard, runs: list[Run], part: Part) -> None:
        """Play the steps of a part at an even speed, a whole number of steps a second."""
        n_steps = part.end - part.begin
        if n_steps == 0:
            return
        parts = [excerpt(run, part.begin, part.end, part.speed / KEPT_A_SECOND) for run in runs]
        board.say(self.clock(part))
        self.change(
            VGroup(board.moving, board.clock),
            lambda done: self.show(board, parts, part.begin + done * n_steps),
            n_steps / part.speed,
            rate_func=linear,
        )

    def clock(self, part: Part) -> tuple[str, str]:
        return self.label("clock", steps=spaced(part.speed)), self.label("blended")

    def show(self, board: TrainingBoard, parts: list[Run], step: float) -> None:
        """Draw the moment `step`; what is counted is of the last kept step."""
        known = [snapshot_at(run, step) for run in parts]
        self.known = known[0]
        for panels, run, snapshot in zip(board.panels, parts, known, strict=True):
            panels.redraw(net_between(run, step), (*self.rows.counts(snapshot), None, None))
        board.chart.redraw(self.known.step)
        board.counters.redraw(self.rows.step(self.known) if len(parts) == 1 else self.rows.columns(known))

    # parts and where they stand

    def prepare(self) -> None:
        """Load what is shown, and make the first board as it is at the first step."""
        params, self.topic = self.params, load(self.params.topic)
        self.credit(self.topic.credits)
        run = self.deep = watchable(self.trained_run(params.net.widths, DEEP, params.net.seed))
        self.area = safe_area(config.frame_width, config.frame_height)
        self.keys = (Key(self.theme.ink), Key(self.theme.ink, DASH))
        self.known, self.found = run.snapshots[0], parcels_found(self.topic, lambda x: margin(run.net, x) > 0)
        self.rows = TrainingRows(self.label, self.topic, self.theme)
        self.shallow = self.shallow_run() if run.net.n_hidden_layers > 1 else None
        few = params.few.widths or self.topic.training.few_widths
        seeds = range(params.few.seeds)
        self.fates = fates([self.trained_run(few, seed=seed) for seed in seeds], self.topic.window)
        layers = range(run.net.n_hidden_layers)
        names = [
            *(self.label("layer", layer=k + 1) for k in layers),
            self.label("decision"),
            self.label("border"),
        ]
        widest = (*(spaced(n) for n in self.rows.counts(run.snapshots[-1])), "", "")
        views = NetViews(run.snapshots[0].net, (*layers, "output", "border"), tuple(names), widest)
        counters = CounterPanel(self.rows.step(run.snapshots[-1]), self.theme, size="small")
        self.board = self.filled([views], counters, [run])
        self.show(self.board, [run], self.known.step)

    def shallow_run(self) -> Run:
        """One hidden layer, as many parameters, the same steps, batches and seed."""
        run = self.trained_run(shallow_widths(self.deep.widths), seed=self.deep.settings.get("seed"))
        check_same_clock(self.deep, run)
        return run

    def filled(self, views: list[NetViews], counters: VGroup, runs: list[Run]) -> TrainingBoard:
        words = {name: self.label(name) for name in ("loss", "loss_log", "steps")}
        return TrainingBoard(
            views,
            self.topic,
            self.theme,
            area=self.area,
            counters=counters,
            loss=losses(runs, words, self.keys[: len(runs)]),
            clock=self.clock(Part(0, runs[0].snapshots[-1].step, 1.0)),
        ).say(("", ""))

    def comparison(self, runs: list[Run]) -> TrainingBoard:
        words = (("deep_tiling", "deep_border"), ("shallow_tiling", "shallow_border"))
        views = []
        for names, run in zip(words, runs, strict=True):
            net, said = run.snapshots[0].net, tuple(self.label(name) for name in names)
            views.append(NetViews(net, (net.n_hidden_layers - 1, "border"), said))
        rows = self.rows.columns([run.snapshots[-1] for run in runs])
        table = CounterTable(rows, [self.label("deep"), self.label("shallow")], self.theme, keys=self.keys)
        board = self.filled(views, table, runs)
        self.show(board, runs, runs[0].snapshots[0].step)
        return board

    def seed_pair(self, runs: list[Run]) -> tuple[SeedPair, int]:
        second, last = runs[0].snapshots[1].step, runs[0].snapshots[-1].step
        settled = max(second, 1.3 * max(settled_step(run) for run in runs))
        stop = snapshot_at(runs[0], min(last, settled)).step
        first = Part(0, stop, 12.0)
        said = (paragraph(line, self.theme, self.area.width, "small") for line in self.clock(first))
        words = VGroup(*said).arrange(DOWN, buff=0.1, aligned_edge=LEFT)
        axes = {name: self.label(name) for name in ("loss", "loss_log", "steps")}
        pair = SeedPair(
            runs,
            stop,
            self.topic,
            self.topic.window,
            self.theme,
            view=TILT,
            area=self.area,
            rows=lambda step: self.rows.pulls([snapshot_at(run, step) for run in runs]),
            heads=[self.label("seed", seed=run.settings["seed"]) for run in runs],
            keys=self.keys,
            loss=losses([excerpt(run, 0, stop, 0) for run in runs], axes, self.keys),
            words=words,
            kept_apart=first.speed / KEPT_A_SECOND,
            tolerance=SMOOTH,
        )
        return pair, stop

    def beside(self, parts: list[VGroup], area: Window) -> tuple:
        """The window as large as it can be, and boxes for parts beside or beneath it."""
        window = self.topic.window
        picture = composition(
            area, [size_of(each) for each in parts], shape=window.width / window.height, on_the_left=False
        )
        box = picture.subject
        return fitted(window, box.width, box.height, (*box.centre, 0.0)), picture.panels

    def show_results(self) -> None:
        """Bring the map to the front, count on the test part where it was measured, and mark the parcels."""
        board, panels = self.board, self.board.panels[0]
        plan, old = VGroup(panels.map, panels.border), panels.border.placement
        counters = CounterPanel(self.rows.results(self.deep, sum(self.found)), self.theme, size="small")
        key = MarksKey((self.label("hit"), self.label("miss")), self.theme)
        place, boxes = self.beside([board.legend, counters.rows, key], self.area)
        leaving = [*panels.tilings.values(), panels.names, panels.counts, board.notes]
        self.play(FadeOut(*(each for each in leaving if len(each))))
        self.play(plan.animate.scale(place.scale / old.scale).move_to(place.centre), run_time=2)
        for each, box in zip((board.legend, counters, key), boxes, strict=True):
            each.shift(corner(box, UL) - getattr(each, "rows", each).get_corner(UL))
        marks = ParcelMarks(self.topic, self.found, self.theme, placement=place)
        self.play(FadeIn(board.legend, counters, *([key] if self.found else [])))
        if self.found:
            each = [FadeIn(mark) for mark in (*marks.found, *marks.missed)]
            self.play(LaggedStart(*each, lag_ratio=0.3, run_time=3))
        self.wait(1.5)
        self.still("found", **self.summary())

    def summary(self) -> dict[str, Any]:
        """What the end says in words."""
        counts = {"found": sum(self.found), "parcels": len(self.found)}
        ending = self.label("some_found", **counts) if self.found else ""
        return {
            "steps": self.deep.snapshots[-1].step,
            "regions": self.rows.regions(self.deep.snapshots[-1]),
            "ending": ending,
        }


def watchable(run: Run) -> Run:
    """`run`, if there is something to see in it."""
    if len(run.snapshots) < 2:
        line = f"{train_line(run.source, run.widths)} --force"
        raise InputError(
            f"run of topic {run.topic!r}: expected 2 or more kept steps to show a training, "
            f"got {len(run.snapshots)}; make another with `{line}`"
        )
    if len(run.widths) < 3:
        raise InputError(f"net.widths: expected a hidden layer, such as [2, 8, 1], got {list(run.widths)}")
    return run

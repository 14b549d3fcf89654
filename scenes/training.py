"""Chapter 11: a deep net learns the map, beside a shallow one, and beside seeds that get stuck.

Numbers are always those of a kept step. Between two of them each parameter lies on a straight line, and what
is drawn is the exact geometry of that net; the frame says so. `dlvis scenes show training` tells what can be
set.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import FadeIn, FadeOut, LaggedStart, Mobject, VGroup, config, linear
from manim.utils.rate_functions import ease_in_out_sine

from dlvis.draw.layout import safe_area
from dlvis.draw.view import View
from dlvis.errors import InputError
from dlvis.film import FilmScene, Params, crossing, param
from dlvis.geometry import parcel_score
from dlvis.geometry.viewpoint import FRONT
from dlvis.measures import check_same_clock, fates, near_border_area
from dlvis.mobjects import (
    FinestZoom,
    Key,
    NetResults,
    ParcelMarks,
    RunningBoard,
    SeedFan,
    SeedMaps,
    SeedPair,
    TrainingRows,
    carried,
    layers_board,
    left_behind,
    race_board,
)
from dlvis.needs import FEW_SETTINGS, Need, TrainedRun, raced
from dlvis.run import Pace, Part, check_watchable, paced_parts
from dlvis.style import percent
from dlvis.topics import load

TILT = View(tilt=np.radians(54), azimuth=FRONT)
SMOOTH = 0.002  # of input space: what the map's outlines may lose on a sheet that folds
FEW_IN_VIEW = 80  # regions at which the push ends
DEEP = (2, 24, 24, 24, 24, 1)
PACE = Pace()
RACE, FALL, FAN, PUSH = 10.0, 9.0, 4.0, 9.0  # seconds
LANES = ("deep", "shallow")
DASH = (16.0, 11.0)  # pixels at 1080p, of the second of two curves in one chart


@dataclass(frozen=True, kw_only=True)
class Net:
    """The deep net: its layer sizes, four layers of 24 by default, and its seeds."""

    widths: tuple[int, ...] | None = param(None, "layer sizes; four layers of 24 when not given")
    seed: int | None = param(None, "of the run that is shown first; that of --run, or 0, when not given")
    seeds: int = param(5, "how many are raced, from that one on")

    def __post_init__(self) -> None:
        if self.seeds < 1:
            raise InputError(f"net.seeds: expected 1 or more, got {self.seeds}")


@dataclass(frozen=True, kw_only=True)
class Few:
    """The net of few neurons, by default the topic's own, and how many of its seeds are shown."""

    widths: tuple[int, ...] | None = param(None, "layer sizes; the topic's own when not given")
    seeds: int = param(20, "how many, from 0 on")

    def __post_init__(self) -> None:
        if self.seeds < 2:
            raise InputError(f"few.seeds: expected 2 or more, which are compared, got {self.seeds}")


class Training(FilmScene):
    @dataclass(frozen=True, kw_only=True)
    class Params(Params):
        net: Net = Net()
        few: Few = Few()
        pace: Pace = PACE

    @classmethod
    def needs(cls, params: Params) -> tuple[Need, ...]:
        net, few = params.net, params.few.widths or load(params.topic).training.few_widths
        lanes = raced(params.topic, net.widths, DEEP, net.seed, net.seeds, params.run)
        seeds = (
            TrainedRun(params.topic, few, seed=k, settings=FEW_SETTINGS) for k in range(params.few.seeds)
        )
        return *(each for lane in lanes for each in lane), *seeds

    def construct(self) -> None:
        self.load_runs()
        self.learn(layers_board(self.lanes[0][0], self.rows, area=self.area, key=self.keys[0]))
        self.results()
        if len(self.lanes) > 1:
            first = [lane[0] for lane in self.lanes]
            running = race_board(first, self.heads, self.rows, area=self.area, keys=self.keys)
            self.race(running)
            if len(self.lanes[0]) > 1:
                self.race_seeds(running)
        self.stuck()
        self.seeds()
        self.push()

    def load_runs(self) -> None:
        """Seeds of the deep net, of a shallow one of its size and steps, and of one of few neurons."""
        net, few, self.topic = self.params.net, self.params.few, load(self.params.topic)
        self.credit(self.topic.credits)
        self.area = safe_area(config.frame_width, config.frame_height)
        self.keys = (Key(self.theme.ink), Key(self.theme.ink, DASH))
        self.heads = [self.label(lane) for lane in LANES]
        self.rows = TrainingRows(self.label, self.topic, self.theme)
        asked = raced(self.params.topic, net.widths, DEEP, net.seed, net.seeds, self.params.run)
        self.lanes = [[self.trained_run(each.widths, seed=each.seed) for each in lane] for lane in asked]
        deep = self.lanes[0][0]
        check_watchable(deep)
        if deep.net.n_hidden_layers < 1:
            raise InputError(f"net.widths: expected a hidden layer, such as [2, 8, 1], got {deep.widths}")
        for run in (run for lane in self.lanes for run in lane):
            check_same_clock(deep, run)
        widths = few.widths or self.topic.training.few_widths
        runs = [self.trained_run(widths, seed=seed) for seed in range(few.seeds)]
        self.fates = fates(runs, self.topic.window)

    # the beats

    def learn(self, running: RunningBoard) -> None:
        """Panels of the deep net, layer by layer."""
        (run,), self.board = running.runs, self.pin(running.board)
        early, middle, late = paced_parts(run, self.params.pace)
        told = {"regions": self.rows.regions(running.known), "layers": run.net.n_hidden_layers}
        with self.beat("start", **told):
            views = [FadeIn(each) for each in self.board.panels[0].one_by_one()]
            self.play(FadeIn(self.board.notes), LaggedStart(*views, lag_ratio=0.6, run_time=6))
            self.add(self.board)
            self.still("start", **told)
        with self.beat("early"):
            self.train(running, early)
        with self.beat("middle"):
            self.train(running, middle)
            self.still("middle", steps=running.known.step)
        with self.beat("late"):
            self.train(running, late)
            end = running.known
            self.still("late", steps=end.step, regions=self.rows.regions(end))

    def results(self) -> None:
        """The map comes to the front; what is counted is of the test part where it was measured there."""
        run, panels = self.lanes[0][0], self.board.panels[0]
        score, end = parcel_score(run.net, self.topic), run.snapshots[-1]
        told = {"steps": end.step, "regions": self.rows.regions(end)}
        told |= {"found": int(score.found.sum()), "parcels": len(score.found)}
        got = self.pin(NetResults(run, score, self.rows, self.board.legend, area=self.area))
        with self.beat("found", **told):
            self.play(*self.fading(but=panels.plan))
            self.play(carried(panels.plan, panels.place, got.placement), run_time=2)
            self.play(FadeIn(*got.entering))
            self.mark([got.marks], 0.3, 3)
            self.wait(1.5)
            self.still("found", **told)
        self.plan, self.place = VGroup(*panels.plan, got.marks), got.placement

    def race(self, running: RunningBoard) -> None:
        """The first seeds of both on one clock; then where their regions lie."""
        board, ends = self.pin(running.board), [run.snapshots[-1] for run in running.runs]
        sizes = {lane: run.net.n_parameters for lane, run in zip(LANES, running.runs, strict=True)}
        with self.beat("shallow", **sizes):
            place = board.panels[0].place
            self.play(*self.fading(but=self.plan), carried(self.plan, self.place, place), run_time=1.5)
            self.play(*map(FadeOut, self.plan), FadeIn(board), run_time=0.8)
            self.train(running, Part(running.runs[0].snapshots[0].step, ends[0].step, RACE))
        told = {"area": percent(near_border_area(self.topic)), "parcels": len(self.topic.parcels)}
        for lane, end in zip(LANES, ends, strict=True):
            told |= {f"{lane}_regions": self.rows.regions(end), f"{lane}_near": percent(self.rows.near(end))}
        with self.beat("shallow_end", **told):
            marks = running.marks()
            self.mark(marks, 0.2, 4)
            self.still("shallow", **told)
        self.plans = [VGroup(*panels.plan, each) for panels, each in zip(board.panels, marks, strict=True)]

    def race_seeds(self, running: RunningBoard) -> None:
        """All seeds of both: one runner in a lane is no fair race."""
        shown = self.pin(SeedMaps(self.lanes, self.heads, self.rows, area=self.area))
        told = {"seeds": len(self.lanes[0]), "parcels": len(self.topic.parcels)}
        told |= shown.told(self.label, LANES)
        first, plans = [lane[0] for lane in shown.maps], self.plans
        moves = [
            carried(plan, panels.place, each.place)
            for plan, panels, each in zip(plans, running.board.panels, first, strict=True)
        ]
        others = [each for lane in zip(*shown.maps, strict=True) for each in lane if each not in first]
        with self.beat("race_seeds", **told):
            self.play(*self.fading(but=plans), *moves, run_time=1.5)
            gone = [FadeOut(part, run_time=0.6) for plan in plans for part in plan]
            come = [FadeIn(part, run_time=0.6) for part in (*first, shown.notes)]
            self.play(*gone, *come, LaggedStart(*map(FadeIn, others), lag_ratio=0.4, run_time=3))
            self.wait(1.5)
            self.still("race_seeds", **told)

    def stuck(self) -> None:
        """Two seeds of a net of few neurons as sheets that fold anew while they learn."""
        runs = [self.fates.best, self.fates.stuck]
        look = {"seconds": FALL, "view": TILT, "area": self.area, "keys": self.keys, "tolerance": SMOOTH}
        pair = SeedPair(runs, self.rows, **look)
        dead = self.fates.dead_units(runs[1])
        told = {"outcome": self.label("has_died" if dead else "has_settled")}
        with self.beat("stuck", **told):
            self.set_camera_orientation(phi=TILT.tilt, theta=TILT.azimuth)
            self.show(pair.sheets, self.pin(pair.panels))
            self.change(pair.moving, lambda a: pair.redraw(a * pair.part.end, 0.5 * a), FALL, linear)
            self.wait(1.5)
            self.still("stuck", **told)

    def seeds(self) -> None:
        """The losses of all seeds."""
        ways, words = self.fates, {key: self.label(key) for key in ("loss", "steps")}
        words["median"] = self.label("median_of", seeds=len(ways.runs))
        runs = zip((ways.best, ways.stuck), self.keys, strict=True)
        shown = [(run, key, self.label("seed", seed=run.settings["seed"])) for run, key in runs]
        rows = self.rows.fan(ways)
        fan = self.pin(SeedFan(ways.runs, self.theme, area=self.area, rows=rows, shown=shown, **words))
        told = {"seeds": len(ways.runs), "near": ways.n_near_best, "dead": ways.n_dead}
        with self.beat("seeds", **told):
            self.show(fan.chart)
            self.change(fan.chart, lambda a: fan.redraw(a * fan.last), FAN, linear)
            self.play(FadeIn(fan.names, fan.panel))
            self.wait(1.5)
            self.still("seeds", **told)

    def push(self) -> None:
        """Ever closer to where the last tiling is finest."""
        end = self.lanes[0][0].snapshots[-1]
        finest = self.pin(FinestZoom(end, self.rows, area=self.area, few=FEW_IN_VIEW))
        near, area = percent(self.rows.near(end)), percent(near_border_area(self.topic))
        with self.beat("push", regions=finest.total, near=near, area=area):
            self.show(finest)
            self.change(finest.moving, finest.redraw, PUSH, ease_in_out_sine)
            self.wait(1.5)
            in_view = {"view": finest.zoom.n_regions, "times": round(finest.most)}
            self.still("push", **in_view, regions=finest.total)

    # what beats share

    def train(self, running: RunningBoard, part: Part) -> None:
        """Play the steps of a part at an even speed, a whole number of steps a second."""
        if part.end > part.begin:
            self.change(running.moving, running.playing(part), part.lasts, linear)

    def mark(self, marks: Sequence[ParcelMarks], lag: float, seconds: float) -> None:
        """Let the dots and rings of parcels appear one after another."""
        each = [FadeIn(mark) for made in marks for mark in (*self.pin(made).found, *made.missed)]
        if each:
            self.play(LaggedStart(*each, lag_ratio=lag, run_time=seconds))

    def fading(self, but: Sequence[Mobject]) -> list[FadeOut]:
        """All that is shown goes, but for what stays for the next picture."""
        return [FadeOut(each) for each in left_behind(self.mobjects, but)]

    def show(self, *new: Mobject) -> None:
        """Go over to a picture of another kind."""
        self.play(*crossing(self.mobjects, new), run_time=1.4)

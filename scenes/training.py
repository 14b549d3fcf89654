"""Chapter 11: a deep net learns the map, beside a shallow one, and beside seeds that get stuck.

Numbers are always those of a kept step. Between two of them each parameter lies on a straight line, and what
is drawn is the exact geometry of that net; the frame says so. `dlvis scenes show training` tells what can be
set.
"""

from dataclasses import dataclass

import numpy as np
from manim import FadeIn, FadeOut, LaggedStart, VGroup, config, linear
from manim.utils.rate_functions import ease_in_out_sine

from dlvis.draw.layout import safe_area
from dlvis.draw.view import View
from dlvis.errors import InputError
from dlvis.film import FilmScene, Params, param
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
    SeedPair,
    TrainingRows,
    layers_board,
    race_board,
)
from dlvis.needs import Need, TrainedRun
from dlvis.net import shallow_widths
from dlvis.run import Pace, Part, check_watchable, paced_parts
from dlvis.style import percent
from dlvis.topics import load

TILT = View(tilt=np.radians(54), azimuth=FRONT)
SMOOTH = 0.002  # of input space: what the map's outlines may lose on a sheet that folds
FEW_IN_VIEW = 80  # regions at which the push ends
DEEP = (2, 24, 24, 24, 24, 1)
FEW_SETTINGS = (("steps", 3000),)  # as good as more, for so few neurons
PACE = Pace()
RACE, FALL, FAN, PUSH = 12.0, 12.0, 5.0, 10.0  # seconds
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
        self.load_runs()
        self.learn(layers_board(self.racers[0], self.rows, area=self.area, key=self.keys[0]))
        self.results()
        if len(self.racers) > 1:
            names = self.label("deep"), self.label("shallow")
            self.race(race_board(self.racers, names, self.rows, area=self.area, keys=self.keys))
        self.stuck()
        self.seeds()
        self.push()

    def load_runs(self) -> None:
        """The deep net, a shallow one of its size and steps, and seeds of few neurons."""
        net, few, self.topic = self.params.net, self.params.few, load(self.params.topic)
        self.credit(self.topic.credits)
        self.area = safe_area(config.frame_width, config.frame_height)
        self.keys = (Key(self.theme.ink), Key(self.theme.ink, DASH))
        self.rows = TrainingRows(self.label, self.topic, self.theme)
        deep = self.trained_run(net.widths, DEEP, net.seed)
        check_watchable(deep)
        if deep.net.n_hidden_layers < 1:
            raise InputError(f"net.widths: expected a hidden layer, such as [2, 8, 1], got {deep.widths}")
        self.racers = [deep]
        if deep.net.n_hidden_layers > 1:
            self.racers.append(self.trained_run(shallow_widths(deep.widths), seed=deep.settings.get("seed")))
            check_same_clock(*self.racers)
        widths = few.widths or self.topic.training.few_widths
        self.fates = fates(
            [self.trained_run(widths, seed=seed) for seed in range(few.seeds)], self.topic.window
        )

    # the beats

    def learn(self, running: RunningBoard) -> None:
        """Panels of the deep net, layer by layer."""
        (run,), self.board = running.runs, running.board
        early, middle, late = paced_parts(run, self.params.pace)
        told = {"regions": self.rows.regions(running.known), "layers": run.net.n_hidden_layers}
        with self.beat("start", **told):
            self.play(FadeIn(self.board.notes), run_time=1.0)
            views = [FadeIn(each) for each in self.board.panels[0].one_by_one()]
            self.play(LaggedStart(*views, lag_ratio=0.6, run_time=5.5))
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
        run, panels = self.racers[0], self.board.panels[0]
        found = parcel_score(run.net, self.topic).found.tolist()
        counts, end = {"found": sum(found), "parcels": len(found)}, run.snapshots[-1]
        told = {"steps": end.step, "regions": self.rows.regions(end)}
        told["ending"] = self.label("some_found", **counts) if found else ""
        got = NetResults(run, found, self.rows, self.board.legend, area=self.area)
        plan, old = VGroup(panels.map, panels.border), panels.border.placement
        leaving = [*panels.tilings.values(), panels.names, panels.counts, self.board.notes]
        with self.beat("found", **told):
            self.play(FadeOut(*(each for each in leaving if len(each))))
            nearer = plan.animate.scale(got.placement.scale / old.scale).move_to(got.placement.centre)
            self.play(nearer, run_time=2)
            self.play(FadeIn(*got.entering))
            self.mark([got.marks], 0.3, 3)
            self.wait(1.5)
            self.still("found", **told)

    def race(self, running: RunningBoard) -> None:
        """The deep net beside the shallow one, on one clock; then where their regions lie."""
        runs, ends = running.runs, [run.snapshots[-1] for run in running.runs]
        told = {name: run.net.n_parameters for name, run in zip(("deep", "shallow"), runs, strict=True)}
        with self.beat("shallow", **told):
            self.clear_stage()
            self.play(FadeIn(running.board), run_time=1.5)
            self.train(running, Part(runs[0].snapshots[0].step, ends[0].step, RACE))
        told = {"area": percent(near_border_area(self.topic))}
        told["dots"] = self.label("dots") if self.topic.parcels else ""
        marks = []
        for name, run, end, panels in zip(("deep", "shallow"), runs, ends, running.board.panels, strict=True):
            score = parcel_score(run.net, self.topic)
            told |= {name: int(score.found.sum()), f"{name}_regions": self.rows.regions(end)}
            told[f"{name}_near"] = percent(self.rows.near(end))
            place = panels.border.placement
            marks.append(ParcelMarks(self.topic, score.found, self.theme, placement=place, size=SMALL_MARK))
        with self.beat("shallow_end", **told):
            self.mark(marks, 0.2, 4)
            self.still("shallow", **told)

    def stuck(self) -> None:
        """Two seeds of a net of few neurons as sheets that fold anew while they learn."""
        runs = [self.fates.best, self.fates.stuck]
        look = {"seconds": FALL, "view": TILT, "area": self.area, "keys": self.keys, "tolerance": SMOOTH}
        pair = SeedPair(runs, self.rows, **look)
        dead = self.fates.dead_units(runs[1])
        told = {"outcome": self.label("has_died" if dead else "has_settled")}
        with self.beat("stuck", **told):
            self.clear_stage()
            self.set_camera_orientation(phi=TILT.tilt, theta=TILT.azimuth)
            self.play(FadeIn(pair.sheets, self.pin(pair.panels)), run_time=1.5)
            self.change(pair.moving, lambda a: pair.redraw(a * pair.part.end, 0.5 * a), FALL, linear)
            self.wait(1.5)
            self.still("stuck", **told)

    def seeds(self) -> None:
        """The losses of all seeds."""
        ways, words = self.fates, {key: self.label(key) for key in ("loss", "steps")}
        words["median"] = self.label("median_of", seeds=len(ways.runs))
        runs = zip((ways.best, ways.stuck), self.keys, strict=True)
        shown = [(run, key, self.label("seed", seed=run.settings["seed"])) for run, key in runs]
        fan = SeedFan(ways.runs, self.theme, area=self.area, rows=self.rows.fan(ways), shown=shown, **words)
        told = {"seeds": len(ways.runs), "near": ways.n_near_best, "dead": ways.n_dead}
        with self.beat("seeds", **told):
            self.clear_stage()
            self.set_camera_orientation(phi=0, theta=FRONT)
            self.play(FadeIn(fan.chart))
            self.change(fan.chart, lambda a: fan.redraw(a * fan.last), FAN, linear)
            self.play(FadeIn(fan.names, fan.panel))
            self.wait(1.5)
            self.still("seeds", **told)

    def push(self) -> None:
        """Ever closer to where the last tiling is finest."""
        end = self.racers[0].snapshots[-1]
        finest = FinestZoom(end, self.rows, area=self.area, few=FEW_IN_VIEW)
        near, area = percent(self.rows.near(end)), percent(near_border_area(self.topic))
        with self.beat("push", regions=finest.total, near=near, area=area):
            self.clear_stage()
            self.play(FadeIn(finest), run_time=1.5)
            self.change(finest.moving, finest.redraw, PUSH, ease_in_out_sine)
            self.wait(1.5)
            in_view = {"view": finest.zoom.n_regions, "times": round(finest.most)}
            self.still("push", **in_view, regions=finest.total)

    # what beats share

    def train(self, running: RunningBoard, part: Part) -> None:
        """Play the steps of a part at an even speed, a whole number of steps a second."""
        if part.end > part.begin:
            self.change(running.moving, running.playing(part), part.lasts, linear)

    def mark(self, marks: list[ParcelMarks], lag: float, seconds: float) -> None:
        """Let the dots and rings of parcels appear one after another."""
        each = [FadeIn(mark) for made in marks for mark in (*made.found, *made.missed)]
        if each:
            self.play(LaggedStart(*each, lag_ratio=lag, run_time=seconds))

    def clear_stage(self) -> None:
        """Let go of all that is shown, for a picture of another kind."""
        self.play(*(FadeOut(each) for each in self.mobjects), run_time=0.7)

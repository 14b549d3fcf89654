"""Chapter 11: a deep net learns the map. Each frame is the exact geometry of the net of its moment.

Parameters between two kept steps lie on a straight line; measures are those of the last kept step, never
between. It shows the newest run with the topic's own net; `dlvis scenes show training` tells what can be set.
"""

from dataclasses import dataclass

import numpy as np
from manim import DL, DOWN, LEFT, UL, UR, FadeIn, FadeOut, LaggedStart, Mobject, VGroup, config, linear

from dlvis.arrays import Floats
from dlvis.draw.layout import panel_layout, safe_area
from dlvis.errors import InputError
from dlvis.film import FilmScene, Params, credit_lines
from dlvis.geometry import margin
from dlvis.mobjects import (
    ClassLegend,
    Counter,
    CounterPanel,
    LossChart,
    MarksKey,
    NetPanels,
    ParcelMarks,
    Placement,
    corner,
    fitted,
    narrowed,
    put,
    scene_points,
    text,
)
from dlvis.run import Run, excerpt, net_between, snapshot_at
from dlvis.run.folders import train_line
from dlvis.style import percent
from dlvis.topics import load, parcels_found
from dlvis.window import Window

NAME, GAP = 0.4, 0.34  # scene units: room for a panel's name, and between parts
KEPT_A_SECOND = 3.0  # kept steps that pass in a second of film at most, so that noise does not flicker


@dataclass(frozen=True, kw_only=True)
class Net:
    """The net that is shown, by its layer sizes; the topic's own when none are given."""

    widths: tuple[int, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Pace:
    """About how many seconds each part of the training plays, and the share of all steps done at its end."""

    early: float = 12.0
    middle: float = 18.0
    late: float = 16.0
    early_until: float = 0.025
    middle_until: float = 0.3

    def __post_init__(self) -> None:
        shares_rise = 0 <= self.early_until <= self.middle_until <= 1
        if not (shares_rise and min(self.early, self.middle, self.late) > 0):
            raise InputError(f"pace: expected seconds above 0 and shares that rise from 0 to 1, got {self}")


class Training(FilmScene):
    @dataclass(frozen=True, kw_only=True)
    class Params(Params):
        net: Net = Net()
        pace: Pace = Pace()

    def construct(self) -> None:
        self.prepare()
        pace = self.params.pace
        first, early, middle, last = paced_stops(self.training, pace)
        with self.beat("start", regions=self.n_regions):
            self.play(FadeIn(self.panels.map, self.panels.names, self.legend, self.moving), run_time=1.5)
            self.wait(3)
            self.still("start", regions=self.n_regions)
        with self.beat("early"):
            self.train(first, early, pace.early)
        with self.beat("middle"):
            self.train(early, middle, pace.middle)
            self.still("middle", steps=middle, regions=self.n_regions)
        with self.beat("late"):
            self.train(middle, last, pace.late)
            self.still("late", steps=last, regions=self.n_regions)
        with self.beat("end", **self.summary()):
            self.show_results()
            self.wait(3)
            self.still("end", **self.summary())

    # the clock

    def train(self, begin: int, end: int, seconds: float) -> None:
        """Play the steps from `begin` to `end` at an even speed, a whole number of steps a second."""
        if begin == end:
            return
        speed = max(1, round((end - begin) / seconds))
        part = excerpt(self.training, begin, end, speed / KEPT_A_SECOND)
        self.say_speed(speed)
        time = (end - begin) / speed
        self.change(
            self.moving, lambda done: self.show(part, begin + done * (end - begin)), time, rate_func=linear
        )

    def say_speed(self, speed: int) -> None:
        before, self.clock = self.clock, text(self.label("clock", steps=speed), self.theme, "label")
        self.play(FadeOut(before), FadeIn(put(self.clock, self.words_box, DL)))

    # the picture

    def show(self, part: Run, step: float) -> None:
        """Draw the moment `step` of a part of the training."""
        known = snapshot_at(part, step)
        self.n_regions = self.panels.redraw(net_between(part, step)).n_regions
        self.chart.redraw(known.step)
        scores = known.metrics["balanced_accuracy"], int(known.metrics["parcels_found"])
        self.panel.redraw(self.counters(int(step), *scores, "validation"))

    def show_results(self) -> None:
        """Bring the map to the front, count on the test part where it was measured, and mark the parcels."""
        panels, place, look = self.panels, self.front, self.theme
        plan, name = VGroup(panels.map, panels.border), panels.names[2]
        beside = [self.legend, self.panel]
        self.play(FadeOut(panels.tiling, panels.output, panels.names[:2], self.chart, self.clock, *beside))
        growth = place.scale / panels.border.placement.scale
        self.play(
            plan.animate.scale(growth).move_to(place.centre),
            name.animate.shift(upper_left(place) - upper_left(panels.border.placement)),
            run_time=2,
        )
        if "test_balanced_accuracy" in self.training.results:
            scores = self.training.results["test_balanced_accuracy"], sum(self.found)
            self.panel.redraw(self.counters(self.training.snapshots[-1].step, *scores, "test"))
        self.legend.move_to(self.legend_corner, aligned_edge=UL)
        self.play(FadeIn(*beside))
        if self.found:
            marks = ParcelMarks(self.topic, self.found, look, placement=place)
            key = MarksKey((self.label("hit"), self.label("miss")), look)
            key.next_to(self.legend, DOWN, buff=GAP, aligned_edge=LEFT)
            each = [FadeIn(mark) for mark in (*marks.found, *marks.missed)]
            self.play(FadeIn(key), LaggedStart(*each, lag_ratio=0.3, run_time=4))

    def counters(self, step: int, accuracy: float, n_found: int, part: str) -> list[Counter]:
        of = self.label("of", part=n_found, whole=len(self.found))
        return [
            Counter(self.label("step"), step),
            Counter(self.label("regions"), self.n_regions, self.label("counted")),
            Counter(self.label("balanced"), percent(accuracy), self.label(part)),
            *([Counter(self.label("found"), of)] if self.found else []),
            Counter(self.label("parameters"), self.training.net.n_parameters),
        ]

    def summary(self) -> dict[str, int]:
        """What the end says in words."""
        counts = {"found": sum(self.found), "parcels": len(self.found)}
        return {"steps": self.training.snapshots[-1].step, "regions": self.n_regions, **counts}

    # what stands where

    def prepare(self) -> None:
        """Load what is shown, make every part as it is at the first step, and put it in its place."""
        self.topic = load(self.params.topic)
        self.credit(self.topic.credits)
        run = self.trained_run(self.params.net.widths, default=self.topic.training.widths)
        self.training = watchable(run)
        self.found = parcels_found(self.topic, lambda points: margin(self.training.net, points) > 0)
        self.lay_out()
        self.show(self.training, self.training.snapshots[0].step)

    def lay_out(self) -> None:
        run, topic, look = self.training, self.topic, self.theme
        # the widest rows that will come: the layout needs them before anything is counted
        self.n_regions = 0
        self.panel = CounterPanel(self.counters(0, 1.0, len(self.found), "validation"), look)
        rows, area = self.panel.rows, safe_area(config.frame_width, config.frame_height)
        aspect = topic.window.width / topic.window.height
        layout = panel_layout(area, aspect, 3, label=NAME, gap=GAP, cell=(rows.width, max(2.0, rows.height)))
        chart, words, counts = reversed(layout.cells) if layout.is_beside else layout.cells
        names = [self.label(name) for name in ("tiling", "decision", "border")]
        self.panels = NetPanels(run.snapshots[0].net, topic, look, boxes=layout.panels, names=names)
        self.chart = put(self.loss_chart(chart), chart, UL)
        self.panel.shift(corner(counts, UR) - rows.get_corner(UR))
        room = words.width if layout.is_beside else rows.get_left()[0] - GAP - words.xmin
        self.legend = put(narrowed(ClassLegend(topic, look), room), words, UL)
        self.clock: Mobject = VGroup()
        self.words_box = words
        foot = credit_lines(topic.credits, look).get_top()[1] if topic.credits else area.ymin
        front = Window(area.xmin, rows.get_left()[0] - GAP, foot + GAP / 2, area.ymax - NAME)
        self.front = fitted(topic.window, front.width, front.height, (*front.centre, 0.0))
        right = np.array([rows.get_left()[0], front.ymax, 0.0])
        self.legend_corner = self.legend.get_corner(UL) if layout.is_beside else right
        self.moving = VGroup(self.panels.moving, self.chart, self.panel)

    def loss_chart(self, box: Window) -> LossChart:
        steps, losses = zip(
            *((each.step, each.metrics["loss"]) for each in self.training.snapshots), strict=True
        )
        label = self.label("loss_log" if min(losses) > 0 else "loss")
        shape = {"width": box.width, "height": box.height - NAME, "logarithmic": min(losses) > 0}
        return LossChart(steps, losses, self.theme, label=label, **shape)


def watchable(run: Run) -> Run:
    """`run`, if there is something to see in it."""
    if len(run.snapshots) < 2:
        line = f"{train_line(run.source, run.widths)} --force"
        raise InputError(
            f"run of topic {run.topic!r}: expected 2 or more kept steps to show a training, "
            f"got {len(run.snapshots)}; make another with `{line}`"
        )
    return run


def paced_stops(run: Run, pace: Pace) -> tuple[int, int, int, int]:
    """The kept steps at which the film begins, changes its speed twice, and ends."""
    first, last = run.snapshots[0].step, run.snapshots[-1].step
    shares = (pace.early_until, pace.middle_until)
    early, middle = (snapshot_at(run, first + share * (last - first)).step for share in shares)
    return first, early, middle, last


def upper_left(place: Placement) -> Floats:
    return scene_points(place.window.corners[3], place)[0]

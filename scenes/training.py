"""Chapter 11: a deep net learns the map.

Numbers are always those of a kept step. Between two of them each parameter lies on a straight line, and what
is drawn is the exact geometry of that net; the frame says so. It shows the newest run with the topic's own
net; `dlvis scenes show training` tells what can be set.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from manim import DOWN, LEFT, UL, FadeIn, FadeOut, LaggedStart, VGroup, config, linear

from dlvis.draw.layout import safe_area
from dlvis.errors import InputError
from dlvis.film import FilmScene, Params, credit_lines, param
from dlvis.geometry import fold_complex, margin
from dlvis.mobjects import Counter, MarksKey, ParcelMarks, TrainingBoard, paragraph, scene_points
from dlvis.needs import Need, TrainedRun
from dlvis.run import Run, Snapshot, excerpt, net_between, snapshot_at
from dlvis.run.folders import train_line
from dlvis.style import percent
from dlvis.topics import load, parcels_found

GAP = 0.34  # scene units, between parts
KEPT_A_SECOND = 3.0  # kept steps that pass in a second of film at most, so that noise does not flicker
STEPS_A_SECOND = 10.0  # of film at least, so that something moves; a short training plays in less time


@dataclass(frozen=True, kw_only=True)
class Net:
    """The net that is shown, by its layer sizes; the topic's own when none are given."""

    widths: tuple[int, ...] | None = param(None, "layer sizes; the topic's own when not given")


@dataclass(frozen=True, kw_only=True)
class Pace:
    """About how many seconds each part of the training plays, and the share of all steps done at its end.

    In a short training the shares are larger, and then the seconds fewer, so that each second shows some.
    """

    early: float = param(12.0, "seconds of the first steps")
    middle: float = param(18.0, "seconds of the steps after them")
    late: float = param(16.0, "seconds of all other steps")
    early_until: float = param(0.025, "share of all steps done when the first part ends")
    middle_until: float = param(0.3, "share of all steps done when the second part ends")

    def __post_init__(self) -> None:
        shares_rise = 0 <= self.early_until <= self.middle_until <= 1
        if not (shares_rise and min(self.early, self.middle, self.late) > 0):
            raise InputError(f"pace: expected seconds above 0 and shares that rise from 0 to 1, got {self}")


class Training(FilmScene):
    @dataclass(frozen=True, kw_only=True)
    class Params(Params):
        net: Net = Net()
        pace: Pace = Pace()

    @classmethod
    def needs(cls, params: Params) -> tuple[Need, ...]:
        return (TrainedRun(params.topic, params.net.widths or load(params.topic).training.widths),)

    def construct(self) -> None:
        self.prepare()
        early, middle, late = paced_parts(self.training, self.params.pace)
        with self.beat("start", regions=self.regions(self.known), parcels=len(self.found)):
            self.play(FadeIn(self.board), run_time=1.5)
            self.wait(3)
            self.still("start", regions=self.regions(self.known))
        with self.beat("early"):
            self.train(early)
        with self.beat("middle"):
            self.train(middle)
            self.still("middle", steps=self.known.step)
        with self.beat("late"):
            self.train(late)
            self.still("late", steps=self.known.step, regions=self.regions(self.known))
        with self.beat("end", **self.summary()):
            self.show_results()
            self.wait(3)
            self.still("end", **self.summary())

    # the clock

    def train(self, part: "Part") -> None:
        """Play the steps of a part at an even speed, a whole number of steps a second."""
        n_steps = part.end - part.begin
        if n_steps == 0:
            return
        speed = max(1, round(n_steps / part.seconds))
        run = excerpt(self.training, part.begin, part.end, speed / KEPT_A_SECOND)
        self.say_speed(speed)
        self.change(
            self.board.moving,
            lambda done: self.show(run, part.begin + done * n_steps),
            n_steps / speed,
            rate_func=linear,
        )

    def say_speed(self, speed: int) -> None:
        before, self.clock = self.clock, self.spoken_speed(speed)
        self.play(FadeOut(before), FadeIn(self.clock))

    def spoken_speed(self, speed: int) -> VGroup:
        room, look = self.board.notes_width, self.theme
        clock = paragraph(self.label("clock", steps=speed), look, room)
        blended = paragraph(self.label("blended"), look, room, "small", look.muted)
        return self.board.noted(VGroup(clock, blended).arrange(DOWN, buff=0.12, aligned_edge=LEFT))

    # the picture

    def show(self, part: Run, step: float) -> None:
        """Draw the moment `step` of a part of the training; what is counted is of the last kept step."""
        self.known = snapshot_at(part, step)
        self.board.redraw(net_between(part, step), self.known.step, self.counters(self.known))

    def show_results(self) -> None:
        """Bring the map to the front, count on the test part where it was measured, and mark the parcels."""
        board, panels, beside = self.board, self.board.panels, [self.board.legend, self.board.counters]
        plan, name = VGroup(panels.map, panels.border), panels.names[2]
        self.play(FadeOut(panels.tiling, panels.output, panels.names[:2], board.chart, self.clock, *beside))
        credits, old = self.topic.credits, panels.border.placement
        place = board.front(credit_lines(credits, self.theme).get_top()[1] if credits else board.area.ymin)
        begin, end = (scene_points(each.window.corners[3], each)[0] for each in (old, place))
        grown = plan.animate.scale(place.scale / old.scale).move_to(place.centre)
        self.play(grown, name.animate.shift(end - begin), run_time=2)
        board.counters.redraw(self.results())
        board.legend.move_to(board.legend_corner, aligned_edge=UL)
        self.play(FadeIn(*beside))
        if self.found:
            marks = ParcelMarks(self.topic, self.found, self.theme, placement=place)
            key = MarksKey((self.label("hit"), self.label("miss")), self.theme)
            key.next_to(board.legend, DOWN, buff=GAP, aligned_edge=LEFT)
            each = [FadeIn(mark) for mark in (*marks.found, *marks.missed)]
            self.play(FadeIn(key), LaggedStart(*each, lag_ratio=0.3, run_time=4))

    # what is counted

    def counters(self, known: Snapshot) -> list[Counter]:
        """All of one kept step."""
        scores = known.metric("balanced_accuracy"), int(known.metric("parcels_found"))
        return [Counter(self.label("step"), known.step), *self.measured(known, *scores, "validation")]

    def results(self) -> list[Counter]:
        """What the last net has reached, on the test part if it was measured there."""
        run, last = self.training, self.training.snapshots[-1]
        part = "test" if "test_balanced_accuracy" in run.results else "validation"
        score = run.result("test_balanced_accuracy") if part == "test" else last.metric("balanced_accuracy")
        size = Counter(self.label("parameters"), last.net.n_parameters)
        return [size, *self.measured(last, score, sum(self.found), part)]

    def measured(self, known: Snapshot, accuracy: float, n_found: int, part: str) -> list[Counter]:
        of = self.label("of", part=n_found, whole=len(self.found))
        return [
            Counter(self.label("regions"), self.regions(known), self.label("counted")),
            Counter(self.label("balanced"), percent(accuracy), self.label(part)),
            *([Counter(self.label("found"), of, self.label("counted"))] if self.found else []),
        ]

    def summary(self) -> dict[str, int]:
        """What the end says in words."""
        counts = {"found": sum(self.found), "parcels": len(self.found)}
        return {"steps": self.known.step, "regions": self.regions(self.known), **counts}

    # what stands where

    def prepare(self) -> None:
        """Load what is shown, and make every part as it is at the first step."""
        self.topic = load(self.params.topic)
        self.credit(self.topic.credits)
        run = self.trained_run(self.params.net.widths, default=self.topic.training.widths)
        self.training, self.known = watchable(run), run.snapshots[0]
        self.found = parcels_found(self.topic, lambda points: margin(run.net, points) > 0)
        self.regions = cache(lambda known: fold_complex(known.net, self.topic.window).n_regions)
        self.clock = VGroup()
        has_log = all(snapshot.metric("loss") > 0 for snapshot in run.snapshots)
        self.board = TrainingBoard(
            run,
            self.topic,
            self.theme,
            area=safe_area(config.frame_width, config.frame_height),
            names=[self.label(name) for name in ("tiling", "decision", "border")],
            loss=self.label("loss_log" if has_log else "loss"),
            logarithmic=has_log,
            rows=self.counters(run.snapshots[-1]),
        )
        self.spoken_speed(run.snapshots[-1].step)  # refused here if there is no room for it
        self.show(run, self.known.step)


def watchable(run: Run) -> Run:
    """`run`, if there is something to see in it."""
    if len(run.snapshots) < 2:
        line = f"{train_line(run.source, run.widths)} --force"
        raise InputError(
            f"run of topic {run.topic!r}: expected 2 or more kept steps to show a training, "
            f"got {len(run.snapshots)}; make another with `{line}`"
        )
    return run


@dataclass(frozen=True)
class Part:
    """A part of the training: its first and last kept step, and about how long it plays."""

    begin: int
    end: int
    seconds: float


def paced_parts(run: Run, pace: Pace) -> list[Part]:
    """The three parts of the film, each at its own speed."""
    first, last = run.snapshots[0].step, run.snapshots[-1].step
    n_steps = last - first
    seconds = np.array([pace.early, pace.middle, pace.late])
    seconds *= np.clip(n_steps / (STEPS_A_SECOND * seconds.sum()), 0.5, 1.0)
    played = np.cumsum(seconds)[:2]
    even = n_steps * played / seconds.sum()
    least = np.minimum(even, STEPS_A_SECOND * played)
    asked = n_steps * np.array([pace.early_until, pace.middle_until])
    inner = [snapshot_at(run, first + done).step for done in np.maximum(least, asked)]
    stops = pairwise([first, *inner, last])
    return [Part(*ends, float(each)) for ends, each in zip(stops, seconds, strict=True)]

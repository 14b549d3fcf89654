"""A film scene: beats with their words, stills, a theme and a Run, on Manim's three-dimensional scene.

A scene is a pure function of its parameters and of time: it moves by `ValueTracker`s and animations, never
by `dt`, and draws no random numbers. `scenes/crease.py`, with its words in `scenes/crease.en.toml` (see
dlvis/words.py for one), is written like this:

    from dataclasses import dataclass

    from manim import DEGREES, UL, FadeIn

    from dlvis.film import FilmScene, Params, param
    from dlvis.geometry import fold_complex
    from dlvis.mobjects import CounterPanel, FoldedSheet, text
    from dlvis.topics import load


    class Crease(FilmScene):
        @dataclass(frozen=True, kw_only=True)
        class Params(Params):
            hold: float = param(2.0, "seconds of the tilt")     # dlvis render crease --set hold=3

        def construct(self):
            topic = load(self.params.topic)
            run = self.trained_run(widths=(2, 3, 1))    # --run PATH, else the newest such Run of the topic
            self.credit(topic.credits)                  # shown in the last two seconds
            complex = fold_complex(run.net, topic.window)
            heights = run.net.pre_activation(complex.vertices, 0)[:, 0]
            sheet = FoldedSheet(complex, 0 * heights, self.theme)
            title = text(self.words.title, self.theme, "title").to_corner(UL)

            self.set_camera_orientation(phi=60 * DEGREES, theta=-70 * DEGREES)
            with self.beat("tilt"):                     # a chapter; its narration is the caption
                self.add(sheet)                         # the world: seen by the camera
                self.play(FadeIn(self.pin(title)))      # a panel: pinned to the frame
                self.change(sheet, lambda a: sheet.redraw(complex, a * heights), run_time=self.params.hold)
                self.still("tilted")                    # a picture that can stand alone in print
            with self.beat("count", n=complex.n_regions):   # fills the {n} of its words, and waits at its
                rows = [(self.label("regions"), complex.n_regions, "counted")]  # end until they can be read
                self.play(FadeIn(self.pin(CounterPanel(rows, self.theme))))

`dlvis render crease`, `dlvis sheet crease` and plain `manim -ql scenes/crease.py Crease` all play it.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from shlex import join
from typing import Any, ClassVar, Literal, TypeVar, cast

from manim import (
    DOWN,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    ManimColor,
    Mobject,
    SurroundingRectangle,
    ThreeDScene,
    UpdateFromAlphaFunc,
    VGroup,
    config,
    smooth,
    squish_rate_func,
)
from manim.utils.exceptions import EndSceneEarlyException

from dlvis.camera import FilmCamera
from dlvis.drawable import check_drawable
from dlvis.errors import InputError
from dlvis.fonts import register_fonts
from dlvis.mobjects import text
from dlvis.mobjects.lettering import lines_within
from dlvis.mobjects.wording import named
from dlvis.needs import Need
from dlvis.params import Params, changes, param, parameters
from dlvis.run import Run, check_topic, is_of_topic, load_run, newest_run, run_digest
from dlvis.run.folders import MissingRunError, seeded_run
from dlvis.shipped import shipped
from dlvis.style import Theme, theme
from dlvis.topics import load
from dlvis.translation import film_words
from dlvis.words import BeatWords, written

__all__ = ["FilmScene", "Mark", "Params", "RunUse", "changing", "crossing", "param"]

RUNS = Path("renders/runs")
TOLD = ("theme", "language", "words")  # parameters that no data depends on
CREDIT_SECONDS = 2.0
CREDIT_EDGE = 0.15  # scene units of the strip round the words
CREDIT_LINES = 4  # of one notice at most

CROSSING = 0.75  # of the time between two pictures that each of them takes to go or to come

M = TypeVar("M", bound=Mobject)


@dataclass(frozen=True)
class Mark:
    """What a scene has said about its own time: a beat from `start` to `end`, or a still (both are one).

    Its words are those of the words file with the scene's numbers filled in; a still has only `alt`. `values`
    are those numbers as they are written there, by name.
    """

    kind: Literal["beat", "still"]
    name: str
    start: float
    end: float
    alt: str
    title: str = ""
    narration: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RunUse:
    """A Run that a scene reads: what it asked for, and the folder and digest of what it got."""

    widths: tuple[int, ...] | None
    path: Path
    digest: str
    seed: int | None = None


class FilmScene(ThreeDScene):
    """A scene with parameters, words, a theme and beats; see the example at the top of this module.

    Plain Manim calls it without arguments. `params` are of the scene's own `Params`; `runs` is the folder
    that is searched for Runs; `on_mark` is called at the end of each beat and at each still, while the frame
    is as the mark means it, and `on_play` after each animation. `speech` says how many seconds a narration
    takes to be said, where it is.
    """

    Params: ClassVar[type[Any]] = Params

    def __init__(
        self,
        *args: Any,
        params: Any = None,
        runs: Path = RUNS,
        on_mark: Callable[["FilmScene", Mark], None] | None = None,
        on_play: Callable[["FilmScene"], None] | None = None,
        speech: Callable[[str], float] | None = None,
        **kwargs: Any,
    ) -> None:
        self.params: Any = self.Params() if params is None else params
        self.theme = theme(self.params.theme)
        self.words = film_words(scene_file(type(self)), self.params)
        self.runs = runs
        self.on_mark = on_mark
        self.on_play = on_play
        self.speech = speech
        self.prolonged: dict[str, float] = {}  # beats that wait for what is said, beyond reading it: seconds
        self.marks: list[Mark] = []
        self.runs_used: list[RunUse] = []
        self.credits: list[str] = []
        self.is_playing = False
        self._credits_shown = False
        register_fonts()
        kwargs.setdefault("camera_class", FilmCamera)
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        self.film_camera.background_color = ManimColor(self.theme.ground)

    @classmethod
    def needs(cls, params: Any) -> tuple[Need, ...]:
        """What data must be there before the scene is filmed with `params`; `dlvis prepare` makes it."""
        return ()

    @property
    def film_camera(self) -> FilmCamera:
        return cast(FilmCamera, self.renderer.camera)

    @contextmanager
    def beat(self, name: str, **values: Any) -> Iterator[None]:
        """A chapter of the film: what is played inside is told by the beat's narration, and lasts long enough
        for it to be read. `values` fill the `{names}` in its words.

        Raises:
            InputError: the words lack the beat, or `--run` fits nothing that the scene asked for.
        """
        words = self.words.beat(name, values)
        check_run_was_used(self)
        start, lasts = float(self.time), beat_seconds(self, name, words)
        yield
        wait_until(self, start + lasts)
        end = float(self.time)
        self._mark(Mark("beat", name, start, end, words.alt, words.title, words.narration, written(values)))

    def still(self, name: str, **values: Any) -> None:
        """The picture as it is now can stand alone, on a printed page; the words have its alternative text,
        whose `{names}` are filled with `values`."""
        now = float(self.time)
        self._mark(Mark("still", name, now, now, self.words.still(name, values), values=written(values)))

    def label(self, key: str, **values: Any) -> str:
        """The words' label `key`, its `{names}` filled with `values`."""
        return self.words.label(key, values)

    def change(
        self,
        mobject: Mobject,
        redraw: Callable[[float], object],
        run_time: float,
        rate_func: Callable[[float], float] = smooth,
    ) -> None:
        """Redraw `mobject` at each moment of `run_time` seconds; `redraw` gets 0 to 1, eased by `rate_func`.

        Nothing of it stays behind: a wait that follows is a still one, and costs one frame.
        """
        self.play(changing(mobject, redraw), run_time=run_time, rate_func=rate_func)

    def pin(self, mobject: M) -> M:
        """`mobject`, which from now on keeps its place in the frame whatever the camera does; it is not added
        to the scene: `self.add(self.pin(panel))`, `self.play(FadeIn(self.pin(panel)))`."""
        self.film_camera.pinned.append(mobject)
        return mobject

    def trained_run(
        self,
        widths: Iterable[int] | None = None,
        default: Iterable[int] | None = None,
        seed: int | None = None,
    ) -> Run:
        """The Run to show: `--run PATH` where its widths are those asked for, else the newest of the topic.

        Where no widths are asked for, `--run` may have any, and without it the newest with those of
        `default` is taken, such as `topic.training.widths`. With a `seed` it is the run of that seed, and
        `--run` does not count.

        Raises:
            InputError: there is none (it gives the lines that make it), `--run` is of another topic, or it
                has too many linear regions to be drawn.
        """
        chosen = default if widths is None and self.params.run is None else widths
        asked = None if chosen is None else tuple(chosen)
        try:
            path, run = resolved_run(self.params, asked, self.runs, seed)
        except MissingRunError as error:
            raise InputError(f"{error}{prepare_hint(self)}") from error
        check_drawable(run.net, load(self.params.topic).window)
        self.runs_used.append(RunUse(asked, path, run_digest(run), seed))
        return run

    def credit(self, notices: Iterable[str]) -> None:
        """Source and licence of data that is shown; they stand in the last two seconds of the film."""
        self.credits.extend(notice for notice in notices if notice not in self.credits)

    def end_credits(self, leaving: Sequence[Mobject] = ()) -> None:
        """Show what was credited, low in the frame, for two seconds; called at the end if nobody has.

        What is `leaving` goes as they come: words that stand so low would be cut by them."""
        self._credits_shown = True
        if self.credits:
            lines = self.pin(credit_lines(self.credits, self.theme))
            self.play(*crossing(leaving, [lines]), run_time=1.0 if leaving else 0.5)
            self.wait(CREDIT_SECONDS)

    def play(self, *args: Any, **kwargs: Any) -> None:
        self.is_playing = True
        try:
            super().play(*args, **kwargs)
        finally:
            self.is_playing = False
        if self.on_play is not None:
            self.on_play(self)

    def get_moving_mobjects(self, *animations: Animation) -> list[Mobject]:
        """What is drawn anew in each frame: all of it if any of it lies in space, where depth decides."""
        moving: list[Mobject] = super().get_moving_mobjects(*animations)
        return self.mobjects if self.film_camera.is_in_world(moving) else moving

    def tear_down(self) -> None:
        if not self._credits_shown:
            with suppress(EndSceneEarlyException):
                self.end_credits()
        super().tear_down()

    def _mark(self, mark: Mark) -> None:
        self.marks.append(mark)
        # a look at the frame may come before it is drawn
        self.film_camera.pin_families()
        self.film_camera.reset_rotation_matrix()
        if self.on_mark is not None:
            self.on_mark(self, mark)


def wait_until(scene: FilmScene, moment: float) -> None:
    """Hold the picture until that moment of the film, if it has not come yet."""
    # in whole frames, and a little: Manim cuts a wait off to frames, and times are sums of fractions
    n_frames = ceil((moment - float(scene.time)) * config.frame_rate - 0.01)
    if n_frames > 0:
        scene.wait((n_frames + 0.01) / config.frame_rate)


def beat_seconds(scene: FilmScene, name: str, words: BeatWords) -> float:
    """How long a beat must last for its narration to be read, and said where it is."""
    said = scene.speech(words.narration) if scene.speech is not None else 0.0
    if said > words.reading_seconds:
        scene.prolonged[name] = round(said - words.reading_seconds, 3)
    return max(words.reading_seconds, said)


def changing(mobject: Mobject, redraw: Callable[[float], object]) -> Animation:
    """The animation that calls `redraw` with 0 to 1, for `play` or `move_camera` beside others."""
    return UpdateFromAlphaFunc(mobject, lambda _, alpha: redraw(alpha))


def crossing(old: Iterable[Mobject], new: Iterable[Mobject]) -> list[Animation]:
    """From one picture to an unlike one: `new` comes while `old` goes, so that no frame is empty, and late
    enough that words do not stand on words."""
    first, then = (squish_rate_func(smooth, *span) for span in ((0.0, CROSSING), (1 - CROSSING, 1.0)))
    leaving = [FadeOut(each, rate_func=first) for each in old]
    return [*leaving, *(FadeIn(each, rate_func=then) for each in new)]


def check_run_was_used(scene: FilmScene) -> None:
    """Raises InputError where `--run` fits nothing that the scene has asked for."""
    asked, given = [use.widths for use in scene.runs_used], scene.params.run
    if given and asked and not any(use.path == Path(given) for use in scene.runs_used):
        wanted = " or ".join(",".join(map(str, widths or ())) for widths in asked)
        got = ",".join(map(str, load_run(given).widths))
        can_be_set = "net.widths" in (each.name for each in parameters(type(scene.params)))
        remedy = f"; add --set net.widths=[{got}]" if can_be_set else ""
        raise InputError(f"--run {given}: expected a run with widths {wanted}, got {got}{remedy}")


def scene_file(scene: type) -> Path:
    """The file in which the scene class was written."""
    return Path(str(sys.modules[scene.__module__].__file__))


def prepare_hint(scene: FilmScene) -> str:
    """The line that makes all that the scene needs, if it says what that is."""
    if not scene.needs(scene.params):
        return ""
    file = scene_file(type(scene))
    line = ["dlvis", "prepare", file.stem if file.parent == shipped("scenes") else str(file)]
    for name, value in changes(scene.params).items():
        if name not in TOLD and value is not None:
            told = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
            line += ["--set", f"{name}={told}"]
    if scene.runs != RUNS:
        line += ["--out", str(scene.runs.parent)]
    return f", or all that the scene needs with `{join(line)}`"


def resolved_run(
    params: Params, widths: tuple[int, ...] | None, runs: Path, seed: int | None = None
) -> tuple[Path, Run]:
    """The folder and the Run that `FilmScene.trained_run` takes; the cache asks again before it answers."""
    if seed is None:
        path, run = _found_run(params, widths, runs)
    else:
        path = seeded_run(runs, params.topic, widths or load(params.topic).training.widths, seed)
        run = load_run(path)
    check_topic(run, path, load(params.topic))
    return path, run


def _found_run(params: Params, widths: tuple[int, ...] | None, runs: Path) -> tuple[Path, Run]:
    if params.run is not None:
        run = load_run(params.run)
        if not is_of_topic(run.topic, run.source, params.topic):
            raise InputError(
                f"--run {params.run}: expected a run of topic {params.topic!r}, got one of {run.topic!r};"
                f" add --set topic={run.source}"
            )
        if widths in (None, run.widths):
            return Path(params.run), run
    path = newest_run(runs, params.topic, widths)
    return path, load_run(path)


def credit_lines(notices: Iterable[str], look: Theme) -> VGroup:
    """`notices` on a strip of the ground, above the lowest eighth of the frame, which is left to captions."""
    room = 0.9 * config.frame_width - 2 * CREDIT_EDGE
    lines = [line for notice in notices for line in lines_within(notice, look, room, CREDIT_LINES)]
    words = named(VGroup(*(text(line, look, "small", look.muted) for line in lines)).arrange(DOWN, buff=0.12))
    words.move_to(-config.frame_height * (1 / 2 - 1 / 8) * UP, aligned_edge=DOWN)
    strip = SurroundingRectangle(
        words, buff=CREDIT_EDGE, stroke_width=0, fill_color=look.ground, fill_opacity=0.9
    )
    return VGroup(strip, words)

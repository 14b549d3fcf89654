"""A film played part by part: which frames belong to which part, and under which key each part is kept.

Several processes play a film side by side. All of them come to the same parts with the same keys, since those
follow from the animations alone and from what the scene has read until then.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from dlvis.errors import InputError
from dlvis.film import FilmScene, Mark
from dlvis.render.faults import scene_faults
from dlvis.render.inputs import FilesRead, recording
from dlvis.render.key import run_record
from dlvis.render.neighbours import neighbours
from dlvis.render.order import Order
from dlvis.render.parts import is_cut, pieces
from dlvis.render.shots import Shot, ShotRenderer
from dlvis.render.stage import play, stage
from dlvis.render.timeline import Timeline
from dlvis.tasks import Store, Task


class Work(Protocol):
    """What is done with the parts of a film while it is played."""

    store: Store

    def begin(self, task: Task, number: int) -> bool:
        """A part begins; whether its frames are wanted."""

    def take(self, shot: Shot, number: int, repeat: int) -> bool:
        """The frame of this number in the shot, to be shown so often; False when the shot was over before."""

    def end(self, n_frames: int) -> None:
        """The part that was begun last had so many frames."""

    def picture(self, task: Task, scene: FilmScene, mark: Mark) -> None:
        """The scene as it is now is a picture of its own, which `mark` asks for."""

    def abandon(self) -> None:
        """The part that was begun comes to nothing."""


def film(order: Order, work: Work) -> Timeline:
    """Play the scene to its end for `work`.

    Raises:
        InputError: what the scene raises, or why a part cannot be written.
        KeyboardInterrupt: Ctrl-C, or `work` was stopped.
    """
    with stage(order.size) as media:
        files = FilesRead(order.scene.file.path, (media, work.store.folder))
        renderer = ShotRenderer()
        playing = _Playing(order, work, files)
        with recording(files):
            scene = _recorded(order.scene.cls, files)(
                renderer=renderer,
                on_mark=playing.mark,
                params=order.scene.params,
                runs=order.runs,
                speech=_speech(order, files),
            )
            playing.scene, renderer.take = scene, playing.take
            try:
                with scene_faults(order.scene.file.path), neighbours(order.scene.file.path):
                    play(scene)
                playing.end_part(renderer.n_frames)
            finally:
                work.abandon()
        return playing.timeline(renderer.n_frames)


class _Playing:
    """What is known while a scene is played: the part that is open, and those before it."""

    scene: FilmScene

    def __init__(self, order: Order, work: Work, files: FilesRead) -> None:
        self.order, self.work, self.files = order, work, files
        self.parts: list[tuple[Task, int]] = []  # with the frame that each begins at
        self.pictures: list[Task] = []
        self._is_open = self._is_wanted = False
        self._n_drawn = 0
        self._read: Mapping[str, Any] = {}

    def take(self, shot: Shot) -> None:
        """Cut a shot into parts, or let it go on with the part before it."""
        if shot.n_frames == 0:
            return  # of a section that is skipped
        if self._is_open and (is_cut(self._n_drawn) or self._read_so_far() != self._read):
            self.end_part(shot.first)
        is_one = shot.is_still or shot.is_open
        begun = 0
        for length in [shot.n_frames] if is_one else pieces(shot.n_frames, self.order.size.fps):
            if begun:
                self.end_part(shot.first + begun)
            if not self._is_open:
                self._begin_part(shot.first + begun)
            self._film(shot, begun, length)
            begun += length

    def mark(self, scene: FilmScene, mark: Mark) -> None:
        # whether or not the picture is drawn, so that all who play do the same
        scene.update_mobjects(0)
        if mark.kind == "beat":
            renderer: Any = scene.renderer
            self.end_part(renderer.n_frames)  # the next begins with a key frame: `dlvis cut` copies it
        task = self._task("picture", number=len(self.pictures))
        self.pictures.append(task)
        with self.files.drawing():
            self.work.picture(task, scene, mark)

    def end_part(self, end: int) -> None:
        """The part that is open ends before the film's frame `end`."""
        if self._is_open:
            self.work.end(end - self.parts[-1][1])
        self._is_open = False

    def timeline(self, n_frames: int) -> Timeline:
        if not any(mark.kind == "beat" for mark in self.scene.marks):
            raise InputError(
                f"{self.order.scene.file.path}: the scene has no beat; play its animations within"
                " `self.beat(name)`"
            )
        return Timeline(
            n_frames=n_frames,
            parts=tuple(self.parts),
            pictures=tuple(self.pictures),
            marks=tuple(self.scene.marks),
            credits=tuple(self.scene.credits),
            runs=tuple(run_record(use) for use in self.scene.runs_used),
            files=self.files.digests(),
            drawn=self.files.while_drawn(),
        )

    def _read_so_far(self) -> Mapping[str, Any]:
        """What the scene has read until now: it may show in any frame from here on."""
        read = {"files": self.files.digests(), "runs": [use.digest for use in self.scene.runs_used]}
        return read | ({"prolonged": dict(self.scene.prolonged)} if self.scene.prolonged else {})

    def _task(self, kind: str, **place: int) -> Task:
        return Task(kind, {"film": self.order.key, "read": self._read_so_far(), **place})

    def _begin_part(self, first: int) -> None:
        self._is_open, self._n_drawn, self._read = True, 0, self._read_so_far()
        task = self._task("part", number=len(self.parts), first=first)
        self._is_wanted = self.work.begin(task, len(self.parts))
        self.parts.append((task, first))

    def _film(self, shot: Shot, begun: int, length: int) -> None:
        n_drawn = 1 if shot.is_still else length
        self._n_drawn += n_drawn
        if self._is_wanted:
            for number in range(begun, begun + n_drawn):
                with self.files.drawing():
                    goes_on = self.work.take(shot, number, length if shot.is_still else 1)
                if not goes_on:
                    return


def _speech(order: Order, files: FilesRead) -> Callable[[str], float] | None:
    """How long a narration takes to be said; the recordings are no files of the scene's."""
    if order.voice is None:
        return None
    lasts = order.voice.lasts

    def seconds(narration: str) -> float:
        with files.paused():
            return lasts(narration)

    return seconds


def _recorded(cls: type[FilmScene], files: FilesRead) -> Any:
    class Recorded(cls):  # type: ignore[misc, valid-type]
        """The scene, whose Runs count by their digest, not by the files searched for them."""

        def trained_run(self, *args: Any, **kwargs: Any) -> Any:
            with files.paused():
                return super().trained_run(*args, **kwargs)

        def add_sound(self, sound_file: Any, *args: Any, **kwargs: Any) -> None:
            raise InputError(
                f"{sound_file}: a film of dlvis has no sound track; take `add_sound` out and add the sound to"
                " the finished film, or render the scene with plain manim"
            )

    Recorded.__module__, Recorded.__name__ = cls.__module__, cls.__name__
    return Recorded

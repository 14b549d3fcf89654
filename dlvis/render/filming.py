"""A film drawn part by part: one process plays the scene and takes what nobody else has taken.

Several processes play it side by side, and each takes the next part, at or after where it stands, that is not
finished and that no other is at. All of them come to the same parts, since those follow from the animations
alone. What is finished lies in the store, so that a film that was cut short goes on where it was.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlvis.errors import InputError
from dlvis.film import FilmScene, Mark
from dlvis.render.encoding import Write, encoded
from dlvis.render.faults import scene_faults
from dlvis.render.inputs import FilesRead, recording
from dlvis.render.key import run_record
from dlvis.render.order import Order
from dlvis.render.parts import is_cut, pieces
from dlvis.render.shots import Shot, ShotRenderer
from dlvis.render.stage import picture, play, save_picture, stage
from dlvis.render.timeline import Timeline
from dlvis.tasks import Store, Task

FILM, PICTURE = "film.mp4", "picture.png"

# called with a part's number and how many of its frames are done
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Crew:
    """Where finished parts are kept, and how this process fits in with the others.

    With `wait`, a part that another is at is waited for: nobody else will come back to it. `is_stopped` is
    asked before each frame.
    """

    store: Store
    tell: Tell
    is_stopped: Callable[[], bool] = lambda: False
    wait: bool = False


def film(order: Order, crew: Crew) -> Timeline:
    """Play the scene to its end and draw what is neither finished nor being drawn by others.

    Raises:
        InputError: what the scene raises, or why a part cannot be written.
        KeyboardInterrupt: Ctrl-C, or it was stopped.
    """
    with stage(order.size) as media:
        ignored = (media, crew.store.folder)
        filming = _Filming(order, crew, FilesRead(order.scene.file.path, ignored))
        with recording(filming.files), filming.ending:
            renderer = ShotRenderer(filming.take)
            scene = _recorded(order.scene.cls, filming.files)(
                renderer=renderer,
                on_mark=filming.mark,
                params=order.scene.params,
                runs=order.runs,
            )
            filming.scene = scene
            with scene_faults(order.scene.file.path):
                play(scene)
            filming.end_part(renderer.n_frames)
        return filming.timeline(scene, renderer.n_frames)


class _Filming:
    """What is known while a scene is played: the part that is open, and those before it."""

    def __init__(self, order: Order, crew: Crew, files: FilesRead) -> None:
        self.order, self.crew, self.files = order, crew, files
        self.ending = ExitStack()  # of the part that is open
        self.scene: FilmScene | None = None
        self.parts: list[tuple[Task, int]] = []  # with the frame that each begins at
        self.pictures: list[Task] = []
        self._is_open = self._is_found = False
        self._n_drawn = self._n_written = 0
        self._inputs: Mapping[str, Any] = {}
        self._write: Write | None = None

    def take(self, shot: Shot) -> None:
        """Draw of a shot what belongs to parts that are ours."""
        if shot.n_frames == 0:
            return  # of a section that is skipped
        if self._is_open and (is_cut(self._n_drawn) or self._known() != self._inputs):
            self.end_part(shot.first)
        is_one = shot.is_still or shot.is_open
        lengths = [shot.n_frames] if is_one else pieces(shot.n_frames, self.order.size.fps)
        begun = 0
        for length in lengths:
            if begun:
                self.end_part(shot.first + begun)
            if not self._is_open:
                self._begin_part(shot.first + begun)
            self._film(shot, begun, length)
            begun += length

    def mark(self, scene: FilmScene, mark: Mark) -> None:
        """Draw the picture of a beat or a still, unless it is there or another is at it."""
        scene.update_mobjects(0)
        task = self._task("picture", number=len(self.pictures))
        self.pictures.append(task)
        with ExitStack() as ending:
            place = self._claimed(task, ending)
            if place is not None:
                save_picture(picture(scene), place / PICTURE)

    def end_part(self, end: int) -> None:
        """Finish the part that is open, before the film's frame `end`: it is sealed here if it was ours."""
        self.ending.close()
        if self._is_open and self._is_found:
            self._tell(end - self.parts[-1][1])
        self._is_open, self._write = False, None

    def timeline(self, scene: FilmScene, n_frames: int) -> Timeline:
        if not any(mark.kind == "beat" for mark in scene.marks):
            raise InputError(
                f"{self.order.scene.file.path}: the scene has no beat; play its animations within"
                " `self.beat(name)`"
            )
        return Timeline(
            n_frames=n_frames,
            parts=tuple(self.parts),
            pictures=tuple(self.pictures),
            marks=tuple(scene.marks),
            credits=tuple(scene.credits),
            runs=tuple(run_record(use) for use in scene.runs_used),
            files=self.files.digests(),
        )

    def _known(self) -> Mapping[str, Any]:
        """What the scene has read until now: it may show in any frame from here on."""
        runs = [use.digest for use in self.scene.runs_used] if self.scene else []
        return {"files": self.files.digests(), "runs": runs}

    def _task(self, kind: str, **place: int) -> Task:
        return Task(kind, {"film": self.order.key, "read": self._known(), **place})

    def _begin_part(self, first: int) -> None:
        self._is_open, self._n_drawn, self._n_written, self._inputs = True, 0, 0, self._known()
        task = self._task("part", number=len(self.parts), first=first)
        self.parts.append((task, first))
        place = self._claimed(task, self.ending)
        if place is not None:
            self._write = self.ending.enter_context(encoded(place / FILM, self.order.size))
        self._is_found = place is None and self.crew.store.found(task) is not None

    def _claimed(self, task: Task, ending: ExitStack) -> Path | None:
        """A place for the output of `task`, or None where it is there or somebody else makes it."""
        store = self.crew.store
        if store.found(task) or not ending.enter_context(store.claimed(task, self.crew.wait)):
            return None
        return None if store.found(task) else ending.enter_context(store.making(task))

    def _film(self, shot: Shot, begun: int, length: int) -> None:
        self._n_drawn += 1 if shot.is_still else length
        if self._write is None:
            return
        for number in range(begun, begun + (1 if shot.is_still else length)):
            if self.crew.is_stopped():
                raise KeyboardInterrupt
            frame = shot.picture(number)
            if frame is None:
                return
            repeat = length if shot.is_still else 1
            self._write(frame, repeat)
            self._n_written += repeat
            self._tell(self._n_written)

    def _tell(self, n_frames: int) -> None:
        self.crew.tell(len(self.parts) - 1, n_frames)


def _recorded(cls: type[FilmScene], files: FilesRead) -> Any:
    class Recorded(cls):  # type: ignore[misc, valid-type]
        """The scene, whose Runs count by their digest, not by the files searched for them."""

        def trained_run(self, *args: Any, **kwargs: Any) -> Any:
            with files.paused():
                return super().trained_run(*args, **kwargs)

    Recorded.__module__, Recorded.__name__ = cls.__module__, cls.__name__
    return Recorded

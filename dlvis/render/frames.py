"""Single frames of a scene without filming the others: at a time, at a still, at the end of each beat.

The scene is played with its animations passed over, so that only the frames that are asked for are drawn.
"""

from collections.abc import Iterator
from math import isfinite
from typing import Any

import numpy as np
from manim import CairoRenderer, config
from manim.utils.exceptions import EndSceneEarlyException

from dlvis.camera import FilmCamera
from dlvis.errors import InputError, nearest
from dlvis.film import FilmScene, Mark
from dlvis.render.stage import Picture, picture, play


class SkippingRenderer(CairoRenderer):
    """Passes over each animation undrawn, and counts its frames: time runs as in the film, frame by frame."""

    def __init__(self) -> None:
        super().__init__(camera_class=FilmCamera, skip_animations=True)
        self.begun = 0.0

    def update_frame(self, *args: Any, **kwargs: Any) -> None:
        pass

    def play(self, scene: Any, *args: Any, **kwargs: Any) -> None:
        self.begun = self.time
        super().play(scene, *args, **kwargs)
        self.time = self.begun + _n_frames(scene) / config.frame_rate


def beat_pictures(cls: type[FilmScene], **scene_options: Any) -> tuple[list[tuple[Mark, Picture]], FilmScene]:
    """The frame at the end of each beat, and the scene, on the current stage (one without video)."""
    taken: list[tuple[Mark, Picture]] = []

    def take(scene: FilmScene, mark: Mark) -> None:
        if mark.kind == "beat":
            taken.append((mark, picture(scene)))

    scene = cls(renderer=SkippingRenderer(), on_mark=take, **scene_options)
    play(scene)
    return taken, scene


def still_picture(cls: type[FilmScene], name: str, **scene_options: Any) -> Picture:
    """The frame that the scene marks as the still `name`, on the current stage (one without video).

    Raises:
        InputError: the scene marks no such still.
    """
    taken: list[Picture] = []

    def take(scene: FilmScene, mark: Mark) -> None:
        if mark.kind == "still" and mark.name == name:
            taken.append(picture(scene))
            raise EndSceneEarlyException

    scene = _ending_early(cls)(renderer=SkippingRenderer(), on_mark=take, **scene_options)
    play(scene)
    if not taken:
        names = [mark.name for mark in scene.marks if mark.kind == "still"]
        raise InputError(f"scene {cls.__name__}: has no still {name!r}{nearest(name, names)}")
    return taken[0]


def picture_at(cls: type[FilmScene], seconds: float, **scene_options: Any) -> Picture:
    """The frame of the film that is seen at `seconds`, on the current stage (one without video).

    Raises:
        InputError: a time before the film, or after its end.
    """
    if not (isfinite(seconds) and seconds >= 0):
        raise InputError(f"--at: expected a time in seconds from 0 on, got {seconds:g}")
    scene = _stopping_at(cls, seconds)(renderer=SkippingRenderer(), **scene_options)
    lasted = play(scene)
    if scene.frame is None:
        raise InputError(f"--at: expected a time within the film's {lasted:.1f} s, got {seconds:g}")
    found: Picture = scene.frame
    return found


def _n_frames(scene: Any) -> int:
    # the two ways in which Manim counts
    if scene.is_current_animation_frozen_frame():
        return int(scene.duration / (1 / config.frame_rate))
    return len(np.arange(0, scene.duration, 1 / config.frame_rate))


def _ending_early(cls: type[FilmScene]) -> Any:
    class EndingEarly(cls):  # type: ignore[misc, valid-type]
        def tear_down(self) -> None:
            """What a scene does at its end is not played after it was left before."""

    EndingEarly.__module__ = cls.__module__
    return EndingEarly


def _stopping_at(cls: type[FilmScene], seconds: float) -> Any:
    class StoppingAt(cls):  # type: ignore[misc, valid-type]
        """The scene, which draws one frame and ends there."""

        frame: Picture | None = None

        def play(self, *args: Any, **kwargs: Any) -> None:
            super().play(*args, **kwargs)
            if seconds < self.time - 1e-6:
                self._stop()  # within a still wait, all of whose frames are the same

        def get_time_progression(self, run_time: float, *_: Any, **__: Any) -> Iterator[float]:
            frames_ahead = int((seconds - self.renderer.begun) * config.frame_rate + 1e-6)
            if frames_ahead < _n_frames_of(run_time):
                yield frames_ahead / config.frame_rate
                self._stop()
            yield run_time

        def tear_down(self) -> None:
            if self.frame is None:
                super().tear_down()

        def _stop(self) -> None:
            self.frame = picture(self)
            raise EndSceneEarlyException

    StoppingAt.__module__ = cls.__module__
    return StoppingAt


def _n_frames_of(run_time: float) -> int:
    return len(np.arange(0, run_time, 1 / config.frame_rate))

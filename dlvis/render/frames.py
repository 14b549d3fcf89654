"""Single frames of a scene without filming the others: at a time, at a still, at the end of each beat.

The scene is played with its animations passed over, so that only the frames that are asked for are drawn.
"""

from collections.abc import Callable
from math import isfinite
from typing import Any, TypeVar

from manim import config
from manim.utils.exceptions import EndSceneEarlyException

from dlvis.errors import InputError, nearest
from dlvis.film import FilmScene, Mark
from dlvis.render.encoding import Picture
from dlvis.render.shots import Shot, ShotRenderer
from dlvis.render.stage import picture, play

T = TypeVar("T")


def beat_pictures(cls: type[FilmScene], **scene_options: Any) -> tuple[list[tuple[Mark, Picture]], FilmScene]:
    """The frame at the end of each beat, and the scene, on the current stage."""
    taken: list[tuple[Mark, Picture]] = []

    def take(scene: FilmScene, mark: Mark) -> None:
        if mark.kind == "beat":
            taken.append((mark, picture(scene)))

    scene = cls(renderer=ShotRenderer(), on_mark=take, **scene_options)
    play(scene)
    return taken, scene


def still(cls: type[FilmScene], name: str, drawn: Callable[[FilmScene, Mark], T], **scene_options: Any) -> T:
    """What `drawn` makes of the scene where it marks the still `name`, on the current stage.

    Raises:
        InputError: the scene marks no such still.
    """
    taken: list[T] = []

    def take(scene: FilmScene, mark: Mark) -> None:
        if mark.kind == "still" and mark.name == name:
            taken.append(drawn(scene, mark))
            raise EndSceneEarlyException

    scene = _ending_with(cls, taken)(renderer=ShotRenderer(), on_mark=take, **scene_options)
    play(scene)
    if not taken:
        names = [mark.name for mark in scene.marks if mark.kind == "still"]
        raise InputError(f"scene {cls.__name__}: has no still {name!r}{nearest(name, names)}")
    return taken[0]


def moment(
    cls: type[FilmScene], seconds: float, drawn: Callable[[FilmScene, Picture], T], **scene_options: Any
) -> T:
    """What `drawn` makes of the scene and the frame of its film at `seconds`, on the current stage.

    Raises:
        InputError: a time before the film, or after its end.
    """
    if not (isfinite(seconds) and seconds >= 0):
        raise InputError(f"--at: expected a time in seconds from 0 on, got {seconds:g}")
    wanted = int(seconds * config.frame_rate + 1e-6)
    taken: list[T] = []

    def take(shot: Shot) -> None:
        frame = shot.picture(wanted - shot.first) if wanted < shot.first + shot.n_frames else None
        if frame is not None:
            taken.append(drawn(scene, frame))
            raise EndSceneEarlyException

    scene = _ending_with(cls, taken)(renderer=ShotRenderer(take), **scene_options)
    lasted = play(scene)
    if not taken:
        raise InputError(f"--at: expected a time within the film's {lasted:.1f} s, got {seconds:g}")
    return taken[0]


def _ending_with(cls: type[FilmScene], taken: list[Any]) -> Any:
    class Ending(cls):  # type: ignore[misc, valid-type]
        """The scene, of which nothing more is played when what is wanted has been taken."""

        def tear_down(self) -> None:
            if not taken:
                super().tear_down()

    Ending.__module__ = cls.__module__
    return Ending

"""Single frames of a scene without filming the others: at a time, at a still, at the end of each beat.

The scene is played with its animations passed over, so that only the frames that are asked for are drawn.
"""

from math import isfinite
from typing import Any

from manim import config
from manim.utils.exceptions import EndSceneEarlyException

from dlvis.errors import InputError, nearest
from dlvis.film import FilmScene, Mark
from dlvis.render.encoding import Picture
from dlvis.render.shots import Shot, ShotRenderer
from dlvis.render.stage import picture, play


def beat_pictures(cls: type[FilmScene], **scene_options: Any) -> tuple[list[tuple[Mark, Picture]], FilmScene]:
    """The frame at the end of each beat, and the scene, on the current stage."""
    taken: list[tuple[Mark, Picture]] = []

    def take(scene: FilmScene, mark: Mark) -> None:
        if mark.kind == "beat":
            taken.append((mark, picture(scene)))

    scene = cls(renderer=ShotRenderer(), on_mark=take, **scene_options)
    play(scene)
    return taken, scene


def still_picture(cls: type[FilmScene], name: str, **scene_options: Any) -> Picture:
    """The frame that the scene marks as the still `name`, on the current stage.

    Raises:
        InputError: the scene marks no such still.
    """
    taken: list[Picture] = []

    def take(scene: FilmScene, mark: Mark) -> None:
        if mark.kind == "still" and mark.name == name:
            taken.append(picture(scene))
            raise EndSceneEarlyException

    scene = _ending_with(cls, taken)(renderer=ShotRenderer(), on_mark=take, **scene_options)
    play(scene)
    if not taken:
        names = [mark.name for mark in scene.marks if mark.kind == "still"]
        raise InputError(f"scene {cls.__name__}: has no still {name!r}{nearest(name, names)}")
    return taken[0]


def picture_at(cls: type[FilmScene], seconds: float, **scene_options: Any) -> Picture:
    """The frame of the film that is seen at `seconds`, on the current stage.

    Raises:
        InputError: a time before the film, or after its end.
    """
    if not (isfinite(seconds) and seconds >= 0):
        raise InputError(f"--at: expected a time in seconds from 0 on, got {seconds:g}")
    wanted = int(seconds * config.frame_rate + 1e-6)
    taken: list[Picture] = []

    def take(shot: Shot) -> None:
        frame = shot.picture(wanted - shot.first) if wanted < shot.first + shot.n_frames else None
        if frame is not None:
            taken.append(frame)
            raise EndSceneEarlyException

    scene = _ending_with(cls, taken)(renderer=ShotRenderer(take), **scene_options)
    lasted = play(scene)
    if not taken:
        raise InputError(f"--at: expected a time within the film's {lasted:.1f} s, got {seconds:g}")
    return taken[0]


def _ending_with(cls: type[FilmScene], taken: list[Picture]) -> Any:
    class Ending(cls):  # type: ignore[misc, valid-type]
        """The scene, of which nothing more is played when what is wanted has been taken."""

        def tear_down(self) -> None:
            if not taken:
                super().tear_down()

    Ending.__module__ = cls.__module__
    return Ending

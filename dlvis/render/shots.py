"""A scene played shot by shot: a renderer that draws those frames it is asked for, and passes over the rest.

A shot is what one `play` or `wait` films. A scene is a pure function of time, so that within a shot any later
frame can be drawn without those before it. Where a scene does step from frame to frame, by updaters that take
`dt` or a wait that stops on a condition, its steps are taken, undrawn.
"""

from collections.abc import Callable, Iterator
from typing import Any, cast

import numpy as np
from manim import CairoRenderer, PhaseFlow, UpdateFromFunc, config

from dlvis.camera import FilmCamera
from dlvis.render.encoding import Picture
from dlvis.render.looks import Looks


class Shot:
    """One animation of a scene: `n_frames` from the film's frame `first` on, to be drawn in their order.

    A still shot shows one picture all the time. Of an open one it is not known how long it lasts; `n_frames`
    is the most it can.
    """

    def __init__(self, scene: Any, renderer: "ShotRenderer") -> None:
        self._scene, self._renderer = scene, renderer
        self.first = renderer.n_frames
        self.is_still = bool(scene.is_current_animation_frozen_frame())
        self.is_open = scene.stop_condition is not None
        self._times = np.arange(0, scene.duration, 1 / config.frame_rate)
        self.n_frames = int(scene.duration / (1 / config.frame_rate)) if self.is_still else len(self._times)
        if renderer.file_writer.sections[-1].skip_animations:
            self.n_frames = 0
        self._steps = self.is_open or _steps(scene)
        self._n_played = 0
        self._is_over = False
        self._is_prepared = False
        self._painted: Picture | None = None
        self._moving: list[Any] = []
        self._still: list[Any] = []
        self._look_of_still = ""
        self._at = -1

    def picture(self, number: int) -> Picture | None:
        """The frame of this number, counted from the shot's first; None when an open shot was over before."""
        self._prepare()
        if not self._reach(number):
            return None
        self._paint()
        camera: Any = self._renderer.camera
        if self._painted is None:
            camera.reset()
        else:
            camera.set_frame_to_background(self._painted)
        if self._moving:
            camera.capture_mobjects(self._moving)
        return np.array(camera.pixel_array, dtype=np.uint8)

    def look(self, number: int) -> str | None:
        """The frame's look, without drawing it: two frames with one look show the same."""
        self._prepare()
        if not self._reach(number):
            return None
        looks = self._renderer.looks
        self._look_of_still = self._look_of_still or looks.of(self._still)
        return self._look_of_still + looks.of(self._moving)

    def finish(self) -> int:
        """Leave the scene as it is at the shot's end; answers how many frames there were."""
        if self._steps and not self.is_still:
            self._reach(self.n_frames - 1)
        if self.is_open:
            self.n_frames = self._n_played
        self._renderer.time = (self.first + self.n_frames) / config.frame_rate
        if not self.is_still:
            for animation in self._scene.animations:
                animation.finish()
                animation.clean_up_from_scene(self._scene)
            self._scene.update_mobjects(0)
        return self.n_frames

    def _prepare(self) -> None:
        """What does not move is painted once; it is left to each frame where it may lie behind what moves."""
        if self._is_prepared:
            return
        self._is_prepared = True
        self._moving, still = self._scene.moving_mobjects, self._scene.static_mobjects
        if any(getattr(each, "shade_in_3d", False) for each in self._moving):
            self._moving, still = [*self._scene.mobjects, *self._scene.foreground_mobjects], []
        self._still = still

    def _paint(self) -> None:
        if self._still and self._painted is None:
            camera: Any = self._renderer.camera
            camera.reset()
            camera.capture_mobjects(self._still)
            self._painted = np.array(camera.pixel_array, dtype=np.uint8)

    def _reach(self, number: int) -> bool:
        """Bring the scene to the frame of this number; whether the shot lasts so long."""
        if number == self._at:
            return True
        camera: Any = self._renderer.camera
        if camera.before_frame is not None:
            camera.before_frame()  # Ctrl-C is heard where nothing is drawn too
        first = self._n_played if self._steps else number
        for step in range(first, number + 1):
            if self._is_over:
                return False
            self._renderer.time = (self.first + step) / config.frame_rate
            if not self.is_still:
                self._scene.update_to_time(self._times[step])
            self._n_played = step + 1
            if self.is_open:
                # asked, as Manim does, when the frame has been filmed
                self._renderer.time = (self.first + step + 1) / config.frame_rate
                self._is_over = bool(self._scene.stop_condition())
        self._at = number
        return True


Take = Callable[[Shot], None]


class ShotRenderer(CairoRenderer):
    """Manim's renderer as far as a scene knows it; what is filmed of each shot, `take` decides."""

    def __init__(self, take: Take | None = None) -> None:
        super().__init__(camera_class=FilmCamera, skip_animations=False)
        self.take = take
        self.n_frames = 0
        self.looks = Looks(cast(FilmCamera, self.camera))

    def update_frame(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: what is not asked for is not drawn."""

    def play(self, scene: Any, *args: Any, **kwargs: Any) -> None:
        scene.compile_animation_data(*args, **kwargs)
        scene.begin_animations()
        self.static_image = None
        shot = Shot(scene, self)
        if self.take is not None:
            self.take(shot)
        self.n_frames += shot.finish()
        self.num_plays += 1


def _steps(scene: Any) -> bool:
    """Whether something in the scene may add up from frame to frame: an updater can, even without `dt`."""
    animations = list(_all(scene.animations))
    mobjects = [*scene.mobjects, *(animation.mobject for animation in animations)]
    return bool(scene.updaters or scene.meshes) or any(
        [
            *(type(each) in (UpdateFromFunc, PhaseFlow) for each in animations),
            *(bool(part.updaters) for each in mobjects if each is not None for part in each.get_family()),
        ]
    )


def _all(animations: Any) -> Iterator[Any]:
    for animation in animations:
        yield animation
        yield from _all(getattr(animation, "animations", ()))

"""Where a scene is played: the one place that touches Manim's global configuration, and gives it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from manim import logger, tempconfig
from PIL import Image
from threadpoolctl import threadpool_limits

from dlvis.camera import printed
from dlvis.errors import InputError, TooLongError
from dlvis.film import FilmScene, Mark
from dlvis.render.encoding import Picture
from dlvis.render.interrupt import interrupt_between_frames
from dlvis.render.quality import Quality

SHORT_SIDE = 8.0


@contextmanager
def stage(quality: Quality) -> Iterator[Path]:
    """Manim set for `quality`, with its scratch files in a folder (given) that is gone afterwards. It writes
    no film: what is drawn, and what becomes of it, is the renderer's matter."""
    # Manim sets its logger's level with the configuration, and does not set it back
    level = logger.level
    try:
        with TemporaryDirectory(prefix="dlvis-") as folder, tempconfig(_settings(quality, folder)):
            yield Path(folder)
    finally:
        logger.setLevel(level)


def play(scene: FilmScene) -> float:
    """Play the scene on the current stage; answers how many seconds of film it made. Ctrl-C ends it.

    Raises:
        InputError: what the scene raises; words that are too long for their place by the line they stand in.
    """
    # small matrices: a second thread of BLAS costs more in waiting than it gives
    with interrupt_between_frames(lambda: scene.is_playing) as obey, threadpool_limits(1, "blas"):
        scene.film_camera.before_frame = obey
        try:
            scene.render()
        except TooLongError as error:
            raise InputError(f"{scene.words.place_of(error.words)}{error}") from error
    return float(scene.time)


def picture(scene: FilmScene) -> Picture:
    """The scene's frame as it is at this moment, (height, width, 4) uint8 RGBA."""
    scene.update_mobjects(0)
    camera = scene.film_camera
    camera.reset()
    camera.capture_mobjects([*scene.mobjects, *scene.foreground_mobjects])
    return np.array(camera.pixel_array, dtype=np.uint8)


def page(scene: FilmScene, title: str, text: str) -> bytes:
    """The scene's frame as it is at this moment as a PDF of vectors; `title` and `text` are its metadata."""
    scene.update_mobjects(0)
    return printed(scene.film_camera, [*scene.mobjects, *scene.foreground_mobjects], title, text)


def save_picture(frame: Picture, path: Path) -> Path:
    """Write the frame as PNG, without its alpha."""
    path.parent.mkdir(parents=True, exist_ok=True)
    opaque(frame).save(path)
    return path


def opaque(frame: Picture) -> Image.Image:
    """The frame without its alpha."""
    return Image.fromarray(frame).convert("RGB")


def still_title(scene: FilmScene, mark: Mark) -> str:
    """What the page of a still is called."""
    return f"{scene.words.title}: {mark.name}"


def frame_size(quality: Quality) -> tuple[float, float]:
    """Width and height of the frame in scene units: its shorter side is 8, as the height of Manim's own.

    So a type size, which is pixels where the shorter side has 1080, is as easy to read in a tall frame.
    """
    unit = min(quality.width, quality.height) / SHORT_SIDE
    return quality.width / unit, quality.height / unit


def _settings(quality: Quality, folder: str) -> dict[str, Any]:
    width, height = frame_size(quality)
    return {
        "renderer": "cairo",
        "pixel_width": quality.width,
        "pixel_height": quality.height,
        "frame_rate": quality.fps,
        "frame_height": height,
        "frame_width": width,
        "media_dir": folder,
        "format": "none",
        "dry_run": True,
        "disable_caching": True,
        "max_files_cached": -1,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "save_sections": False,
        "preview": False,
        "background_opacity": 1.0,
        "from_animation_number": 0,
        "upto_animation_number": -1,
        "input_file": "",
        "output_file": "",
        "write_all": False,
    }

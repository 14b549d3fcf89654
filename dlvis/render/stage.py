"""Where a scene is played: the one place that touches Manim's global configuration, and gives it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import numpy as np
from manim import CairoRenderer, logger, tempconfig
from numpy.typing import NDArray
from PIL import Image
from threadpoolctl import threadpool_limits

from dlvis.film import FilmScene
from dlvis.render.interrupt import interrupt_between_frames
from dlvis.render.quality import Quality

Picture = NDArray[np.uint8]


@contextmanager
def stage(quality: Quality, video: bool) -> Iterator[Path]:
    """Manim set for `quality`, with its files in a folder (given) that is gone afterwards; without `video`
    it writes nothing and draws only what it is asked for."""
    # Manim sets its logger's level with the configuration, and does not set it back
    level = logger.level
    try:
        with TemporaryDirectory(prefix="dlvis-") as folder, tempconfig(_settings(quality, video, folder)):
            yield Path(folder)
    finally:
        logger.setLevel(level)


def play(scene: FilmScene) -> float:
    """Play the scene on the current stage; answers how many seconds of film it made. Ctrl-C ends it."""
    # small matrices: a second thread of BLAS costs more in waiting than it gives
    with interrupt_between_frames(lambda: scene.is_playing) as obey, threadpool_limits(1, "blas"):
        scene.film_camera.before_frame = obey
        scene.render()
    return float(scene.time)


def movie_of(scene: FilmScene) -> Path:
    """The file that Manim has written for a scene that was played with `video`."""
    return Path(scene.renderer.file_writer.movie_file_path)


def picture(scene: FilmScene) -> Picture:
    """The scene's frame as it is at this moment, (height, width, 4) uint8 RGBA."""
    scene.update_mobjects(0)
    # what a still wait has painted in advance would lie beneath a second time
    scene.renderer.static_image = None  # type: ignore[union-attr]
    # past a renderer that skips: this frame is asked for
    renderer = cast(CairoRenderer, scene.renderer)
    CairoRenderer.update_frame(renderer, scene)
    return np.asarray(renderer.get_frame(), dtype=np.uint8)


def save_picture(frame: Picture, path: Path) -> Path:
    """Write the frame as PNG, without its alpha."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(frame).convert("RGB").save(path)
    return path


def _settings(quality: Quality, video: bool, folder: str) -> dict[str, Any]:
    frame_height = 8.0
    return {
        "renderer": "cairo",
        "pixel_width": quality.width,
        "pixel_height": quality.height,
        "frame_rate": quality.fps,
        "frame_height": frame_height,
        "frame_width": frame_height * quality.width / quality.height,
        "media_dir": folder,
        "format": "mp4" if video else "none",
        "dry_run": not video,
        "video_encoder_options": dict(quality.encoder),
        "disable_caching": True,
        "max_files_cached": -1,
        "max_inflight_encoders": 2,
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

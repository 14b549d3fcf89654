"""A film as WebM (VP9), for browsers that may not play H.264."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from dlvis.clip import Clip
from dlvis.footage.reel import frames
from dlvis.footage.sound import carry_sound
from dlvis.footage.stream import stream_like

# constant quality, and as quick as VP9 is without showing it
ENCODER = {"crf": "34", "b": "0", "deadline": "good", "cpu-used": "4", "row-mt": "1", "tile-columns": "1"}


def write_webm(clip: Clip, n_frames: int, target: Path, on_progress: Callable[[int, int], None]) -> None:
    """Write the film of `clip` to `target`; `on_progress` hears how many frames of how many are done.

    Raises:
        InputError: the film cannot be read.
        OSError: the WebM cannot be written.
    """
    on_progress(0, n_frames)
    with av.open(str(target), "w", format="webm") as film:
        stream: Any = None
        for number, frame in enumerate(frames(clip.path, 0, n_frames, clip.fps)):
            stream = stream or _vp9(film, frame, clip.fps)
            frame.pts, frame.time_base = number, Fraction(1, clip.fps)
            frame.pict_type = av.video.frame.PictureType.NONE
            film.mux(stream.encode(frame))
            on_progress(number + 1, n_frames)
        film.mux(stream.encode())
    carry_sound(clip.path, target, 0, n_frames / clip.fps)


def _vp9(film: Any, frame: av.VideoFrame, fps: int) -> Any:
    stream = stream_like(film, frame, fps, "libvpx-vp9", ENCODER | {"g": str(10 * fps)})
    stream.codec_context.bit_rate = 0  # the quality alone decides
    return stream

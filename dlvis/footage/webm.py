"""A film as WebM (VP9), for browsers that may not play H.264."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from dlvis.clip import Clip
from dlvis.footage.reel import frames
from dlvis.footage.sound import carry_sound

# constant quality, and as quick as VP9 is without showing it
ENCODER = {"crf": "34", "b": "0", "deadline": "good", "cpu-used": "4", "row-mt": "1", "tile-columns": "1"}


def write_webm(clip: Clip, n_frames: int, target: Path, on_progress: Callable[[int, int], None]) -> None:
    """Write the film of `clip` to `target`; `on_progress` hears how many frames of how many are done.

    Raises:
        InputError: the film cannot be read.
        OSError: the WebM cannot be written.
    """
    with av.open(str(target), "w", format="webm") as film:
        stream: Any = None
        for number, frame in enumerate(frames(clip.path, 0, n_frames, clip.fps)):
            stream = stream or _stream(film, frame, clip.fps)
            frame.pts, frame.time_base = number, Fraction(1, clip.fps)
            frame.pict_type = av.video.frame.PictureType.NONE
            film.mux(stream.encode(frame))
            on_progress(number + 1, n_frames)
        film.mux(stream.encode())
    carry_sound(clip.path, target, 0, n_frames / clip.fps)


def _stream(film: Any, frame: av.VideoFrame, fps: int) -> Any:
    stream = film.add_stream("libvpx-vp9", rate=fps, options=ENCODER | {"g": str(10 * fps)})
    stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "yuv420p"
    codec = stream.codec_context
    codec.bit_rate = 0
    codec.colorspace, codec.color_range = frame.colorspace, frame.color_range
    codec.color_primaries, codec.color_trc = frame.color_primaries, frame.color_trc
    return stream

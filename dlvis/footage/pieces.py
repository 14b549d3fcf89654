"""A piece of a film as a film: its packets as they are where it can be cut, else encoded anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from dlvis.clip import Clip
from dlvis.errors import InputError
from dlvis.footage.reel import Reel, frames, opened
from dlvis.footage.sound import carry_sound
from dlvis.footage.stream import stream_like

# x264 as dlvis renders with it: one thread and no macroblock tree, for the same bytes each time
ENCODER = {"crf": "16", "preset": "medium", "mbtree": "0"}


def write_piece(clip: Clip, reel: Reel, start: int, end: int, target: Path) -> bool:
    """Write the frames start:end of a clip to an mp4; whether they could be copied as they are.

    Raises:
        InputError: the film cannot be read, or the piece not be written.
    """
    is_copied = reel.can_be_copied(start, end)
    write = _copy if is_copied else _encode
    write(clip, start, end, target)
    with _told(target):
        carry_sound(clip.path, target, start / clip.fps, end / clip.fps)
    return is_copied


def _copy(clip: Clip, start: int, end: int, target: Path) -> None:
    with opened(clip.path) as film:
        source = film.streams.video[0]
        first = round(Fraction(start, clip.fps) / source.time_base)
        # read before any is written, so that an error is told of the file that has it
        packets = [
            packet
            for packet in film.demux(source)
            if packet.pts is not None and start <= round(packet.pts * packet.time_base * clip.fps) < end
        ]
        with _told(target), av.open(str(target), "w", format="mp4") as piece:
            stream = piece.add_stream_from_template(source)
            for packet in packets:
                packet.pts -= first
                packet.dts -= first
                packet.stream = stream
                piece.mux(packet)


def _encode(clip: Clip, start: int, end: int, target: Path) -> None:
    with _told(target), av.open(str(target), "w", format="mp4") as piece:
        stream: Any = None
        for number, frame in enumerate(frames(clip.path, start, end, clip.fps)):
            stream = stream or _h264(piece, frame, clip.fps)
            frame.pts, frame.time_base = number, Fraction(1, clip.fps)
            frame.pict_type = av.video.frame.PictureType.NONE  # x264 chooses its key frames itself
            piece.mux(stream.encode(frame))
        piece.mux(stream.encode())


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """What the disk refuses, in a sentence."""
    try:
        yield
    except OSError as error:
        raise InputError(
            f"{target.parent}: cannot be written ({error.strerror}); make room there or choose another --out"
        ) from error


def _h264(piece: Any, frame: av.VideoFrame, fps: int) -> Any:
    stream = stream_like(piece, frame, fps, "libx264", ENCODER)
    stream.codec_context.thread_count = 1
    return stream

"""The pictures of a film: its packets, where it can be cut, and single frames of it.

A film may come from a stranger: it is read as an mp4 and as nothing else, since other formats, such as
playlists, name further files to be opened.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Any

import av
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image

from dlvis.clip import Clip
from dlvis.errors import InputError

REORDERED = 16  # frames that may be decoded before their turn, the most that H.264 has


@dataclass(frozen=True)
class Reel:
    """The frames of a film as the decoder meets them: `shown[k]` is the number of the k-th packet's frame."""

    shown: tuple[int, ...]
    starts: frozenset[int]
    """Frames at which the film can be cut without encoding anew: no frame there needs one from beyond."""

    @property
    def n_frames(self) -> int:
        return len(self.shown)

    def can_be_copied(self, start: int, end: int) -> bool:
        """Whether frames start:end stand for themselves."""
        return start in self.starts and (end == self.n_frames or end in self.starts)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The mp4 at `path`, to be read.

    Raises:
        InputError: it is not there, or is no mp4 with pictures.
    """
    try:
        with av.open(f"file:{path.absolute()}", format="mov") as container:
            if not container.streams.video:
                raise InputError(f"{path}: expected a film with pictures, got none in it")
            yield container
    except FileNotFoundError as error:
        raise InputError(f"{path}: is not there; render the clip again") from error
    except av.FFmpegError as error:
        raise InputError(f"{path}: expected an mp4 as dlvis renders it ({error.strerror})") from error


def reel(clip: Clip) -> Reel:
    """The frames of a clip's film.

    Raises:
        InputError: it cannot be read, or has another number of frames than the manifest says.
    """
    with opened(clip.path) as container:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.pts is not None]
        shown = [_number(packet, clip.fps) for packet in packets]
        keys = [packet.is_keyframe for packet in packets]
    if sorted(shown) != list(range(len(shown))) or abs(len(shown) - clip.seconds * clip.fps) > 1:
        raise InputError(
            f"{clip.path}: expected {clip.seconds} s at {clip.fps} frames a second, as the manifest says, got"
            f" {len(shown)} frames; render the clip again"
        )
    return Reel(tuple(shown), frozenset(_starts(shown, keys)))


def frames(path: Path, start: int, end: int, fps: int) -> Iterator[av.VideoFrame]:
    """The frames start:end of the film at `path`, decoded."""
    with opened(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        # a key frame is found by when it is decoded, which may be before frames that are shown earlier
        container.seek(round(Fraction(max(start - REORDERED, 0), fps) / stream.time_base), stream=stream)
        for frame in container.decode(stream):
            number = _number(frame, fps)
            if number >= end:
                break
            if number >= start:
                yield frame


def save_frame(frame: av.VideoFrame, place: Path) -> None:
    """Write a decoded frame as PNG, in the colours that a player shows."""
    seen = frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.JPEG)
    Image.fromarray(seen.to_ndarray()).save(place)


def _number(timed: Any, fps: int) -> int:
    """The number of a packet's or frame's picture, from its time."""
    number: int = round(timed.pts * timed.time_base * fps)
    return number


def _starts(shown: list[int], keys: list[bool]) -> Iterator[int]:
    """Key frames before which everything is shown that is decoded before them."""
    latest = accumulate(shown, max, initial=-1)
    earliest = list(accumulate(reversed(shown), min))[::-1]
    for number, is_key, before, after in zip(shown, keys, latest, earliest, strict=False):
        if is_key and before < number == after:
            yield number

"""How large and how smooth: a named quality, or any WIDTHxHEIGHT@FPS."""

import re
from dataclasses import dataclass

from dlvis.errors import InputError, nearest


@dataclass(frozen=True)
class Quality:
    """Size of the frame in pixels, frames per second, and what x264 is told besides."""

    name: str
    width: int
    height: int
    fps: int
    encoder: tuple[tuple[str, str], ...] = (("crf", "18"), ("preset", "medium"))


QUALITIES = {
    each.name: each
    for each in (
        Quality("draft", 854, 480, 15, (("crf", "26"), ("preset", "ultrafast"))),
        Quality("720p30", 1280, 720, 30, (("crf", "18"), ("preset", "veryfast"))),
        Quality("1080p30", 1920, 1080, 30),
        Quality("1080p60", 1920, 1080, 60),
        Quality("2160p60", 3840, 2160, 60),
    )
}
DEFAULT = "720p30"
LARGEST = (7680, 4320, 120)  # 8K: beyond it neither H.264 nor the memory of one machine goes far
SMALLEST = 16  # pixels, a block of the encoder's
_OWN = re.compile(r"(\d+)x(\d+)@(\d+)", re.ASCII)


def quality(name: str) -> Quality:
    """The quality of this name, or the one that "640x360@15" says.

    Raises:
        InputError: no such name or form, an odd number of pixels (H.264 has none), too few or too many.
    """
    own = _OWN.fullmatch(name)
    if own is None:
        if name not in QUALITIES:
            hint = nearest(name, QUALITIES).rstrip("?")
            raise InputError(
                f"quality {name!r} is unknown{hint}, or an own WIDTHxHEIGHT@FPS such as 640x360@15"
            )
        return QUALITIES[name]
    width, height, fps = (int(group) for group in own.groups())
    right_size = all(
        SMALLEST <= side <= most and side % 2 == 0
        for side, most in zip((width, height), LARGEST, strict=False)
    )
    if not (right_size and 1 <= fps <= LARGEST[2]):
        raise InputError(
            f"quality: expected WIDTHxHEIGHT@FPS with even sizes from {SMALLEST}x{SMALLEST}"
            f" to {LARGEST[0]}x{LARGEST[1]} and 1 to {LARGEST[2]} frames a second, got {name!r}"
        )
    return Quality(name, width, height, fps)

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
_OWN = re.compile(r"(\d{2,5})x(\d{2,5})@(\d{1,3})")


def quality(name: str) -> Quality:
    """The quality of this name, or the one that "640x360@15" says.

    Raises:
        InputError: no such name, an odd number of pixels (H.264 has none), or no frames.
    """
    own = _OWN.fullmatch(name)
    if own is None:
        if name not in QUALITIES:
            raise InputError(f"quality {name!r} is unknown{nearest(name, QUALITIES)}")
        return QUALITIES[name]
    width, height, fps = (int(group) for group in own.groups())
    if width % 2 or height % 2 or fps == 0:
        raise InputError(
            f"quality: expected an even width and height and at least 1 frame a second, got {name!r}"
        )
    return Quality(name, width, height, fps)

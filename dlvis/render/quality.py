"""How large, of which shape and how smooth: a named quality, or any WIDTHxHEIGHT@FPS, in an aspect."""

import re
from dataclasses import dataclass, replace

from dlvis.errors import InputError, nearest


@dataclass(frozen=True)
class Quality:
    """Size of the frame in pixels, frames per second, and what x264 is told besides."""

    name: str
    width: int
    height: int
    fps: int
    encoder: tuple[tuple[str, str], ...] = (("crf", "18"), ("preset", "medium"))

    @property
    def aspect(self) -> str:
        """The one of `ASPECTS` that the frame has but for rounding to whole pixels, else ""."""
        near = (
            name
            for name, (across, up) in ASPECTS.items()
            if abs(self.width * up - self.height * across) < 2 * (across + up)
        )
        return next(near, "")


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
ASPECTS = {"16:9": (16, 9), "1:1": (1, 1), "4:5": (4, 5), "9:16": (9, 16)}
USUAL = "16:9"
IN = " in "  # between a quality's name and its aspect
LARGEST = (7680, 4320, 120)  # 8K: beyond it neither H.264 nor the memory of one machine goes far
SMALLEST = 16  # pixels, a block of the encoder's
_OWN = re.compile(r"(\d+)x(\d+)@(\d+)", re.ASCII)


def quality(name: str) -> Quality:
    """The quality of this name, or the one that "640x360@15" says; "1080p30 in 9:16" is 1080 x 1920.

    Raises:
        InputError: no such name, form or aspect, an odd number of pixels (H.264 has none), too few, too many.
    """
    usual, _, aspect = name.partition(IN)
    size = _of_name(usual)
    return _shaped(size, aspect) if aspect else size


def in_aspect(quality_name: str, aspect: str | None) -> str:
    """What `quality` takes for a quality in an aspect; the quality as it is where none is given."""
    return quality_name if aspect is None else f"{quality_name}{IN}{aspect}"


def _shaped(size: Quality, aspect: str) -> Quality:
    """`size` in another aspect: its shorter side stays as long as it is."""
    if aspect not in ASPECTS:
        raise InputError(f"--aspect: expected one of {', '.join(ASPECTS)}, got {aspect!r}")
    across, up = ASPECTS[aspect]
    if size.aspect == aspect:
        return size
    short = min(size.width, size.height)
    width, height = (2 * round(short * side / min(across, up) / 2) for side in (across, up))
    if width > LARGEST[0] or height > LARGEST[1]:
        raise InputError(
            f"--aspect: expected at most {LARGEST[0]}x{LARGEST[1]} pixels, got {width}x{height} for"
            f" {size.name} in {aspect}; choose a smaller quality"
        )
    return replace(size, name=in_aspect(size.name, aspect), width=width, height=height)


def _of_name(name: str) -> Quality:
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

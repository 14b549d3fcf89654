"""Words in the theme's face, and numbers that change in every frame.

Manim's `Text` lays out one string in 10 to 30 ms, too slow for a counter. A glyph is therefore laid out once
in a process and its outline is kept; a number is then a copy of its outlines side by side.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from manim import DOWN, LEFT, Text, VGroup, config

from dlvis.arrays import Floats, frozen
from dlvis.errors import InputError, TooLongError, nearest
from dlvis.fonts import register_fonts
from dlvis.mobjects.placement import PIXELS_PER_UNIT
from dlvis.style import Theme

POINTS_PER_EM = 72.0
"""Manim's font size of a face whose em is one scene unit."""

_MEASURED_AT = 2.0 * POINTS_PER_EM
_WIDE = 100_000  # pixels


def text(
    words: str,
    theme: Theme,
    size: str | float = "body",
    colour: str | None = None,
    *,
    bold: bool = False,
    width: float | None = None,
) -> Text:
    """A line of words in the theme's face and ink.

    `size` is one of the theme's (title, heading, body, label, small) or pixels of an em at 1080p. Where the
    line would be wider than `width` scene units it is set smaller, down to the theme's smallest type.

    Raises:
        InputError: no such size.
        TooLongError: the words are too long for `width` even then.
    """
    _register_fonts_once()
    pixels = type_size(theme, size) if width is None else size_within(words, theme, width, size)
    line = _one_line(words, theme.font, weight="BOLD" if bold else "NORMAL", color=colour or theme.ink)
    line.scale(pixels / PIXELS_PER_UNIT * POINTS_PER_EM / _MEASURED_AT)
    return line


def on_baseline(line: Text, words: str, theme: Theme, x: float, y: float, size: str | float) -> Text:
    """Move a line of `text` so that its pen starts at (x, y): lines with and without descenders align."""
    first = lettered(words[0], theme.font, type_size(theme, size))[0]
    corner = line.submobjects[0].get_corner((-1.0, -1.0, 0.0))
    line.shift(np.array([x, y, 0.0]) + first.min(axis=0) - corner)
    return line


def paragraph(
    words: str,
    theme: Theme,
    width: float,
    size: str | float = "label",
    colour: str | None = None,
    most: int = 2,
) -> VGroup:
    """`words` no wider than `width`: where they must, set smaller, then broken into lines, at most `most`.

    Raises:
        TooLongError: words that are too long even then.
    """
    lines = lines_within(words, theme, width, most)
    pixels = min(size_within(line, theme, width, size) for line in lines)
    block = VGroup(*(text(line, theme, pixels, colour) for line in lines))
    return block.arrange(DOWN, buff=0.08, aligned_edge=LEFT)


def size_within(words: str, theme: Theme, width: float, size: str | float = "label") -> float:
    """Pixels at 1080p of the largest type, up to `size`, in which a line of `words` is no wider than `width`.

    Raises:
        TooLongError: it would be smaller than the theme's smallest type.
    """
    smallest = theme.sizes.small
    needed = lettered(words, theme.font, smallest)[1]
    if needed > width:
        raise TooLongError(
            f"text {words!r}: expected at most {width * PIXELS_PER_UNIT:.0f} pixels at 1080p, got "
            f"{needed * PIXELS_PER_UNIT:.0f} at the smallest size of type; shorten it, or give it more room",
            words,
        )
    return min(type_size(theme, size), smallest * width / needed)


def lines_within(words: str, theme: Theme, width: float, most: int = 2) -> list[str]:
    """`words`, broken between words into lines no wider than `width` at the theme's smallest size of type.

    Raises:
        TooLongError: there would be more than `most` lines, or one word is too wide.
    """
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and lettered(longer, theme.font, theme.sizes.small)[1] <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        raise TooLongError(
            f"text {words!r}: expected {most} lines of {width * PIXELS_PER_UNIT:.0f} pixels at 1080p, "
            f"got {len(lines)} at the smallest size of type; shorten it, or give it more room",
            words,
        )
    try:
        for line in lines:
            size_within(line, theme, width)
    except TooLongError as error:  # of one word alone, which nobody has written as such
        raise TooLongError(str(error), words) from error
    return lines


def type_size(theme: Theme, size: str | float) -> float:
    """Pixels at 1080p of a named size, or of a number as it is."""
    if not isinstance(size, str):
        return float(size)
    sizes = vars(theme.sizes)
    if size not in sizes:
        raise InputError(f"type size {size!r} is unknown{nearest(size, sizes)}")
    return float(sizes[size])


@dataclass(frozen=True, eq=False)
class Glyph:
    """An outline (4 n, 3) with its pen at the origin, and how far the pen then moves; the em is 1."""

    points: Floats
    advance: float


def lettered(words: str, font: str, pixels: float) -> tuple[Floats, float]:
    """The outlines (4 n, 3) of `words` from the origin on, on their baseline, and their width."""
    em, x, outlines = pixels / PIXELS_PER_UNIT, 0.0, [np.empty((0, 3))]
    for character in words:
        shape = glyph(character, font)
        outlines.append(shape.points * em + (x, 0.0, 0.0))
        x += shape.advance * em
    return np.concatenate(outlines), x


@cache
def glyph(character: str, font: str) -> Glyph:
    """The outline of one character, measured between two letters H."""
    _register_fonts_once()
    stem = _pitch(font)
    line = _one_line(f"H{character}H", font, disable_ligatures=True)
    scale = POINTS_PER_EM / _MEASURED_AT
    first, *between, last = line.submobjects
    left, baseline = first.get_left()[0], first.get_bottom()[1]
    bearing = (stem / scale - first.width) / 2
    pen = np.array([left - bearing + stem / scale, baseline, 0.0])
    outline = np.concatenate([np.empty((0, 3)), *(part.points for part in between)])
    points = (outline - pen) * scale if len(outline) else outline
    return Glyph(frozen(points, np.float64), (last.get_left()[0] - left) * scale - stem)


def _one_line(words: str, font: str, **look: Any) -> Text:
    """Words laid out large, to be scaled: Pango rounds the spacing of small type.

    Manim lets Pango break lines at the width of the frame in pixels, so that a small frame would break them.
    """
    width = config.pixel_width
    config.pixel_width = _WIDE  # not by `tempconfig`, which takes 10 ms to set the renderer once more
    try:
        return Text(words, font=font, font_size=_MEASURED_AT, **look)
    finally:
        config.pixel_width = width


@cache
def _pitch(font: str) -> float:
    """The advance of a letter H, in em."""
    line = _one_line("HH", font)
    first, second = line.submobjects
    return float(second.get_left()[0] - first.get_left()[0]) * POINTS_PER_EM / _MEASURED_AT


@cache
def _register_fonts_once() -> None:
    register_fonts()

"""Captions of a film: each beat's narration, cut into cues that can be read, as SRT and WebVTT."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dlvis.clip import Chapter

LINE = 42  # characters, and two lines to a cue: the usual measure for subtitles
LINES = 2


@dataclass(frozen=True)
class Cue:
    """`text` of one or two lines, shown from `start` to `end` seconds."""

    start: float
    end: float
    text: str


def cues(chapters: Iterable[Chapter]) -> tuple[Cue, ...]:
    """The narration of all chapters; within one its cues share the time by their length."""
    return tuple(cue for chapter in chapters for cue in _chapter_cues(chapter))


def srt(captions: Iterable[Cue]) -> str:
    """The captions as SubRip."""
    blocks = (
        f"{number}\n{clock(cue.start, ',')} --> {clock(cue.end, ',')}\n{cue.text}\n"
        for number, cue in enumerate(captions, start=1)
    )
    return "\n".join(blocks)


def vtt(captions: Iterable[Cue]) -> str:
    """The captions as WebVTT, which browsers show."""
    blocks = (
        f"{clock(cue.start, '.')} --> {clock(cue.end, '.')}\n{_escaped(cue.text)}\n" for cue in captions
    )
    return "\n".join(["WEBVTT\n", *blocks])


def _chapter_cues(chapter: Chapter) -> Iterator[Cue]:
    texts = [_lines(part) for part in _parts(chapter.narration)]
    seconds_per_character = (chapter.end - chapter.start) / max(sum(map(len, texts)), 1)
    start = chapter.start
    for text in texts:
        end = start + len(text) * seconds_per_character
        yield Cue(start, end, text)
        start = end


def _parts(narration: str) -> list[str]:
    """The narration in pieces for one cue each: whole sentences where they fit, else even parts of one."""
    parts: list[str] = []
    for sentence in re.split(r"(?<=[.!?]) +", narration.strip()):
        if parts and _fits(f"{parts[-1]} {sentence}"):
            parts[-1] += f" {sentence}"
        else:
            parts.extend(_even_parts(sentence))
    return parts


def _even_parts(sentence: str) -> list[str]:
    for n_parts in range(1, len(sentence) + 1):
        # some more than its share, since words end where they end
        parts = textwrap.wrap(sentence, max(len(sentence) // n_parts + 8, 1))
        if all(_fits(part) for part in parts):
            return parts
    return [sentence]


def _fits(text: str) -> bool:
    return len(textwrap.wrap(text, LINE)) <= LINES


def _lines(text: str) -> str:
    """`text` in as few lines as it needs, as even as they can be."""
    n_lines = len(textwrap.wrap(text, LINE))
    widths = range(max(len(text) // max(n_lines, 1), 1), LINE + 1)
    even = (textwrap.wrap(text, width) for width in widths)
    return "\n".join(next((lines for lines in even if len(lines) == n_lines), textwrap.wrap(text, LINE)))


def clock(seconds: float, point: str) -> str:
    """`00:01:02,345`, with `point` before the milliseconds."""
    # rounded down, so that a last cue never outlasts the film
    milliseconds = int(seconds * 1000 + 1e-6)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"


def _escaped(text: str) -> str:
    # an arrow would be taken for a time, and end the cue
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

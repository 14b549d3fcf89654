"""Captions of a film: each beat's narration, cut into cues that can be read, as SRT and WebVTT."""

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
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{cue.text}\n"
        for number, cue in enumerate(captions, start=1)
    )
    return "\n".join(blocks)


def vtt(captions: Iterable[Cue]) -> str:
    """The captions as WebVTT, which browsers show."""
    blocks = (
        f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{_escaped(cue.text)}\n" for cue in captions
    )
    return "\n".join(["WEBVTT\n", *blocks])


def _chapter_cues(chapter: Chapter) -> Iterator[Cue]:
    lines = textwrap.wrap(chapter.narration, LINE)
    texts = ["\n".join(lines[start : start + LINES]) for start in range(0, len(lines), LINES)]
    seconds_per_character = (chapter.end - chapter.start) / max(sum(map(len, texts)), 1)
    start = chapter.start
    for text in texts:
        end = start + len(text) * seconds_per_character
        yield Cue(start, end, text)
        start = end


def _clock(seconds: float, point: str) -> str:
    # rounded down, so that a last cue never outlasts the film
    milliseconds = int(seconds * 1000 + 1e-6)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")

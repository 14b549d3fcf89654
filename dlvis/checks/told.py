"""Captions: not too many words, and time to read them."""

from collections.abc import Iterator

from dlvis.checks.finding import Finding
from dlvis.checks.rules import short
from dlvis.film import Mark
from dlvis.words import MOST_WORDS

FASTEST = 20.0  # characters a second, the limit of usual guides for subtitles for grown-ups


def caption_findings(beat: Mark, end: float) -> Iterator[Finding]:
    """What is wrong with a beat's narration, shown until `end` seconds of the film."""
    where, length = f"{beat.kind} {beat.name}", len(beat.narration.split())
    if length > MOST_WORDS:
        yield Finding(where, short(beat.narration), "caption", length, MOST_WORDS, "words")
    speed = len(beat.narration) / max(end - beat.start, 1e-9)
    if speed > FASTEST:
        yield Finding(where, short(beat.narration), "reading", speed, FASTEST, "characters a second")

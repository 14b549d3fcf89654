"""Caption files as they lie beside a film: read as cues, cut, and written again in their own form.

The text of a cue is kept as it stands in the file, so that what somebody improved by hand stays.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from dlvis.errors import InputError
from dlvis.footage.captions import Cue, clock
from dlvis.footage.naming import file_name

FORMS = {".srt": ",", ".vtt": "."}
"""What stands before the milliseconds."""

_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{3})"
_TIMES = re.compile(rf"^{_TIME} +--> +{_TIME}[^\n]*\n(.*)", re.M | re.S | re.ASCII)


def read_cues(path: Path) -> tuple[Cue, ...]:
    """The cues of a caption file, SubRip or WebVTT.

    Raises:
        InputError: it is not there, or is neither.
    """
    if path.suffix not in FORMS:
        raise InputError(f"{path}: expected captions as .srt or .vtt")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: captions cannot be read ({error}); render the clip again") from error
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n") + "\n\n")
    return tuple(_cue(found) for block in blocks if (found := _TIMES.search(block)))


def piece_of(captions: Iterable[Cue], start: float, end: float, shortest: float) -> tuple[Cue, ...]:
    """What is said between `start` and `end` seconds, as of `start`; no cue shorter than `shortest`."""
    within = (replace(cue, start=max(cue.start, start), end=min(cue.end, end)) for cue in captions)
    return tuple(
        replace(cue, start=cue.start - start, end=cue.end - start)
        for cue in within
        if cue.end - cue.start >= shortest
    )


def written(captions: Iterable[Cue], form: str) -> str:
    """The cues as a file with the suffix `form`, their text as it is."""
    point, numbered = FORMS[form], form == ".srt"
    blocks = [
        (f"{number}\n" if numbered else "")
        + f"{clock(cue.start, point)} --> {clock(cue.end, point)}\n{cue.text}\n"
        for number, cue in enumerate(captions, start=1)
    ]
    return "\n".join(blocks if numbered else ["WEBVTT\n", *blocks])


def language_suffix(path: Path) -> str:
    """What the name of a caption file ends with, such as `.en.vtt`."""
    return f".{file_name(path.stem.rpartition('.')[2])}{path.suffix}"


def _cue(found: re.Match[str]) -> Cue:
    *times, text = found.groups()
    return Cue(_seconds(times[:4]), _seconds(times[4:]), text.strip("\n"))


def _seconds(parts: list[str | None]) -> float:
    hours, minutes, seconds, milliseconds = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + milliseconds / 1000

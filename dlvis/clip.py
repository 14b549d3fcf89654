"""One finished video file and what there is to say about it. Read from its manifest, without Manim."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Chapter:
    """One beat of a clip: `name` in code, `title` for people, times in seconds, its words."""

    name: str
    title: str
    start: float
    end: float
    narration: str
    alt: str


@dataclass(frozen=True)
class StillImage:
    """A named moment of a clip as a PNG beside it, with its alternative text; `at` in seconds."""

    name: str
    path: Path
    at: float
    alt: str


@dataclass(frozen=True, eq=False)
class Clip:
    """A finished film: H.264 mp4 with chapters, captions and stills beside it, and all that made it.

    `made_from` holds everything needed to make it again: scene, params, quality, theme, run digests,
    library versions. `credits` are the notices the data asks for.
    """

    path: Path
    scene: str
    title: str
    language: str
    width: int
    height: int
    fps: int
    seconds: float
    chapters: tuple[Chapter, ...]
    captions: tuple[Path, ...]
    poster: Path
    stills: tuple[StillImage, ...]
    credits: tuple[str, ...]
    made_from: Mapping[str, Any] = field(default_factory=dict)

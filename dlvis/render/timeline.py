"""A film as it was played: its parts and pictures by their tasks, its marks, and what the scene has read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from dlvis.clip import Chapter
from dlvis.film import Mark
from dlvis.tasks import Task


@dataclass(frozen=True)
class Timeline:
    """`parts` are the tasks with the frame that each begins at; one of `pictures` belongs to each mark.

    `files` are read by all who play the scene, `drawn` by who draws its frames; path -> SHA-256.
    """

    n_frames: int
    parts: tuple[tuple[Task, int], ...]
    pictures: tuple[Task, ...]
    marks: tuple[Mark, ...]
    credits: tuple[str, ...]
    runs: tuple[Mapping[str, Any], ...]
    files: Mapping[str, str]
    drawn: Mapping[str, str]

    @property
    def tasks(self) -> tuple[Task, ...]:
        return *(task for task, _ in self.parts), *self.pictures

    @property
    def lengths(self) -> tuple[int, ...]:
        """How many frames each part has."""
        firsts = [*(first for _, first in self.parts), self.n_frames]
        return tuple(end - first for first, end in pairwise(firsts))

    def chapters(self, fps: int) -> tuple[Chapter, ...]:
        """The beats; each lasts until the next begins, the last to the film's end."""
        beats = [mark for mark in self.marks if mark.kind == "beat"]
        ends = [*(beat.start for beat in beats[1:]), self.n_frames / fps]
        return tuple(
            Chapter(beat.name, beat.title, round(beat.start, 3), round(end, 3), beat.narration, beat.alt)
            for beat, end in zip(beats, ends, strict=True)
        )


def plain(timeline: Timeline) -> dict[str, Any]:
    """The timeline as plain values, for another process."""
    return asdict(timeline)


def timeline(values: Mapping[str, Any]) -> Timeline:
    """The reverse of `plain`."""
    tasks = [(Task(**task), first) for task, first in values["parts"]]
    return Timeline(
        n_frames=values["n_frames"],
        parts=tuple(tasks),
        pictures=tuple(Task(**task) for task in values["pictures"]),
        marks=tuple(_mark(mark) for mark in values["marks"]),
        credits=tuple(values["credits"]),
        runs=tuple(values["runs"]),
        files=values["files"],
        drawn=values["drawn"],
    )


def _mark(values: Mapping[str, Any]) -> Mark:
    pairs = tuple((name, value) for name, value in values["values"])
    return Mark(**{**values, "values": pairs})

"""A flat picture as paths of straight lines, in millimetres or pixels: what SVG and PDF are written from."""

import re
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from dlvis.arrays import Floats, Ints
from dlvis.errors import InputError

LONGEST = {"mm": 5000.0, "px": 18000.0}
"""Neither PDF readers nor browsers go further."""

PIXELS_OF_THEME = 1080.0
"""A theme's widths are told in pixels of a frame that is this high."""


@dataclass(frozen=True)
class Size:
    """How long the longer side of a picture is, in millimetres or pixels."""

    length: float = 160.0
    unit: str = "mm"

    def __post_init__(self) -> None:
        if self.unit not in LONGEST:
            raise InputError(f"size: expected the unit mm or px, got {self.unit!r}")
        if not 0 < self.length <= LONGEST[self.unit]:
            raise InputError(
                f"size: expected more than 0 and at most {LONGEST[self.unit]:g}{self.unit}, "
                f"got {self.length:g}{self.unit}"
            )

    @classmethod
    def parsed(cls, text: str) -> Self:
        """The size that is written as 160mm or 1080px."""
        match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(mm|px)\s*", text)
        if match is None:
            raise InputError(f"size: expected a length such as 160mm or 1080px, got {text!r}")
        return cls(float(match[1]), match[2])


@dataclass(frozen=True, eq=False)
class Path:
    """Lines or outlines of one look: line i is `points[offsets[i]:offsets[i + 1]]`, y downwards.

    `group` is what it shows ("regions", "folds", …). A path with a `fill` is of closed outlines; one without
    is of lines, which are closed where the last point is the first. `dash` and `width` are in picture units.
    """

    group: str
    points: Floats
    offsets: Ints
    stroke: str
    width: float
    fill: str | None = None
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    name: str | None = None


@dataclass(frozen=True, eq=False)
class Picture:
    """Paths from back to front on a ground; `title` and `text` say it to who cannot see it."""

    width: float
    height: float
    unit: str
    ground: str
    title: str
    text: str
    paths: tuple[Path, ...] = ()

    def with_paths(self, *paths: Path) -> "Picture":
        return replace(self, paths=self.paths + tuple(path for path in paths if len(path.points)))


def is_closed(line: Floats) -> bool:
    return len(line) > 2 and bool(np.array_equal(line[0], line[-1]))

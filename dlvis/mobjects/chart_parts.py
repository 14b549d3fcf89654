"""What is drawn in a chart: a line that can grow, dots, and a fan over seeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np
from manim import VGroup

from dlvis.arrays import Floats
from dlvis.draw.patchwork import Patchwork, ring_patches
from dlvis.errors import InputError
from dlvis.mobjects.leaves import Patches, Strokes
from dlvis.mobjects.placement import length, stroke
from dlvis.mobjects.stage import round_dot
from dlvis.style import Theme, rgb

Look = Literal["line", "dashed", "marks", "rings", "fan"]
DASH = (16.0, 11.0)
DOT = 15.0  # pixels at 1080p
QUANTILES = (0.1, 0.9)


@dataclass(frozen=True)
class Series:
    """One row of numbers to draw: `y` over `x`, in one colour, with a name; whole numbers of any size.

    line and dashed go from point to point, marks are dots, rings hollow ones. A fan has a row of `y` for each
    seed: a band from the tenth of them to the ninetieth in a hundred, and their median as a line.
    """

    name: str
    x: Sequence[float]
    y: Sequence[float] | Sequence[Sequence[float]]
    colour: str
    look: Look = "line"

    def __post_init__(self) -> None:
        n = len(self.x)
        if n == 0 or any(len(row) != n for row in self.rows) or not self.rows:
            raise InputError(
                f"series {self.name!r}: expected a value of y for each of x and at least one, "
                f"got {n} and {[len(row) for row in self.rows]}"
            )

    @property
    def is_apart(self) -> bool:
        """Whether its points stand alone, without a line from one to the next."""
        return self.look in ("marks", "rings")

    @property
    def rows(self) -> list[Sequence[float]]:
        """The values, one row for each seed."""
        return list(self.y) if self.look == "fan" else [self.y]  # type: ignore[arg-type, list-item]


def marks_by_kind(
    x: Floats, y: Floats, kinds: Sequence[object], names: Sequence[str], colours: Sequence[str]
) -> list[Series]:
    """Points (n,) as dots: a series for each of their `kinds` (n,), which rise, with its name and colour; by
    turns rings and full dots, so that they are told apart without colour."""
    there = sorted(set(kinds))  # type: ignore[type-var]
    chosen = [np.array([kind == each for each in kinds]) for kind in there]
    return [
        Series(name, x[mine].tolist(), y[mine].tolist(), colour, "marks" if k % 2 else "rings")
        for k, (mine, name, colour) in enumerate(zip(chosen, names, colours, strict=True))
    ]


class SeriesView(VGroup):
    """A series at `rows` (seeds, n, 3), its points in the scene.

    `band`, `lines`, `rims`, `dots` and `holes` are its parts, `shapes` those that the look has; the others
    are empty.
    """

    def __init__(self, series: Series, rows: Floats, theme: Theme) -> None:
        super().__init__()
        colour, is_fan = rgb(series.colour), series.look == "fan"
        dash = tuple(length(part) for part in DASH) if series.look == "dashed" else ()
        self.middle = np.median(rows, axis=0)
        self.band = Patches()
        self.lines = Strokes(stroke(theme.strokes.fold), dash, colour)
        self.rims, self.dots = round_dot(theme.ground, 1.5 * DOT), round_dot(series.colour, DOT)
        if is_fan:
            self.band.redraw(*_band(rows), [*colour, 0.3])
        self.holes = round_dot(theme.ground, 0.5 * DOT)
        if series.is_apart:
            for dots in (self.rims, self.dots, *([self.holes] if series.look == "rings" else [])):
                dots.redraw(self.middle, self.middle)
        else:
            self.lines.redraw(self.middle[:-1], self.middle[1:])
        self.add(self.band, self.lines, self.rims, self.dots, self.holes)

    def with_even_dashes(self, theme: Theme) -> Self:
        """The dashes of a short line, begun at its start: else they hang on the scene's origin, and pieces
        of one length look unlike."""
        if not self.lines.dash:
            return self
        (on, off), (start, end) = self.lines.dash, (self.middle[0], self.middle[-1])
        whole, cap = float(np.linalg.norm(end - start)), length(theme.strokes.fold) / 2
        begins = np.arange(0.0, whole - on / 2, on + off)[:, None]
        ends = np.minimum(begins + on, whole)
        step = (end - start) / whole
        self.lines.dash = ()
        self.lines.redraw(start + (begins + cap) * step, start + (ends - cap) * step)
        return self

    @property
    def shapes(self) -> list[Any]:
        parts: list[Any] = self.submobjects
        return [each for each in parts if not each.is_void]


class GrowingLine(VGroup):
    """A line that has come to some point: `line`, and `marker` at its end, both (n, 3) in the scene."""

    def __init__(self, points: Floats, theme: Theme, colour: str) -> None:
        super().__init__()
        self.line = Strokes(stroke(theme.strokes.fold), colour=rgb(colour))
        self.rim, self.marker = round_dot(theme.ground, 1.5 * DOT), round_dot(colour, DOT)
        self.add(self.line, self.rim, self.marker)
        self.redraw(points)

    def redraw(self, points: Floats) -> Self:
        """Show the line through these points (n, 3), the marker at the last."""
        self.line.redraw(points[:-1], points[1:])
        for dot in (self.rim, self.marker):
            dot.redraw(points[-1:], points[-1:])
        return self


def _band(rows: Floats) -> tuple[Floats, Patchwork]:
    """The quadrilaterals from one x to the next, between the quantiles of the rows."""
    low, high = np.quantile(rows, QUANTILES, axis=0)
    corners = np.stack([low[:-1], low[1:], high[1:], high[:-1]], axis=1).reshape(-1, 3)
    n = len(low) - 1
    return corners, ring_patches(4 * np.arange(n + 1), np.arange(n), n)

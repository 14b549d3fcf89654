"""Counters of several nets side by side: a row for each measure, a column for each net."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import Text, VGroup

from dlvis.errors import InputError
from dlvis.mobjects.leaves import Strokes
from dlvis.mobjects.lettering import lettered, on_baseline, text, type_size
from dlvis.mobjects.live_words import LiveWords
from dlvis.mobjects.placement import length, stroke
from dlvis.mobjects.wording import named
from dlvis.style import Theme, rgb

PITCH = 1.45  # from one row's baseline to the next, in heights of the type
GAP = 0.28  # scene units between columns
SWATCH = 60.0  # pixels at 1080p


@dataclass(frozen=True)
class Key:
    """The look of a line that a row or a column stands for: a piece of it is drawn beside its words."""

    colour: str
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class TableRow:
    """A measure: what it is, its numbers as words, one for each net, and their kind, such as counted."""

    label: str
    values: tuple[str, ...]
    kind: str = ""
    key: Key | None = None


class CounterTable(VGroup):
    """Rows of numbers under the names of their nets, right-aligned in figures of one width.

    Args:
        rows: as wide as any that will come: the columns stay where they are.
        heads: a name for each column.
        theme: face and colours.
        size: of all but the kinds, which are small.
        keys: the look of each column's curve in a chart.
        corner: what stands in the line of the heads, above the labels of the rows.

    `redraw` writes other numbers where the table now lies.

    Raises:
        InputError: no rows, or one with another number of values than there are heads.
    """

    def __init__(
        self,
        rows: Sequence[TableRow],
        heads: Sequence[str],
        theme: Theme,
        *,
        size: str | float = "small",
        keys: Sequence[Key] = (),
        corner: str = "",
    ) -> None:
        super().__init__()
        self.theme, self.pixels, self.n_columns = theme, type_size(theme, size), len(heads)
        self._check(rows)
        self.words, self.heads, self.numbers = VGroup(), VGroup(), VGroup()
        rights = self._rights(rows, heads, corner)
        if corner:
            self.words.add(self._written(corner, 0.0, 0.0, self.pixels))
        for head, right in zip(heads, rights, strict=True):
            self.heads.add(self._head(head, right))
        for right, key in zip(rights, keys, strict=False):
            self.heads.add(self._swatch(key, right - length(SWATCH), -0.42 * length(self.pixels)))
        for place, row in enumerate(rows, start=1):
            y = -(place + 0.15) * PITCH * length(self.pixels)
            if row.key is not None:
                self.words.add(self._swatch(row.key, 0.0, y + 0.35 * length(self.pixels)))
            self.words.add(self._written(row.label, self._indent(row), y, self.pixels))
            if row.kind:
                self.words.add(self._written(row.kind, rights[-1] + GAP / 2, y, theme.sizes.small))
            for value, right in zip(row.values, rights, strict=True):
                self.numbers.add(LiveWords(value, theme, (right, y), size=self.pixels, align="right"))
        self.add(named(self.words), named(self.heads), self.numbers)
        self.center()

    @property
    def rows(self) -> Self:
        """What is measured when it is put in its place: all of it."""
        return self

    def column(self, place: int) -> VGroup:
        """The numbers of one net."""
        return VGroup(*self.numbers[place :: self.n_columns])

    def redraw(self, rows: Sequence[TableRow]) -> Self:
        """Write the numbers of these rows."""
        self._check(rows)
        values = [value for row in rows for value in row.values]
        for words, value in zip(self.numbers, values, strict=True):
            words.redraw(value)
        return self

    def _check(self, rows: Sequence[TableRow]) -> None:
        if not rows or any(len(row.values) != self.n_columns for row in rows):
            raise InputError(f"CounterTable: expected rows of {self.n_columns} values each, got {list(rows)}")

    def _rights(self, rows: Sequence[TableRow], heads: Sequence[str], corner: str) -> list[float]:
        """Where the columns end."""
        right = max(self._width(corner), *(self._indent(row) + self._width(row.label) for row in rows))
        ends = []
        for column, head in enumerate(heads):
            right += GAP + max(self._width(head), *(self._width(row.values[column]) for row in rows))
            ends.append(right)
        return ends

    def _head(self, words: str, right: float) -> Text:
        line = text(words, self.theme, self.pixels)
        return on_baseline(line, words, self.theme, right - self._width(words), 0.0, self.pixels)

    def _swatch(self, key: Key, left: float, y: float) -> Strokes:
        line = Strokes(stroke(3.5), [length(part) for part in key.dash], rgb(key.colour))
        ends = np.array([[[left, y, 0.0]], [[left + length(SWATCH), y, 0.0]]])
        return line.redraw(*ends)

    def _indent(self, row: TableRow) -> float:
        return 0.0 if row.key is None else length(SWATCH) + GAP / 2

    def _written(self, words: str, x: float, y: float, pixels: float) -> Text:
        return on_baseline(text(words, self.theme, pixels, self.theme.muted), words, self.theme, x, y, pixels)

    def _width(self, words: str) -> float:
        return lettered(words, self.theme.font, self.pixels)[1]

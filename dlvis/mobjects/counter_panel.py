"""Counters in one panel: label, number, and what kind of number it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Self

import numpy as np
from manim import Text, VGroup, VMobject

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.mobjects.brush import blank, paint_fill, refill
from dlvis.mobjects.lettering import lettered, on_baseline, text, type_size
from dlvis.mobjects.placement import Placement, anchor, anchored_points, length
from dlvis.mobjects.wording import spell
from dlvis.style import Theme, rgb, spaced
from dlvis.window import Window

PITCH = 1.65
"""From one row's baseline to the next, in heights of the type."""


@dataclass(frozen=True)
class Counter:
    """One row: a number with `digits` decimals, or words already written such as `percent(share)`.

    `kind` is what the number is: counted, at most, at least, at initialisation, or a unit.
    """

    label: str
    value: float | str
    kind: str = ""
    digits: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.value, str) and not isfinite(self.value):
            raise InputError(f"counter {self.label!r}: expected a finite number, got {self.value}")

    @property
    def written(self) -> str:
        return self.value if isinstance(self.value, str) else spaced(self.value, self.digits)


class CounterPanel(VGroup):
    """Rows of label, number and kind; numbers stand right-aligned in figures of one width.

    Args:
        rows: `Counter`s, or tuples (label, value), (label, value, kind), (label, value, kind, digits).
        theme: face, colours and sizes.
        size: of labels and numbers; kinds are small.
        widest: a number as wide as any that will come, to keep the column in its place.

    Raises:
        InputError: no rows, or a number that is not finite.

    `redraw` writes other numbers where the panel now lies, in well under a millisecond; a label or a kind
    that changes is laid out anew.
    """

    def __init__(
        self,
        rows: Sequence[Counter | tuple[Any, ...]],
        theme: Theme,
        *,
        size: str | float = "label",
        widest: str = "000 000",
    ) -> None:
        super().__init__()
        self.theme, self.pixels = theme, type_size(theme, size)
        counters = counters_of(rows)
        self.placement = Placement(Window(0.0, 1.0, 0.0, 1.0), (0.5, 0.5, 0.0), 1.0)
        self.anchor, self.rows = anchor(self.placement), VGroup()
        self.words: list[tuple[str, str]] = []
        widths = [lettered(row.written, theme.font, self.pixels)[1] for row in counters]
        labels = [self._text(row.label, self.pixels) for row in counters]
        reserved = lettered(widest, theme.font, self.pixels)[1]
        self.right_edge = max(label.width for label in labels) + length(self.pixels) + max(*widths, reserved)
        self.add(self.anchor, self.rows)
        self.redraw(rows)
        self.center()

    def redraw(self, rows: Sequence[Counter | tuple[Any, ...]]) -> Self:
        """Write these rows where the panel now lies."""
        counters = counters_of(rows)
        for spare in range(len(counters), len(self.rows)):
            self._write(spare, Counter("", ""))
        for place, row in enumerate(counters):
            if place == len(self.rows):
                self.rows.add(VGroup(blank(), blank(), blank()))
                self.words[place:] = [("", "")]
            self._write(place, row)
        return self

    def _write(self, place: int, row: Counter) -> None:
        label, number, kind = self.rows[place].submobjects
        y = -place * PITCH * length(self.pixels)
        if self.words[place] != (row.label, row.kind):
            self.words[place] = (row.label, row.kind)
            small = self.theme.sizes.small
            self._set(label, row.label, self.pixels, 0.0, y)
            self._set(kind, row.kind, small, self.right_edge + length(0.45 * small), y)
        outline, width = lettered(row.written, self.theme.font, self.pixels)
        refill(number, self._placed(outline + np.array([self.right_edge - width, y, 0.0])))
        paint_fill(number, rgb(self.theme.ink), 1.0)
        spell(number, row.written, self._grown(self.pixels), is_label=True)

    def _set(self, shape: VMobject, words: str, pixels: float, x: float, y: float) -> None:
        """Write words at (x, y) on the panel, on their baseline and in the muted ink, into one shape."""
        points = np.empty((0, 3))
        if words:
            line = on_baseline(self._text(words, pixels), words, self.theme, x, y, pixels)
            points = np.concatenate([part.points for part in line.family_members_with_points()])
        refill(shape, self._placed(points))
        paint_fill(shape, rgb(self.theme.muted), 1.0)
        spell(shape, words, self._grown(pixels), is_label=True)

    def _text(self, words: str, pixels: float) -> Text:
        return text(words, self.theme, pixels, self.theme.muted)

    def _grown(self, pixels: float) -> float:
        """Pixels of type as the panel now is: it may have been scaled."""
        origin, right, _ = self.anchor.points
        return pixels * float(np.linalg.norm(right - origin))

    def _placed(self, points: Floats) -> Floats:
        return anchored_points(points[:, :2], self.anchor, self.placement)


def counters_of(rows: Sequence[Counter | tuple[Any, ...]]) -> list[Counter]:
    """Rows as `Counter`s."""
    if not rows:
        raise InputError("CounterPanel: expected at least one row, got none")
    return [row if isinstance(row, Counter) else Counter(*row) for row in rows]


def window_counter(label: Callable[..., str], window: Window) -> Counter:
    """The row of a square window in which is counted, in a scene's words for `window`, `span` (low, high) and
    `each_input`."""
    span = label("span", low=spaced(window.xmin), high=spaced(window.xmax))
    return Counter(label("window"), span, label("each_input"))


def counted(label: Callable[..., str], key: str, count: int, **values: Any) -> Counter:
    """The row of a number that is counted, in the words of a scene: `label` gives its word for a key, its
    `{names}` filled with `values`, as `FilmScene.label`."""
    return Counter(label(key, **values), count, label("counted"))

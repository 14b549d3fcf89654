"""Where things stand in a film that shows one picture to a beat: a title, counters, and boxes below them."""

from collections.abc import Sequence

import numpy as np
from manim import UL, UP, UR, VGroup

from dlvis.draw.composition import shaped, tiles
from dlvis.draw.layout import subject_and_rest
from dlvis.mobjects.boxes import corner, put
from dlvis.mobjects.counter_panel import Counter, CounterPanel
from dlvis.mobjects.lettering import text
from dlvis.style import Theme
from dlvis.window import Window

GAP = 0.5  # scene units between parts
TITLE = 0.8  # scene units at the top, for the title


class TitledBoard:
    """The places of one picture with its title.

    Args:
        title: stands in the upper left.
        theme: colours and type.
        area: what may be drawn on, such as `safe_area` gives.
        rows: counters, in the upper right: beside the title if there is room, else below it.

    `heading` and `panel` are the words, the panel empty without `rows`; `stage` is the box below the title,
    `rest` the one below the counters too. Nothing is added to a scene.
    """

    def __init__(self, title: str, theme: Theme, area: Window, rows: Sequence[Counter] = ()) -> None:
        self.heading = put(text(title, theme, "heading"), area, UL)
        self.stage = self.rest = Window(area.xmin, area.xmax, area.ymin, area.ymax - TITLE)
        self.panel = VGroup()
        if rows:
            self.panel = counters = CounterPanel(rows, theme, widest="0")
            is_beside = self.heading.width + GAP + counters.rows.width <= area.width
            top = corner(area, UR) - (0.0 if is_beside else TITLE) * UP
            counters.shift(top - counters.rows.get_corner(UR))
            foot = min(float(counters.rows.get_bottom()[1]) - GAP, self.stage.ymax)
            self.rest = Window(area.xmin, area.xmax, area.ymin, foot)

    def clear(self, shape: float) -> Window:
        """The box for one part of width / height `shape` in its middle: all of the stage where the part keeps
        clear of the counters there, else the rest."""
        part, left = shaped(self.stage, shape), self.panel.get_left()[0] if len(self.panel) else np.inf
        return self.stage if part.xmax + GAP / 2 <= left else self.rest

    def subject(self, shape: float, foot: float = 0.0) -> tuple[Window, Window]:
        """A box for one part of width / height `shape` with words of height `foot`, and what it leaves of the
        rest, beside it or beneath it."""
        return subject_and_rest(self.rest, shape, foot, GAP)

    def tiles(self, n: int, shape: float, foot: float = 0.0) -> tuple[Window, ...]:
        """`n` boxes in the rest, for parts of width / height `shape` with words of height `foot` below.

        Raises:
            InputError: there is no room for so many.
        """
        boxes = tiles(self.rest, n, shape, GAP, foot)
        return tuple(Window(each.xmin, each.xmax, each.ymin - foot, each.ymax) for each in boxes)

"""A line of words that is written anew in each frame: a number that runs, a scale, a clock."""

from typing import Literal, Self

import numpy as np
from manim import VGroup

from dlvis.mobjects.brush import blank, paint_fill, refill
from dlvis.mobjects.lettering import lettered, type_size
from dlvis.mobjects.placement import Placement, anchor, anchored_points
from dlvis.mobjects.wording import spell
from dlvis.style import Theme, rgb
from dlvis.window import Window

SHARES = {"left": 0.0, "middle": 0.5, "right": 1.0}


class LiveWords(VGroup):
    """`words` on their baseline at `place` (x, y) of the scene, in figures of one width.

    `align` says which end of the line, or its middle, stands there. `redraw` writes others where the line
    now lies, in well under a millisecond.
    """

    def __init__(
        self,
        words: str,
        theme: Theme,
        place: tuple[float, float] = (0.0, 0.0),
        *,
        size: str | float = "label",
        colour: str | None = None,
        align: Literal["left", "middle", "right"] = "left",
    ) -> None:
        super().__init__()
        self.font, self.pixels, self.share = theme.font, type_size(theme, size), SHARES[align]
        self.colour, self.place = rgb(colour or theme.ink), np.array([*place, 0.0])
        self.placement = Placement(Window(0.0, 1.0, 0.0, 1.0), (0.5, 0.5, 0.0), 1.0)
        self.anchor, self.line = anchor(self.placement, extent=False), blank()
        self.add(self.line, self.anchor)
        self.redraw(words)

    def redraw(self, words: str, place: tuple[float, float] | None = None) -> Self:
        """Write these words; at another `place` of where the line was made, if one is given."""
        if place is not None:
            self.place = np.array([*place, 0.0])
        outline, width = lettered(words, self.font, self.pixels)
        points = outline + self.place - [self.share * width, 0.0, 0.0]
        opacity = self.line.fill_rgbas[0, 3] if len(self.line.points) else 1.0
        refill(self.line, anchored_points(points[:, :2], self.anchor, self.placement))
        paint_fill(self.line, self.colour, opacity)
        origin, right, _ = self.anchor.points
        grown = float(np.linalg.norm(right - origin))
        spell(self.line, words, self.pixels * grown, is_label=True)
        return self

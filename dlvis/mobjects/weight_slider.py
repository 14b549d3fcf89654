"""A number as the place of a knob on a track, and written beside it: a weight while it acts."""

from typing import Self

import numpy as np
from manim import VGroup

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.mobjects.brush import area, refill
from dlvis.mobjects.formula import formula
from dlvis.mobjects.leaves import Strokes
from dlvis.mobjects.lettering import lettered
from dlvis.mobjects.placement import Placement, anchor, anchored_points, length, stroke
from dlvis.mobjects.stage import round_dot
from dlvis.style import Theme, rgb, spaced
from dlvis.window import Window


class WeightSlider(VGroup):
    """A name, a track from -span to span with a tick at 0, a knob, and the value in figures of one width.

    Args:
        name: in Typst's notation, such as "w_1".
        span: the largest size of the value, above 0.
        theme: colours and type.
        width: of the whole in scene units.
        label_width: room for the name, so that the tracks of several sliders align.
        digits: decimals.

    What is below 0 is drawn in the muted ink, and has its sign. `redraw(value)` moves the knob.

    Raises:
        InputError: a span that is not positive, a width that leaves no track, or a value beyond the span.
    """

    def __init__(
        self,
        name: str,
        span: float,
        theme: Theme,
        *,
        width: float = 4.0,
        label_width: float | None = None,
        digits: int = 2,
    ) -> None:
        super().__init__()
        if not (np.isfinite(span) and span > 0):
            raise InputError(f"slider {name!r}: expected a span above 0, got {span}")
        self.name_of, self.span, self.theme, self.digits = name, float(span), theme, digits
        words = formula(name, theme, "body")
        pixels, gap = theme.sizes.label, length(0.6 * theme.sizes.label)
        self.left = max(words.width, label_width or 0.0) + gap
        self.number_width = lettered(spaced(-span, digits), theme.font, pixels)[1]
        self.right, self.end = width - self.number_width - gap, width
        if self.right - self.left < gap:
            raise InputError(f"slider {name!r}: expected a width that leaves room for a track, got {width}")
        self.placement = Placement(Window(0.0, 1.0, 0.0, 1.0), (0.5, 0.5, 0.0), 1.0)
        self.anchor = anchor(self.placement, extent=False)
        words.move_to((0.0, 0.0, 0.0), aligned_edge=(-1.0, 0.0, 0.0))
        self.track, self.reach = Strokes(stroke(3.0)), Strokes(stroke(7.0))
        self.knob, self.number = round_dot(theme.ink, 24.0), area(np.empty((0, 3)), rgb(theme.ink))
        self.add(words, self.track, self.reach, self.knob, self.number, self.anchor)
        self._show_track()
        self.redraw(0.0)
        self.center()

    def redraw(self, value: float) -> Self:
        """Show another value where the slider now lies."""
        if not abs(value) <= self.span * (1 + 1e-9):
            raise InputError(f"slider {self.name_of!r}: expected at most {self.span}, got {value}")
        colour = rgb(self.theme.ink if value >= 0 else self.theme.muted)
        zero, spot = self._on_track(0.0), self._on_track(value)
        self.reach.redraw(zero, spot, colour)
        self.knob.redraw(spot, spot)
        written = lettered(spaced(value, self.digits), self.theme.font, self.theme.sizes.label)
        low = -0.36 * length(self.theme.sizes.label)  # half the height of a figure
        refill(self.number, self._placed(written[0] + [self.end - written[1], low, 0.0]))
        return self

    def _show_track(self) -> None:
        tick = length(9.0)
        middle = (self.left + self.right) / 2
        starts = np.array([[self.left, 0.0, 0.0], [middle, -tick, 0.0]])
        ends = np.array([[self.right, 0.0, 0.0], [middle, tick, 0.0]])
        self.track.redraw(self._placed(starts), self._placed(ends), rgb(self.theme.hairline))

    def _on_track(self, value: float) -> Floats:
        share = 0.5 + 0.5 * value / self.span
        return self._placed(np.array([[self.left + share * (self.right - self.left), 0.0, 0.0]]))

    def _placed(self, points: Floats) -> Floats:
        return anchored_points(points[:, :2], self.anchor, self.placement)

"""A small chart of one measure over the steps of training, with a marker at the step that is shown."""

from typing import Self

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import ArrayLike

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.mobjects.brush import area, refill
from dlvis.mobjects.leaves import Strokes
from dlvis.mobjects.lettering import lettered, on_baseline, size_within, text
from dlvis.mobjects.placement import Placement, anchor, anchored_points, length, stroke
from dlvis.mobjects.stage import round_dot
from dlvis.mobjects.wording import named, spell
from dlvis.style import Theme, rgb, spaced
from dlvis.window import Window

_UNIT = Window(0.0, 1.0, 0.0, 1.0)


class LossChart(VGroup):
    """`values` over `steps`: what is past as a bright line, what will come as a faint one.

    Args:
        steps: (n,) ascending, at least two.
        values: (n,) finite; positive where `logarithmic`.
        theme: colours and widths.
        width, height: of the plotting area in scene units.
        label: words above the chart.
        logarithmic: the upright axis counts in powers of ten.
        colour: of the line; the theme's ink by default.
        digits: decimals of the value at the marker.

    Raises:
        InputError: steps and values that do not fit each other, or that have no place on the axis;
            a label that is too long for the chart.

    `redraw(step)` moves the marker and writes its value; it is clamped to the steps there are.
    """

    def __init__(
        self,
        steps: ArrayLike,
        values: ArrayLike,
        theme: Theme,
        *,
        width: float = 4.0,
        height: float = 1.3,
        label: str = "",
        logarithmic: bool = False,
        colour: str | None = None,
        digits: int = 3,
    ) -> None:
        super().__init__()
        self.theme, self.digits = theme, digits
        self.steps, self.values = _checked(steps, values, logarithmic)
        self.logarithmic = logarithmic
        scaled = np.log10(self.values) if logarithmic else self.values
        self.low, self.high = _padded(scaled)
        self.size = np.array([width, height])
        paint = colour or theme.ink
        # one unit each way: the anchor grows with the chart, and points are in its scene units
        self.placement = Placement(_UNIT, (0.5, 0.5, 0.0), 1.0)
        self.anchor, self.value = anchor(self.placement), area(np.empty((0, 3)), rgb(paint))
        self.past = Strokes(stroke(theme.strokes.fold), colour=rgb(paint))
        self.marker = round_dot(paint, 14.0)
        whole = self._points(self.steps, self.values)
        faint = Strokes(stroke(theme.strokes.edge), colour=[*rgb(theme.muted), 0.35])
        faint.redraw(whole[:-1], whole[1:])
        self.caption = self._caption(label)
        self.add(self._frame(), faint, self.past, self.marker, self.value, *self.caption, self.anchor)
        self.redraw(self.steps[0])
        self.center()

    def redraw(self, step: float) -> Self:
        """Move the marker to `step`."""
        at = float(np.clip(step, self.steps[0], self.steps[-1]))
        value = self._value_at(at)
        past = self.steps < at
        steps, values = np.append(self.steps[past], at), np.append(self.values[past], value)
        line = self._placed(self._points(steps, values))
        self.past.redraw(line[:-1], line[1:])
        spot = self._placed(self._points(np.array([at]), np.array([value])))
        self.marker.redraw(spot, spot)
        written = spaced(value, self.digits)
        outline, width = lettered(written, self.theme.font, self.theme.sizes.small)
        corner = np.array([self.size[0] - width, self.size[1] + self._caption_gap, 0.0])
        refill(self.value, self._placed(outline + corner))
        origin, right, _ = self.anchor.points
        grown = float(np.linalg.norm(right - origin))
        spell(self.value, written, self.theme.sizes.small * grown, is_label=True)
        return self

    @property
    def _caption_gap(self) -> float:
        return length(0.45 * self.theme.sizes.small)

    def _value_at(self, step: float) -> float:
        scaled = np.log10(self.values) if self.logarithmic else self.values
        between = float(np.interp(step, self.steps, scaled))
        return 10**between if self.logarithmic else between

    def _points(self, steps: Floats, values: Floats) -> Floats:
        scaled = np.log10(values) if self.logarithmic else values
        x = (steps - self.steps[0]) / (self.steps[-1] - self.steps[0])
        y = (scaled - self.low) / (self.high - self.low)
        return np.column_stack([x * self.size[0], y * self.size[1], np.zeros(len(x))])

    def _frame(self) -> Strokes:
        """The foot of the chart and its left side."""
        corner = np.zeros((2, 3))
        ends = np.array([[self.size[0], 0.0, 0.0], [0.0, self.size[1], 0.0]])
        frame = Strokes(stroke(self.theme.strokes.hairline), colour=[*rgb(self.theme.muted), 0.8])
        return frame.redraw(corner, ends)

    def _caption(self, label: str) -> list[VMobject]:
        if not label:
            return []
        written = (spaced(value, self.digits) for value in (self.values.min(), self.values.max()))
        value = max(lettered(each, self.theme.font, self.theme.sizes.small)[1] for each in written)
        size_within(label, self.theme, self.size[0] - value - self._caption_gap)
        words = text(label, self.theme, "small", self.theme.muted)
        y = float(self.size[1] + self._caption_gap)
        on_baseline(words, label, self.theme, 0.0, y, "small")
        return [named(words)]

    def _placed(self, points: Floats) -> Floats:
        return anchored_points(points[:, :2], self.anchor, self.placement)


def _checked(steps: ArrayLike, values: ArrayLike, logarithmic: bool) -> tuple[Floats, Floats]:
    at, measured = np.asarray(steps, np.float64), np.asarray(values, np.float64)
    if at.ndim != 1 or len(at) < 2 or at.shape != measured.shape:
        raise InputError(
            f"LossChart: expected two or more steps and a value for each, got {at.shape} and {measured.shape}"
        )
    if not (np.isfinite(at).all() and np.isfinite(measured).all() and (np.diff(at) > 0).all()):
        raise InputError(
            "LossChart: expected ascending steps and finite values, got NaN or steps out of order"
        )
    if logarithmic and not (measured > 0).all():
        raise InputError("LossChart: expected positive values for a logarithmic axis, got 0 or less")
    return at, measured


def _padded(values: Floats) -> tuple[float, float]:
    """A range a little wider than the values, never empty."""
    low, high = float(values.min()), float(values.max())
    margin = 0.06 * (high - low) or 0.5
    return low - margin, high + margin

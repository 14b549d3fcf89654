"""Measures over the steps of trainings, as far as they have come: one curve or the fan of many seeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import SurroundingRectangle, Text, VGroup

from dlvis.arrays import Floats, frozen
from dlvis.draw.patchwork import ring_patches
from dlvis.draw.scale import Scale, covering
from dlvis.errors import InputError
from dlvis.mobjects.leaves import Patches, Strokes
from dlvis.mobjects.lettering import lettered, on_baseline, size_within, text
from dlvis.mobjects.placement import Placement, anchor, anchored_points, length, stroke
from dlvis.mobjects.stage import round_dot
from dlvis.mobjects.wording import named
from dlvis.run import Run
from dlvis.style import Theme, rgb
from dlvis.window import Window

ROW = 1.45  # from one line of small type to the next, in heights of it
DOT = 14.0  # pixels at 1080p
BAND_OPACITY, FUTURE_OPACITY = 0.13, 0.3


@dataclass(frozen=True, eq=False)
class Curve:
    """`values` (n,) over `steps` (n,) ascending, as a line of this colour and of `width` pixels at 1080p.

    `marked`: a dot at the step that is shown; a marked curve may have a `name`, for its end. `foreseen`: what
    will come is there as a faint line.
    """

    steps: Floats
    values: Floats
    colour: str
    width: float = 3.5
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    marked: bool = False
    foreseen: bool = False
    name: str = ""

    def __post_init__(self) -> None:
        for name in ("steps", "values"):
            object.__setattr__(self, name, frozen(getattr(self, name), np.float64))
        if self.steps.ndim != 1 or len(self.steps) < 2 or self.steps.shape != self.values.shape:
            raise InputError(
                f"curve: expected two or more steps and a value for each, got {self.steps.shape} and "
                f"{self.values.shape}"
            )
        if not (np.isfinite(self.values).all() and (np.diff(self.steps) > 0).all()):
            raise InputError("curve: expected ascending steps and finite values")


def run_curve(run: Run, metric: str, colour: str, **look: object) -> Curve:
    """The curve of a metric over a run's kept steps."""
    steps = [snapshot.step for snapshot in run.snapshots]
    return Curve(np.array(steps), np.array([s.metric(metric) for s in run.snapshots]), colour, **look)  # type: ignore[arg-type]


def wants_powers(values: Floats) -> bool:
    """Whether an axis for these values counts in powers of ten: all are positive, and the largest is at least
    ten times the least."""
    return bool(values.min() > 0 and values.max() >= 10 * values.min())


class CurveChart(VGroup):
    """Curves over steps in a box of the scene, with ticks at both axes.

    Args:
        curves: what is drawn, the first lowest.
        theme: colours, type and widths.
        box: for all of it, with its words.
        name: of what is measured, above the chart; `steps` is that of the lower axis.
        logarithmic: the upright axis counts in powers of ten; all values must be positive.
        band: the lowest and the highest of a band behind the curves, as two curves of the same steps.

    `redraw(step)` shows the curves as far as that step; it is clamped to the steps there are. `lines`,
    `markers` and `band` are its parts.

    Raises:
        InputError: no curves, a value that has no place on the axis, or a box too small for the words.
    """

    def __init__(
        self,
        curves: Sequence[Curve],
        theme: Theme,
        *,
        box: Window,
        name: str,
        steps: str,
        logarithmic: bool = False,
        band: tuple[Curve, Curve] | None = None,
    ) -> None:
        super().__init__()
        if not curves:
            raise InputError("CurveChart: expected at least one curve, got none")
        self.theme, self.curves, self.edges = theme, tuple(curves), band
        self.logarithmic = logarithmic
        every = [*curves, *(band or ())]
        self.y = covering(
            [float(v) for each in every for v in (each.values.min(), each.values.max())], logarithmic
        )
        self.x = Scale(0.0, float(max(each.steps[-1] for each in every)))
        self.placement = Placement(box, (*box.centre, 0.0), 1.0)
        self.anchor = anchor(self.placement)
        self.ticks = self.y.ticks(max(2, int(box.height / (2.2 * self.row))))
        self.plot = self._plot(box)
        self.ticks = self._apart(self.ticks)
        self.band = Patches()
        self.lines = VGroup(*(_line(each) for each in curves))
        self.markers = VGroup(*(_marker(each) for each in curves if each.marked))
        self.axes = self._axes(name, steps)
        self.add(self.axes, self._future(), self.band, self.lines, self.markers, self.anchor)
        self.redraw(0)

    @property
    def row(self) -> float:
        return ROW * length(self.theme.sizes.small)

    def redraw(self, step: float) -> Self:
        """Show the curves up to `step`."""
        for curve, line in zip(self.curves, self.lines, strict=True):
            points = self.places(*_until(curve, step, self.logarithmic))
            line.redraw(*dashed(points, [length(part) for part in curve.dash]))
        marked = [curve for curve in self.curves if curve.marked]
        for curve, (rim, dot) in zip(marked, self.markers, strict=True):
            end = self.places(*_until(curve, step, self.logarithmic))[-1:]
            rim.redraw(end, end, rgb(self.theme.ground))
            dot.redraw(end, end)
        if self.edges is not None:
            self._show_band(step)
        return self

    def places(self, steps: Floats, values: Floats) -> Floats:
        """(n, 3): where values stand in the scene, where the chart now lies."""
        plot = self.plot
        across = plot.xmin + self.x.share(steps) * plot.width
        up = plot.ymin + self.y.share(values) * plot.height
        return anchored_points(np.column_stack([across, up]), self.anchor, self.placement)

    def names(self) -> VGroup:
        """The names of the curves that have one, above the ends of the curves and apart from one another.

        Each lies on a strip of the ground, since curves run behind it. They are not added.
        """
        ends = [
            (each, self.places(each.steps[-1:], each.values[-1:])[0]) for each in self.curves if each.name
        ]
        lines, free = VGroup(), -np.inf
        for curve, (across, up, _) in sorted(ends, key=lambda each: float(each[1][1])):
            left = across - self._width(curve.name) - length(DOT)
            foot = max(up + length(DOT), free)
            free = foot + self.row
            line = text(curve.name, self.theme, "small", curve.colour)
            on_baseline(line, curve.name, self.theme, left, foot, "small")
            lines.add(VGroup(self._strip(line), line))
        return named(lines)

    def _strip(self, line: Text) -> SurroundingRectangle:
        ground = self.theme.ground
        return SurroundingRectangle(line, buff=0.06, stroke_width=0, fill_color=ground, fill_opacity=0.85)

    def _show_band(self, step: float) -> None:
        assert self.edges is not None
        low, high = (self.places(*_until(each, step, self.logarithmic)) for each in self.edges)
        ring = np.concatenate([low, high[::-1]])
        colour = [*rgb(self.edges[0].colour), BAND_OPACITY]
        self.band.redraw(ring, ring_patches([0, len(ring)], [0]), colour)

    # where things stand

    def _plot(self, box: Window) -> Window:
        left = box.xmin + max(self._width(self.y.written(tick)) for tick in self.ticks) + 0.4 * self.row
        plot = (left, box.xmax - 0.4 * self.row, box.ymin + 1.1 * self.row, box.ymax - 1.2 * self.row)
        if plot[1] - plot[0] < 3 * self.row or plot[3] - plot[2] < 1.5 * self.row:
            raise InputError(
                f"CurveChart: expected room for its words and more, got {box.width:.3g} x {box.height:.3g}"
            )
        return Window(*plot)

    def _apart(self, ticks: Sequence[float]) -> list[float]:
        """The ticks, the highest first, that have room for their words."""
        kept: list[float] = []
        for tick in sorted(ticks, reverse=True):
            heights = self.y.share([*kept[-1:], tick]) * self.plot.height
            if len(heights) == 1 or heights[0] - heights[1] >= 0.9 * self.row:
                kept.append(tick)
        return kept

    def _future(self) -> VGroup:
        foreseen = [curve for curve in self.curves if curve.foreseen]
        lines = VGroup()
        for curve in foreseen:
            points = self.places(curve.steps, curve.values)
            line = Strokes(stroke(self.theme.strokes.edge), colour=[*rgb(self.theme.muted), FUTURE_OPACITY])
            lines.add(line.redraw(points[:-1], points[1:]))
        return lines

    def _axes(self, name: str, steps: str) -> VGroup:
        plot, box, small = self.plot, self.placement.window, length(self.theme.sizes.small)
        size_within(name, self.theme, box.width, "small")
        words = VGroup(self._words(name, box.xmin, box.ymax - small))
        for tick, share in zip(self.ticks, self.y.share(self.ticks), strict=True):
            written = self.y.written(tick)
            left = plot.xmin - self._width(written) - 0.3 * self.row
            words.add(self._words(written, left, plot.ymin + share * plot.height - 0.36 * small))
        last = f"{self.x.written(round(self.x.high))} {steps}".strip()
        foot = plot.ymin - 0.9 * self.row
        words.add(self._words("0", plot.xmin, foot))
        if self._width(last) < plot.width - self.row:
            words.add(self._words(last, plot.xmax - self._width(last), foot))
        return VGroup(self._grid(), named(words))

    def _grid(self) -> VGroup:
        """A faint line at each tick, and the foot of the plot."""
        plot = self.plot
        heights = plot.ymin + self.y.share(self.ticks) * plot.height
        level = np.column_stack([np.full(len(heights), plot.xmin), heights, np.zeros(len(heights))])
        grid = Strokes(stroke(self.theme.strokes.hairline), colour=[*rgb(self.theme.hairline), 0.8])
        foot = Strokes(stroke(self.theme.strokes.edge), colour=[*rgb(self.theme.muted), 0.8])
        corner = np.array([[plot.xmin, plot.ymin, 0.0]])
        across = np.array([plot.width, 0.0, 0.0])
        return VGroup(grid.redraw(level, level + across), foot.redraw(corner, corner + across))

    def _words(self, words: str, left: float, foot: float) -> Text:
        line = text(words, self.theme, "small", self.theme.muted)
        return on_baseline(line, words, self.theme, left, foot, "small")

    def _width(self, words: str) -> float:
        return lettered(words, self.theme.font, self.theme.sizes.small)[1]


def dashed(points: Floats, dash: Sequence[float]) -> tuple[Floats, Floats]:
    """The starts and ends (m, 3) of the pieces of a line through `points` (n, 3), dashes measured along it.

    A dash of `Strokes` is measured along each stroke, which on a curve of many short ones looks like noise.
    """
    if not dash:
        return points[:-1], points[1:]
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    period, on = sum(dash), dash[0]
    turns = period * np.arange(int(along[-1] / period) + 1)
    cuts = np.unique(np.concatenate([along, turns, turns + on]).clip(0, along[-1]))
    at = np.column_stack([np.interp(cuts, along, column) for column in points.T])
    is_on = (cuts[:-1] + cuts[1:]) / 2 % period < on
    return at[:-1][is_on], at[1:][is_on]


def _line(curve: Curve) -> Strokes:
    return Strokes(stroke(curve.width), colour=[*rgb(curve.colour), curve.opacity])


def _marker(curve: Curve) -> VGroup:
    return VGroup(round_dot(curve.colour, 1.5 * DOT), round_dot(curve.colour, DOT))


def _until(curve: Curve, step: float, logarithmic: bool) -> tuple[Floats, Floats]:
    """The steps and values up to `step`, with what lies between two steps on a straight line of the chart."""
    at = float(np.clip(step, curve.steps[0], curve.steps[-1]))
    values = np.log10(curve.values) if logarithmic else curve.values
    value = float(np.interp(at, curve.steps, values))
    past = curve.steps < at
    reached = 10**value if logarithmic else value
    return np.append(curve.steps[past], at), np.append(curve.values[past], reached)

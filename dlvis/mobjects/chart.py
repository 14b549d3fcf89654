"""A chart of bounds, counts and measures, with its axes in powers of ten and its names beside its lines."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import Create, FadeIn, VGroup

from dlvis.arrays import Floats
from dlvis.draw.patchwork import ring_patches
from dlvis.draw.scale import Scale, covering, spread
from dlvis.draw.tags import tag_boxes
from dlvis.errors import InputError
from dlvis.mobjects.chart_parts import Series, SeriesView
from dlvis.mobjects.leaves import Patches, Strokes
from dlvis.mobjects.lettering import lettered, on_baseline, size_within, text
from dlvis.mobjects.placement import Placement, anchor, anchored_points, length, stroke
from dlvis.mobjects.wording import named
from dlvis.style import Theme, rgb
from dlvis.window import Window

ROW = 1.45
"""From one line of small type to the next, in heights of it."""


class Chart(VGroup):
    """Series in a box of the scene, with ticks, and a name at the end of each line.

    Args:
        series: what is drawn; their views are `views`, their names `names`, in the same order.
        theme: colours and type.
        box: for all of it, names of axes and lines included.
        x_name, y_name: of the axes: below the one, above the other.
        x, y: their scales; those that cover the series by default, `y` logarithmic.
        x_ticks: the values that are written below; round ones by default.
        named: write the names; a chart beside another of the same series needs none.
        beside: names stand at the ends of lines, or below; where there is room for them by default.

    Names stand at the right ends of the lines where they leave the lines most of the box; else below,
    in rows, each with its swatch.

    Raises:
        InputError: no series, values without a place on their scale, or a box too small for the words.
    """

    def __init__(
        self,
        series: Sequence[Series],
        theme: Theme,
        *,
        box: Window,
        x_name: str,
        y_name: str,
        x: Scale | None = None,
        y: Scale | None = None,
        x_ticks: Sequence[float] | None = None,
        named: bool = True,
        beside: bool | None = None,
    ) -> None:
        super().__init__()
        if not series:
            raise InputError("Chart: expected at least one series, got none")
        self.theme, self.pixels, self.series = theme, theme.sizes.small, tuple(series)
        self.x = x or covering([value for each in series for value in each.x])
        self.y = y or covering([v for each in series for row in each.rows for v in row], True)
        self.placement = Placement(box, (*box.centre, 0.0), 1.0)
        self.anchor = anchor(self.placement)
        room = name_room(series, theme) if named else 0.0
        self.is_beside = fits_beside(series, theme, box) if beside is None else beside
        self.x_ticks = self.x.ticks(max(2, int(box.width / (4.5 * self.row)))) if x_ticks is None else x_ticks
        self.plot = self._plot(box, room)
        self.axes = self._axes(x_name, y_name)
        self.views = VGroup(*(self.view(each) for each in series))
        self.names = VGroup(*(self._names(box) if named else ()))
        self.add(self.axes, self.views, self.names, self.anchor)

    @property
    def row(self) -> float:
        return ROW * length(self.pixels)

    def spots(self, xs: Sequence[float], ys: Sequence[float]) -> Floats:
        """(n, 3): where values stand in the scene, where the chart now lies."""
        across = self.plot.xmin + self.x.share(xs) * self.plot.width
        up = self.plot.ymin + self.y.share(ys) * self.plot.height
        return anchored_points(np.column_stack([across, up]), self.anchor, self.placement)

    def entrance(self, place: int, run_time: float = 1.5) -> list[Any]:
        """The animations that bring in series `place`: its line as by a pen, its dots and its name."""
        view: Any = self.views.submobjects[place]
        drawn = [Create(part, run_time=run_time) for part in view.shapes]
        return [
            *drawn,
            *(FadeIn(name, run_time=run_time) for name in self.names.submobjects[place : place + 1]),
        ]

    def tags(self, xs: Sequence[float], ys: Sequence[float], names: Sequence[str]) -> VGroup:
        """Names beside points of the chart, where there is room for them; the first are served first. They
        are the second part, and plates below them the first."""
        points = self.spots(xs, ys)[:, :2]
        sizes = [(self._width(name), length(self.pixels)) for name in names]
        made = VGroup()
        drawn: list[Any] = [view.lines for view in self.views]
        lines = [_along(each.points[:, :2]) for each in drawn if not each.is_void]
        dots: list[Any] = [view.dots for view in self.views]
        rims = [_round(each.points[::2, :2], length(11)) for each in dots if not each.is_void]
        crossed = np.concatenate([np.empty((0, 2)), *lines, *rims])
        boxes = tag_boxes(points, sizes, self.plot, length(13), crossed)
        for name, found in zip(names, boxes, strict=True):
            if found is not None:
                foot = found.ymin + 0.18 * length(self.pixels)
                line = text(name, self.theme, self.pixels)
                made.add(on_baseline(line, name, self.theme, found.xmin, foot, self.pixels))
        corners = [corner for box in boxes if box is not None for corner in box.corners]
        flat = anchored_points(np.reshape(corners, (-1, 2)), self.anchor, self.placement)
        return VGroup(_plates(flat, self.theme.ground), named(made))

    # where things stand

    def _plot(self, box: Window, room: float) -> Window:
        below = 0.0 if self.is_beside else (len(self.series) + 0.4) * self.row
        foot = box.ymin + 2 * self.row + below
        top = box.ymax - 1.25 * self.row
        right = box.xmax - max(room if self.is_beside else 0.0, self._overhang(box.width / 2))
        n_ticks = max(2, int((top - foot) / (1.6 * self.row)))
        self.y_ticks = self.y.ticks(n_ticks)
        left = box.xmin + max(self._width(self.y.written(v)) for v in self.y_ticks) + 0.5 * self.row
        if right - left < 4 * self.row or top - foot < 3 * self.row:
            raise InputError(
                f"Chart: expected room for its words and more, got {box.width:.3g} x {box.height:.3g}"
            )
        return Window(left, right, foot, top)

    def _overhang(self, width: float) -> float:
        """How far the last value below a plot of this width reaches beyond its right end, at most."""
        halves = [self._width(self.x.written(tick)) / 2 for tick in self.x_ticks]
        ends = (1 - self.x.share(self.x_ticks)) * width
        return float(max(0.0, *(half - end for half, end in zip(halves, ends, strict=True))))

    def view(self, series: Series) -> SeriesView:
        """A series as it stands in this chart, beside those that it was made with."""
        rows = np.stack([self.spots(series.x, row) for row in series.rows])
        return SeriesView(series, rows, self.theme)

    def _names(self, box: Window) -> list[VGroup]:
        rooms = [box.xmax - self.plot.xmax - 2.2 * self.row if self.is_beside else box.width - 2 * self.row]
        rooms *= len(self.series)
        views: list[Any] = self.views.submobjects
        ends = [float(view.middle[-1, 1]) for view in views]
        half = self.row / 2
        beside = spread(ends, self.row, self.plot.ymin + half, self.plot.ymax - half)
        beneath = box.ymin + self.row * (len(self.series) - 0.5 - np.arange(len(self.series)))
        heights = beside if self.is_beside else beneath
        start = self.plot.xmax + 0.3 * self.row if self.is_beside else box.xmin
        return [
            self._name(each, float(height), start, room)
            for each, height, room in zip(self.series, heights, rooms, strict=True)
        ]

    def _name(self, series: Series, height: float, start: float, room: float) -> VGroup:
        """A swatch and the name, on a line at this height."""
        ends = [[start, height, 0.0], [start + 1.2 * self.row, height, 0.0]]
        ends = [ends[0], ends[0]] if series.is_apart else ends
        swatch = SeriesView(series, np.array([ends]), self.theme).with_even_dashes(self.theme)
        if series.is_apart:
            swatch.shift(np.array([0.6 * self.row, 0.0, 0.0]))
        pixels = size_within(series.name, self.theme, max(room, self._width(series.name)), self.pixels)
        line = text(series.name, self.theme, pixels)
        left, foot = start + 1.5 * self.row, height - 0.36 * length(pixels)
        return named(VGroup(swatch, on_baseline(line, series.name, self.theme, left, foot, pixels)))

    def _axes(self, x_name: str, y_name: str) -> VGroup:
        plot, words = self.plot, VGroup()
        for tick, share in zip(self.x_ticks, self.x.share(self.x_ticks), strict=True):
            words.add(self._tick(self.x.written(tick), plot.xmin + share * plot.width, 0.5))
        for tick, share in zip(self.y_ticks, self.y.share(self.y_ticks), strict=True):
            words.add(self._tick(self.y.written(tick), plot.ymin + share * plot.height, 1.0))
        for name in (x_name, y_name):
            size_within(name, self.theme, self.placement.window.width, self.pixels)
        foot = plot.ymin - 1.85 * self.row
        words.add(self._words(x_name, plot.xmax - self._width(x_name), foot))
        words.add(self._words(y_name, self.placement.window.xmin, plot.ymax + 0.5 * self.row))
        return VGroup(self._grid(), words)

    def _tick(self, words: str, at: float, share: float) -> Any:
        """A value written below the plot at x, or to its left at y."""
        width, small = self._width(words), length(self.pixels)
        if share == 1.0:
            return self._words(words, self.plot.xmin - width - 0.3 * self.row, at - 0.36 * small)
        return self._words(words, at - width / 2, self.plot.ymin - 0.85 * self.row)

    def _words(self, words: str, left: float, foot: float) -> Any:
        line = text(words, self.theme, self.pixels, self.theme.muted)
        return named(on_baseline(line, words, self.theme, left, foot, self.pixels))

    def _grid(self) -> VGroup:
        """A faint line at each tick of y, and the foot of the plot."""
        plot = self.plot
        heights = plot.ymin + self.y.share(self.y_ticks) * plot.height
        level = np.column_stack([np.full(len(heights), plot.xmin), heights, np.zeros(len(heights))])
        grid = Strokes(stroke(self.theme.strokes.hairline), colour=[*rgb(self.theme.hairline), 0.8])
        across = np.array([plot.width, 0.0, 0.0])
        grid.redraw(level, level + across)
        foot = Strokes(stroke(self.theme.strokes.edge), colour=[*rgb(self.theme.muted), 0.8])
        corner = np.array([[plot.xmin, plot.ymin, 0.0]])
        return VGroup(grid, foot.redraw(corner, corner + across))

    def _width(self, words: str) -> float:
        return lettered(words, self.theme.font, self.pixels)[1]


def fits_beside(series: Sequence[Series], theme: Theme, box: Window) -> bool:
    """Whether names at the ends of lines leave the lines most of a chart's box."""
    return name_room(series, theme) <= 0.4 * box.width


def name_room(series: Sequence[Series], theme: Theme) -> float:
    """The width that the names of series take beside a chart, in scene units."""
    row = ROW * length(theme.sizes.small)
    return max(lettered(each.name, theme.font, theme.sizes.small)[1] for each in series) + 2.2 * row


def _plates(corners: Floats, ground: str) -> Patches:
    """The ground in boxes with corners (4 n, 3), so that no line of the grid runs through their words."""
    n = len(corners) // 4
    return Patches().redraw(corners, ring_patches(4 * np.arange(n + 1), np.arange(n), n), rgb(ground))


def _along(ends: Floats) -> Floats:
    """(m, 2): points along strokes, close to one another."""
    share = np.linspace(0, 1, 12)[:, None, None]
    return (ends[None, ::2] * (1 - share) + ends[None, 1::2] * share).reshape(-1, 2)


def _round(middles: Floats, reach: float) -> Floats:
    """(m, 2): points in and on squares about dots."""
    steps = np.stack(np.meshgrid([-reach, 0, reach], [-reach, 0, reach]), axis=-1).reshape(-1, 1, 2)
    around: Floats = (middles[None] + steps).reshape(-1, 2)
    return around

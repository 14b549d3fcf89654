"""Charts of how many linear regions nets can have, and have at initialisation: over depth, and over width."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR
from typing import Any

from manim import VGroup

from dlvis.draw.scale import Scale, covering
from dlvis.errors import InputError
from dlvis.geometry.region_ladder import RegionLadder, region_ladder
from dlvis.mobjects.chart import Chart, fits_beside
from dlvis.mobjects.chart_parts import Series
from dlvis.params import param
from dlvis.style import Theme, scientific
from dlvis.window import Window


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """Nets to count and to bound: 1 to `depth` layers of `width` units; 2 layers, that wide and up to
    `doublings` times twice as wide."""

    width: int = param(8, "units of each layer")
    depth: int = param(6, "layers of the deepest")
    doublings: int = param(3, "how often the wide ones are twice as wide as the one before")

    def __post_init__(self) -> None:
        if not (self.width >= 6 and self.depth >= 1 and self.doublings >= 0):
            raise InputError("ladder: expected width >= 6, depth >= 1 and doublings >= 0")

    def deeper(self, n_seeds: int, window: Window) -> RegionLadder:
        """More and more layers."""
        depths = range(1, self.depth + 1)
        return region_ladder(depths, [(2, *[self.width] * k, 1) for k in depths], n_seeds, window)

    def wider(self, n_seeds: int, window: Window) -> RegionLadder:
        """Wider and wider layers."""
        widths = [self.width * 2**k for k in range(self.doublings + 1)]
        return region_ladder(widths, [(2, width, width, 1) for width in widths], n_seeds, window)


class BoundCharts(VGroup):
    """What nets have at most, what the best have at least, and counts as a fan, over one scale of regions.

    Args:
        ladder: the nets.
        theme: colours and type; the fan has the colour of the first fold.
        boxes: of the scene, for the chart over depth and for the one over width.
        seeds: nets of each size that are counted.
        window: in which they are counted.
        label: the words `regions`, `depth` (of width), `width` (of depth), `at_most` and `at_least` (bound)
            and `drawn` (median), as `FilmScene.label`.

    The charts look alike, so that lines can be compared: names stand at the ends in both, or below in both.
    Bounds are those of the last net of a line, rounded so that they stay true: from above upwards, from below
    downwards. `axes` are those of both charts; `entrance(k)` brings in their lines k.
    """

    def __init__(
        self,
        ladder: Ladder,
        theme: Theme,
        *,
        boxes: Sequence[Window],
        seeds: int,
        window: Window,
        label: Callable[..., str],
    ) -> None:
        super().__init__()
        shown = [ladder.deeper(seeds, window), ladder.wider(seeds, window)]
        series = [_series(each, theme, label) for each in shown]
        y = covering(
            [value for lines in series for each in lines for row in each.rows for value in row], True
        )
        names = label("depth", width=ladder.width), label("width", depth=2)
        scales: list[Scale | None] = [None, covering(shown[1].sizes, True)]
        beside = all(fits_beside(lines, theme, box) for lines, box in zip(series, boxes, strict=True))
        self.charts = [
            Chart(
                lines,
                theme,
                box=box,
                x_name=name,
                y_name=label("regions"),
                x=x,
                y=y,
                x_ticks=each.sizes,
                beside=beside,
            )
            for each, lines, box, name, x in zip(shown, series, boxes, names, scales, strict=True)
        ]
        self.axes = VGroup(*(chart.axes for chart in self.charts))
        self.n_lines = len(series[0])
        self.add(*self.charts)

    def entrance(self, place: int, run_time: float = 1.5) -> list[Any]:
        """The animations that bring in line `place` of every chart."""
        return [each for chart in self.charts for each in chart.entrance(place, run_time)]


def _series(ladder: RegionLadder, theme: Theme, label: Callable[..., str]) -> list[Series]:
    most = scientific(ladder.most[-1], 2, ROUND_CEILING)
    least = scientific(ladder.least[-1], 2, ROUND_FLOOR)
    drawn = label("drawn", median=ladder.medians[-1])
    return [
        Series(label("at_most", bound=most), ladder.sizes, ladder.most, theme.muted),
        Series(label("at_least", bound=least), ladder.sizes, ladder.least, theme.muted, "dashed"),
        Series(drawn, ladder.sizes, ladder.counts.tolist(), theme.folds[0], "fan"),
    ]

"""Nets of as many units in one layer, two and four, before any training: one clock, ever other weights."""

from collections.abc import Callable, Sequence
from typing import Self

from manim import smooth

from dlvis.geometry import initial_counts
from dlvis.initial import he_net, turned_through
from dlvis.mobjects.tiling_row import TilingRow
from dlvis.style import Theme
from dlvis.window import Window

DEPTHS = (1, 2, 4)


class InitialTilings(TilingRow):
    """The regions of three nets at initialisation, each with its count, and below it the mean over seeds.

    Args:
        units: of each net, a multiple of 4.
        theme: its colours.
        boxes: of the scene, one for each net.
        seeds: nets of each kind that are counted and shown, two or more.
        window: in which they are counted.
        label: the words `shape` (layers, units) and `mean_count` (seeds, mean), as `FilmScene.label`.

    `turn(share)` goes through the nets of all seeds by rotation, so that each moment shows nets at
    initialisation.
    """

    def __init__(
        self,
        units: int,
        theme: Theme,
        *,
        boxes: Sequence[Window],
        seeds: int,
        window: Window,
        label: Callable[..., str],
    ) -> None:
        shapes = [(2, *[units // k] * k, 1) for k in DEPTHS]
        self.nets = [[he_net(each, seed) for seed in range(seeds)] for each in shapes]
        self.means = initial_counts(shapes, seeds, window).mean(axis=0)
        super().__init__(
            [each[0] for each in self.nets],
            window,
            theme,
            boxes=boxes,
            names=[label("shape", layers=len(each) - 2, units=each[1]) for each in shapes],
            notes=[label("mean_count", seeds=seeds, mean=round(float(mean))) for mean in self.means],
        )

    def turn(self, share: float) -> Self:
        """Show the nets that are the share `share` of the way from the first seed to the last."""
        return self.redraw([turned_through(each, share, smooth) for each in self.nets])

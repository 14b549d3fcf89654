"""The regions of a sheet as a mosaic on the floor below it: outlines drop from the surface, and fill."""

from typing import Any, Self

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from dlvis.arrays import Floats
from dlvis.draw.patchwork import ring_patches
from dlvis.errors import InputError
from dlvis.geometry import FoldComplex
from dlvis.mobjects.folding_sheet import FoldingSheet
from dlvis.mobjects.leaves import Patches, Strokes
from dlvis.mobjects.placement import Placement, anchor, anchored_points, finite, stroke
from dlvis.style import Theme, colours_by_family, mixed, rgb

FILLED_FROM = 0.7  # of its drop: from here on an outline fills


class FloorTiling(VGroup):
    """The regions of a complex, which drop one after another from a surface to the floor below it.

    Args:
        complex: its regions are the tiles, at least one.
        heights: (V,) of the surface, as a `FoldedSheet` takes them.
        colours: (R, 3) RGB in 0..1, such as of `colours_by_family`.
        theme: widths.
        placement: that of the surface.
        depth: scene units from the placement's zero down to the floor.
        order: (R,) the numbers of the regions in the order in which they fall; from left to right by default.
        together: how many fall at one time.
        opacity: of a tile that has landed.

    `redraw(done)` shows the moment: 0 nothing, 1 all on the floor; `landed(done)` is how many lie there.

    Raises:
        InputError: no region, or heights, colours or an order that do not fit.
    """

    def __init__(
        self,
        complex: FoldComplex,
        heights: ArrayLike,
        colours: ArrayLike,
        theme: Theme,
        *,
        placement: Placement,
        depth: float,
        order: ArrayLike | None = None,
        together: float = 2.0,
        opacity: float = 0.9,
    ) -> None:
        super().__init__()
        n = complex.n_regions
        if n == 0:
            raise InputError("FloorTiling: expected a complex with at least one region, got none")
        z = finite(heights, (complex.n_vertices,), "FloorTiling heights")
        self.colours = finite(colours, (n, 3), "FloorTiling colours")
        self.rank_of = _ranks(complex, order)
        self.placement, self.drop, self.tile_opacity = placement, depth, opacity
        self.together = min(max(together, 1.0), float(n))
        self.owner = np.repeat(np.arange(n), np.diff(complex.region_offsets))
        self.corners = complex.vertices[complex.region_vertices]
        self.heights, self.after = z[complex.region_vertices], complex.next_corner()
        self.work = ring_patches(complex.region_offsets, np.arange(n), n)
        rims = mixed(self.colours, rgb(theme.ink), np.full(n, 0.5))
        self.rims = np.column_stack([rims, np.ones(n)])[self.owner]
        self.anchor = anchor(placement)
        self.tiles, self.outlines = Patches(), Strokes(stroke(theme.strokes.fold))
        self.add(self.tiles, self.outlines, self.anchor)
        self.redraw(0.0)

    def redraw(self, done: float) -> Self:
        """Show the tiles on their way."""
        share = self._shares(done)
        fallen = share[self.owner] ** 2  # as things fall
        floor = -self.drop / self.placement.z_scale
        z = (1 - fallen) * self.heights + fallen * floor
        points = anchored_points(self.corners, self.anchor, self.placement, z)
        ground = anchored_points(self.corners, self.anchor, self.placement, np.full(len(z), floor))
        filled = np.clip((share - FILLED_FROM) / (1 - FILLED_FROM), 0, 1) * self.tile_opacity
        self.tiles.redraw(ground, self.work, np.column_stack([self.colours, filled]))
        begun = share[self.owner] > 0
        self.outlines.redraw(points[begun], points[self.after][begun], self.rims[begun])
        return self

    def landed(self, done: float) -> int:
        """How many tiles lie on the floor."""
        return int((self._shares(done) >= 1).sum())

    @classmethod
    def beneath(cls, sheet: FoldingSheet, theme: Theme, room: float = 0.6, **look: Any) -> Self:
        """The tiling of a folding sheet as it is when folded, in one hue for each region of its first layer
        and for what later layers cut it into. `room` is how far the floor lies below the lowest point, as a
        share of half the window's longer side."""
        complex, place = sheet.complex, sheet.sheet.placement
        heights = sheet.heights(complex.vertices, 1.0, 0.0)
        half = place.scale * max(place.window.width, place.window.height) / 2
        depth = room * half - min(0.0, float(heights.min())) * place.z_scale
        colours = colours_by_family(complex.patterns(), complex.net.widths[1], theme)
        return cls(complex, heights, colours, theme, placement=place, depth=depth, **look)

    @property
    def corners_on_floor(self) -> Floats:
        """(4, 3): where the corners of the window lie on the floor."""
        window, floor = self.placement.window, np.full(4, -self.drop / self.placement.z_scale)
        return anchored_points(window.corners, self.anchor, self.placement, floor)

    def _shares(self, done: float) -> Floats:
        """(R,): how far each tile has come, 0 to 1."""
        n = len(self.rank_of)
        shares: Floats = np.clip((done * (n - 1 + self.together) - self.rank_of) / self.together, 0, 1)
        return np.where(done >= 1, 1.0, shares)


def _ranks(complex: FoldComplex, order: ArrayLike | None) -> Floats:
    """(R,): the place of each region in the order in which they fall."""
    n = complex.n_regions
    across = np.argsort(complex.interior_points()[:, 0], kind="stable")
    numbers = across if order is None else np.asarray(order)
    if sorted(numbers.tolist()) != list(range(n)):
        raise InputError(f"FloorTiling order: expected each of {n} regions once, got {numbers.tolist()}")
    ranks = np.empty(n)
    ranks[numbers] = np.arange(n)
    return ranks

"""What a camera draws on: the pixels of a frame here, a page of vectors in `dlvis.draw.page`.

Both take the same things in the same order: tilings and strokes in pixels of the frame, x to the right and y
down, and things in space as `dlvis.draw.clipping` makes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dlvis.arrays import Floats
from dlvis.draw.arguments import Frame
from dlvis.draw.patchwork import Patchwork
from dlvis.draw.solid import draw_solid
from dlvis.draw.solid_things import Facets, Segments
from dlvis.draw.strokes import draw_strokes
from dlvis.draw.tiling import draw_tiling


class Canvas(Protocol):
    """Draws over what it holds already."""

    def tiling(self, points: Floats, work: Patchwork, colours: Floats) -> None:
        """Patches that turn one way, their points (n_points, 2), straight RGBA (n_patches, 4)."""

    def strokes(self, starts: Floats, ends: Floats, colours: Floats, width: float) -> None:
        """Strokes with round ends, (n, 2) each, straight RGBA (n, 4), of one width."""

    def solid(self, things: Sequence[Facets | Segments]) -> None:
        """Things in space, which hide and cut one another."""


@dataclass(frozen=True, eq=False)
class Pixels:
    """A frame (H, W, 4) uint8, premultiplied RGBA, which is changed in place."""

    frame: Frame

    def tiling(self, points: Floats, work: Patchwork, colours: Floats) -> None:
        draw_tiling(self.frame, points, work.edges, work.left, work.right, colours)

    def strokes(self, starts: Floats, ends: Floats, colours: Floats, width: float) -> None:
        draw_strokes(self.frame, starts, ends, colours, width)

    def solid(self, things: Sequence[Facets | Segments]) -> None:
        draw_solid(self.frame, things)

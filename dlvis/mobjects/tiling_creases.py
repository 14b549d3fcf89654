"""The edges of the regions of a tiling, as lines that never become a veil."""

from typing import Self

import numpy as np

from dlvis.arrays import Bools
from dlvis.draw.patchwork import Patchwork
from dlvis.geometry import FoldComplex
from dlvis.mobjects.leaves import Strokes
from dlvis.mobjects.placement import anchored_points, stroke
from dlvis.mobjects.region_tiling import RegionTiling
from dlvis.style import Theme, rgb

COVERED = 0.12  # of the tiling's area that lines may cover, as if they were opaque
OPACITIES = (0.22, 0.75)  # of the lines, whatever they cover


class TilingCreases(Strokes):
    """Where one region of a tiling meets another, after one of its net's hidden layers.

    Lines are as wide as ever. The more ground they would cover, the fainter they are: where they stand close
    they still add up, so that the picture is darkest where regions are smallest.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(stroke(theme.strokes.hairline), colour=rgb(theme.ground))
        self.theme = theme

    def follow(self, tiling: RegionTiling, layer: int) -> Self:
        """Draw the edges of the regions after hidden layer `layer`, counted from 0, on a tiling as it is."""
        cut, place = tiling.complex, tiling.placement
        if cut is None:
            return self
        points = anchored_points(cut.vertices, tiling.anchor, place)
        starts, ends = points[cut.edges[between_regions(cut, tiling.work, layer)]].transpose(1, 0, 2)
        area = place.scale**2 * place.window.area
        width = self.stroke_width / 100  # Manim's unit of it, in scene units
        covered = width * float(np.linalg.norm(ends - starts, axis=1).sum()) / area
        opacity = float(np.clip(COVERED / max(covered, 1e-9), *OPACITIES))
        return self.redraw(starts, ends, [*rgb(self.theme.ground), opacity])


def between_regions(cut: FoldComplex, work: Patchwork, layer: int) -> Bools:
    """(E,): the edges that have two regions after hidden layer `layer` beside them, not the same one."""
    numbers = np.append(cut.ancestors[layer], -1)
    inside = (work.left >= 0) & (work.right >= 0)
    apart: Bools = inside & (numbers[work.left] != numbers[work.right])
    return apart

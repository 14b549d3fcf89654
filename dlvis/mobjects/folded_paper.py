"""A sheet of paper in space, folded twice and cut: the regions of `mirrored_cuts` as flaps that turn."""

from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
from manim import VGroup

from dlvis.arrays import Floats
from dlvis.draw.light import lit
from dlvis.draw.paper import folding_points, paper_points
from dlvis.draw.patchwork import region_patches
from dlvis.draw.view import View, scale_within
from dlvis.geometry import FoldComplex, fold_complex
from dlvis.mobjects.counter_panel import Counter, counted
from dlvis.mobjects.leaves import Patches, Strokes
from dlvis.mobjects.placement import Placement, stroke
from dlvis.net import first_layers, mirrored_cuts
from dlvis.style import Theme, colours_by_pattern, mixed, rgb
from dlvis.window import Window


class FoldedPaper(VGroup):
    """The regions of a net of `mirrored_cuts` as pieces of one sheet of paper.

    Args:
        complex: of such a net, in a window about the origin.
        theme: colours and widths.
        placement: where the sheet lies when it is flat.

    Pieces that are copies of one another have one colour, and a cut has one colour in all its copies.
    `redraw` folds the sheet, `across` and then `along`, or shows other cuts. `pieces`, `creases` and `cuts`
    are its parts.
    """

    def __init__(self, complex: FoldComplex, theme: Theme, *, placement: Placement) -> None:
        super().__init__()
        self.theme, self.placement = theme, placement
        self.across = self.along = 0.0
        self.pieces, self.creases = Patches(), Strokes(stroke(theme.strokes.edge))
        self.cuts = VGroup()
        for neuron in range(complex.net.widths[2]):
            cut = Strokes(stroke(1.3 * theme.strokes.fold), colour=rgb(theme.fold(neuron)))
            cut.rank = 1  # on the pieces, which lie in the same plane
            self.cuts.add(cut)
        self.add(self.pieces, self.creases, self.cuts)
        self.redraw(complex)

    def redraw(
        self, complex: FoldComplex | None = None, across: float | None = None, along: float | None = None
    ) -> Self:
        """Show other cuts, or fold to shares of half a turn; what is not given stays as it is."""
        if complex is not None:
            self.complex, self.work = complex, region_patches(complex)
            self.paints = _paints(complex, self.theme)
        self.across = self.across if across is None else across
        self.along = self.along if along is None else along
        flat = self.complex.vertices
        points = self._placed(flat)
        self.pieces.redraw(points, self.work, lit(self.paints, self._light(points)))
        self._show_lines(points)
        return self

    @property
    def n_copies(self) -> int:
        """How often each cut is there."""
        return n_flaps(self.complex)

    def front(self) -> VGroup:
        """One copy of each cut, for Create to draw: the others come by unfolding."""
        made: VGroup = self.cuts.copy()
        each: Any
        for each in made:
            n = each.n_parts // n_flaps(self.complex)
            each.redraw(each.starts[:n], each.ends[:n])
        return made

    def recut(self, cuts: Floats) -> Self:
        """Show these cuts (n, 3), in the place of those that are shown."""
        return self.redraw(fold_complex(mirrored_cuts(cuts), self.complex.window))

    def _placed(self, flat: Floats) -> Floats:
        folded = paper_points(flat, self.across, self.along)
        return folded * self.placement.scale + self.placement.centre

    def _light(self, points: Floats) -> Floats:
        """(R,): flaps that lie flat are all alike bright, whichever side is up; steep ones are darker."""
        first = self.complex.region_vertices[self.complex.region_offsets[:-1]]
        second = self.complex.region_vertices[self.complex.region_offsets[:-1] + 1]
        third = self.complex.region_vertices[self.complex.region_offsets[:-1] + 2]
        normal = np.cross(points[second] - points[first], points[third] - points[first])
        upright = np.abs(normal[:, 2]) / np.maximum(np.linalg.norm(normal, axis=1), 1e-300)
        light: Floats = 0.55 + 0.45 * upright
        return light

    def _show_lines(self, points: Floats) -> None:
        owner = np.repeat(np.arange(self.complex.n_edges), np.diff(self.complex.edge_fold_offsets))
        layer, neuron = self.complex.edge_folds.T
        ends = points[self.complex.edges]
        folds = ends[np.unique(owner[layer == 0])]
        self.creases.redraw(folds[:, 0], folds[:, 1], [*rgb(self.theme.ground), 0.9])
        # `front` takes the copy in the quarter that stays, from its upper end on
        x, y = self.complex.vertices.T
        along, behind = np.abs(x) - np.abs(y), np.minimum(x, y) < 0
        for place, cut in enumerate(self.cuts):
            mine = self.complex.edges[np.unique(owner[(layer == 1) & (neuron == place)])]
            mine = np.take_along_axis(mine, np.argsort(along[mine], axis=1), axis=1)
            mine = mine[np.lexsort((along[mine[:, 0]], behind[mine].any(axis=1)))]
            cut.redraw(points[mine[:, 0]], points[mine[:, 1]])


def uncut(complex: FoldComplex) -> FoldComplex:
    """The same sheet before it is cut: as many cuts, which lie beyond it."""
    beyond = [1.0, 1.0, -2 * float(np.abs(complex.window.corners).sum())]
    return fold_complex(mirrored_cuts(np.tile(beyond, (complex.net.widths[2], 1))), complex.window)


def n_flaps(complex: FoldComplex) -> int:
    """The flaps of a folded sheet, counted: the regions of the first layer alone."""
    return fold_complex(first_layers(complex.net, 1), complex.window).n_regions


def paper_rows(complex: FoldComplex, label: Callable[..., str]) -> list[Counter]:
    """How many cuts there are, copies of each and pieces of the sheet, in a scene's words for `cuts`,
    `copies` and `regions`."""
    cuts = Counter(label("cuts"), complex.net.widths[2])
    return [cuts, counted(label, "copies", n_flaps(complex)), counted(label, "regions", complex.n_regions)]


def paper_placement(window: Window, views: Sequence[View], box: Window, area: Window) -> Placement:
    """Where a sheet lies in the middle of `box`, as large as it can be: flat it stays in the box from all
    `views`, and from the first of them its flaps, while it is folded, stay in `area`."""
    centre = np.array([*box.centre, 0.0])
    half = max(window.width, window.height) / 2
    corners = (window.corners - window.centre) / half
    flat = np.column_stack([corners, np.zeros(4)])
    scale = min(
        scale_within(flat, views, centre, box), scale_within(folding_points(corners), views[:1], centre, area)
    )
    return Placement(window, (float(centre[0]), float(centre[1]), 0.0), scale / half)


def _paints(complex: FoldComplex, theme: Theme) -> Floats:
    """(R, 3): by the pattern of the second layer alone, which copies share; a little of the ink, as paper."""
    second = complex.patterns()[:, complex.net.widths[1] :]
    return mixed(colours_by_pattern(second, theme), rgb(theme.ink), np.full(complex.n_regions, 0.12))

"""A function that is affine on every region, as a folded sheet in space; a map can be painted on it."""

from typing import Self

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from dlvis.arrays import Floats, Ints
from dlvis.draw.light import LIGHT, lightness, lit, slopes
from dlvis.draw.map_cut import MapPieces
from dlvis.draw.patchwork import Patchwork, region_patches, ring_patches
from dlvis.errors import InputError
from dlvis.geometry import FoldComplex
from dlvis.mobjects.leaves import Patches, Strokes
from dlvis.mobjects.placement import Placement, anchor, anchored_points, finite, stroke
from dlvis.style import Theme, mixed, rgb

SHARP = 0.05  # how much the slope changes, in scene units, at an edge that is fully seen


class FoldedSheet(VGroup):
    """Flat translucent facets over the regions of a complex, lit by their slope, with thin brighter edges
    where it bends or ends.

    Args:
        complex: its regions are the facets.
        heights: (V,) height at every vertex, linear in between; `placement.z_scale` scales them.
        theme: colours, opacities and widths.
        placement: where the window lies.
        colours: (R, 3), or one colour (3,); a grey of the theme by default.
        opacity: of the facets, and `map_opacity` of the map on them.
        light: (3,) where it comes from, such as `light_for(view.azimuth)`.
        pieces: the map cut by this complex (`dlvis.draw.map_cut.map_pieces`), painted on the sheet.

    Raises:
        InputError: no region, or heights or colours that do not fit or are not finite.

    `redraw` moves it: with the same complex and other heights it is a hinge. `facets`, `map` and `rims`, the
    thin edges, are its parts. Sheets of one scene cut one another where they meet.
    """

    def __init__(
        self,
        complex: FoldComplex,
        heights: ArrayLike,
        theme: Theme,
        *,
        placement: Placement | None = None,
        colours: ArrayLike | None = None,
        opacity: float | None = None,
        pieces: MapPieces | None = None,
        map_opacity: float | None = None,
        light: tuple[float, float, float] = LIGHT,
    ) -> None:
        super().__init__()
        self.theme, self.light = theme, light
        self.placement = placement or Placement(complex.window)
        self.facet_opacity = theme.opacities.facet if opacity is None else opacity
        self.map_opacity = theme.opacities.map if map_opacity is None else map_opacity
        self.facet_colours, self.pieces = colours, pieces
        self.anchor, self.facets, self.map = anchor(self.placement), Patches(), Patches()
        self.rims = Strokes(stroke(theme.strokes.edge))
        self.complex: FoldComplex | None = None
        self.add(self.facets, self.map, self.rims, self.anchor)
        self.redraw(complex, heights)

    def redraw(
        self,
        complex: FoldComplex,
        heights: ArrayLike,
        *,
        colours: ArrayLike | None = None,
        pieces: MapPieces | None = None,
    ) -> Self:
        """Draw other heights, or another complex, where the sheet now lies.

        Colours and pieces stay as they were unless given; a complex with other regions needs its own.
        """
        if complex.n_regions == 0:
            raise InputError("FoldedSheet: expected a complex with at least one region, got none")
        z = finite(heights, (complex.n_vertices,), "FoldedSheet heights")
        self.facet_colours = self.facet_colours if colours is None else colours
        self.pieces = self.pieces if pieces is None else pieces
        gradients = slopes(complex, z) * self.placement.z_scale / self.placement.scale
        light = lightness(gradients, self.light)
        self._show_map(complex, z, light)
        self._show_facets(complex, z, light, gradients)
        return self

    def placed(self, placement: Placement, light: ArrayLike | None = None) -> Self:
        """Lie here from the next `redraw` on, in this light if one is given; the window is the same."""
        x, y, z = np.asarray(self.light if light is None else light, np.float64)
        self.placement, self.light = placement, (float(x), float(y), float(z))
        self.anchor.points = anchor(placement).points
        return self

    def _show_facets(self, complex: FoldComplex, z: Floats, light: Floats, gradients: Floats) -> None:
        points = anchored_points(complex.vertices, self.anchor, self.placement, z)
        fills = lit(_colours(self.facet_colours, complex, self.theme), light)
        if complex is not self.complex:
            self.complex, self.work = complex, region_patches(complex)
        self.facets.redraw(points, self.work, _with_opacity(fills, self.facet_opacity))
        rims = mixed(fills, rgb(self.theme.ink), np.full(len(fills), 0.35))[_one_side(self.work)]
        starts, ends = points[complex.edges].transpose(1, 0, 2)
        opacity = min(1.0, self.facet_opacity + 0.25) * _bends(self.work, gradients)
        self.rims.redraw(starts, ends, np.column_stack([rims, opacity]))

    def _show_map(self, complex: FoldComplex, z: Floats, light: Floats) -> None:
        pieces = self.pieces
        if pieces is None:
            return
        if len(pieces.regions) and (
            pieces.regions.max() >= complex.n_regions or pieces.corners.max() >= complex.n_vertices
        ):
            raise InputError(
                "FoldedSheet pieces: expected the map cut by this complex, got one of more regions; give "
                "redraw the pieces that `map_pieces` makes of it"
            )
        points = anchored_points(pieces.points, self.anchor, self.placement, pieces.heights(z))
        keys, owners = np.unique(2 * pieces.regions + pieces.positive, return_inverse=True)
        colours = np.stack([lit(rgb(c), light) for c in (self.theme.negative, self.theme.positive)])
        shown = _with_opacity(colours[keys % 2, keys // 2], self.map_opacity)
        self.map.redraw(points, ring_patches(pieces.offsets, owners.ravel(), len(keys)), shown)


def sheet_grey(theme: Theme) -> Floats:
    """(3,): the colour of a sheet where nothing is painted on it."""
    grey: Floats = mixed(rgb(theme.ground), rgb(theme.ink), 0.6)
    return grey


def _with_opacity(colours: Floats, opacity: float) -> Floats:
    return np.column_stack([colours, np.full(len(colours), opacity)])


def _bends(work: Patchwork, gradients: Floats) -> Floats:
    """(E,): 1 where the sheet ends or bends, 0 between facets in one plane: there is no edge to be seen."""
    inner = (work.left >= 0) & (work.right >= 0)
    turn = np.linalg.norm(gradients[work.left] - gradients[work.right], axis=1)
    return np.where(inner, np.clip(turn / SHARP, 0.0, 1.0), 1.0)


def _one_side(work: Patchwork) -> Ints:
    """(E,): a facet beside each edge."""
    return np.where(work.left >= 0, work.left, work.right)


def _colours(colours: ArrayLike | None, complex: FoldComplex, theme: Theme) -> Floats:
    if colours is None:
        colours = sheet_grey(theme)
    if np.ndim(colours) == 1:
        colours = np.broadcast_to(np.asarray(colours, np.float64), (complex.n_regions, 3))
    return finite(colours, (complex.n_regions, 3), "FoldedSheet colours")

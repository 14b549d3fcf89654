"""A sheet that folds: the output of a net, from flat to tilted to folded."""

from dataclasses import replace
from typing import Any, Self

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from dlvis.arrays import Floats
from dlvis.draw.light import slopes
from dlvis.draw.map_cut import LabelledMap, map_pieces
from dlvis.draw.view import View, framed, projected
from dlvis.errors import InputError
from dlvis.geometry import fold_complex
from dlvis.geometry.viewpoint import FRONT, fold_azimuth, open_tilt
from dlvis.mobjects.fold_lines import FoldLines
from dlvis.mobjects.folded_sheet import FoldedSheet
from dlvis.mobjects.placement import Placement, anchored_points, scene_points
from dlvis.mobjects.stage import SampleDot
from dlvis.net import ReluNet, without_activation
from dlvis.style import Theme
from dlvis.window import Window

ASIDE, LEAN = 0.6, 1.0  # radians: of a view from the front, aside of it; of a usual one, from overhead
_SLOPES = (0.0, 0.25, 0.5, 0.75, 1.0)  # at which a placement looks how high the sheet rises


class FoldingSheet(VGroup):
    """The map as a sheet whose height is a net's output; its creases and, if asked for, a dot ride along.

    Args:
        net: whose first output is the height; `one_neuron(net, k)` for a single fold. Without hidden layers
            it is a plane that only tilts: `without_activation(net)`.
        topic: whose map is painted on the sheet.
        theme: its colours.
        placement: where the window lies, such as `sheet_placement` makes.
        dot: (2,) a point of input space that rides on the sheet.
        tolerance: simplify the map's outlines, in units of input space.

        crease: width of the creases in pixels at 1080p; the boundary's by default.

    `sheet`, `creases` and `dot` are the parts; `redraw(rise, slope)` moves them: `rise` 0 is flat, 1 the full
    height; `slope` 1 is before the fold, 0 the ReLU. The facets are the exact geometry of each moment: of one
    hidden layer the creases stay where they are in input space, those of later ones wander while earlier
    ones fold, and complex and map are cut anew (`complex` is that of the moment).
    """

    def __init__(
        self,
        net: ReluNet,
        topic: LabelledMap,
        theme: Theme,
        *,
        placement: Placement,
        dot: ArrayLike | None = None,
        tolerance: float = 0.0,
        crease: float | None = None,
        **look: Any,
    ) -> None:
        super().__init__()
        self.net, self.topic, self.window, self.tolerance = net, topic, placement.window, tolerance
        self.complex = fold_complex(net, placement.window)
        flat = np.zeros(self.complex.n_vertices)
        pieces = map_pieces(topic, self.complex, tolerance)
        self.sheet = FoldedSheet(self.complex, flat, theme, placement=placement, pieces=pieces, **look)
        width = theme.strokes.boundary if crease is None else crease
        self.creases = FoldLines(
            self.complex, theme, placement=placement, heights=flat, width=width, glow=True
        )
        self.spot = None if dot is None else np.asarray(dot, np.float64)
        self.dot = VGroup() if self.spot is None else SampleDot(self.spot, theme, placement=placement)
        self.dot.set_z_index(1)  # a ground before it, or its grid, would run through it
        self.add(self.sheet, self.creases, self.dot)

    def heights(self, points: Floats, rise: float, slope: float) -> Floats:
        """(n,): the sheet's height over `points` (n, 2), in units of the net's output."""
        return rise * replace(self.net, slope=slope)(points)[:, 0]

    def tilted(self, net: ReluNet) -> Self:
        """Show the height of another net without hidden layers on a sheet that is such a plane.

        Raises:
            InputError: a net, or a sheet, with hidden layers: its regions could be others.
        """
        if net.n_hidden_layers or self.net.n_hidden_layers:
            raise InputError(f"tilted: expected no hidden layers, got {net.widths} on {self.net.widths}")
        self.net = net
        return self.redraw(1.0, 1.0)

    def spot_at(self, rise: float, slope: float) -> Floats:
        """(3,): where the dot is in the scene at this moment."""
        if self.spot is None:
            raise InputError("FoldingSheet: expected a sheet with a dot, got none")
        z = self.heights(self.spot[None], rise, slope)
        place: Floats = anchored_points(self.spot[None], self.sheet.anchor, self.sheet.placement, z)[0]
        return place

    def moved_to(self, other: "FoldingSheet") -> Any:
        """The animation of this sheet that goes to where another lies, at its size."""
        start, end = self.sheet.placement, other.sheet.placement
        shift = [b - a for a, b in zip(start.centre, end.centre, strict=True)]
        return self.animate.scale(end.scale / start.scale, about_point=start.centre).shift(np.array(shift))

    def bared(self) -> VGroup:
        """Its creases and its dot, which are no parts of it from now on: they may fade while it moves."""
        lines = VGroup(self.creases, self.dot)
        self.remove(self.creases, self.dot)
        return lines

    def redraw(self, rise: float, slope: float) -> Self:
        """Show the sheet at this moment, where it now lies."""
        if self.net.n_hidden_layers > 1 and slope != self.complex.net.slope:
            self.complex = fold_complex(replace(self.net, slope=slope), self.window)
            self.sheet.pieces = map_pieces(self.topic, self.complex, self.tolerance)
        z = self.heights(self.complex.vertices, rise, slope)
        self.sheet.redraw(self.complex, z)
        self.creases.redraw(self.complex, z)
        if isinstance(self.dot, SampleDot) and self.spot is not None:
            self.dot.redraw(self.spot, float(self.heights(self.spot[None], rise, slope)[0]))
        return self


def sheet_placement(
    net: ReluNet, window: Window, view: View, box: Window, steepness: float = 0.6
) -> Placement:
    """The placement that lets a folding sheet fill `box` as seen from `view`, flat, tilted and folded alike.

    The highest point is `steepness` times half the window's longer side.
    """
    rise, points, z = _all_moments(net, window, steepness)
    scale, centre = framed(np.column_stack([points - window.centre, rise * z]), view, box)
    x, y, up = (float(value) for value in centre)
    return Placement(window, (x, y, up), scale, scale * rise)


def sheet_rise(net: ReluNet, window: Window, steepness: float = 0.6) -> float:
    """Of a sheet that `sheet_placement` places: units of input space that one unit of its height takes."""
    return _all_moments(net, window, steepness)[0]


def unfolding_view(net: ReluNet, window: Window, steepness: float = 0.6) -> View:
    """From where a sheet is seen well while it folds out of the plane that the net is without its activation:
    with the low side of that plane before it, or, where that would be from behind, from the front, so high
    above that no facet is seen from its edge."""
    plane_slope = without_activation(net).weights[0][0]
    azimuth = fold_azimuth(plane_slope)
    if np.cos(azimuth - FRONT) >= 0:
        return View(LEAN, azimuth)
    rise, folded = sheet_rise(net, window, steepness), fold_complex(net, window)
    facets = slopes(folded, rise * net(folded.vertices)[:, 0])
    near = FRONT + np.copysign(ASIDE, azimuth - FRONT)
    return View(open_tilt(np.vstack([facets, rise * plane_slope]), near, LEAN), float(near))


def seen_foot(net: ReluNet, place: Placement, view: View) -> float:
    """How low in the frame a folding sheet reaches from this view, flat, tilted and folded alike."""
    _, points, z = _all_moments(net, place.window, 1.0)
    return float(projected(scene_points(points, place, z), view)[:, 1].min())


def _all_moments(net: ReluNet, window: Window, steepness: float) -> tuple[float, Floats, Floats]:
    """The rise of a sheet, and the corners (n, 2) and heights (n,) of its facets flat, tilted and folded."""
    moments = [replace(net, slope=slope) for slope in _SLOPES]
    corners = [fold_complex(moment, window).vertices for moment in moments]
    values = [moment(points)[:, 0] for moment, points in zip(moments, corners, strict=True)]
    half = max(window.width, window.height) / 2
    rise = steepness * half / (max(float(np.abs(each).max()) for each in values) or 1.0)
    return rise, np.concatenate([*corners, window.corners]), np.concatenate([*values, np.zeros(4)])

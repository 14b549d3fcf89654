"""The output of a net as a sheet that is folded anew while the net learns, and the folds that have left."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import OUT, VGroup

from dlvis.arrays import Floats
from dlvis.draw.map_cut import LabelledMap, map_pieces
from dlvis.draw.view import View, framed
from dlvis.geometry import FoldComplex, boundary_segments, fold_complex
from dlvis.geometry.ghosts import ghost_folds, grown
from dlvis.mobjects.boundary_line import BoundaryLine
from dlvis.mobjects.fold_lines import FoldLines
from dlvis.mobjects.folded_sheet import FoldedSheet
from dlvis.mobjects.leaves import Strokes
from dlvis.mobjects.placement import Placement, anchor, anchored_points, length, stroke
from dlvis.mobjects.stage import ZeroPlane
from dlvis.net import ReluNet, decided, margin_net
from dlvis.style import Theme, rgb
from dlvis.window import Window

GHOST_DASH = (14.0, 12.0)


class LearningSheet(VGroup):
    """The map as a sheet whose height is a net's margin; its creases, its boundary where it crosses zero, and
    as dashed grey lines on the ground beyond the window the folds that have left it.

    Args:
        net: with 1 or 2 outputs.
        topic: whose map is painted on the sheet.
        theme: its colours.
        placement: where the window lies, such as `learning_placement` makes.
        reach: how many times as wide as the window the ground is.
        tolerance: simplify the map's outlines, in units of input space.

    `redraw` shows another net, `turn` turns the sheet about its own upright axis. `sheet`, `creases`,
    `border` and `ghosts` are its parts; `ghost_keys` are the (layer, neuron) of the folds that have left.
    """

    def __init__(
        self,
        net: ReluNet,
        topic: LabelledMap,
        theme: Theme,
        *,
        placement: Placement,
        reach: float = 1.3,
        tolerance: float = 0.0,
    ) -> None:
        super().__init__()
        self.topic, self.theme, self.tolerance = topic, theme, tolerance
        self.placement, self.window = placement, placement.window
        self.outer, self.anchor = grown(placement.window, reach), anchor(placement, extent=False)
        around = Placement(self.outer, placement.centre, placement.scale, placement.z_scale)
        self.ground = ZeroPlane(theme, placement=around, n_lines=2)
        folded = fold_complex(margin_net(net), self.window)
        heights = folded.net(folded.vertices)[:, 0]
        pieces = map_pieces(topic, folded, tolerance)
        self.sheet = FoldedSheet(folded, heights, theme, placement=placement, pieces=pieces)
        self.creases = FoldLines(folded, theme, placement=placement, heights=heights)
        self.border = BoundaryLine(
            boundary_segments(_cut(net, self.window)), theme, placement=placement, heights=0.0
        )
        self.ghosts = Strokes(
            stroke(theme.strokes.fold), [length(part) for part in GHOST_DASH], rgb(theme.muted)
        )
        self.ghost_keys: tuple[tuple[int, int], ...] = ()
        self.add(self.ground, self.ghosts, self.sheet, self.creases, self.border, self.anchor)
        self.redraw(net)

    def redraw(self, net: ReluNet) -> Self:
        """Show another net where the sheet now lies."""
        folded = fold_complex(margin_net(net), self.window)
        heights = folded.net(folded.vertices)[:, 0]
        self.sheet.redraw(folded, heights, pieces=map_pieces(self.topic, folded, self.tolerance))
        self.creases.redraw(folded, heights)
        self.border.redraw(boundary_segments(_cut(net, self.window)), 0.0)
        gone = ghost_folds(folded, self.outer)
        self.ghost_keys = tuple(gone)
        ends = np.concatenate([np.empty((0, 2, 2)), *gone.values()])
        points = anchored_points(ends.reshape(-1, 2), self.anchor, self.placement)
        self.ghosts.redraw(points[::2], points[1::2])
        return self

    def turn(self, angle: float) -> Self:
        """Turn by `angle` radians about the upright axis through the window's centre."""
        self.rotate(angle, axis=OUT, about_point=np.array(self.placement.centre))
        return self


def learning_placement(
    nets: Sequence[ReluNet],
    window: Window,
    reach: float,
    view: View,
    box: Window,
    *,
    steepness: float = 0.5,
    turns: Sequence[float] = (0.0,),
) -> Placement:
    """The placement that lets the sheet of any of `nets`, and the ground of `reach`, fill `box` as seen from
    `view`, turned by any of `turns` radians.

    The highest point of all is `steepness` times half the window's longer side, so heights are linear and two
    placements of the same nets have one scale.
    """
    half, outer = max(window.width, window.height) / 2, grown(window, reach)
    values = [
        folded.net(folded.vertices)[:, 0] for folded in (fold_complex(margin_net(n), window) for n in nets)
    ]
    low, high = min(float(each.min()) for each in values), max(float(each.max()) for each in values)
    rise = steepness * half / (max(-low, high) or 1.0)
    levels = [(window, rise * low), (window, rise * high), (outer, 0.0)]
    corners = [np.column_stack([each.corners - window.centre, np.full(4, z)]) for each, z in levels]
    shape = np.concatenate(corners)
    scale, centre = framed(np.concatenate([_turned(shape, turn) for turn in turns]), view, box)
    x, y, up = (float(value) for value in centre)
    return Placement(window, (x, y, up), scale, scale * rise)


def _turned(points: Floats, angle: float) -> Floats:
    """(n, 3): about the upright axis."""
    cosine, sine = np.cos(angle), np.sin(angle)
    turned: Floats = points @ np.array([[cosine, sine, 0.0], [-sine, cosine, 0.0], [0.0, 0.0, 1.0]])
    return turned


def _cut(net: ReluNet, window: Window) -> FoldComplex:
    return fold_complex(decided(net), window)

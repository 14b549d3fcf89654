"""A layer's unfolded sheets added up by the next one: term by term, each by its weight."""

from dataclasses import replace
from typing import Self

import numpy as np
from manim import VGroup, smooth

from dlvis.arrays import Floats
from dlvis.draw.view import framed
from dlvis.mobjects.explainer_board import ExplainerBoard
from dlvis.mobjects.folding_sheet import FoldingSheet
from dlvis.mobjects.placement import Placement
from dlvis.mobjects.sheet_row import STEEPNESS, SheetRow
from dlvis.net import ReluNet, plane
from dlvis.window import Window


class TermSum(VGroup):
    """The planes z_k of a net's first layer where a row shows them, and their sum b + w_1 z_1 + w_2 z_2 + ….

    The first becomes its own term w_1 z_1 + b. Each further one comes over, scaled by its weight and turned
    over where that is negative; what it then loses in height, the sum gains.

    Args:
        net: with one hidden layer and one output.
        row: of its neurons, unfolded; it gives its place up to this.
        total: the sheet of the sum, a plane; it starts as the first sheet, and `settle` takes it back to
            where it lies now.
        board: the maker of the sheets.

    `redraw(share)` shows the moment, 0 to 1, in which all terms get equal times.
    """

    def __init__(self, net: ReluNet, row: SheetRow, total: FoldingSheet, board: ExplainerBoard) -> None:
        super().__init__()
        window, (first, second) = board.topic.window, net.weights
        self.factors, self.bias = second[0], np.array([0.0, 0.0, float(net.biases[1][0])])
        self.terms = np.column_stack([first, net.biases[0]])  # (n, 3): z_k = a x_1 + b x_2 + c
        self.total, self.place, self.light = total, total.sheet.placement, total.sheet.light
        self.starts = [each.sheet.placement for each in row.sheets]
        self.start_light = row.sheets[0].sheet.light
        self.home = self._home(window, row)
        self.coming = [
            board.sheet(plane(z[:2], z[2]), start, row.view, light=old.sheet.light).redraw(1, 1)
            for z, start, old in zip(self.terms[1:], self.starts[1:], row.sheets[1:], strict=True)
        ]
        self.add(total, *self.coming)
        self.redraw(0.0)

    def redraw(self, share: float) -> Self:
        """Show this moment of the addition."""
        shares = np.clip(share * len(self.terms) - np.arange(len(self.terms)), 0.0, 1.0)
        arrived = np.array([smooth(min(1.0, 2 * each)) for each in shares])
        added = np.array([smooth(max(0.0, 2 * each - 1)) for each in shares])
        turned = float(smooth(shares[0]))
        first = (1 - turned + turned * self.factors[0]) * self.terms[0] + turned * self.bias
        rest = (added * self.factors)[1:] @ self.terms[1:]
        self.total.sheet.placed(between(self.starts[0], self.home, turned), self.start_light)
        self._show(self.total, first + rest)
        for k, sheet in enumerate(self.coming, 1):
            end = replace(self.home, z_scale=self.factors[k] * self.home.z_scale)
            sheet.sheet.placed(between(self.starts[k], end, arrived[k]))
            self._show(sheet, (1 - added[k]) * self.terms[k])
            for part in (sheet.sheet.facets, sheet.sheet.map, sheet.sheet.rims):
                part.fade(added[k])
        return self

    def settle(self, share: float) -> Self:
        """Show the sum on its way from the row to where its own sheet was made to lie."""
        light = (1 - share) * np.array(self.start_light) + share * np.array(self.light)
        self.total.sheet.placed(between(self.home, self.place, share), light)
        self._show(self.total, self.factors @ self.terms + self.bias)
        return self

    def _show(self, sheet: FoldingSheet, z: Floats) -> None:
        sheet.tilted(plane(z[:2], float(z[2])))

    def _home(self, window: Window, row: SheetRow) -> Placement:
        """Where the sum lies among the row: in its first box, in which all terms and partial sums fit."""
        scaled = self.factors[:, None] * self.terms
        planes = np.concatenate([scaled, np.cumsum(scaled, axis=0) + self.bias, self.terms[:1]])
        corners = np.column_stack([window.corners, np.ones(4)])
        z = (planes @ corners.T).ravel()
        rise = STEEPNESS * max(window.width, window.height) / 2 / (float(np.abs(z).max()) or 1.0)
        flat = np.tile(window.corners - window.centre, (len(planes), 1))
        scale, centre = framed(np.column_stack([flat, rise * z]), row.view, row.boxes[0])
        x, y, up = (float(value) for value in centre)
        return Placement(window, (x, y, up), scale, scale * rise)


def between(start: Placement, end: Placement, share: float) -> Placement:
    """A placement on the way from one to another of the same window."""
    centre = (1 - share) * np.array(start.centre) + share * np.array(end.centre)
    x, y, up = (float(value) for value in centre)
    scale = (1 - share) * start.scale + share * end.scale
    z_scale = (1 - share) * start.z_scale + share * end.z_scale
    return Placement(start.window, (x, y, up), float(scale), float(z_scale))

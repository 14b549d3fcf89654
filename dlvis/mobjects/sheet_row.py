"""The neurons of a layer side by side, each a sheet that it alone folds."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from dlvis.draw.composition import below, tiles
from dlvis.draw.light import light_apart
from dlvis.draw.view import View
from dlvis.geometry.viewpoint import FRONT, open_tilt
from dlvis.mobjects.explainer_board import ExplainerBoard
from dlvis.mobjects.folding_sheet import seen_foot, sheet_placement, sheet_rise
from dlvis.mobjects.lettering import text
from dlvis.mobjects.stage import ZeroPlane
from dlvis.net import ReluNet, one_neuron
from dlvis.style import Theme
from dlvis.window import Window

FOOT = 0.34  # scene units for a name below each sheet
SHAPE, STEEPNESS = 1.4, 0.4  # width / height that a tilted sheet takes, and its rise
MOST_TILT = 0.95  # from overhead, radians


class SheetRow(VGroup):
    """A sheet for each neuron of a net's first layer, in lines and columns on a board's stage.

    Args:
        net: its first layer is shown.
        board: its stage, and its makers.
        names: a word for each neuron; they stand in `names`, apart, for a camera that turns.
        dot: (2,) a point of input space that rides on every sheet.

    `view` is the one in which they fill the stage and no flap is seen from its edge, `sheets` are the parts,
    `boxes` their places,
    and `grounds` a plate at height 0 under each, which is added apart.
    `redraw(rise, slope)` folds all of them, as one `FoldingSheet`; `ride(spot)` moves
    the dot.
    """

    def __init__(
        self,
        net: ReluNet,
        board: ExplainerBoard,
        names: Sequence[str],
        dot: ArrayLike | None = None,
    ) -> None:
        super().__init__()
        window, ones = board.topic.window, [one_neuron(net, neuron) for neuron in range(net.widths[1])]
        rises = np.array([sheet_rise(one, window, STEEPNESS) for one in ones])
        flaps = rises[:, None] * net.weights[0]
        self.view = View(open_tilt(flaps, FRONT, MOST_TILT), FRONT)
        self.boxes = boxes = tiles(board.stage, len(ones), SHAPE, FOOT, foot=FOOT)
        self.sheets = [
            board.sheet(
                one,
                sheet_placement(one, window, self.view, box, STEEPNESS),
                self.view,
                dot=dot,
                light=light_apart(FRONT, flap),
            )
            for one, box, flap in zip(ones, boxes, flaps, strict=True)
        ]
        feet = [seen_foot(each.net, each.sheet.placement, self.view) for each in self.sheets]
        self.names = _names_below(boxes, feet, names, board.theme)
        grounds = (ZeroPlane(board.theme, placement=each.sheet.placement, n_lines=5) for each in self.sheets)
        self.grounds = VGroup(*grounds)
        self.add(*self.sheets)

    @property
    def n_creases(self) -> int:
        """How many of the neurons fold within the window."""
        return sum(each.complex.n_regions > 1 for each in self.sheets)

    def redraw(self, rise: float, slope: float, but: int | None = None) -> Self:
        """Show the sheets at this moment, all of them or all `but` one."""
        for neuron, each in enumerate(self.sheets):
            if neuron != but:
                each.redraw(rise, slope)
        return self

    def ride(self, spot: ArrayLike) -> Self:
        """Move the dot over the folded sheets."""
        for each in self.sheets:
            each.spot = np.asarray(spot, np.float64)
        return self.redraw(1, 0)


def _names_below(
    boxes: Sequence[Window], feet: Sequence[float], names: Sequence[str], theme: Theme
) -> VGroup:
    """A name in the middle below each box, those of one line below the lowest foot in it."""
    words = VGroup()
    for box, name in zip(boxes, names, strict=True):
        lowest = min(foot for foot, other in zip(feet, boxes, strict=True) if other.ymin == box.ymin)
        place = below(replace(box, ymin=lowest), FOOT).centre
        words.add(text(name, theme, "label", theme.muted).move_to((*place, 0)))
    return words

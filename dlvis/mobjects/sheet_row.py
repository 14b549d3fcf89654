"""The neurons of a layer side by side, each a sheet that it alone folds."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from dlvis.draw.composition import below, tiles
from dlvis.draw.view import View
from dlvis.mobjects.explainer_board import ExplainerBoard
from dlvis.mobjects.folding_sheet import sheet_placement
from dlvis.mobjects.lettering import text
from dlvis.net import ReluNet, one_neuron

FOOT = 0.34  # scene units for a name below each sheet
SHAPE, STEEPNESS = 1.4, 0.4  # width / height that a tilted sheet takes, and its rise


class SheetRow(VGroup):
    """A sheet for each neuron of a net's first layer, in lines and columns on a board's stage.

    Args:
        net: its first layer is shown.
        board: its stage, and its makers.
        view: from which the sheets fill the stage.
        names: a word for each neuron; they stand in `names`, apart, for a camera that turns.
        dot: (2,) a point of input space that rides on every sheet.

    `sheets` are its parts. `redraw(rise, slope)` folds all of them, as one `FoldingSheet`; `ride(spot)` moves
    the dot.
    """

    def __init__(
        self,
        net: ReluNet,
        board: ExplainerBoard,
        view: View,
        names: Sequence[str],
        dot: ArrayLike | None = None,
    ) -> None:
        super().__init__()
        self.names, self.sheets = VGroup(), []
        boxes = tiles(board.stage, net.widths[1], SHAPE, FOOT, foot=FOOT)
        for neuron, (box, name) in enumerate(zip(boxes, names, strict=True)):
            one = one_neuron(net, neuron)
            place = sheet_placement(one, board.topic.window, view, box, STEEPNESS)
            self.sheets.append(board.sheet(one, place, view, dot=dot))
            words = text(name, board.theme, "label", board.theme.muted)
            self.names.add(words.move_to((*below(box, FOOT).centre, 0)))
        self.add(*self.sheets)

    @property
    def n_creases(self) -> int:
        """How many of the neurons fold within the window."""
        return sum(each.complex.n_regions > 1 for each in self.sheets)

    def redraw(self, rise: float, slope: float) -> Self:
        """Show all sheets at this moment."""
        for each in self.sheets:
            each.redraw(rise, slope)
        return self

    def ride(self, spot: ArrayLike) -> Self:
        """Move the dot over the folded sheets."""
        for each in self.sheets:
            each.spot = np.asarray(spot, np.float64)
        return self.redraw(1, 0)

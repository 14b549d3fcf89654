"""The regions of a folded sheet drop to the floor, and are counted as they land."""

from collections.abc import Callable
from dataclasses import replace
from typing import Self

import numpy as np
from manim import VGroup

from dlvis.mobjects.counter_panel import counted
from dlvis.mobjects.explainer_board import ExplainerBoard
from dlvis.mobjects.floor_tiling import FloorTiling
from dlvis.mobjects.folding_sheet import FoldingSheet


class CountedFloor(VGroup):
    """The floor beneath a sheet, and how many of its regions lie there, in a board's notes.

    Args:
        sheet: as it is when folded.
        board: where the count stands.
        label: a scene's word for a key, as `FilmScene.label`; it is asked for "regions" and "counted".

    `redraw(done)` shows the moment, 0 to 1. `floor` and `panel` are its parts; the panel is to be pinned.
    `extent` (n, 3) are the corners of the sheet as it was given, and of the floor, for a camera to show both.
    """

    def __init__(self, sheet: FoldingSheet, board: ExplainerBoard, label: Callable[..., str]) -> None:
        super().__init__()
        self.count, self.row = sheet.complex.n_regions, counted(label, "regions", 0)
        self.floor, self.panel = FloorTiling.beneath(sheet, board.theme), board.panel([self.row])
        self.extent = np.concatenate([sheet.sheet.facets.points, self.floor.corners_on_floor])
        self.add(self.floor, self.panel)

    def redraw(self, done: float) -> Self:
        """Show the tiles on their way, and the count of those that have landed."""
        self.floor.redraw(done)
        self.panel.redraw([replace(self.row, value=self.floor.landed(done))])
        return self

"""A small map with a frame round the part of it that is looked at elsewhere."""

from typing import Self

import numpy as np
from manim import VGroup

from dlvis.draw.map_cut import LabelledMap
from dlvis.mobjects.leaves import Strokes
from dlvis.mobjects.map_plane import MapPlane
from dlvis.mobjects.placement import Placement, anchored_points, length, stroke
from dlvis.style import Theme, rgb
from dlvis.window import Window

LEAST = 14.0  # pixels at 1080p: a frame is drawn no smaller, so that it can be found


class Locator(VGroup):
    """The map of a topic where `placement` lies, and a frame in the boundary's colour; `redraw` moves it."""

    def __init__(self, topic: LabelledMap, theme: Theme, *, placement: Placement) -> None:
        super().__init__()
        self.placement = placement
        self.map = MapPlane(topic, theme, placement=placement, outlines=False)
        self.halo = Strokes(stroke(2.4 * theme.strokes.edge), colour=rgb(theme.halo))
        self.frame = Strokes(stroke(theme.strokes.edge), colour=rgb(theme.boundary))
        self.add(self.map, self.halo, self.frame)
        self.redraw(placement.window)

    def redraw(self, view: Window) -> Self:
        """Put the frame round `view`, a part of the window."""
        least = length(LEAST) / self.placement.scale
        half = np.maximum([view.width, view.height], least) / 2
        corners = np.array(view.centre) + half * [[-1, -1], [1, -1], [1, 1], [-1, 1]]
        points = anchored_points(corners, self.map.anchor, self.placement)
        for line in (self.halo, self.frame):
            line.redraw(points, np.roll(points, -1, axis=0))
        return self

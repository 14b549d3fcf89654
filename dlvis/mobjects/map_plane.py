"""The labelled map, flat: both classes filled, their outlines crisp, holes and touching corners right."""

import numpy as np
from manim import VGroup

from dlvis.draw.map_cut import LabelledMap, oriented_rings, simplified_labels
from dlvis.draw.patchwork import ring_patches
from dlvis.errors import InputError
from dlvis.mobjects.leaves import Patches, Strokes
from dlvis.mobjects.placement import Placement, anchor, scene_points, stroke
from dlvis.style import Theme, rgb


class MapPlane(VGroup):
    """The two classes of a topic as filled areas with outlines.

    Args:
        topic: whose `negative` and `positive` polygons are drawn, cut off at the placement's window.
        theme: class colours and widths.
        placement: where the window lies.
        opacity: of the fills; the theme's map opacity by default.
        outlines: draw the outlines too, in the class colours.
        outline_width: in pixels at 1080p.
        tolerance: simplify outlines by this much, in units of input space; borders stay shared.

    `classes`, the negative one first, and `outlines` are its parts.

    Raises:
        InputError: neither class has any area in the window.
    """

    def __init__(
        self,
        topic: LabelledMap,
        theme: Theme,
        *,
        placement: Placement,
        opacity: float | None = None,
        outlines: bool = True,
        outline_width: float | None = None,
        tolerance: float = 0.0,
    ) -> None:
        super().__init__()
        fill = theme.opacities.map if opacity is None else opacity
        width = stroke(theme.strokes.outline if outline_width is None else outline_width)
        rings = [oriented_rings(label) for label in simplified_labels(topic, placement.window, tolerance)]
        if not any(rings):
            raise InputError("MapPlane: expected a labelled polygon inside the window, got none")
        points = scene_points(np.concatenate([ring for label in rings for ring in label]), placement)
        offsets = np.cumsum([0, *(len(ring) for label in rings for ring in label)])
        work = ring_patches(offsets, np.repeat([0, 1], [len(label) for label in rings]), 2)
        colours = np.array([rgb(theme.negative), rgb(theme.positive)])
        self.placement, self.anchor = placement, anchor(placement)
        self.classes, self.outlines = Patches(), Strokes(width)
        self.classes.redraw(points, work, np.column_stack([colours, [fill, fill]]))
        if outlines:
            line = np.column_stack([colours, np.full(2, min(1.0, fill + 0.25))])[work.left]
            starts, ends = points[work.edges].transpose(1, 0, 2)
            self.outlines.redraw(starts, ends, line)
        self.add(self.classes, self.outlines, self.anchor)

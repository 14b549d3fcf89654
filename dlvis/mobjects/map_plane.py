"""The labelled map, flat: both classes filled, their outlines crisp, holes and touching corners right."""

from itertools import accumulate

import numpy as np
from manim import VGroup, VMobject

from dlvis.arrays import Floats
from dlvis.draw.map_cut import LabelledMap, oriented_rings, simplified_labels
from dlvis.draw.paths import closed_path
from dlvis.errors import InputError
from dlvis.mobjects.brush import blank, paint_fill, paint_stroke, refill
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

    `negative` and `positive` are the two shapes. A class without area is an empty shape.

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
        width = stroke(theme.strokes.outline if outline_width is None else outline_width) * outlines
        labels = simplified_labels(topic, placement.window, tolerance)
        rings = [oriented_rings(label) for label in labels]
        if not any(rings):
            raise InputError("MapPlane: expected a labelled polygon inside the window, got none")
        self.placement, self.anchor = placement, anchor(placement)
        self.negative, self.positive = (
            _class_shape(found, colour, fill, width, placement)
            for found, colour in zip(rings, (theme.negative, theme.positive), strict=True)
        )
        self.add(self.anchor, self.negative, self.positive)


def ring_path(rings: list[Floats], placement: Placement) -> Floats:
    """(4 n, 3) of many rings (n, 2), to be filled by the nonzero rule."""
    if not rings:
        return np.empty((0, 3))
    offsets = np.array([0, *accumulate(len(ring) for ring in rings)])
    return closed_path(scene_points(np.concatenate(rings), placement), offsets)


def _class_shape(
    rings: list[Floats], colour: str, opacity: float, width: float, placement: Placement
) -> VMobject:
    shape = refill(blank(), ring_path(rings, placement))
    paint_fill(shape, rgb(colour), opacity)
    return paint_stroke(shape, rgb(colour), min(1.0, opacity + 0.25), width)

"""Which parcels a net has found: a full dot in each that it has, a ring in each that it has missed."""

from collections.abc import Sequence

import numpy as np
import shapely
from manim import VGroup

from dlvis.arrays import Floats
from dlvis.draw.paths import sides
from dlvis.errors import InputError
from dlvis.mobjects.brush import refill
from dlvis.mobjects.placement import Placement, scene_points
from dlvis.mobjects.stage import round_dot
from dlvis.style import Theme
from dlvis.topics import Topic


class ParcelMarks(VGroup):
    """Dots and rings at points inside the topic's parcels, of one size on the screen.

    Args:
        topic: whose parcels are marked.
        found: (n_parcels,) of `dlvis.topics.parcels_found`.
        theme: its ink, and the ground for the rims.
        placement: where the window lies.
        size: of a mark in pixels at 1080p.

    `found` and `missed` are the two groups, the mark of a parcel in the order of `topic.parcels`.
    """

    def __init__(
        self, topic: Topic, found: Sequence[bool], theme: Theme, *, placement: Placement, size: float = 15.0
    ) -> None:
        super().__init__()
        if len(found) != len(topic.parcels):
            raise InputError(f"ParcelMarks: expected {len(topic.parcels)} answers, got {len(found)}")
        spots = [shapely.point_on_surface(parcel.polygon) for parcel in topic.parcels]
        points = scene_points(np.array([(spot.x, spot.y) for spot in spots]).reshape(-1, 2), placement)
        self.found, self.missed = VGroup(), VGroup()
        for point, right in zip(points, found, strict=True):
            (self.found if right else self.missed).add(_mark(point, right, theme, size))
        self.add(self.found, self.missed)


def _mark(point: Floats, found: bool, theme: Theme, size: float) -> VGroup:
    """A disc with a rim of the ground; a missed parcel's is hollow."""
    discs = [round_dot(theme.ground, 1.5 * size), round_dot(theme.ink, size)]
    if not found:
        discs.append(round_dot(theme.ground, 0.6 * size))
    spot = point[None]
    return VGroup(*(refill(disc, sides(spot, spot + 1e-4)) for disc in discs))

"""Which parcels a net has found: a full dot in each that it has, a ring in each that it has missed."""

from collections.abc import Sequence

import numpy as np
import shapely
from manim import DOWN, LEFT, RIGHT, Square, VGroup

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.mobjects.lettering import text
from dlvis.mobjects.placement import Placement, length, scene_points
from dlvis.mobjects.stage import round_dot
from dlvis.mobjects.wording import named
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


class MarksKey(VGroup):
    """What the two kinds of `ParcelMarks` mean: a mark and a word, one below the other.

    `names` are the words for found and missed; `size` of the marks in pixels at 1080p.
    """

    def __init__(self, names: tuple[str, str], theme: Theme, *, size: float = 15.0) -> None:
        super().__init__()
        for name, found in zip(names, (True, False), strict=True):
            room = Square(length(theme.sizes.small), stroke_width=0, fill_opacity=0)  # as wide as a patch
            words = text(name, theme, "label").next_to(room, RIGHT, buff=0.2)
            self.add(VGroup(room, _mark(np.zeros(3), found, theme, size), words))
        named(self.arrange(DOWN, buff=0.18, aligned_edge=LEFT))


def _mark(point: Floats, found: bool, theme: Theme, size: float) -> VGroup:
    """A disc with a rim of the ground; a missed parcel's is hollow."""
    discs = [round_dot(theme.ground, 1.5 * size), round_dot(theme.ink, size)]
    if not found:
        discs.append(round_dot(theme.ground, 0.6 * size))
    spot = point[None]
    return VGroup(*(disc.redraw(spot, spot) for disc in discs))

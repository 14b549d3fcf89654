"""Which parcels a net has found: a full dot in each that it has, a ring in each that it has missed."""

from collections.abc import Sequence

import numpy as np
import shapely
from manim import DOWN, LEFT, RIGHT, Square, VGroup

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.mobjects.lettering import text
from dlvis.mobjects.placement import PIXELS_PER_UNIT, Placement, length, scene_points
from dlvis.mobjects.stage import round_dot
from dlvis.mobjects.wording import named
from dlvis.style import Theme
from dlvis.topics import Topic

MARK, MARKS = 0.028, (7.0, 15.0)  # of the window's longer side; pixels at 1080p


class ParcelMarks(VGroup):
    """Dots and rings at points inside the topic's parcels, of one size on the screen.

    Args:
        topic: whose parcels are marked.
        found: (n_parcels,) of `dlvis.topics.parcels_found`.
        theme: its ink, and the ground for the rims.
        placement: where the window lies.
        size: of a mark in pixels at 1080p; a share of the window's longer side when not given.

    `found` and `missed` are the two groups, the mark of a parcel in the order of `topic.parcels`.
    """

    def __init__(
        self,
        topic: Topic,
        found: Sequence[bool],
        theme: Theme,
        *,
        placement: Placement,
        size: float | None = None,
    ) -> None:
        super().__init__()
        if len(found) != len(topic.parcels):
            raise InputError(f"ParcelMarks: expected {len(topic.parcels)} answers, got {len(found)}")
        spots = [shapely.point_on_surface(parcel.polygon) for parcel in topic.parcels]
        points = scene_points(np.array([(spot.x, spot.y) for spot in spots]).reshape(-1, 2), placement)
        self.found, self.missed = VGroup(), VGroup()
        pixels = mark_size(placement) if size is None else size
        for point, right in zip(points, found, strict=True):
            (self.found if right else self.missed).add(_mark(point, right, theme, pixels))
        self.add(self.found, self.missed)


class MarksKey(VGroup):
    """What the two kinds of `ParcelMarks` mean: a mark and a word, one below the other, or
    `across` in one line.

    `names` are the words for found and missed, in type of the size `words`; `size` of the marks in pixels at
    1080p.
    """

    def __init__(
        self,
        names: tuple[str, str],
        theme: Theme,
        *,
        size: float = 15.0,
        words: str = "label",
        across: bool = False,
    ) -> None:
        super().__init__()
        for name, found in zip(names, (True, False), strict=True):
            room = Square(length(theme.sizes.small), stroke_width=0, fill_opacity=0)  # as wide as a patch
            line = text(name, theme, words).next_to(room, RIGHT, buff=0.2)
            self.add(VGroup(room, _mark(np.zeros(3), found, theme, size), line))
        if across:
            self.arrange(RIGHT, buff=0.5)
        else:
            self.arrange(DOWN, buff=0.18, aligned_edge=LEFT)
        named(self)


def mark_size(placement: Placement) -> float:
    """Pixels at 1080p: less in a small map, so that marks hide neither it nor each other."""
    window = placement.window
    side = PIXELS_PER_UNIT * placement.scale * max(window.width, window.height)
    return float(np.clip(MARK * side, *MARKS))


def _mark(point: Floats, found: bool, theme: Theme, size: float) -> VGroup:
    """A disc with a rim of the ground; a missed parcel's is hollow."""
    discs = [round_dot(theme.ground, 1.5 * size), round_dot(theme.ink, size)]
    if not found:
        discs.append(round_dot(theme.ground, 0.6 * size))
    spot = point[None]
    return VGroup(*(disc.redraw(spot, spot) for disc in discs))

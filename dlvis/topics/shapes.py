"""Built-in shapes: labelled planes that need no file."""

from collections.abc import Callable, Mapping

import numpy as np
from shapely import MultiPolygon, Polygon

from dlvis.errors import InputError
from dlvis.topics.plane import LabelledPlane

SEGMENTS = 128  # straight parts of each arc


def moons_plane(half_width: float = 0.2) -> LabelledPlane:
    """Two half-moon bands of radius 1 that reach into each other, unlabelled around them.

    The arcs are those of the well-known two-moons data set: one over (0, 0) opens down, the other under
    (1, 0.5) opens up. `half_width` is half the width of a band, below 0.24, where they would touch.
    """
    if not 0.0 < half_width < 0.24:
        raise InputError(f"half_width: expected a number between 0 and 0.24, got {half_width}")
    return LabelledPlane(
        positive=MultiPolygon([_band((1.0, 0.5), half_width, np.pi)]),
        negative=MultiPolygon([_band((0.0, 0.0), half_width, 0.0)]),
        class_names=("upper moon", "lower moon"),
        bounds=(-1.5, -1.0, 2.5, 1.5),
    )


SHAPES: Mapping[str, Callable[[float], LabelledPlane]] = {"moons": moons_plane}


def _band(centre: tuple[float, float], half_width: float, start: float) -> Polygon:
    """Half a ring about `centre`, from the angle `start` half a turn on."""
    angles = np.linspace(start, start + np.pi, SEGMENTS + 1)
    arc = np.column_stack([np.cos(angles), np.sin(angles)])
    outline = np.concatenate([(1 + half_width) * arc, (1 - half_width) * arc[::-1]])
    return Polygon(outline + centre)

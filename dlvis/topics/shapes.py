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


def rings_plane(half_width: float = 0.15) -> LabelledPlane:
    """Two round bands of radius 0.5 and 1 about one centre, the inner one positive, unlabelled between them.

    `half_width` is half the width of a band, below 0.25, where they would touch.
    """
    if not 0.0 < half_width < 0.25:
        raise InputError(f"half_width: expected a number between 0 and 0.25, got {half_width}")
    return LabelledPlane(
        positive=MultiPolygon([_ring(0.5, half_width)]),
        negative=MultiPolygon([_ring(1.0, half_width)]),
        class_names=("outer ring", "inner ring"),
        bounds=(-1.25, -1.25, 1.25, 1.25),
    )


def spiral_plane(half_width: float = 0.1) -> LabelledPlane:
    """Two arms that wind one and a half times around each other, half a turn apart, unlabelled between them.

    Each is an Archimedean spiral from radius 0.2 to 1.2. `half_width`, along the radius, is below 1/6, where
    the arms would touch.
    """
    if not 0.0 < half_width < 1 / 6:
        raise InputError(f"half_width: expected a number between 0 and 0.1667, got {half_width}")
    return LabelledPlane(
        positive=MultiPolygon([_arm(0.0, half_width)]),
        negative=MultiPolygon([_arm(np.pi, half_width)]),
        class_names=("second arm", "first arm"),
        bounds=(-1.4, -1.4, 1.4, 1.4),
    )


SHAPES: Mapping[str, Callable[..., LabelledPlane]] = {
    "moons": moons_plane,
    "rings": rings_plane,
    "spiral": spiral_plane,
}


def _band(centre: tuple[float, float], half_width: float, start: float) -> Polygon:
    """Half a ring about `centre`, from the angle `start` half a turn on."""
    angles = np.linspace(start, start + np.pi, SEGMENTS + 1)
    arc = np.column_stack([np.cos(angles), np.sin(angles)])
    outline = np.concatenate([(1 + half_width) * arc, (1 - half_width) * arc[::-1]])
    return Polygon(outline + centre)


def _ring(radius: float, half_width: float) -> Polygon:
    angles = np.linspace(0, 2 * np.pi, 2 * SEGMENTS, endpoint=False)
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    return Polygon((radius + half_width) * circle, [(radius - half_width) * circle])


def _arm(start: float, half_width: float) -> Polygon:
    """One arm of the spiral, turned by the angle `start`."""
    done = np.linspace(0, 1, 3 * SEGMENTS + 1)[:, None]
    angles = start + 3 * np.pi * done
    outwards = np.hstack([np.cos(angles), np.sin(angles)])
    radius = 0.2 + done
    return Polygon(
        np.concatenate([(radius + half_width) * outwards, ((radius - half_width) * outwards)[::-1]])
    )

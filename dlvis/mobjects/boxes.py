"""Mobjects and the boxes of a layout."""

from typing import TypeVar

import numpy as np
from manim import Mobject

from dlvis.arrays import Floats
from dlvis.window import Window

M = TypeVar("M", bound=Mobject)


def corner(box: Window, direction: Floats) -> Floats:
    """(3,): the corner of a box in a direction of Manim's such as UL, or the middle of a side."""
    half = (box.width / 2, box.height / 2, 0.0)
    place: Floats = np.array([*box.centre, 0.0]) + np.sign(direction) * half
    return place


def size_of(mobject: Mobject) -> tuple[float, float]:
    """Width and height of a mobject in scene units, for `composition`."""
    return float(mobject.width), float(mobject.height)


def put(mobject: M, box: Window, direction: Floats) -> M:
    """Move a mobject into that corner of the box."""
    mobject.shift(corner(box, direction) - mobject.get_critical_point(direction))
    return mobject

"""Bare vector shapes and their paint, set without Manim's per-call colour parsing: this runs every frame."""

import numpy as np
from manim import LineJointType, VMobject
from numpy.typing import ArrayLike

from dlvis.arrays import Floats


def blank() -> VMobject:
    """A shape with no points yet, painted with nothing; its corners are round, a mitre would be a spike."""
    shape = VMobject(stroke_width=0, fill_opacity=0, joint_type=LineJointType.ROUND)
    shape.clear_points()
    return shape


def refill(shape: VMobject, points: Floats) -> VMobject:
    """Give a shape other points (4 n, 3); an empty array hides it."""
    shape.points = np.ascontiguousarray(points, np.float64).reshape(-1, 3)
    return shape


def paint_fill(shape: VMobject, colour: ArrayLike, opacity: float) -> VMobject:
    """Fill with an RGB colour (3,)."""
    shape.fill_rgbas = np.append(np.asarray(colour, np.float64)[:3], opacity)[None]
    return shape


def area(points: Floats, colour: ArrayLike, opacity: float = 1.0) -> VMobject:
    """A fill, without outline, of the rings `points` (4 n, 3)."""
    return paint_fill(refill(blank(), points), colour, opacity)

"""Where a camera sees points of space, and how large a thing may be to be seen within a box."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Floats
from dlvis.window import Window

FOCAL_DISTANCE = 20.0
"""Scene units from Manim's camera to the plane that it shows at its true size."""


@dataclass(frozen=True)
class View:
    """A direction to look from, in radians: `tilt` from overhead, `azimuth` round the vertical."""

    tilt: float
    azimuth: float

    @property
    def rotation(self) -> Floats:
        """(3, 3): from the scene's axes to right, up and towards the viewer."""
        turn, lean = -self.azimuth - np.pi / 2, -self.tilt
        about_z = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
        about_x = np.array([[1, 0, 0], [0, np.cos(lean), -np.sin(lean)], [0, np.sin(lean), np.cos(lean)]])
        rotation: Floats = about_x @ about_z
        return rotation


def projected(points: Floats, view: View) -> Floats:
    """(n, 2): where points (n, 3) of the scene are seen in the frame, in Manim's perspective."""
    turned = points @ view.rotation.T
    seen: Floats = turned[:, :2] * FOCAL_DISTANCE / (FOCAL_DISTANCE - turned[:, 2:])
    return seen


def framed(shape: Floats, view: View, box: Window) -> tuple[float, Floats]:
    """The scale and the centre (3,) that let `centre + scale * shape` fill `box` as far as it can.

    `shape` is (n, 3). Perspective makes this a fixed point; its error shrinks by more than a half a round.
    """
    scale, centre = 1.0, np.zeros(3)
    for _ in range(40):
        seen = projected(centre + scale * shape, view)
        low, high = seen.min(axis=0), seen.max(axis=0)
        offset = np.array(box.centre) - (low + high) / 2
        scale *= float(np.min(np.array([box.width, box.height]) / np.maximum(high - low, 1e-9)))
        centre = centre + np.append(offset, 0.0) @ view.rotation
    return scale, centre


def scale_within(shape: Floats, views: Sequence[View], centre: Floats, box: Window) -> float:
    """The largest scale at which `centre + scale * shape` (n, 3) stays within `box` from all `views`.

    The centre, which is seen within the box from all of them, stays where it is.
    """
    scale, sides = 1.0, np.array([[box.xmin, box.ymin], [box.xmax, box.ymax]])
    for _ in range(60):
        filled = []
        for view in views:
            middle, seen = projected(centre[None], view)[0], projected(centre + scale * shape, view)
            reach = np.stack([middle - seen.min(axis=0), seen.max(axis=0) - middle])
            filled.append(float(np.max(reach / np.abs(sides - middle))))
        scale /= max(filled)
    return scale


def aimed(points: Floats, view: View, box: Window) -> tuple[float, Floats]:
    """The zoom, and the point (3,) in the middle of the frame, with which a camera that looks along `view`
    sees points (n, 3) of the scene fill `box` as far as they can.

    Found as in `framed`, but for a camera: things stay where they are.
    """
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    zoom = 1.0
    for _ in range(40):
        seen = projected(points - centre, view)
        low, high = seen.min(axis=0), seen.max(axis=0)
        zoom = float(np.min(np.array([box.width, box.height]) / np.maximum(high - low, 1e-9)))
        offset = (low + high) / 2 - np.array(box.centre) / zoom
        centre = centre + np.append(offset, 0.0) @ view.rotation
    return zoom, centre

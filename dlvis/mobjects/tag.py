"""A few words on a chip of the ground that stand at a point of space and always face the viewer."""

from typing import Self

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import ArrayLike

from dlvis.arrays import Floats
from dlvis.mobjects.brush import area, refill
from dlvis.mobjects.lettering import lettered, type_size
from dlvis.mobjects.placement import finite, length, stroke
from dlvis.style import Theme, rgb

PADDING = 0.3  # of the type's height, round the words


class Tag(VGroup):
    """Words or a number beside a point of the scene, legible over a bright map.

    Args:
        words: what is written.
        spot: (3,) the point of the scene.
        theme: its face and ink, and the ground for the chip.
        offset: (2,) of the middle of the chip from the point, in scene units of the frame.
        size: of the type.

    `redraw(words, spot)` writes others elsewhere. `FilmCamera.face(tag)` lets it face the viewer.
    """

    def __init__(
        self,
        words: str,
        spot: ArrayLike,
        theme: Theme,
        *,
        offset: tuple[float, float] = (0.0, 0.0),
        size: str | float = "label",
    ) -> None:
        super().__init__()
        self.theme, self.pixels, self.offset = theme, type_size(theme, size), np.array([*offset, 0.0])
        self.spot = np.zeros(3)
        self.chip = area(np.empty((0, 3)), rgb(theme.ground), 0.82)
        # an edge, so that it is one chip where it lies half over the ground
        self.chip.set_stroke(theme.muted, stroke(theme.strokes.hairline))
        self.words = area(np.empty((0, 3)), rgb(theme.ink))
        self.add(self.chip, self.words)
        self.redraw(words, spot)

    def redraw(self, words: str, spot: ArrayLike) -> Self:
        """Write these words beside that point."""
        self.spot = finite(spot, (3,), "Tag spot")
        outline, width = lettered(words, self.theme.font, self.pixels)
        height, pad = 0.72 * length(self.pixels), PADDING * length(self.pixels)
        corner = self.spot + self.offset - np.array([width / 2, height / 2, 0.0])
        refill(self.words, outline + corner)
        refill(self.chip, _rounded(self.spot + self.offset, width / 2 + 1.6 * pad, height / 2 + pad, pad))
        return self


def _rounded(middle: Floats, half_width: float, half_height: float, radius: float) -> Floats:
    """(4 n, 3): a box with round corners."""
    inner = np.array([half_width - radius, half_height - radius, 0.0])
    signs = np.array([[1, 1, 0], [-1, 1, 0], [-1, -1, 0], [1, -1, 0]], float)
    turns = np.radians(np.linspace(0, 90, 7))
    corners = [
        inner * sign
        + radius * np.column_stack([np.cos(turns + k * np.pi / 2), np.sin(turns + k * np.pi / 2), 0 * turns])
        for k, sign in enumerate(signs)
    ]
    shape = VMobject().set_points_as_corners(np.concatenate([*corners, corners[0][:1]]))
    return np.asarray(shape.points + middle)

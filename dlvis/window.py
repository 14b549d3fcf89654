"""The rectangle of input space that is looked at."""

from dataclasses import dataclass
from math import isfinite

import numpy as np

from dlvis.arrays import Bools, Floats
from dlvis.errors import InputError

LEAST_AREA, MOST_AREA = 1e-276, 1e306
"""Beyond these the areas of its regions would lose their digits, or overflow."""


@dataclass(frozen=True)
class Window:
    """A closed rectangle of input space, `xmin < xmax` and `ymin < ymax`, in the net's own coordinates."""

    xmin: float
    xmax: float
    ymin: float
    ymax: float

    def __post_init__(self) -> None:
        sides = (self.xmin, self.xmax, self.ymin, self.ymax)
        if not all(isfinite(side) for side in sides):
            raise InputError(f"window: expected four finite numbers, got {sides}")
        if not (self.xmin < self.xmax and self.ymin < self.ymax):
            raise InputError(f"window: expected xmin < xmax and ymin < ymax, got {sides}")
        if not LEAST_AREA <= self.area <= MOST_AREA:
            raise InputError(
                f"window: expected an area from {LEAST_AREA:.0e} to {MOST_AREA:.0e}, which float64 can tell "
                f"from 0 and infinity, got {sides}; scale the coordinates"
            )

    @property
    def width(self) -> float:
        return self.xmax - self.xmin

    @property
    def height(self) -> float:
        return self.ymax - self.ymin

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        return (self.xmin + self.xmax) / 2, (self.ymin + self.ymax) / 2

    @property
    def corners(self) -> Floats:
        """(4, 2), anticlockwise from (xmin, ymin)."""
        return np.array(
            [
                [self.xmin, self.ymin],
                [self.xmax, self.ymin],
                [self.xmax, self.ymax],
                [self.xmin, self.ymax],
            ]
        )

    def contains(self, points: Floats) -> Bools:
        """(n,) of which `points` (n, 2) lie in the window, its sides included."""
        x, y = points[..., 0], points[..., 1]
        inside: Bools = (x >= self.xmin) & (x <= self.xmax) & (y >= self.ymin) & (y <= self.ymax)
        return inside

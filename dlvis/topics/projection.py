"""From longitude and latitude to the net's input space and back, with every area kept."""

from dataclasses import dataclass
from math import isfinite

import numpy as np
from pyproj import Proj

from dlvis.arrays import Floats
from dlvis.errors import InputError


@dataclass(frozen=True)
class Projection:
    """Lambert's azimuthal equal-area projection about (`lon`, `lat`) degrees, then moved and scaled.

    `east` and `north` (metres) are the point of the projected plane that becomes the origin of input space;
    one unit of input space is `metres_per_unit` metres along both axes. On WGS84.
    """

    lon: float
    lat: float
    metres_per_unit: float = 1.0
    east: float = 0.0
    north: float = 0.0

    def __post_init__(self) -> None:
        if not (isfinite(self.lon) and -90 <= self.lat <= 90):
            raise InputError(f"projection: expected a centre in degrees, got ({self.lon}, {self.lat})")
        if not (isfinite(self.metres_per_unit) and self.metres_per_unit > 0):
            raise InputError(f"metres_per_unit: expected a positive number, got {self.metres_per_unit}")

    @property
    def square_metres_per_unit(self) -> float:
        """Square metres on the ground in a unit square of input space."""
        return self.metres_per_unit**2

    def from_lonlat(self, lonlat: Floats) -> Floats:
        """(n, 2) points of input space at `lonlat` (n, 2), longitude first, in degrees."""
        east, north = self._plane()(*np.asarray(lonlat, np.float64).T)
        return np.column_stack([east - self.east, north - self.north]) / self.metres_per_unit

    def to_lonlat(self, points: Floats) -> Floats:
        """(n, 2) longitude and latitude in degrees of `points` (n, 2) of input space, to about 0.3 mm."""
        metres = np.asarray(points, np.float64) * self.metres_per_unit + (self.east, self.north)
        east, north = metres.T
        return np.column_stack(self._plane()(east, north, inverse=True))

    def _plane(self) -> Proj:
        return Proj(proj="laea", lon_0=self.lon, lat_0=self.lat, ellps="WGS84", units="m")

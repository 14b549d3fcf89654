"""Facets and strokes in space, checked once: what `draw_solid` is handed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from dlvis.arrays import Floats, Ints, frozen
from dlvis.errors import InputError

MOST_ORDER = 1000
"""More steps of `dlvis.draw.solid.LIFT` could be seen."""

FARTHEST = 1e12
"""Pixels: what lies farther out is refused, so that depths keep their digits."""


@dataclass(frozen=True, eq=False)
class Facets:
    """Flat polygons, maybe with holes, of one thing.

    points   (N, 3) x px, y px (down), q
    offsets  (n_rings + 1,) ring i is points[offsets[i]:offsets[i + 1]], not closed
    facets   (n_rings,) the facet that a ring bounds; a facet is filled by the nonzero rule
    colours  (F, 4) straight RGBA, 0 to 1
    order    which of coplanar things lies on top, the higher; of equal ones what is given later

    Raises:
        InputError: numbers that are not finite, or do not fit.
    """

    points: Floats
    offsets: Ints
    facets: Ints
    colours: Floats
    order: int = 0

    def __post_init__(self) -> None:
        _set_points(self, "points")
        _set(self, "offsets", _whole("Facets offsets", self.offsets))
        _set(self, "facets", _whole("Facets facets", self.facets))
        _set(self, "colours", _colours("Facets colours", self.colours))
        _check_order(self.order)
        offsets, facets = self.offsets, self.facets
        if len(offsets) != len(facets) + 1 or offsets[0] != 0 or offsets[-1] != len(self.points):
            raise InputError(
                f"Facets offsets: expected {len(facets) + 1} from 0 to {len(self.points)} for {len(facets)} "
                f"rings, got {len(offsets)} from {offsets[:1]} to {offsets[-1:]}"
            )
        if (np.diff(offsets) < 0).any():
            raise InputError("Facets offsets: expected them not to fall")
        if len(facets) and not (facets.min() >= 0 and facets.max() < len(self.colours)):
            raise InputError(
                f"Facets facets: expected numbers below {len(self.colours)}, as many as there are colours, "
                f"got {facets.min()} to {facets.max()}"
            )


@dataclass(frozen=True, eq=False)
class Segments:
    """Straight strokes with round ends, of one thing: where they overlap at one depth they do not add up.

    starts, ends  (n, 3) x px, y px (down), q
    colours       (n, 4) straight RGBA, 0 to 1
    widths        (n,) px, or one for all; below one pixel a stroke gets fainter
    order         as in `Facets`

    Raises:
        InputError: numbers that are not finite, or do not fit.
    """

    starts: Floats
    ends: Floats
    colours: Floats
    widths: Floats
    order: int = 0

    def __post_init__(self) -> None:
        _set_points(self, "starts")
        _set_points(self, "ends")
        _set(self, "colours", _colours("Segments colours", self.colours))
        _check_order(self.order)
        n = len(self.starts)
        if len(self.ends) != n or len(self.colours) != n:
            raise InputError(
                f"Segments: expected as many ends and colours as the {n} starts, got {len(self.ends)} and "
                f"{len(self.colours)}"
            )
        widths = np.asarray(self.widths, np.float64)
        if widths.shape not in ((), (n,)) or not (np.isfinite(widths).all() and (widths >= 0).all()):
            raise InputError(f"Segments widths: expected one or {n} finite widths of at least 0 px")
        _set(self, "widths", frozen(np.broadcast_to(widths, (n,)), np.float64))


def _set(value: Any, name: str, array: Any) -> None:
    object.__setattr__(value, name, array)


def _set_points(value: Any, name: str) -> None:
    label = f"{type(value).__name__} {name}"
    points = _floats(label, getattr(value, name), 3)
    if points.size and not (np.abs(points).max() <= FARTHEST):
        bad = points[np.argmax((~(np.abs(points) <= FARTHEST)).any(axis=1))]
        raise InputError(f"{label}: expected finite numbers of at most {FARTHEST:.0e}, got {bad}")
    _set(value, name, points)


def _check_order(order: Any) -> None:
    if not isinstance(order, int | np.integer) or not -MOST_ORDER <= int(order) <= MOST_ORDER:
        raise InputError(f"order: expected a whole number from {-MOST_ORDER} to {MOST_ORDER}, got {order!r}")


def _colours(label: str, colours: ArrayLike) -> Floats:
    array = _floats(label, colours, 4)
    if array.size and not (array.min() >= -1e-6 and array.max() <= 1 + 1e-6):
        bad = array[np.argmax((~((array >= -1e-6) & (array <= 1 + 1e-6))).any(axis=1))]
        raise InputError(f"{label}: expected finite RGBA from 0 to 1, got {bad}")
    return array


def _floats(label: str, values: ArrayLike, columns: int) -> Floats:
    try:
        array: Floats = frozen(values, np.float64)
    except (TypeError, ValueError):
        raise InputError(f"{label}: expected numbers in {columns} columns") from None
    if array.size == 0:
        array = frozen(np.empty((0, columns)), np.float64)
    if array.ndim != 2 or array.shape[1] != columns:
        raise InputError(f"{label}: expected the shape (n, {columns}), got {array.shape}")
    return array


def _whole(label: str, values: ArrayLike) -> Ints:
    array = np.asarray(values)
    if array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
        raise InputError(f"{label}: expected a row of whole numbers, got {array.dtype} {array.shape}")
    result: Ints = frozen(array, np.int64)
    return result

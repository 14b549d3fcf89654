"""From camera axes (x right, y up, z towards the viewer) to the screen, cut off before the viewer's eye.

A point is seen at xy * F / (F - z). What lies nearer to the eye than `NEAR` is cut away before that division,
and what is left of rings and strokes has coordinates x px, y px (down) and the depth q = F / (F - z), which
on every plane is affine in the other two.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dlvis.arrays import Bools, Floats, Ints
from dlvis.draw.paths import following
from dlvis.draw.view import FOCAL_DISTANCE
from dlvis.errors import InputError

NEAR = 0.1
"""Scene units before the eye within which nothing is drawn."""


@dataclass(frozen=True)
class Lens:
    """scale: pixels per scene unit across and down, where true sizes are shown; centre: the pixel coordinates
    that the viewer looks straight at; focal_distance: scene units from the eye to the plane of true sizes."""

    scale: tuple[float, float]
    centre: tuple[float, float]
    focal_distance: float = FOCAL_DISTANCE

    def __post_init__(self) -> None:
        numbers = (*self.scale, *self.centre, self.focal_distance)
        if not np.isfinite(numbers).all() or min(*self.scale, self.focal_distance - NEAR) <= 0:
            raise InputError(
                f"Lens: expected finite numbers, scales above 0 and a focal distance above {NEAR}, got {self}"
            )

    def projected(self, points: Floats) -> Floats:
        """(n, 3): x px, y px, q of points (n, 3) in camera axes, all of them before the eye."""
        q = self.focal_distance / (self.focal_distance - points[:, 2])
        across, down = self.scale
        return np.column_stack(
            [self.centre[0] + across * q * points[:, 0], self.centre[1] - down * q * points[:, 1], q]
        )


def clipped_rings(
    points: ArrayLike, offsets: ArrayLike, facets: ArrayLike, lens: Lens
) -> tuple[Floats, Ints, Ints]:
    """Rings in camera axes as `Facets` takes them: points (M, 3) x px, y px, q, offsets and facets.

    points (N, 3); ring i is points[offsets[i]:offsets[i + 1]] and belongs to facets[i]. Rings that nothing
    is left of are left out. Two facets with a common edge keep it: both get the same points on the cut.

    Raises:
        InputError: points that are not finite.
    """
    space, starts, owners = _space("clipped_rings points", points), np.asarray(offsets), np.asarray(facets)
    lengths = np.diff(starts)
    if (lengths == 0).any():
        owners, starts = owners[lengths > 0], np.concatenate([[0], np.cumsum(lengths[lengths > 0])])
    before = _is_before_eye(space, lens)
    if before.all():
        return lens.projected(space), starts, owners
    after = following(starts)
    cut = before != before[after]
    # each point hands on itself, if it is before the eye, and then the cut on the way to the next one
    end = np.cumsum(before.astype(np.int64) + cut)
    kept = np.empty((int(end[-1]), 3))
    kept[end[before] - 1 - cut[before]] = space[before]
    kept[end[cut] - 1] = _cut_points(space[cut], space[after[cut]], before[cut], lens)
    ends = np.concatenate([[0], end])[starts]
    left = np.diff(ends) > 0
    return lens.projected(kept), np.concatenate([[0], ends[1:][left]]), owners[left]


def clipped_segments(starts: ArrayLike, ends: ArrayLike, lens: Lens) -> tuple[Floats, Floats, Ints]:
    """Strokes in camera axes as `Segments` takes them: starts and ends (m, 3) x px, y px, q, and which (m,)
    of those given they are.

    starts, ends: (n, 3).

    Raises:
        InputError: points that are not finite.
    """
    a, b = _space("clipped_segments starts", starts), _space("clipped_segments ends", ends)
    before_a, before_b = _is_before_eye(a, lens), _is_before_eye(b, lens)
    kept = np.flatnonzero(before_a | before_b)
    a, b, before_a, before_b = a[kept], b[kept], before_a[kept], before_b[kept]
    cut = before_a != before_b
    if cut.any():
        at = _cut_points(a[cut], b[cut], before_a[cut], lens)
        a, b = a.copy(), b.copy()
        a[~before_a], b[~before_b] = at[before_b[cut]], at[before_a[cut]]
    return lens.projected(a), lens.projected(b), kept


def _cut_points(a: Floats, b: Floats, a_is_before: Bools, lens: Lens) -> Floats:
    """(n, 3): where the way between a and b comes too near to the eye; the same from either end."""
    inner, outer = np.where(a_is_before[:, None], a, b), np.where(a_is_before[:, None], b, a)
    limit = lens.focal_distance - NEAR
    share = (limit - inner[:, 2]) / (outer[:, 2] - inner[:, 2])
    points: Floats = inner + share[:, None] * (outer - inner)
    points[:, 2] = limit
    return points


def _is_before_eye(points: Floats, lens: Lens) -> Bools:
    result: Bools = points[:, 2] <= lens.focal_distance - NEAR
    return result


def _space(label: str, points: ArrayLike) -> Floats:
    array: Floats = np.asarray(points, np.float64)
    if array.size == 0:
        return np.empty((0, 3))
    if array.ndim != 2 or array.shape[1] != 3:
        raise InputError(f"{label}: expected the shape (n, 3), got {array.shape}")
    if not np.isfinite(array).all():
        bad = int(np.argmin(np.isfinite(array).all(axis=1)))
        raise InputError(f"{label}: expected finite numbers, got {array[bad]} at {bad}")
    return array

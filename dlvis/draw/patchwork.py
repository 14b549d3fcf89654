"""Which points bound which flat patches: the shape of a tiling, a sheet or a map, without its points."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dlvis.arrays import Floats, Ints, freeze, itself
from dlvis.compiled import first_use_told
from dlvis.draw.arguments import shown
from dlvis.draw.tiling import ring_edges
from dlvis.geometry import FoldComplex


@dataclass(frozen=True, eq=False)
class Patchwork:
    """Patches with numbered points as corners, as rings to fill and as edges with a patch on either side.

    n_points, n_patches
    corners (K,)        ring i is corners[offsets[i]:offsets[i + 1]], not closed; outer rings anticlockwise,
    offsets (rings + 1,)    holes clockwise
    owners  (rings,)    the patch that a ring bounds, ascending
    edges   (E, 2)      points; `left` and `right` (E,) are the patches beside the edge, -1 for none
    """

    n_points: int
    n_patches: int
    corners: Ints
    offsets: Ints
    owners: Ints
    edges: Ints
    left: Ints
    right: Ints

    __deepcopy__ = itself

    def __post_init__(self) -> None:
        freeze(self, np.int64, "corners", "offsets", "owners", "edges", "left", "right")

    def turns_one_way(self, points: Floats) -> bool:
        """Whether all patches, with their points at (n_points, 2), turn the same way round."""
        # here, because numba takes a while to import
        from dlvis.draw.kernels.turning import fill_turned_areas

        areas = np.empty(self.n_patches)
        with first_use_told(fill_turned_areas):
            fill_turned_areas(
                shown(np.ascontiguousarray(points, np.float64)), self.edges, self.left, self.right, areas
            )
        least = 1e-9 * float(np.abs(areas).sum())  # of a sliver, rounding may turn the sense
        return not (areas.min(initial=0) < -least and areas.max(initial=0) > least)


def region_patches(folded: FoldComplex) -> Patchwork:
    """One patch for each region of a complex, its vertices the points."""
    owner = np.repeat(np.arange(folded.n_regions), np.diff(folded.region_offsets))
    runs_along = folded.edges[folded.region_edges, 0] == folded.region_vertices
    sides = np.full((2, folded.n_edges), -1)
    for side, chosen in enumerate((runs_along, ~runs_along)):
        sides[side, folded.region_edges[chosen]] = owner[chosen]
    return Patchwork(
        folded.n_vertices,
        folded.n_regions,
        folded.region_vertices,
        folded.region_offsets,
        np.arange(folded.n_regions),
        folded.edges,
        *sides,
    )


def ring_patches(offsets: ArrayLike, owners: ArrayLike, n_patches: int | None = None) -> Patchwork:
    """Patches without common points: ring i, of points offsets[i] to offsets[i + 1], bounds owners[i]."""
    starts, bounded = np.asarray(offsets, np.int64), np.asarray(owners, np.int64)
    edges, ring = ring_edges(starts)
    n_points = len(edges)
    return Patchwork(
        n_points,
        int(bounded.max(initial=-1)) + 1 if n_patches is None else n_patches,
        np.arange(n_points),
        starts,
        bounded,
        edges,
        bounded[ring],
        np.full(n_points, -1),
    )


def side_by_side(works: Sequence[Patchwork]) -> Patchwork:
    """The patches of all `works`, one after another, as are their points."""
    points, patches, corners = (
        np.cumsum([0, *counts])
        for counts in zip(*((w.n_points, w.n_patches, len(w.corners)) for w in works), strict=True)
    )

    def shifted(numbers: Ints, by: int) -> Ints:
        return np.where(numbers < 0, numbers, numbers + by)

    return Patchwork(
        int(points[-1]),
        int(patches[-1]),
        np.concatenate([w.corners + p for w, p in zip(works, points, strict=False)]),
        np.concatenate([[0], *(w.offsets[1:] + c for w, c in zip(works, corners, strict=False))]),
        np.concatenate([w.owners + f for w, f in zip(works, patches, strict=False)]),
        np.concatenate([w.edges + p for w, p in zip(works, points, strict=False)]),
        np.concatenate([shifted(w.left, f) for w, f in zip(works, patches, strict=False)]),
        np.concatenate([shifted(w.right, f) for w, f in zip(works, patches, strict=False)]),
    )

"""Nets of rising size at initialisation: their linear regions counted, beside the bounds for their sizes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Floats, frozen
from dlvis.errors import InputError
from dlvis.geometry.bounds import serra_lower, serra_upper
from dlvis.geometry.fold import fold_complex
from dlvis.initial import he_net
from dlvis.window import Window


@dataclass(frozen=True, eq=False)
class RegionLadder:
    """Nets told apart by `sizes`, their depths or widths: `most` and `least` are whole numbers of any size,
    what nets of these sizes can have at most, and the best of them at least; `counts` (seeds, sizes) are
    those of nets at initialisation, in a window."""

    sizes: tuple[int, ...]
    most: tuple[int, ...]
    least: tuple[int, ...]
    counts: Floats

    def __post_init__(self) -> None:
        n = len(self.sizes)
        object.__setattr__(self, "counts", frozen(self.counts, np.float64))
        if not n or not len(self.most) == len(self.least) == n or self.counts.shape[1:] != (n,):
            raise InputError(
                f"RegionLadder: expected two bounds and a count of each seed for each of the sizes, "
                f"got {len(self.most)}, {len(self.least)} and {self.counts.shape} for {n}"
            )

    @property
    def medians(self) -> tuple[int, ...]:
        """Of the counts, for each size."""
        return tuple(round(float(each)) for each in np.median(self.counts, axis=0))


def region_ladder(
    sizes: Sequence[int], shapes: Sequence[Sequence[int]], n_seeds: int, window: Window
) -> RegionLadder:
    """The ladder of nets with the layer sizes `shapes`, `n_seeds` of each counted in `window`.

    Raises:
        InputError: layers that are too narrow for the bound from below.
    """
    most, least = (tuple(bound(each) for each in shapes) for bound in (serra_upper, serra_lower))
    return RegionLadder(tuple(sizes), most, least, initial_counts(shapes, n_seeds, window))


def initial_counts(shapes: Sequence[Sequence[int]], n_seeds: int, window: Window) -> Floats:
    """(n_seeds, shapes): linear regions in `window` of nets with these layer sizes at initialisation, which
    are those of `he_net` with the seeds from 0 on."""
    nets = [[he_net(tuple(each), seed) for each in shapes] for seed in range(n_seeds)]
    return np.array([[fold_complex(net, window).n_regions for net in row] for row in nets], np.float64)

"""Nets of rising size: bounds that are those of the formulas, and counts that are those of the geometry."""

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.geometry import RegionLadder, fold_complex, initial_counts, region_ladder
from dlvis.geometry.bounds import serra_lower, serra_upper
from dlvis.initial import he_net
from dlvis.window import Window

WIDE = Window(-5, 5, -5, 5)
SHAPES = [(2, 6, 1), (2, 6, 6, 1), (2, 6, 6, 6, 1)]


def test_counts_are_those_of_the_nets_that_are_drawn():
    counts = initial_counts(SHAPES, 2, WIDE)
    assert counts.tolist() == [
        [fold_complex(he_net(shape, seed), WIDE).n_regions for shape in SHAPES] for seed in range(2)
    ]


def test_bounds_stand_above_counts_and_above_one_another():
    ladder = region_ladder((1, 2, 3), SHAPES, 3, WIDE)
    assert ladder.most == tuple(map(serra_upper, SHAPES))
    assert ladder.least == tuple(map(serra_lower, SHAPES))
    assert all(np.max(ladder.counts[:, k]) <= ladder.most[k] for k in range(3))
    assert all(low <= high for low, high in zip(ladder.least, ladder.most, strict=True))


def test_the_median_is_that_of_the_seeds():
    ladder = RegionLadder((1, 2), (9, 9), (1, 1), [[1, 5], [2, 6], [9, 8]])
    assert ladder.medians == (2, 6)
    with pytest.raises(ValueError, match="read-only"):
        ladder.counts[0, 0] = 3


def test_what_does_not_fit_together_is_refused():
    with pytest.raises(InputError, match=r"got 1, 2 and \(1, 2\) for 2"):
        RegionLadder((1, 2), (9,), (1, 1), [[1, 5]])
    with pytest.raises(InputError, match="hidden widths of at least 6"):
        region_ladder((1,), [(2, 3, 1)], 1, WIDE)

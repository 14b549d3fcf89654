"""The nets that have learnt something: those that colour all alike are told, and not shown."""

import pytest

from dlvis.errors import InputError
from dlvis.sweep.learnt import learnt_nets
from dlvis.tables import table_of


def nets(accuracy=0.9):
    rows = [
        {"depth": depth, "parameters": size, "seed": seed, "parcels": 7, "regions": 100 * depth + size + seed,
         "test_parcels_found": depth + seed, "phantom": seed, "fused": 0,
         "test_balanced_accuracy": 0.5 if (depth, size, seed) == (4, 9, 2) else accuracy}
        for depth in (4, 1) for size in (9, 33) for seed in range(3)
    ]  # fmt: skip
    return table_of(rows, {})


def test_nets_below_the_limit_are_left_out():
    learnt = learnt_nets(nets(), 0.8)
    assert (len(learnt), learnt.depths, learnt.n_parcels, learnt.n_seeds) == (11, [1, 4], 7, 3)
    assert (learnt.left_out(1), learnt.left_out(4)) == (0, 1)
    assert len(learnt.regions) == len(learnt.found) == 11


def test_the_largest_of_a_depth_is_told_by_the_middle_of_its_seeds():
    learnt = learnt_nets(nets(), 0.8)
    counts = {"parameters": 33, "phantom": 1, "fused": 0}
    assert learnt.largest(1) == {"depth": 1, "regions": 134, "found": 2, **counts}
    assert learnt.largest(4) == {"depth": 4, "regions": 434, "found": 5, **counts}
    assert len(learnt.middle) == 4


def test_a_table_of_nets_that_learnt_nothing_is_refused():
    with pytest.raises(InputError, match=r"balanced accuracy of 0\.8 or more, got none"):
        learnt_nets(nets(accuracy=0.6), 0.8)


def test_words_are_told_both_ends_and_what_is_left_out():
    told = learnt_nets(nets(), 0.8).told()
    assert (told["shallow_regions"], told["deep_regions"], told["deep_found"]) == (134, 434, 5)
    assert (told["nets"], told["rest"], told["parcels"]) == (11, 1, 7)

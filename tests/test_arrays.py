"""Frozen values: their arrays cannot be written to, and a copy of what holds them shares them."""

from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import pytest

from dlvis.arrays import freeze, frozen
from dlvis.draw.map_cut import map_pieces
from dlvis.draw.patchwork import region_patches
from dlvis.geometry import Window, fold_complex
from dlvis.topics import load
from tests.nets import he_net

MOONS = load("moons")
NET = he_net([2, 3, 1], 0)
FOLDED = fold_complex(NET, Window(-1, 1, -1, 1))


def test_an_array_is_copied_unless_nobody_can_change_it():
    values = np.arange(3.0)
    once = frozen(values, np.float64)
    values[0] = 9
    assert once[0] == 0
    assert frozen(once, np.float64) is once
    with pytest.raises(ValueError, match="read-only"):
        once[0] = 1


def test_the_fields_of_a_frozen_value_are_made_read_only():
    @dataclass(frozen=True)
    class Two:
        one: object
        other: object

        def __post_init__(self):
            freeze(self, np.int64, "one")

    two = Two([1, 2], [3])
    assert two.one.dtype == np.int64
    assert not two.one.flags.writeable
    assert two.other == [3]


@pytest.mark.parametrize(
    "value",
    [NET, FOLDED, MOONS, map_pieces(MOONS, FOLDED), region_patches(FOLDED)],
    ids=lambda v: type(v).__name__,
)
def test_a_copy_of_what_holds_a_frozen_value_shares_it(value):
    assert deepcopy([value])[0] is value

"""The nets of a sweep that have learnt something, from few regions to many: for charts of what they find."""

from dataclasses import dataclass
from functools import cached_property

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.sweep.compared import middle_rows
from dlvis.tables import Table

FOUND = "test_parcels_found"


@dataclass(frozen=True, eq=False)
class LearntNets:
    """Trained nets, a row of `table` each, as `learnt_nets` picks them; so many others are `left_out`."""

    table: Table
    left_out: int

    def __len__(self) -> int:
        return len(self.table)

    @property
    def depths(self) -> list[int]:
        """Layers of the nets, each number once, rising."""
        return sorted({int(each) for each in self.table.column("depth")})

    @property
    def regions(self) -> Floats:
        """(n,): linear regions in the window, counted."""
        return self.table.numbers("regions")

    @property
    def found(self) -> Floats:
        """(n,): parcels found."""
        return self.table.numbers(FOUND)

    @property
    def n_parcels(self) -> int:
        return int(self.table.numbers("parcels")[0])

    @cached_property
    def middle(self) -> list[int]:
        """Of each depth and size the net in the middle of its seeds, by parcels found; sizes rise."""
        return middle_rows(self.table, ("depth", "parameters"), FOUND)

    def largest(self, depth: int) -> dict[str, int]:
        """The `depth`, `regions` and `found` parcels of the middle one of the largest nets of one depth."""
        row = [row for row in self.middle if self.table.column("depth")[row] == depth][-1]
        return {"depth": depth, "regions": int(self.regions[row]), "found": int(self.found[row])}


def learnt_nets(table: Table, least: float) -> LearntNets:
    """The nets of `table` with a balanced accuracy on the test part of at least so much.

    One that colours all alike finds every parcel of that class: without these it would stand among the best.

    Raises:
        InputError: there is none.
    """
    learnt = table.rows(table.numbers("test_balanced_accuracy") >= least)
    if not len(learnt):
        raise InputError(
            f"{table.name}: expected a net with a balanced accuracy of {least:g} or more, got none"
        )
    return LearntNets(learnt, len(table) - len(learnt))

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
    """Trained nets, a row of `table` each, as `learnt_nets` picks them; `others` are left out."""

    table: Table
    others: Table

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

    @property
    def n_seeds(self) -> int:
        """Nets of each kind that were trained, whether they learnt or not."""
        return len({int(seed) for table in (self.table, self.others) for seed in table.column("seed")})

    def middle_of(self, depth: int) -> list[int]:
        """The middle nets of one depth, from the smallest to the largest."""
        return [row for row in self.middle if self.table.column("depth")[row] == depth]

    def left_out(self, depth: int) -> int:
        """How many nets of one depth are not shown."""
        return len(self.others.where(depth=depth))

    def largest(self, depth: int) -> dict[str, int]:
        """Of the middle one of the largest nets of one depth: `depth`, `parameters`, `regions`, parcels
        `found`, and predicted pieces that are `phantom` or `fused`."""
        row = self.middle_of(depth)[-1]
        names = {"depth": "depth", "parameters": "parameters", "regions": "regions", "found": FOUND}
        names |= {"phantom": "phantom", "fused": "fused"}
        return {name: int(self.table.numbers(column)[row]) for name, column in names.items()}

    def told(self) -> dict[str, int]:
        """What words may say: `largest` of the shallowest, its names after `shallow_`, and of the deepest
        after `deep_`; how many `nets` there are, the `rest` that is left out, and `parcels`."""
        ends = {"shallow": self.largest(self.depths[0]), "deep": self.largest(self.depths[-1])}
        told = {f"{key}_{name}": value for key, end in ends.items() for name, value in end.items()}
        return told | {"nets": len(self), "rest": len(self.others), "parcels": self.n_parcels}


def learnt_nets(table: Table, least: float) -> LearntNets:
    """The nets of `table` with a balanced accuracy on the test part of at least so much.

    One that colours all alike finds every parcel of that class: without these it would stand among the best.

    Raises:
        InputError: there is none.
    """
    has_learnt = table.numbers("test_balanced_accuracy") >= least
    learnt, others = table.rows(has_learnt), table.rows(~has_learnt)
    if not len(learnt):
        raise InputError(
            f"{table.name}: expected a net with a balanced accuracy of {least:g} or more, got none"
        )
    return LearntNets(learnt, others)

"""The arrays that the kernels fill, with room for what is to come: they grow by doubling, within memory."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dlvis.arrays import Ints
from dlvis.errors import InputError
from dlvis.geometry.kernels.layering import FEW, MOST, Stack
from dlvis.geometry.kernels.tables import (
    CORNERS,
    EDGES,
    FACES,
    LISTS,
    NEXT_FACE,
    PAIRS,
    RINGS,
    VERTICES,
    WAITING,
    Desk,
    Grown,
    Layer,
)
from dlvis.geometry.memory import available_memory

_FIRST_GUESS = 12_000_000  # regions
_LARGEST = 2**31 - 1  # all numbers of the complex are int32
_LARGE = 2**27  # bytes: from here on it is asked what memory there is
# the arrays that each counter counts, all of one length
_COUNTED = {
    VERTICES: ("vertices", "parents", "along", "loose"),
    EDGES: ("edges", "edge_fold", "next_piece"),
    FACES: ("offsets", "origin"),
    CORNERS: ("corners", "corner_edges"),
    PAIRS: ("pairs",),
}
_PER_REGION = {VERTICES: 1, EDGES: 2, FACES: 1, CORNERS: 4, PAIRS: 0}


@dataclass(frozen=True)
class Sizes:
    """Bounds on what cutting one face needs at once."""

    m: int
    longest: int

    @cached_property
    def k(self) -> int:
        return min(self.m, MOST)

    @cached_property
    def cuts(self) -> int:
        return self.k + self.k * (self.k - 1) // 2

    @cached_property
    def corners(self) -> int:
        return self.longest + 4 * self.m + 8

    @cached_property
    def needed(self) -> dict[int, int]:
        """How much more of the complex one face may fill, by counter."""
        return {
            VERTICES: 2 * self.cuts,
            EDGES: 3 * self.cuts,
            FACES: self.cuts + 3,
            CORNERS: self.corners + 6 * self.cuts + self.longest,
            PAIRS: self.cuts * self.k + 64 + 4 * (MOST + 2) * self.m,
        }


def ready(grown: Grown, layer: Layer, sizes: Sizes) -> Grown:
    """Arrays for the faces to come, and room in the others for a first guess of their number."""
    counts = grown.n
    counts[[FACES, CORNERS, NEXT_FACE]] = 0
    fresh = grown._replace(
        offsets=np.zeros(1, np.int32),
        corners=np.empty(0, np.int32),
        corner_edges=np.empty(0, np.int32),
        origin=np.empty(0, np.int32),
        features=np.empty((1, 2 * layer.weight.shape[1])),
    )
    guess = max(3 * int(counts[VERTICES]), min(sizes.m**2 // 3, _FIRST_GUESS))
    return with_room(fresh, layer, sizes, guess)


def with_room(grown: Grown, layer: Layer, sizes: Sizes, guess: int = 0) -> Grown:
    """Each array at least twice as long as what is used of it; pages that stay untouched cost nothing."""
    room = {}
    for counter, names in _COUNTED.items():
        used, needed = int(grown.n[counter]) + 1, sizes.needed[counter]
        names = names[:1] if layer.n_old == 0 and counter == VERTICES else names
        length = min(len(getattr(grown, name)) for name in names)
        if length < used + needed:
            if used + needed > _LARGEST:
                raise InputError(
                    "fold_complex: expected fewer than 2^31 corners; take a smaller net or window"
                )
            length = min(max(2 * used, _PER_REGION[counter] * guess) + needed, _LARGEST)
            for name in names:
                _check_memory(getattr(grown, name), 2 * used)
                room[name] = larger(getattr(grown, name), used, length)
    grown = grown._replace(**room)
    return grown._replace(features=grown.vertices) if layer.n_old == 0 else grown


def _check_memory(array: np.ndarray, length: int) -> None:
    """Raises InputError where an array of this length is more than there is: no estimate is always right."""
    n_bytes = length * array.itemsize * int(np.prod(array.shape[1:]))
    memory = available_memory() if n_bytes > _LARGE else None
    if memory is not None and n_bytes > memory:
        raise InputError(
            f"fold_complex: expected a complex that fits in memory, got one that needs another "
            f"{n_bytes / 1e9:.3g} GB of the {memory / 1e9:.3g} GB there are; take a smaller net or window"
        )


def larger(array: np.ndarray, used: int, length: int) -> np.ndarray:
    result = np.empty((length, *array.shape[1:]), array.dtype)
    used = min(used, len(array))
    result[:used] = array[:used]
    return result


def new_desk(sizes: Sizes, n_in: int) -> Desk:
    k, slots = sizes.k, sizes.corners + 2 * sizes.cuts
    left = sizes.m if sizes.m > MOST else 0
    return Desk(
        neurons=np.empty(k, np.int64),
        weight=np.empty((n_in, k)),
        bias=np.empty(k),
        bounds=np.empty(k),
        left=np.empty(left, np.int64),
        left_bias=np.empty(left),
        left_bounds=np.empty(left),
        left_weight=np.empty((n_in, left)),
        left_values=np.empty(left),
        left_loose=np.zeros(left),
        left_signs=np.empty(left, np.int64),
        left_zeros=np.empty(left, np.int64),
        vertex=np.empty(slots, np.int64),
        above=np.empty(slots, np.uint64),
        below=np.empty(slots, np.uint64),
        values=np.empty((slots, k)),
        loose=np.zeros(k),
        ring=np.empty(sizes.corners + 4 * k, np.int64),
        pieces=np.empty(sizes.corners + 4 * k, np.int64),
        crossing=np.empty((2, 4), np.int64),
        rings=np.empty(sizes.corners + (k + 4) * (k + 8), np.int64),
        part_start=np.empty(k + 4, np.int64),
        part_length=np.empty(k + 4, np.int64),
        part_mask=np.empty(k + 4, np.uint64),
    )


def new_stack(sizes: Sizes, counts: Ints) -> Stack:
    counts[[WAITING, RINGS, LISTS]] = 0
    empty = Stack(
        np.empty((0, 2), np.int32), np.empty(0, np.int32), *(np.empty(0, np.int64) for _ in range(4))
    )
    return with_stack_room(empty, counts, sizes)


def with_stack_room(stack: Stack, counts: Ints, sizes: Sizes) -> Stack:
    """A stack at least twice as long as what is used of it, and long enough for one more face's parts."""
    cuts = FEW + FEW * (FEW - 1) // 2
    waiting, rings, lists = (int(counts[which]) for which in (WAITING, RINGS, LISTS))
    n_waiting, n_lists = 2 * waiting + cuts + 4, 2 * lists + (FEW + 4) * sizes.m
    return Stack(
        larger(stack.rings, rings, 2 * rings + sizes.corners + sizes.longest + 6 * cuts),
        larger(stack.neurons, lists, n_lists),
        *(larger(array, waiting, n_waiting) for array in stack[2:]),
    )

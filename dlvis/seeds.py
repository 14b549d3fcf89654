"""Seeds as people write them: `3..7`."""

from collections.abc import Sized
from sys import maxsize


def seed_range(text: str) -> range:
    """`"3..7"` as the seeds 3 to 7. Raises ValueError for anything else."""
    first, last = text.split("..")
    return range(int(first), int(last) + 1)


def count_of(seeds: Sized) -> int:
    """How many there are; a range may be too long for `len`."""
    try:
        return len(seeds)
    except OverflowError:
        return maxsize

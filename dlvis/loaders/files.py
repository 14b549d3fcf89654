"""Bytes from outside: how much of them is taken, and how a parser's complaint becomes one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import prod
from pathlib import Path

from dlvis.errors import InputError

# What a net may take: 1 GiB of file, and as many float64 numbers as fill 1 GiB.
MOST_BYTES = 2**30
MOST_VALUES = MOST_BYTES // 8


def content(path: Path) -> bytes:
    """The bytes of a file. Raises InputError where there is none, and for one that is empty or too large."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise InputError(f"{path}: expected a file, got a device or a pipe")
        if size > MOST_BYTES:
            raise InputError(
                f"{path}: expected a net of at most {MOST_BYTES >> 20} MiB, got one of {size >> 20} MiB"
            )
        with path.open("rb") as file:
            read = file.read(size)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    if not read:
        raise InputError(f"{path}: expected a net, got an empty file")
    return read


@contextmanager
def parsing(source: str, kind: str) -> Iterator[None]:
    """Turn whatever a parser raises inside on a broken or hostile file into an InputError.

    The one place that catches everything: parsers of others promise nothing of what they raise on bytes
    that nobody meant to be parsed.
    """
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        said = (str(error).strip().splitlines() or [""])[0][:200]
        why = f"{type(error).__name__}: {said}" if said else type(error).__name__
        raise InputError(f"{source}: expected {kind}, but it cannot be read ({why})") from error


def check_values(n_values: int, source: str) -> None:
    """Raises InputError where so many numbers would not fit, before any of them takes memory."""
    if n_values > MOST_VALUES:
        raise InputError(
            f"{source}: expected a net of at most {MOST_VALUES:,} numbers ({MOST_BYTES >> 20} MiB), "
            f"got one that claims {n_values:,}"
        )


def check_shapes(shapes: Iterator[tuple[int, ...]], source: str) -> None:
    """Raises InputError where arrays of these shapes would not fit together, or a side is negative."""
    sides = list(shapes)
    if any(side < 0 for shape in sides for side in shape):
        raise InputError(f"{source}: expected shapes of at least 0, got a negative one")
    check_values(sum(map(prod, sides)), source)

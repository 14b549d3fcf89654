"""Which task somebody is working on: a lock that the system gives back when its holder dies, however."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


@contextmanager
def claim(path: Path, wait: bool = False) -> Iterator[bool]:
    """Whether the lock file `path` could be had; it is held within the block. With `wait`, it always can.

    It saves work from being done twice and is not relied upon for more: two that make the same, as on a
    network's disk without locks, both make it right.
    """
    file = _locked(path, wait)
    if file is None:
        yield False
        return
    with file:
        try:
            yield True
        finally:
            path.unlink(missing_ok=True)


def _locked(path: Path, wait: bool) -> IO[bytes] | None:
    while True:
        file = path.open("wb")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            file.close()
            return None
        # whoever held it has removed the name when he let go: what is locked now may be nobody's
        with suppress(FileNotFoundError):
            if path.stat().st_ino == os.fstat(file.fileno()).st_ino:
                return file
        file.close()

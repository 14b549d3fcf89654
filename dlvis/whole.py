"""Files and folders that are there whole or not at all: written beside their place, then renamed there."""

import shutil
from pathlib import Path
from tempfile import mkdtemp

from dlvis.errors import InputError


def free_place(path: str | Path, overwrite: bool = False) -> Path:
    """`path` as a place for a file. Raises InputError where a file is and `overwrite` is false."""
    file = Path(path)
    if file.is_dir() or (file.exists() and not overwrite):
        raise InputError(f"{file}: is there already; use --force to overwrite it or --out for another place")
    return file


def write_whole(path: str | Path, content: bytes, overwrite: bool = False) -> Path:
    """Write `content` beside `path` and rename it there. Raises InputError where that cannot be done."""
    file = free_place(path, overwrite)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=f".{file.name}.", dir=file.parent))
        try:
            (beside / file.name).write_bytes(content)
            (beside / file.name).replace(file)
        finally:
            (beside / file.name).unlink(missing_ok=True)
            beside.rmdir()
    except OSError as error:
        raise InputError(
            f"{file}: cannot be written ({error.strerror}); choose another place with --out"
        ) from error
    return file


def put_in_place(made: Path, place: Path) -> None:
    """Rename the folder `made`, which lies beside `place`, to `place`.

    A folder that is there already goes when the new one stands, and is back in its place if anything, even
    Ctrl-C, comes between.
    """
    old = made.with_name(f"{made.name}-old")
    try:
        if place.exists():
            place.rename(old)
        made.rename(place)
    except BaseException:
        if old.exists() and not place.exists():
            old.rename(place)
        raise
    finally:
        if place.exists():
            shutil.rmtree(old, ignore_errors=True)

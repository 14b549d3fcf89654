"""A folder that is there whole or not at all: filled beside its place, then renamed there."""

import shutil
from pathlib import Path


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

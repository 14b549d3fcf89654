"""How a folder comes to be: built out of sight, then put in its place as a whole."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from dlvis.errors import InputError


@contextmanager
def placed_folder(target: Path, owned_by: str) -> Iterator[Path]:
    """A new folder to fill, which becomes `target` when the block ends well and is gone when it does not.

    An existing `target` is replaced only then, and only when it holds the file `owned_by`, which shows that
    it is one of ours.

    Raises:
        InputError: `target` cannot be written, or is something else than an earlier one of ours.
    """
    check_free(target, owned_by)
    work = _work_folder(target)
    try:
        yield work
        _replace(work, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def check_free(target: Path, owned_by: str) -> None:
    """Refuse a `target` that is not ours to replace, or that cannot be made, before any work is done."""
    if (
        target.exists()
        and not (target / owned_by).is_file()
        and (not target.is_dir() or any(target.iterdir()))
    ):
        raise InputError(
            f"{target}: holds something else than a clip of ours; move it away or choose another --out"
        )
    shutil.rmtree(_work_folder(target))


def _work_folder(target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # beside the target, since a rename is whole only within one file system
        return Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise InputError(
            f"{target.parent}: cannot be written ({error.strerror}); choose another --out"
        ) from error


def _replace(work: Path, target: Path) -> None:
    work.chmod(0o755)
    old = work.with_name(f"{work.name}-old")
    if target.exists():
        target.rename(old)
    try:
        work.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)

"""How a clip's folder comes to be: built out of sight, then put in its place as a whole."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from dlvis.clip import MANIFEST, own_files
from dlvis.errors import InputError
from dlvis.whole import put_in_place


@contextmanager
def placed_folder(target: Path) -> Iterator[Path]:
    """A new folder to fill, which becomes `target` when the block ends well and is gone when it does not.

    An earlier clip in `target` is replaced only then. What else lies there, such as slides that show it, is
    kept; where the new clip has a file of the same name, with `.old` after its own.

    Raises:
        InputError: `target` cannot be written, or is something else than an earlier clip.
    """
    check_free(target)
    work = _work_folder(target)
    try:
        yield work
        with _writing(target):
            _carry_over(target, work)
            work.chmod(0o755)
            put_in_place(work, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def check_free(target: Path) -> None:
    """Refuse a `target` that is not ours to replace, or that cannot be made, before any work is done."""
    if (
        target.exists()
        and not (target / MANIFEST).is_file()
        and (not target.is_dir() or any(target.iterdir()))
    ):
        raise InputError(
            f"{target}: holds something else than a clip of ours; move it away or choose another --out"
        )
    shutil.rmtree(_work_folder(target))


def _work_folder(target: Path) -> Path:
    with _writing(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        # beside the target, since a rename is whole only within one file system
        return Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(f"{place}: cannot be written ({error.strerror}); choose another --out") from error


def _carry_over(target: Path, work: Path) -> None:
    """Copy what is in `target`, but no part of the clip there, into `work`."""
    ours = own_files(target)
    for file in sorted(target.rglob("*")):
        name = file.relative_to(target).as_posix()
        if name not in ours and (file.is_symlink() or not file.is_dir()):
            place = _free(work / name)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, place, follow_symlinks=False)


def _free(place: Path) -> Path:
    return _free(place.with_name(f"{place.name}.old")) if place.exists() else place

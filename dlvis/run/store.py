"""Runs on disk. A folder is written beside its place and renamed, so that a torn one never looks whole."""

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from dlvis.errors import InputError
from dlvis.run.files import checked_header, header, json_bytes, run_of, weight_bytes
from dlvis.run.values import Run
from dlvis.whole import put_in_place

WEIGHTS = "weights.safetensors"
HEADER = "run.json"


def save_run(run: Run, path: str | Path, overwrite: bool = False) -> Path:
    """Write `run` as the folder `path`, whole or not at all, and return it.

    Raises:
        InputError: the folder is there and `overwrite` is false, or it cannot be written.
    """
    folder = prepared_place(path, overwrite)
    weights = weight_bytes(run)
    fields = header(run, weights) | {"created": datetime.now(UTC).isoformat()}
    contents = {WEIGHTS: weights, HEADER: json_bytes(fields)}
    try:
        _replace_folder(folder, contents)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder


def prepared_place(path: str | Path, overwrite: bool = False) -> Path:
    """The folder `path` as a place where a run can be saved: free, or a run that may be overwritten, and its
    parent there and writable. Asked before a long training, so that it is not the save that fails.

    Raises:
        InputError: something lies there (without `overwrite` anything, with it all but a run), or the
            parent cannot be written.
    """
    folder = Path(path)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent)).rmdir()
        if folder.exists():
            _check_replaceable(folder, overwrite)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder


def _check_replaceable(folder: Path, overwrite: bool) -> None:
    if not overwrite:
        raise InputError(
            f"{folder}: is there already; use --force to overwrite it or --out for another place"
        )
    if not folder.is_dir() or not {file.name for file in folder.iterdir()} <= {HEADER, WEIGHTS}:
        raise InputError(
            f"{folder}: holds more than a run, so it is not overwritten; move it away or choose another --out"
        )


def load_run(path: str | Path) -> Run:
    """The run in the folder `path`. Torch is not needed.

    Raises:
        InputError: nothing there, a foreign or torn file, a newer format, shapes that do not fit.
    """
    folder = Path(path)
    fields = run_header(folder)
    return run_of(fields, _content(folder / WEIGHTS), str(folder / WEIGHTS))


def run_header(folder: Path) -> dict[str, Any]:
    """What a run says of itself without its weights: the checked fields of its `run.json`."""
    if not folder.is_dir():
        wrong = "is a file" if folder.exists() else "is not there"
        raise InputError(f"{folder}: {wrong}; expected the folder of a run, as `dlvis train` writes it")
    return checked_header(_content(folder / HEADER), str(folder / HEADER))


def run_digest(run: Run) -> str:
    """A hex digest of all that the run says: equal for equal runs, whenever and wherever they were made."""
    weights = weight_bytes(run)
    return sha256(json_bytes(header(run, weights))).hexdigest()


def _unwritable(folder: Path, error: OSError) -> InputError:
    return InputError(f"{folder}: cannot be written ({error.strerror}); choose another place with --out")


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(
            f"{file}: cannot be read ({error.strerror}); a run has {HEADER} and {WEIGHTS}"
        ) from error


def _replace_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write the files into a new folder beside `folder`, then put it there."""
    made = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for name, content in contents.items():
            (made / name).write_bytes(content)
        made.chmod(0o755)
        put_in_place(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)

"""MNIST-1D: ten digits as curves of 40 numbers, made by the package `mnist1d`, nothing downloaded.

Greydanus & Kobak 2024, "Scaling down deep learning with MNIST-1D". The package's `get_dataset` would download
and unpickle; only `make_dataset` is called, which draws the data from a seed, and what it gives is kept
as npz.
"""

import os
import random
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlvis.datasets.dataset import CLASSES, Dataset, Part
from dlvis.errors import InputError
from dlvis.topics import TrainingDefaults
from dlvis.whole import write_whole

NAME = "mnist1d"
N_INPUTS, N_CLASSES = 40, 10
N_VALIDATION = 1000  # the published data have no such part: as many more, of the seed after theirs
ARRAYS = (
    "train_inputs",
    "train_targets",
    "validation_inputs",
    "validation_targets",
    "test_inputs",
    "test_targets",
)


def mnist1d_dataset() -> Dataset:
    """4,000 curves to learn from and 1,000 to test on, as published, and 1,000 more for validation.

    Inputs are (n, 40), targets the digits. The first call takes about 10 s; what it makes is kept in the
    user's cache folder, if that can be written.

    Raises:
        InputError: the package is not installed.
    """
    arrays = _kept(_place()) or _made()

    def part(name: str) -> Part:
        return Part(arrays[f"{name}_inputs"], arrays[f"{name}_targets"])

    return Dataset(
        name=NAME,
        title="MNIST-1D",
        source=NAME,
        task=CLASSES,
        train=part("train"),
        validation=part("validation"),
        test=part("test"),
        class_names=tuple(map(str, range(N_CLASSES))),
        credits=("MNIST-1D by Sam Greydanus and Dmitry Kobak, Apache-2.0",),
        training=TrainingDefaults(widths=(N_INPUTS, 100, 100, N_CLASSES), steps=4000, batch=100, rate=0.005),
    )


def _made() -> dict[str, NDArray[Any]]:
    """The arrays, drawn anew and kept."""
    arrays = {
        name: array
        for part, (inputs, targets) in _drawn().items()
        for name, array in ((f"{part}_inputs", inputs), (f"{part}_targets", targets))
    }
    content = BytesIO()
    np.savez_compressed(content, **arrays)  # type: ignore[arg-type]
    with suppress(InputError):  # a folder that cannot be written: they are drawn again the next time
        write_whole(_place(), content.getvalue(), overwrite=True)
    return arrays


def _drawn() -> dict[str, tuple[NDArray[Any], NDArray[Any]]]:
    try:
        from mnist1d import data
    except ImportError:
        raise InputError(
            f"{NAME}: the package that makes these data is not here; "
            f"install it with: pip install 'dlvis[{NAME}]'"
        ) from None
    with _own_chance():
        published = data.make_dataset(data.get_dataset_args())
        more = data.get_dataset_args()
        more.num_samples, more.train_split, more.seed = N_VALIDATION, 1.0, more.seed + 1
        held = data.make_dataset(more)
    return {
        "train": (published["x"], published["y"]),
        "validation": (held["x"], held["y"]),
        "test": (published["x_test"], published["y_test"]),
    }


@contextmanager
def _own_chance() -> Iterator[None]:
    """The package seeds the generators that all of Python and numpy share; they go on as they were."""
    of_python, of_numpy = random.getstate(), np.random.get_state()
    try:
        yield
    finally:
        random.setstate(of_python)
        np.random.set_state(of_numpy)


def _kept(file: Path) -> dict[str, NDArray[Any]] | None:
    """The arrays that were kept; None where there are none, or what is there is torn."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in ARRAYS}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _place() -> Path:
    """Where they are kept: another version of the package may draw others."""
    try:
        of_package = version(NAME)
    except PackageNotFoundError:
        of_package = "none"
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return folder / "dlvis" / f"{NAME}-{of_package}.npz"

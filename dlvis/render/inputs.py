"""Which files a scene reads: heard from the interpreter itself, so that none is forgotten.

A picture may depend on any file that the scene opens, such as a module of its own, an image or a table. What
comes with Python, with dlvis or its libraries is not counted: its versions and digests are in the key.
"""

import os
import site
import sys
import sysconfig
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any

from dlvis.clip import digest

PACKAGE = Path(__file__).resolve().parent.parent
SYSTEM = ("/proc", "/sys", "/dev", "/etc", "/usr")
LIBRARIES = ("site-packages", "dist-packages")
MADE_BY_NUMBA = (".nbi", ".nbc")


class FilesRead:
    """The files that have been read since recording began, each with the digest it had when first asked."""

    def __init__(self, scene: Path, ignored: Iterable[Path] = ()) -> None:
        self._base = scene.resolve().parent
        self._ignored = (*_not_of_the_scene(), *(str(path.resolve()) for path in ignored))
        self._opened: set[str] = set()
        self._digests: dict[str, str] = {}
        self._drawn: set[str] = set()
        self._is_deaf = self._is_drawing = False
        self._thread = threading.get_ident()

    def digests(self) -> dict[str, str]:
        """Path -> SHA-256; the paths are relative to the scene's folder, as clip.json keeps them."""
        with self.paused():
            for path in sorted(self._opened - self._digests.keys()):
                if Path(path).is_file():
                    self._digests[path] = digest(Path(path))
        return {os.path.relpath(path, self._base): found for path, found in sorted(self._digests.items())}

    def while_drawn(self) -> dict[str, str]:
        """As `digests`, of what was read while frames were drawn: by updaters, by the camera, or by a thread
        beside them such as the encoder's, which reads at another moment each time."""
        with self.paused():
            paths = [path for path in sorted(self._drawn) if Path(path).is_file()]
            return {os.path.relpath(path, self._base): digest(Path(path)) for path in paths}

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """What is read within the block is read by who draws, and not by all who play the scene."""
        self._is_drawing = True
        try:
            yield
        finally:
            self._is_drawing = False

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What is read within the block is accounted for elsewhere."""
        before, self._is_deaf = self._is_deaf, True
        try:
            yield
        finally:
            self._is_deaf = before

    def hear(self, file: Any) -> None:
        """Called for each file that is opened to be read."""
        if self._is_deaf or not isinstance(file, str | bytes | os.PathLike):
            return
        path = os.path.realpath(os.fsdecode(file))
        if path.endswith(".pyc"):
            path = source_from_cache(path) if "__pycache__" in path else path
        if not _lies_in(path, self._ignored) and not path.endswith(MADE_BY_NUMBA):
            beside = threading.get_ident() != self._thread
            (self._drawn if self._is_drawing or beside else self._opened).add(path)


def is_of_the_scene(path: str) -> bool:
    """Whether a file is whoever's wrote the scene, and none of Python's, of dlvis or of a library."""
    return not _lies_in(os.path.realpath(path), _not_of_the_scene())


@contextmanager
def recording(files: FilesRead) -> Iterator[None]:
    """Let `files` hear of each file that is read within the block."""
    _listen()
    _LISTENERS.append(files.hear)
    try:
        yield
    finally:
        _LISTENERS.remove(files.hear)


def files_are_the_same(recorded: Mapping[str, str], scene: Path) -> bool:
    """Whether each file is as it was when it was recorded by its path from the scene's folder."""
    try:
        return all(digest(scene.parent / path) == found for path, found in recorded.items())
    except OSError:
        return False


# An audit hook stays for the life of the process and cannot carry anything: here is who listens to it.
_LISTENERS: list[Callable[[Any], None]] = []


@cache
def _listen() -> None:
    sys.addaudithook(_told)


def _told(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and _LISTENERS:
        file, _, flags = arguments
        if not isinstance(flags, int) or flags & os.O_ACCMODE == os.O_RDONLY:
            for hear in _LISTENERS:
                hear(file)


def _lies_in(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)


@cache
def _not_of_the_scene() -> tuple[str, ...]:
    places = [*sysconfig.get_paths().values(), *site.getsitepackages(), site.getusersitepackages()]
    # those of another environment, by a .pth file or PYTHONPATH
    lent = [path for path in sys.path if Path(path).name in LIBRARIES]
    folders = [*places, *lent, sys.prefix, sys.base_prefix, str(PACKAGE)]
    return tuple(os.path.realpath(folder) for folder in folders if len(folder) > 1) + SYSTEM

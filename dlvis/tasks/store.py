"""Finished outputs by the key of their task, in a folder that any number of processes share.

<folder>/<kind>/<key>/      what is finished: the files, and done.json with the digest of each
<folder>/making/<key>.*/    what is being made
<folder>/claims/<key>       who is at it
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from secrets import token_hex
from tempfile import mkdtemp

from dlvis.errors import InputError
from dlvis.tasks.claims import claim
from dlvis.tasks.task import Task

DONE = "done.json"
MAKING, CLAIMS = "making", "claims"


@dataclass(frozen=True)
class Store:
    """The finished outputs in `folder`. An output is a folder of files, whole or not there at all."""

    folder: Path

    def found(self, task: Task) -> Path | None:
        """The folder with the output of `task`, or None; what has been damaged is thrown away."""
        place = self._place(task)
        try:
            files = json.loads((place / DONE).read_bytes())["files"]
            whole = all(_digest(place / name) == digest for name, digest in files.items())
        except FileNotFoundError:
            whole = False
        except (ValueError, TypeError, KeyError, AttributeError, OSError):
            whole = False
        if whole:
            with suppress(OSError):
                os.utime(place / DONE)  # says when it was last of use
            return place
        if place.exists():
            _throw_away(place, self.folder)
        return None

    @contextmanager
    def claimed(self, task: Task, wait: bool = False) -> Iterator[bool]:
        """Whether `task` is ours while the block lasts; with `wait`, it is as soon as nobody else has it.

        It may have been finished since it was looked for: ask `found` once more.
        """
        with self._writing():
            (self.folder / CLAIMS).mkdir(parents=True, exist_ok=True)
        with claim(self.folder / CLAIMS / task.key, wait) as mine:
            if mine:
                for left in (self.folder / MAKING).glob(f"{task.key}.*"):
                    shutil.rmtree(left, ignore_errors=True)  # of one who was killed
            yield mine

    @contextmanager
    def making(self, task: Task) -> Iterator[Path]:
        """A folder to fill, which becomes the output of `task` when the block ends well, else is gone.

        For whoever has claimed the task: what is made without a claim may be cleared away.

        Raises:
            InputError: the store cannot be written.
        """
        with self._writing():
            (self.folder / MAKING).mkdir(parents=True, exist_ok=True)
            work = Path(mkdtemp(prefix=f"{task.key}.", dir=self.folder / MAKING))
        try:
            yield work
            with self._writing():
                _seal(work, task)
                self._put(work, task)
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def link(self, task: Task, place: Path) -> None:
        """Make what lies in `place`, a finished output of this store, the output of `task` too.

        Nothing is done where somebody has claimed the task.
        """
        with self.claimed(task) as mine:
            if mine and self.found(task) is None:
                with self.making(task) as work, self._writing():
                    for file in place.iterdir():
                        if file.name != DONE:
                            _linked(file, work / file.name)

    def discard(self, task: Task) -> None:
        """Throw away the output of `task`, which is whole but not what it should be."""
        _throw_away(self._place(task), self.folder)

    @contextmanager
    def empty(self) -> "Iterator[Store]":
        """A store within this one that is empty, and gone after the block: nothing is found that was made
        before."""
        name = f"anew-{token_hex(8)}"
        place = self.folder / MAKING / name
        with self._writing():
            (self.folder / CLAIMS).mkdir(parents=True, exist_ok=True)
        with claim(self.folder / CLAIMS / name):
            try:
                with self._writing():
                    place.mkdir(parents=True)
                yield Store(place)
            finally:
                shutil.rmtree(place, ignore_errors=True)

    def check(self) -> None:
        """Raises InputError where the store cannot be written, before any work is done."""
        with self.empty():
            pass

    def outputs(self) -> list[Path]:
        """The folder of every finished output, the one that was of use longest ago first."""
        used = {}
        for done in self.folder.glob(f"*/*/{DONE}"):
            with suppress(OSError):
                if done.parts[-3] == MAKING:
                    continue
                used[done.parent] = done.stat().st_mtime_ns
        return sorted(used, key=lambda place: used[place])

    def size(self) -> int:
        """Bytes of all that lies in the store; a file under two names counts once."""
        seen = {}
        for file in self.folder.rglob("*"):
            with suppress(OSError):
                status = file.stat()
                if file.is_file():
                    seen[status.st_dev, status.st_ino] = status.st_size
        return sum(seen.values())

    def clear(self) -> None:
        """Throw away every output. A task that somebody is working on is left to them."""
        for place in self.outputs():
            _throw_away(place, self.folder)
        self._clean()

    def shrink(self, limit: int) -> None:
        """Throw away what was of use longest ago, until no more than `limit` bytes are left."""
        self._clean()
        size = self.size()
        for place in self.outputs():
            if size <= limit:
                return
            size -= sum(file.stat().st_size for file in place.iterdir() if file.stat().st_nlink == 1)
            _throw_away(place, self.folder)

    def _clean(self) -> None:
        """Remove what was being made and is claimed by nobody: whoever made it was killed."""
        for left in (self.folder / MAKING).glob("*"):
            with suppress(OSError), claim(self.folder / CLAIMS / left.name.partition(".")[0]) as is_left:
                if is_left:
                    shutil.rmtree(left, ignore_errors=True)

    def _place(self, task: Task) -> Path:
        return self.folder / task.kind / task.key

    def _put(self, work: Path, task: Task) -> None:
        place = self._place(task)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            work.rename(place)
        except OSError:
            # another was faster: theirs is as good, unless it is damaged
            if self.found(task) is None:
                work.rename(place)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise cannot_write(self.folder, error) from error


def cannot_write(folder: Path, error: OSError) -> InputError:
    """What to say when the disk is full or the folder is not ours."""
    why = error.strerror or str(error)
    return InputError(f"{folder}: cannot be written ({why}); make room there or choose another --out")


def _throw_away(place: Path, folder: Path) -> None:
    """Out of sight in one step, then piece by piece."""
    with suppress(OSError):
        (folder / MAKING).mkdir(parents=True, exist_ok=True)
        bin_ = Path(mkdtemp(dir=folder / MAKING))
        with suppress(OSError):
            place.rename(bin_ / place.name)
        shutil.rmtree(bin_, ignore_errors=True)


def _seal(work: Path, task: Task) -> None:
    files = {file.name: _digest(file) for file in sorted(work.iterdir())}
    document = {"kind": task.kind, "inputs": task.inputs, "files": files}
    (work / DONE).write_text(json.dumps(document, indent=1), encoding="utf-8")


def _linked(file: Path, name: Path) -> None:
    try:
        name.hardlink_to(file)
    except OSError:  # a disk that has no two names for one file
        shutil.copyfile(file, name)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()

"""A scene filmed again whenever it is saved, each time by a fresh process, which runs what is on disk."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from dlvis.clip import MANIFEST
from dlvis.render.registry import scene_named

PAUSE = 0.25  # seconds between two looks at the files
START = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from dlvis.cli import main; main()"

Stamps = Mapping[Path, tuple[int, int]]


def watch(scene: str, line: Sequence[str], props: str | None, out: str) -> None:
    """Run `dlvis render` with `line`, and again after each change of a file that the film is made of.

    Raises:
        InputError: there is no such scene.
        KeyboardInterrupt: Ctrl-C, by which it ends.
    """
    file = scene_named(scene).path
    while True:
        before = _stamps(file, props, out)
        dlvis_process(["render", *line])
        print(f"watching {file.parent} until Ctrl-C", file=sys.stderr, flush=True)
        # with what the film was found to be made of; but what was saved in the meantime counts
        before = {**_stamps(file, props, out), **before}
        while _stamps(file, props, out) == before:
            time.sleep(PAUSE)


def dlvis_process(line: Sequence[str]) -> int:
    """Run `dlvis` with these arguments in a fresh process; answers its exit code.

    What is wrong is said there. Ctrl-C is heard there too, and it is waited for until things are in order.
    """
    command = [sys.executable, "-P", "-c", START, json.dumps(sys.path), *line]
    with subprocess.Popen(command) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.wait()
            raise


def watched(scene: Path, props: str | None, out: str) -> Iterator[Path]:
    """The scene, the Python and TOML files beside it, its words, and what it has read when last filmed."""
    yield from (path for kind in ("*.py", "*.toml") for path in sorted(scene.parent.glob(kind)))
    if props is not None:
        yield Path(props)
    for manifest in (Path(out) / "clips").glob(f"{scene.stem}*/{MANIFEST}"):
        with suppress(OSError, ValueError, KeyError, AttributeError):
            files = json.loads(manifest.read_text(encoding="utf-8"))["made_from"]["files"]
            yield from (scene.parent / name for name in files)


def _stamps(scene: Path, props: str | None, out: str) -> Stamps:
    found = {}
    for path in watched(scene, props, out):
        with suppress(OSError):
            status = path.stat()
            found[path.resolve()] = status.st_mtime_ns, status.st_size
    return found

"""How run folders are called, and which of them is the newest."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote
from typing import Any

from dlvis.datasets import is_named
from dlvis.errors import InputError
from dlvis.run.store import HEADER, run_header
from dlvis.topics import built_in_names


class MissingRunError(InputError):
    """There is no such run; the message says how to make one."""


def run_name(topic: str, widths: Sequence[int], seed: int) -> str:
    """The folder name of a run, such as `baarle-2-16-16-16-1-seed0`."""
    safe = re.sub(r"[^\w.]+", "-", topic).strip("-.") or "topic"
    return f"{safe}-{'-'.join(str(width) for width in widths)}-seed{seed}"


def newest_run(folder: str | Path, topic: str, widths: Sequence[int] | None = None) -> Path:
    """The folder of the run in `folder` that was made last for `topic` (a name or a source) with `widths`.

    Runs of smooth nets are passed over: what asks for a run wants to see its folds.

    Raises:
        MissingRunError: there is none; it gives the `dlvis train` line that makes one.
    """
    found = [
        (fields["created"], place)
        for place, fields in _headers(Path(folder))
        if is_of_topic(fields["topic"], fields["source"], topic)
        and (widths is None or fields.get("widths") == list(widths))
        and fields.get("activation", "relu") == "relu"
    ]
    if not found:
        what = "" if widths is None else f" with widths {','.join(map(str, widths))}"
        line = train_line(topic, widths, folder)
        raise MissingRunError(f"no run of topic {topic!r}{what} in {folder}; make one with `{line}`")
    return max(found)[1]


def seeded_run(folder: str | Path, topic: str, widths: Sequence[int], seed: int) -> Path:
    """The folder of the run of this topic (a name or a source), widths and seed.

    Raises:
        MissingRunError: it is not there; it gives the `dlvis train` line that makes it.
    """
    found = [
        place
        for place, fields in _headers(Path(folder))
        if is_of_topic(fields["topic"], fields["source"], topic)
        and fields.get("widths") == list(widths)
        and place.name == run_name(fields["topic"], widths, seed)
    ]
    if not found:
        line = f"{train_line(topic, widths, folder)} --seed {seed}"
        what = f"with widths {','.join(map(str, widths))} and seed {seed}"
        raise MissingRunError(f"no run of topic {topic!r} {what} in {folder}; make it with `{line}`")
    return found[0]


def is_of_topic(name: str, source: str, topic: str) -> bool:
    """Whether a run whose topic has this `name` and `source` is of `topic`, a name or a source.

    A file is the same however its path is written; a file that is called as a built-in topic is another one.
    """
    if {source, topic} & set(built_in_names()) or is_named(topic):
        return source == topic
    return topic == name or Path(topic).resolve() == Path(source).resolve()


def named_run(text: str, folder: str | Path) -> Path:
    """The folder that `text` means: a run's own path, else the newest run in `folder` of the topic `text`.

    Raises:
        InputError: a path where nothing lies, or a topic without a run.
    """
    if is_named(text):
        return newest_run(folder, text)
    path = Path(text)
    looks_like_a_path = path.is_dir() or (path.name != text and not path.is_file())
    return path if looks_like_a_path else newest_run(folder, text)


def train_line(topic: str, widths: Sequence[int] | None = None, folder: str | Path | None = None) -> str:
    """The line to type for a run of `topic` with `widths` that lands in `folder`."""
    parts = ["dlvis train", quote(topic)]
    if widths is not None:
        parts.append("--widths " + ",".join(str(width) for width in widths))
    if folder is not None and Path(folder) != Path("renders/runs"):
        parts.append(f"--out {quote(str(Path(folder).parent))}")
    return " ".join(parts)


def _headers(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every run in `folder` that can be read; a broken one must not hide the others."""
    for file in sorted(folder.glob(f"*/{HEADER}")):
        try:
            yield file.parent, run_header(file.parent)
        except InputError:
            continue

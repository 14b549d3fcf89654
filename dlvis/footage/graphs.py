"""What ffmpeg does: a film's container with chapters and a title, and what a player needs first in front.

The one module that knows ffmpeg-python.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import ffmpeg

from dlvis.clip import Chapter
from dlvis.errors import InputError
from dlvis.programs import ffmpeg_executable


def mux(movie: Path, target: Path, title: str, chapters: Iterable[Chapter]) -> None:
    """Copy the pictures of `movie` to `target`, an mp4 with `chapters` and `title` that plays while it loads.

    Raises:
        InputError: ffmpeg failed, as when the disk is full; its last words are in the message.
    """
    metadata = target.with_suffix(".ffmetadata")
    metadata.write_text(_metadata(title, chapters), encoding="utf-8")
    # ffmpeg-python has no place for an input without streams: the metadata goes in front, as input 0
    stream = ffmpeg.input(str(movie), i=str(metadata)).output(
        str(target), c="copy", map_metadata=0, map_chapters=0, movflags="+faststart"
    )
    try:
        _run(stream, target)
    finally:
        metadata.unlink()


def _run(stream: Any, target: Path) -> None:
    try:
        stream.overwrite_output().global_args("-loglevel", "error").run(
            cmd=ffmpeg_executable(), capture_stdout=True, capture_stderr=True
        )
    except ffmpeg.Error as error:
        words = error.stderr.decode(errors="replace").strip().splitlines()[-3:]
        raise InputError(
            f"ffmpeg could not write {target.name}: {' / '.join(words) or 'no reason'}"
        ) from error


def _metadata(title: str, chapters: Iterable[Chapter]) -> str:
    lines = [";FFMETADATA1", f"title={_escaped(title)}"]
    for chapter in chapters:
        start, end = round(chapter.start * 1000), round(chapter.end * 1000)
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={start}", f"END={end}"]
        lines.append(f"title={_escaped(chapter.title)}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    for sign in "\\=;#\n":
        text = text.replace(sign, f"\\{sign}")
    return text

"""What ffmpeg does: a film's container with chapters and a title, and what a player needs first in front.

The one module that knows ffmpeg-python.
"""

from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Moving:
    """How large a moving picture is: pixels across, frames a second, and colours or WebP's quality."""

    width: int
    fps: int
    detail: int


def write_moving(film: Path, target: Path, form: Moving) -> None:
    """The film as a moving picture that repeats: GIF, animated WebP or APNG, by the suffix of `target`.

    Raises:
        InputError: ffmpeg failed, as when the disk is full.
    """
    pictures = _scaled(film, form)
    if target.suffix == ".webp":
        options = {"f": "webp", "vcodec": "libwebp_anim", "quality": form.detail, "loop": 0}
        _run(pictures.output(str(target), **options), target)
        return
    # in two runs: in one, ffmpeg would hold all frames until it knows their colours
    palette = target.with_suffix(".palette.png")
    colours = pictures.filter("palettegen", max_colors=form.detail, stats_mode="diff")
    _run(colours.output(str(palette), update=1), palette)
    try:
        dithered = {"dither": "bayer", "bayer_scale": 5, "diff_mode": "rectangle"}
        # the name as it is: ffmpeg takes a % in a picture's name for a number
        found = ffmpeg.input(_file(palette), f="image2", pattern_type="none")
        painted = ffmpeg.filter([_scaled(film, form), found], "paletteuse", **dithered)
        kind = {"f": "apng", "plays": 0} if target.suffix == ".apng" else {"f": "gif", "loop": 0}
        _run(painted.output(str(target), **kind), target)
    finally:
        palette.unlink()


def write_smaller(film: Path, target: Path, form: Moving) -> None:
    """The film as an mp4 of the size of `form`, without loss, from which smaller ones are quickly made."""
    options = {"f": "mp4", "vcodec": "libx264", "qp": 0, "preset": "ultrafast", "pix_fmt": "yuv420p"}
    _run(_scaled(film, form).output(str(target), **options), target)


def _scaled(film: Path, form: Moving) -> Any:
    # as an mp4 and nothing else: other formats name further files to be opened
    pictures = ffmpeg.input(_file(film), f="mov")
    # an even height, as H.264 wants it
    return pictures.filter("fps", form.fps).filter("scale", form.width, -2, flags="lanczos")


def _file(path: Path) -> str:
    """A path for ffmpeg, which would take some names for protocols."""
    return f"file:{path.absolute()}"


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

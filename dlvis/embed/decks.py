"""A deck as a folder that can be copied anywhere: built out of sight, then put in its place as a whole."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp

from dlvis.clip import Clip
from dlvis.embed.slides import check_whole, deck_of, plain_name
from dlvis.errors import InputError, nearest
from dlvis.whole import put_in_place

WRITERS = {  # each opens its program's library when it is asked for
    "reveal": "dlvis.embed.reveal",
    "pptx": "dlvis.embed.powerpoint",
    "quarto": "dlvis.embed.quarto",
    "beamer": "dlvis.embed.beamer",
}
MARK = "deck.json"  # says that a folder is a deck of ours


def write_deck(
    clips: Sequence[Clip],
    to: str = "reveal",
    out: str | Path | None = None,
    *,
    title: str | None = None,
    theme: str | None = None,
    overwrite: bool = False,
) -> Path:
    """Write slides of `clips` for the program `to` into the folder `out`; answers the file to open.

    `out` is renders/decks/NAME-FORMAT where none is given. With `overwrite` an earlier deck goes.

    Raises:
        InputError: an unknown format, clips that no deck can be made of, a place that is taken or that
            cannot be written, python-pptx is missing.
    """
    if to not in WRITERS:
        raise InputError(f"--to: unknown format {to!r}{nearest(to, WRITERS)}")
    check_whole(clips)
    write = import_module(WRITERS[to]).write
    name = deck_name(clips)
    target = Path(out) if out is not None else Path("renders", "decks", f"{name}-{to}")
    with _placed(target, overwrite) as work:
        deck = deck_of(clips, work, title, theme, with_pages=to == "beamer")
        file: Path = write(deck, work, name)
        names = [clip.path.name for clip in clips]
        mark = {"format": "dlvis deck", "to": to, "title": deck.title, "films": names}
        (work / MARK).write_text(json.dumps(mark, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return target / file.relative_to(work)


def deck_name(clips: Sequence[Clip]) -> str:
    """The films' names with `-` between."""
    return plain_name("-".join(clip.path.stem for clip in clips))


@contextmanager
def _placed(target: Path, overwrite: bool) -> Iterator[Path]:
    """A new folder to fill, which becomes `target` when the block ends well and is gone when it does not."""
    _check_free(target, overwrite)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            yield work
            work.chmod(0o755)
            put_in_place(work, target)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise InputError(
            f"{target}: cannot be written ({error.strerror}); make room there or choose another --out"
        ) from error


def _check_free(target: Path, overwrite: bool) -> None:
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not (target / MARK).is_file():
        raise InputError(f"{target}: holds something else than a deck of ours; choose another --out")
    if not overwrite:
        raise InputError(f"{target}: a deck is there already; use --force to replace it, or another --out")

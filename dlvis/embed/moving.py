"""A clip as GIF, animated WebP or APNG, as good as fits into so many bytes.

How large one gets is known only when it is made. The forms stand in one row from the best to the least, each
smaller than the one before, so that few trials find the best that fits: the least first, which says whether
any does, then halfway between what fits and what does not.
"""

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from dlvis.clip import Clip
from dlvis.errors import InputError, nearest
from dlvis.footage.graphs import Moving, write_moving, write_smaller

KINDS = ("gif", "webp", "apng")
MEGABYTE = 1_000_000
# pixels across, frames a second, colours; a GIF of more is better an mp4
ROW = (
    (960, 15, 256),
    (800, 15, 256),
    (720, 15, 256),
    (640, 15, 256),
    (640, 12, 128),
    (560, 12, 128),
    (480, 12, 128),
    (480, 10, 64),
    (400, 10, 64),
    (320, 10, 64),
    (320, 8, 32),
    (240, 8, 32),
    (240, 6, 32),
    (160, 5, 16),
)
QUALITY = {256: 80, 128: 70, 64: 60, 32: 45, 16: 30}
"""WebP's quality in the place of so many colours."""


def parsed_kinds(text: str) -> tuple[str, ...]:
    """`"gif,webp"` as known kinds, each once. Raises InputError for another."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in KINDS:
            raise InputError(f"--also: unknown kind {name!r}{nearest(name, KINDS)}")
    return names


def forms(clip: Clip, kind: str) -> tuple[Moving, ...]:
    """The forms for a clip from the best to the least; none is larger or quicker than the clip itself."""
    found = (
        Moving(min(width, clip.width), min(fps, clip.fps), QUALITY[detail] if kind == "webp" else detail)
        for width, fps, detail in ROW
    )
    return tuple(dict.fromkeys(found))


def moving_picture(
    clip: Clip,
    kind: str,
    target: Path,
    most_bytes: int,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Moving:
    """Write the clip as `kind` to `target`, in the best form that has at most `most_bytes`; answers the form.

    `on_progress` hears how many trials are done, of at most how many.

    Raises:
        InputError: not even the least form fits, with how large that is; the film cannot be read.
    """
    row = forms(clip, kind)
    with TemporaryDirectory(dir=target.parent, prefix=".trials-") as folder:
        trials, film = Path(folder), clip.path
        if clip.width > row[0].width or clip.fps > 2 * row[0].fps:
            film = trials / "smaller.mp4"
            write_smaller(clip.path, film, row[0])

        done, most = count(1), 1 + (len(row) - 1).bit_length()
        on_progress(0, most)

        def size(form: Moving) -> int:
            write_moving(film, _trial(trials, form, kind), form)
            on_progress(next(done), most)
            return _trial(trials, form, kind).stat().st_size

        best = best_fitting(row, size, most_bytes, f"{clip.path}: as {kind}")
        _trial(trials, best, kind).replace(target)
    return best


def best_fitting(
    row: Sequence[Moving], size: Callable[[Moving], int], most_bytes: int, subject: str
) -> Moving:
    """The first form of `row` whose size is at most `most_bytes`, where sizes fall along the row.

    Raises:
        InputError: not even the last is as small, with its size.
    """
    least = size(row[-1])
    if least > most_bytes:
        raise InputError(
            f"{subject}, even {row[-1].width} pixels wide at {row[-1].fps} frames a second it has"
            f" {least / MEGABYTE:.2f} MB; expected at most {most_bytes / MEGABYTE:g} MB: give --max-mb"
            f" {_rounded_up(least):g}, or cut one beat out of it with `dlvis cut` and embed that"
        )
    too_large, fits = -1, len(row) - 1
    while fits - too_large > 1:
        middle = (too_large + fits) // 2
        if size(row[middle]) <= most_bytes:
            fits = middle
        else:
            too_large = middle
    return row[fits]


def _trial(folder: Path, form: Moving, kind: str) -> Path:
    return folder / f"{form.width}-{form.fps}-{form.detail}.{kind}"


def _rounded_up(n_bytes: int) -> float:
    """Megabytes with two digits after the point, not fewer than there are."""
    return -(-n_bytes * 100 // MEGABYTE) / 100

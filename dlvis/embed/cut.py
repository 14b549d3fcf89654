"""A clip cut into its beats: each a clip of its own, with its captions, its stills and its poster.

The film is not encoded anew where a beat begins and ends with a key frame, as the beats of dlvis do;
the manifest of each piece says whether it was. ::

    from dlvis.clip import load_clip
    from dlvis.embed.cut import cut

    pieces = cut(load_clip("renders/clips/fold"), "renders/cuts/fold")
"""

import shutil
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from dlvis.clip import PAGE, Chapter, Clip, StillImage, load_clip, missing_file, save_clip
from dlvis.embed.page import page
from dlvis.embed.stills import check_page
from dlvis.errors import InputError, nearest
from dlvis.footage.graphs import mux
from dlvis.footage.naming import file_name
from dlvis.footage.pieces import write_piece
from dlvis.footage.place import placed_folder
from dlvis.footage.reel import Reel, frames, reel, save_frame
from dlvis.footage.subtitles import language_suffix, piece_of, read_cues, written


@dataclass(frozen=True)
class Piece:
    """One beat of a clip: its chapter, its frames start:end, and the name of its folder."""

    chapter: Chapter
    start: int
    end: int
    name: str


def cut(clip: Clip, out: str | Path, beats: Collection[str] = ()) -> tuple[Clip, ...]:
    """Write each beat of `clip`, or those named in `beats`, as a clip into a folder of its own in `out`.

    An earlier clip in such a folder is replaced. All folders appear at the end, or none.

    Raises:
        InputError: no such beat, a file of the clip is missing or damaged, a folder cannot be written.
    """
    if missing := missing_file(clip):
        raise InputError(f"{missing}: the clip names it, but it is not there; render the clip again")
    wanted = [piece for piece in pieces(clip) if not beats or piece.chapter.name in beats]
    _check_known(clip, beats)
    film = reel(clip)
    targets = [Path(out) / piece.name for piece in wanted]
    with ExitStack() as stack:
        for piece, target in zip(wanted, targets, strict=True):
            _fill(stack.enter_context(placed_folder(target)), clip, film, piece)
    return tuple(load_clip(target) for target in targets)


def pieces(clip: Clip) -> tuple[Piece, ...]:
    """The beats of `clip` by their frames, named in their order: `03-hinge`."""
    found = (
        Piece(
            chapter,
            round(chapter.start * clip.fps),
            round(chapter.end * clip.fps),
            f"{number:02}-{file_name(chapter.name)}",
        )
        for number, chapter in enumerate(clip.chapters, start=1)
    )
    return tuple(piece for piece in found if piece.end > piece.start)


def is_copied(piece: Clip) -> bool:
    """Whether the film of a piece is that of the clip it was cut from, and not encoded anew."""
    return piece.made_from["cut"]["film"] == "copied"  # type: ignore[no-any-return]


def _check_known(clip: Clip, beats: Collection[str]) -> None:
    names = [chapter.name for chapter in clip.chapters]
    for name in beats:
        if name not in names:
            raise InputError(f"{clip.path}: no beat {name!r}{nearest(name, names)}")


def _fill(folder: Path, clip: Clip, film: Reel, piece: Piece) -> None:
    """All files of a piece, written into `folder`."""
    cut_film = folder / "cut.mp4"
    copied = write_piece(clip, film, piece.start, piece.end, cut_film)
    made = _clip(folder, clip, piece, "copied" if copied else "encoded anew")
    mux(cut_film, made.path, made.title, made.chapters)
    cut_film.unlink()
    for captions, target in zip(clip.captions, made.captions, strict=True):
        cues = piece_of(read_cues(captions), piece.chapter.start, piece.chapter.end, 1 / clip.fps)
        target.write_text(written(cues, target.suffix), encoding="utf-8")
    for source, still in zip(_stills_within(clip, piece), made.stills, strict=True):
        still.path.parent.mkdir(exist_ok=True)
        shutil.copyfile(source.path, still.path)
        if source.page and still.page:
            check_page(source.page)
            shutil.copyfile(source.page, still.page)
    _write_poster(made, clip, piece)
    save_clip(made, folder)
    (folder / PAGE).write_text(page(made), encoding="utf-8")


def _clip(folder: Path, clip: Clip, piece: Piece, film: str) -> Clip:
    seconds = round((piece.end - piece.start) / clip.fps, 3)
    origin = {name: value for name, value in clip.made_from.items() if name != "key"}
    return replace(
        clip,
        path=folder / f"{piece.name}.mp4",
        title=f"{clip.title}: {piece.chapter.title}",
        seconds=seconds,
        chapters=(replace(piece.chapter, start=0.0, end=seconds),),
        captions=tuple(folder / f"{piece.name}{language_suffix(path)}" for path in clip.captions),
        poster=folder / "poster.png",
        stills=tuple(_shifted(still, folder, piece) for still in _stills_within(clip, piece)),
        made_from={
            **origin,
            "cut": {"beat": piece.chapter.name, "frames": [piece.start, piece.end], "film": film},
        },
    )


def _stills_within(clip: Clip, piece: Piece) -> list[StillImage]:
    """The stills of a beat: one shows what stands after the frame before it, so that it may be at the end."""
    start, end = piece.chapter.start, piece.chapter.end
    return [still for still in clip.stills if start < still.at <= end or still.at == start == 0]


def _shifted(still: StillImage, folder: Path, piece: Piece) -> StillImage:
    place = folder / "stills" / f"{file_name(still.name)}.png"
    page = place.with_suffix(".pdf") if still.page else None
    return replace(still, path=place, page=page, at=round(still.at - piece.chapter.start, 3))


def _write_poster(made: Clip, clip: Clip, piece: Piece) -> None:
    """The last still of the beat, else its last frame."""
    if made.stills:
        shutil.copyfile(made.stills[-1].path, made.poster)
    else:
        (last,) = frames(clip.path, piece.end - 1, piece.end, clip.fps)
        save_frame(last, made.poster)

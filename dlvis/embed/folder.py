"""A clip as one folder that goes anywhere: films, pictures, words and a page, all of it without a network. ::

    from dlvis.clip import load_clip
    from dlvis.embed.folder import embed

    embed(load_clip("renders/clips/fold"), "renders/embed/fold")

The folder is a clip too: its manifest names the film, and its files by their digests.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import av

from dlvis.clip import PAGE, Clip, StillImage, clip_files, load_clip, missing_file, save_clip
from dlvis.embed.chapters import chapters_vtt, transcript_html, transcript_text
from dlvis.embed.moving import MEGABYTE, moving_picture
from dlvis.embed.oembed import OEMBED, address, iframe, oembed
from dlvis.embed.page import Beside, page
from dlvis.embed.stills import check_page, check_picture, still_pdf
from dlvis.errors import InputError
from dlvis.footage.graphs import Moving
from dlvis.footage.naming import file_name
from dlvis.footage.place import placed_folder
from dlvis.footage.reel import reel
from dlvis.footage.subtitles import FORMS, language_suffix
from dlvis.footage.webm import write_webm


@dataclass(frozen=True)
class Choice:
    """What is wanted of the folder: a silent loop, a WebM, moving pictures of at most `max_mb` each.

    `url` is the address at which the folder will be seen, if that is known.
    """

    loop: bool = False
    webm: bool = True
    also: tuple[str, ...] = ()
    max_mb: float = 10.0
    url: str | None = None


@dataclass(frozen=True)
class Embedded:
    """What was made: the clip in its new folder, its iframe line, and the form of each moving picture."""

    clip: Clip
    iframe: str
    moving: dict[str, Moving]


USUAL = Choice()


def embed(
    clip: Clip,
    target: str | Path,
    choice: Choice = USUAL,
    on_progress: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> Embedded:
    """Make the folder `target` of `clip`; an earlier one there is replaced, and only at the end.

    `on_progress` hears what is made, and how much of it is done, of how much: frames of the WebM, trials of
    a GIF.

    Raises:
        InputError: a file of the clip is missing or is not what its name says, the moving pictures do not
            fit, or the folder holds something else or cannot be written.
    """
    place = address(choice.url, Path(target).name)
    if missing := missing_file(clip):
        raise InputError(f"{missing}: the clip names it, but it is not there; render the clip again")
    n_frames = reel(clip).n_frames
    with placed_folder(Path(target)) as folder, _told(Path(target)):
        made = _copied(clip, folder)
        files = [*_words(made), *_pdfs(made)]
        webm = made.path.with_suffix(".webm") if choice.webm else None
        if webm:
            write_webm(made, n_frames, webm, partial(on_progress, "webm"))
            files.append(webm)
        most = round(choice.max_mb * MEGABYTE)
        moving = {
            kind: moving_picture(made, kind, _beside(made, kind), most, partial(on_progress, kind))
            for kind in choice.also
        }
        files += [_beside(made, kind) for kind in moving]
        files += _pages(made, choice, place, files)
        save_clip(made, folder, files)
    return Embedded(load_clip(target), iframe(made, place), moving)


def _copied(clip: Clip, folder: Path) -> Clip:
    """The clip with copies of its files in `folder`, under names that are safe anywhere."""
    name = file_name(clip.path.stem)
    made = replace(
        clip,
        path=folder / f"{name}.mp4",
        captions=tuple(
            folder / f"{name}{language_suffix(path)}" for path in clip.captions if path.suffix in FORMS
        ),
        poster=folder / "poster.png",
        stills=tuple(_placed(still, folder / "stills" / file_name(still.name)) for still in clip.stills),
    )
    kept = replace(clip, captions=tuple(path for path in clip.captions if path.suffix in FORMS))
    for picture in (clip.poster, *(still.path for still in clip.stills)):
        check_picture(picture)
    for still in clip.stills:
        if still.page:
            check_page(still.page)
    for source, copy in zip(clip_files(kept), clip_files(made), strict=True):
        copy.parent.mkdir(exist_ok=True)
        shutil.copyfile(source, copy)
    return made


def _words(clip: Clip) -> list[Path]:
    texts = {
        _beside(clip, f"{clip.language}.chapters.vtt"): chapters_vtt(clip.chapters),
        clip.path.with_name("transcript.txt"): transcript_text(clip),
        clip.path.with_name("transcript.html"): transcript_html(clip),
    }
    return [_written(path, text) for path, text in texts.items()]


def _placed(still: StillImage, place: Path) -> StillImage:
    page = place.with_name(f"{place.name}.pdf") if still.page else None
    return replace(still, path=place.with_name(f"{place.name}.png"), page=page)


def _pdfs(clip: Clip) -> list[Path]:
    """PDFs of the stills that came without a page of vectors."""
    without = [still for still in clip.stills if still.page is None]
    for still in without:
        title = f"{clip.title}: {still.name}"
        still.path.with_suffix(".pdf").write_bytes(still_pdf(still.path, title, still.alt))
    return [still.path.with_suffix(".pdf") for still in without]


def _pages(clip: Clip, choice: Choice, place: str, files: list[Path]) -> list[Path]:
    """The page, the line that takes it in, and oEmbed's JSON."""
    top = [clip.path, *clip.captions, *(file for file in files if file.parent == clip.path.parent)]
    beside = Beside(
        webm=next((file for file in files if file.suffix == ".webm"), None),
        loop=choice.loop,
        has_pdfs=True,
        files=tuple(top),
        oembed=f"{place}{OEMBED}" if choice.url else "",
    )
    _written(clip.path.with_name(PAGE), page(clip, beside))
    return [
        _written(clip.path.with_name("iframe.txt"), iframe(clip, place) + "\n"),
        _written(clip.path.with_name(OEMBED), oembed(clip, place)),
    ]


def _beside(clip: Clip, suffix: str) -> Path:
    return clip.path.with_name(f"{clip.path.stem}.{suffix}")


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, av.FFmpegError) as error:
        raise InputError(
            f"{target}: cannot be written ({error.strerror}); make room there or choose another --out"
        ) from error

"""One finished video file and what there is to say about it. Read from its manifest, without Manim.

The manifest is `clip.json` in the folder of the clip. It names files relative to it, so that the folder can
be moved or sent, and holds the digest of each, so that a damaged clip is known as one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

from dlvis.errors import InputError
from dlvis.manifest import Entries, inside

MANIFEST = "clip.json"
PAGE = "embed.html"  # plays the clip; it is made from the manifest, which does not name it
FORMAT = "dlvis clip"
VERSION = 1


@dataclass(frozen=True)
class Chapter:
    """One beat of a clip: `name` in code, `title` for people, times in seconds, its words."""

    name: str
    title: str
    start: float
    end: float
    narration: str
    alt: str


@dataclass(frozen=True)
class StillImage:
    """A named moment of a clip as a PNG beside it, with its alternative text; `at` in seconds.

    `page` is the same as a PDF of vectors, where the clip has one.
    """

    name: str
    path: Path
    at: float
    alt: str
    page: Path | None = None


@dataclass(frozen=True, eq=False)
class Clip:
    """A finished film: H.264 mp4 with chapters, captions and stills beside it, and all that made it.

    `made_from` holds everything needed to make it again: scene, params, quality, theme, run digests,
    library versions. `credits` are the notices the data asks for.
    """

    path: Path
    scene: str
    title: str
    language: str
    width: int
    height: int
    fps: int
    seconds: float
    chapters: tuple[Chapter, ...]
    captions: tuple[Path, ...]
    poster: Path
    stills: tuple[StillImage, ...]
    credits: tuple[str, ...]
    made_from: Mapping[str, Any] = field(default_factory=dict)


def save_clip(clip: Clip, folder: Path, others: Iterable[Path] = ()) -> Path:
    """Write the manifest of `clip`, whose files all lie in `folder`; answers the manifest's path.

    `others` are files there that belong to it besides those it names.
    """
    fields = asdict(clip) | {"made_from": dict(clip.made_from)}
    files = {_relative(path, folder): digest(path) for path in (*clip_files(clip), *others)}
    document = {"format": FORMAT, "version": VERSION} | _mapped(fields, lambda path: _relative(path, folder))
    manifest = folder / MANIFEST
    text = json.dumps(document | {"files": files}, indent=2, ensure_ascii=False)
    manifest.write_text(text + "\n", encoding="utf-8")
    return manifest


def load_clip(path: str | Path) -> Clip:
    """The clip in the folder `path`, or whose film or manifest `path` is.

    The manifest may be a stranger's: nothing in it is run, and files outside the folder are refused.

    Raises:
        InputError: there is none, it is no manifest of a clip, or it was written by a later dlvis.
    """
    place = Path(path)
    is_film = place.is_file() and place.name != MANIFEST
    manifest = place.with_name(MANIFEST) if is_film else place / MANIFEST if place.is_dir() else place
    if is_film and not manifest.is_file():
        raise InputError(
            f"{place}: expected a clip with its manifest {MANIFEST} beside it, which has its captions and its"
            " words; make one with `dlvis render NAME`"
        )
    clip = _clip(_document(manifest), manifest)
    if is_film and place.resolve() != clip.path.resolve():
        raise InputError(f"{place}: expected the film of the clip beside it, which is {clip.path.name}")
    return clip


def is_intact(path: str | Path) -> bool:
    """Whether every file of the clip in the folder `path` is there and as it was written."""
    folder = Path(path)
    try:
        files = _document(folder / MANIFEST)["files"]
        return all(_is_as_written(inside(folder, name), expected) for name, expected in files.items())
    except (InputError, OSError, KeyError, AttributeError):
        return False


def missing_file(clip: Clip) -> Path | None:
    """The first file that the clip names and that is not there."""
    return next((path for path in clip_files(clip) if not path.is_file()), None)


def own_files(folder: Path) -> frozenset[str]:
    """The names, relative to `folder`, of the files that belong to the clip there; others are somebody's."""
    try:
        named = _document(folder / MANIFEST)["files"]
    except (InputError, KeyError):
        named = ()
    return frozenset((MANIFEST, PAGE, *named))


def clip_files(clip: Clip) -> Iterator[Path]:
    """The film and the files beside it that the clip names."""
    yield clip.path
    yield clip.poster
    yield from clip.captions
    yield from (still.path for still in clip.stills)
    yield from (still.page for still in clip.stills if still.page)


def digest(path: Path) -> str:
    """The SHA-256 of a file's content."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _is_as_written(path: Path | None, expected: Any) -> bool:
    return path is not None and digest(path) == expected


def _relative(path: Path, folder: Path) -> str:
    return path.resolve().relative_to(folder.resolve()).as_posix()


def _mapped(value: Any, name_of: Any) -> Any:
    """`value` for JSON: paths by `name_of`, tuples as lists."""
    if isinstance(value, Path):
        return name_of(value)
    if isinstance(value, Mapping):
        return {key: _mapped(each, name_of) for key, each in value.items()}
    return [_mapped(each, name_of) for each in value] if isinstance(value, tuple | list) else value


def _document(manifest: Path) -> dict[str, Any]:
    try:
        document = json.loads(manifest.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"{manifest}: no clip there ({error.strerror}); make one with `dlvis render NAME`"
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{manifest}: expected the manifest of a clip, but it cannot be parsed: {error}"
        ) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InputError(f"{manifest}: expected the manifest of a clip (format {FORMAT!r})")
    if document.get("version") != VERSION:
        raise InputError(
            f"{manifest}: expected format version {VERSION}, got {document.get('version')!r};"
            " it was written by another version of dlvis, render it again"
        )
    return document


def _clip(document: Mapping[str, Any], manifest: Path) -> Clip:
    entries = Entries(document, manifest)
    clip = Clip(
        path=entries.file("path"),
        scene=entries.text("scene"),
        title=entries.text("title"),
        language=entries.language("language"),
        width=entries.count("width"),
        height=entries.count("height"),
        fps=entries.count("fps"),
        seconds=entries.seconds("seconds"),
        chapters=tuple(_chapter(each) for each in entries.objects("chapters")),
        captions=entries.files("captions"),
        poster=entries.file("poster"),
        stills=tuple(_still(each) for each in entries.objects("stills")),
        credits=entries.texts("credits"),
        made_from=entries.object("made_from"),
    )
    _check_times(clip, manifest)
    return clip


def _chapter(entries: Entries) -> Chapter:
    name, title, narration, alt = (entries.text(each) for each in ("name", "title", "narration", "alt"))
    return Chapter(name, title, entries.seconds("start"), entries.seconds("end"), narration, alt)


def _still(entries: Entries) -> StillImage:
    page = entries.file("page") if entries.document.get("page") is not None else None
    return StillImage(
        entries.text("name"), entries.file("path"), entries.seconds("at"), entries.text("alt"), page
    )


def _check_times(clip: Clip, manifest: Path) -> None:
    """Chapters follow one another and end with the film."""
    before = 0.0
    for chapter in clip.chapters:
        if not before <= chapter.start <= chapter.end <= clip.seconds + 1 / clip.fps:
            raise InputError(
                f"{manifest}: chapter {chapter.name!r}: expected times between the chapter before and the"
                f" film's end at {clip.seconds} s, got {chapter.start} to {chapter.end} s"
            )
        before = chapter.end

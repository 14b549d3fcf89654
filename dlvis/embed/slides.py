"""What a deck shows, whatever program opens it: films, and of each a slide for every beat.

The films are cut into a folder of the deck and numbered in their order, as in `02-fold.mp4`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import av

from dlvis.clip import Clip, missing_file
from dlvis.embed.cut import cut
from dlvis.embed.stills import check_page
from dlvis.errors import InputError
from dlvis.style import THEMES, Theme, theme
from dlvis.style.colour import contrast
from dlvis.style.own import COLOURS, LEAST
from dlvis.style.theme import NIGHT

FILMS = "films"  # the folder of a deck that holds what its slides play
LONGEST_NAME = 40


@dataclass(frozen=True)
class Slide:
    """One beat: its own film and poster, the words that are spoken, and what is seen for who cannot see it.

    `captions` is the text of a WebVTT file, `has_sound` whether the film can be heard. `page` is the
    poster as a PDF of vectors, where that was asked for and it is a still that has one.
    """

    title: str
    film: Path
    poster: Path
    narration: str
    alt: str
    captions: str
    width: int
    height: int
    has_sound: bool
    page: Path | None = None


@dataclass(frozen=True)
class Act:
    """One film of a deck: its title, in its language, the picture that stands for it, and its slides."""

    title: str
    language: str
    poster: Path
    slides: tuple[Slide, ...]


@dataclass(frozen=True)
class Deck:
    """What is shown, in which looks, and the notices that the data of all films ask for."""

    title: str
    acts: tuple[Act, ...]
    credits: tuple[str, ...]
    theme: Theme

    @property
    def language(self) -> str:
        """That of the first film, in which the deck's own words are."""
        return self.acts[0].language

    @property
    def slides(self) -> tuple[Slide, ...]:
        return tuple(slide for act in self.acts for slide in act.slides)


def deck_of(
    clips: Sequence[Clip],
    folder: Path,
    title: str | None = None,
    theme_name: str | None = None,
    *,
    with_pages: bool = False,
) -> Deck:
    """Cut `clips` into `folder`/films and say what the slides show.

    The title is that of the first film, and the theme the one that film was made in, where none is given.
    `with_pages` takes posters as PDFs too.

    Raises:
        InputError: no clip, one without beats, one of whose files is missing or cannot be read.
    """
    check_whole(clips)
    look = theme(theme_name) if theme_name else _own_theme(clips[0])
    (folder / FILMS).mkdir()
    numbers = _numbers(sum(len(clip.chapters) for clip in clips))
    acts = tuple(
        _act(clip, number, folder / FILMS, numbers, with_pages) for number, clip in enumerate(clips, start=1)
    )
    credits = dict.fromkeys(notice for clip in clips for notice in clip.credits)
    return Deck(title or clips[0].title, acts, tuple(credits), look)


def check_whole(clips: Sequence[Clip]) -> None:
    """Refuse what no deck can be made of, before any work is done."""
    if not clips:
        raise InputError("deck: expected at least one clip, got none; name the folder of a clip")
    for clip in clips:
        if missing := missing_file(clip):
            raise InputError(f"{missing}: the clip names it, but it is not there; render the clip again")
        if not any(chapter.end > chapter.start for chapter in clip.chapters):
            raise InputError(f"{clip.path}: the film has no beat, so that there is nothing for a slide")


def plain_name(text: str) -> str:
    """`text` as a name of small letters, digits and `-`, which need no quoting in HTML, TeX or Markdown."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST_NAME].strip("-") or "film"


def _act(clip: Clip, number: int, films: Path, numbers: Iterator[str], with_pages: bool) -> Act:
    poster = films / f"film-{number}.png"
    copyfile(clip.poster, poster)
    with TemporaryDirectory(dir=films) as cuts:
        slides = tuple(_slide(piece, films, next(numbers), with_pages) for piece in cut(clip, cuts))
    return Act(clip.title, clip.language, poster, slides)


def _slide(piece: Clip, films: Path, number: str, with_page: bool) -> Slide:
    (chapter,) = piece.chapters
    name = f"{number}-{plain_name(chapter.name)}"
    film, poster = films / f"{name}.mp4", films / f"{name}.png"
    piece.path.replace(film)
    piece.poster.replace(poster)
    page = piece.stills[-1].page if piece.stills and with_page else None
    if page:
        check_page(page)
    return Slide(
        title=chapter.title,
        film=film,
        poster=poster,
        narration=chapter.narration,
        alt=chapter.alt,
        captions=_captions(piece),
        width=piece.width,
        height=piece.height,
        has_sound=_has_sound(film),
        page=page.replace(poster.with_suffix(".pdf")) if page else None,
    )


def _captions(piece: Clip) -> str:
    found = (path.read_text(encoding="utf-8") for path in piece.captions if path.suffix == ".vtt")
    return next(found, "WEBVTT\n")


def in_one(deck: Deck, head: str, act: Callable[[str, Act], str], credits: Iterable[str]) -> str:
    """The text of a deck for a program that reads text: head, acts, credits; `act` is handed its title too.

    The first act bears the title of the deck.
    """
    acts = (act(deck.title if number == 0 else each.title, each) for number, each in enumerate(deck.acts))
    return "\n\n".join([head, *acts, *credits]) + "\n"


def _has_sound(film: Path) -> bool:
    with av.open(film) as container:
        return bool(container.streams.audio)


def _numbers(n: int) -> Iterator[str]:
    width = max(2, len(str(n)))
    return (f"{number:0{width}}" for number in range(1, n + 1))


def _own_theme(clip: Clip) -> Theme:
    """The theme that the film was made in, as far as its manifest tells and it can be read; else night."""
    params, told = clip.made_from.get("params"), clip.made_from.get("theme")
    name = params.get("theme") if isinstance(params, Mapping) else None
    if isinstance(name, str) and name in THEMES:
        return THEMES[name]
    colours: dict[str, Any] = {key: told.get(key) for key in COLOURS} if isinstance(told, Mapping) else {}
    if not colours or not all(map(_is_colour, colours.values())):
        return NIGHT
    look = replace(NIGHT, **colours)
    is_readable = all(contrast(colour, look.ground) >= LEAST["ink"] for colour in (look.ink, look.muted))
    return look if is_readable else NIGHT


def _is_colour(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("#[0-9A-Fa-f]{6}", value) is not None

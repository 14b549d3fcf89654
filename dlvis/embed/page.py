"""The page that plays a clip: film, captions and poster, with the transcript beneath.

It lies in the clip's folder, names the files beside it, and needs no server and no network. Captions and
chapters stand in the page itself, since browsers load no caption file for a page that was opened from disk.
All that comes from the clip is escaped, and the page lets no script run but its own.
"""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

from dlvis.clip import Chapter, Clip, StillImage
from dlvis.embed.chapters import chapters_vtt, clock, unbroken
from dlvis.embed.languages import PageWords, language_name, page_words


@dataclass(frozen=True)
class Beside:
    """What lies beside the film for its page, besides what the manifest of a render names.

    `has_pdfs`: each still is there as PDF too, and shown. `files` are offered for download; `oembed` is the
    address under which programs find out about the page.
    """

    webm: Path | None = None
    loop: bool = False
    has_pdfs: bool = False
    files: tuple[Path, ...] = ()
    oembed: str = ""


NOTHING = Beside()


def page(clip: Clip, beside: Beside = NOTHING) -> str:
    """The HTML of the page; to be written into the clip's own folder, as it names the files beside it."""
    folder = Path(__file__).parent
    template = Template((folder / "page.html").read_text(encoding="utf-8"))
    script = (folder / "page.js").read_text(encoding="utf-8")
    words = page_words(clip.language)
    film = quote(clip.path.name)
    text = template.substitute(
        language=escape(clip.language),
        language_name=escape(language_name(clip.language)),
        title=escape(clip.title),
        width=clip.width,
        height=clip.height,
        film=film,
        poster=quote(clip.poster.name),
        poster_alt=escape(poster_alt(clip)),
        attributes=" loop muted" if beside.loop else "",
        sources="\n".join(_sources(clip, beside)),
        captions=_vtt(_captions(clip)),
        chapters=_vtt(chapters_vtt(clip.chapters).encode()),
        transcript="\n".join(_entry(chapter, film) for chapter in clip.chapters),
        more="\n".join([*_pictures(clip, beside, words), *_files(beside, words)]),
        credits="<br>".join(escape(notice) for notice in clip.credits),
        discovery=_discovery(beside),
        script=script,
        script_hash="sha256-" + b64encode(sha256(script.encode()).digest()).decode("ascii"),
        play=escape(words.play),
        keys=words.keys,
        transcript_title=escape(words.transcript),
    )
    return unbroken(text)


def poster_alt(clip: Clip) -> str:
    """What the poster shows: the last still, else the last beat."""
    shown: Iterable[StillImage | Chapter] = clip.stills or clip.chapters
    return [each.alt for each in shown][-1] if shown else clip.title


def relative(path: Path, clip: Clip) -> str:
    """The address of a file of the clip, from the page."""
    return quote(path.relative_to(clip.path.parent).as_posix())


def _captions(clip: Clip) -> bytes:
    path = next((path for path in clip.captions if path.suffix == ".vtt"), None)
    return path.read_bytes() if path else b"WEBVTT\n"


def _vtt(content: bytes) -> str:
    return "data:text/vtt;charset=utf-8;base64," + b64encode(content).decode("ascii")


def _sources(clip: Clip, beside: Beside) -> list[str]:
    # H.264 first: more machines play it without effort
    films = [clip.path] + ([beside.webm] if beside.webm else [])
    return [f'<source src="{quote(film.name)}" type="video/{film.suffix[1:]}">' for film in films]


def _entry(chapter: Chapter, film: str) -> str:
    return (
        f'<li><a href="{film}#t={chapter.start}" data-at="{chapter.start}">{clock(chapter.start)}</a><div>'
        f"<p><strong>{escape(chapter.title)}</strong> {escape(chapter.narration)}</p>"
        f'<p class="alt">{escape(chapter.alt)}</p></div></li>'
    )


def _pictures(clip: Clip, beside: Beside, words: PageWords) -> list[str]:
    if not (beside.has_pdfs and clip.stills):
        return []
    figures = [_picture(still, clip) for still in clip.stills]
    head = f'<h2 id="pictures">{escape(words.pictures)}</h2>'
    return [
        f'<section aria-labelledby="pictures">{head}<div class="pictures">',
        *figures,
        "</div></section>",
    ]


def _picture(still: StillImage, clip: Clip) -> str:
    png, pdf = relative(still.path, clip), relative(still.path.with_suffix(".pdf"), clip)
    name = escape(still.name)
    return (
        f'<figure><img src="{png}" alt="{escape(still.alt)}" width="{clip.width}" height="{clip.height}">'
        f'<figcaption>{escape(still.alt)} <span class="screen-only">'
        f'<a href="{png}" aria-label="PNG: {name}">PNG</a> <a href="{pdf}" aria-label="PDF: {name}">PDF</a>'
        "</span></figcaption></figure>"
    )


def _files(beside: Beside, words: PageWords) -> list[str]:
    if not beside.files:
        return []
    links = [f'<li><a href="{quote(file.name)}">{escape(file.name)}</a></li>' for file in beside.files]
    head = f'<h2 id="files">{escape(words.files)}</h2>'
    return [
        f'<section class="screen-only" aria-labelledby="files">{head}<ul class="files">',
        *links,
        "</ul></section>",
    ]


def _discovery(beside: Beside) -> str:
    if not beside.oembed:
        return ""
    return f'<link rel="alternate" type="application/json+oembed" href="{escape(beside.oembed)}">\n'

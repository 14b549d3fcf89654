"""The page that plays a clip: film, captions and poster, with the transcript beneath.

It lies in the clip's folder, names the film beside it, and needs no server and no network. The captions stand
in the page itself, since browsers load no caption file for a page that was opened from disk.
"""

from base64 import b64encode
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

from dlvis.clip import Chapter, Clip
from dlvis.embed.languages import language_name


def page(clip: Clip) -> str:
    """The HTML of the page; to be written into the clip's own folder, as it names the files beside it."""
    template = Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))
    film = quote(clip.path.name)
    return template.substitute(
        language=escape(clip.language),
        language_name=escape(language_name(clip.language)),
        title=escape(clip.title),
        width=clip.width,
        height=clip.height,
        film=film,
        poster=quote(clip.poster.name),
        captions=_captions(clip),
        transcript="\n".join(_entry(chapter, film) for chapter in clip.chapters),
        credits="<br>".join(escape(notice) for notice in clip.credits),
    )


def _captions(clip: Clip) -> str:
    path = next(path for path in clip.captions if path.suffix == ".vtt")
    return "data:text/vtt;charset=utf-8;base64," + b64encode(path.read_bytes()).decode("ascii")


def _entry(chapter: Chapter, film: str) -> str:
    minutes, seconds = divmod(int(chapter.start), 60)
    return (
        f'<li><a href="{film}#t={chapter.start}" data-at="{chapter.start}">{minutes}:{seconds:02}</a><div>'
        f"<p><strong>{escape(chapter.title)}</strong> {escape(chapter.narration)}</p>"
        f'<p class="alt">{escape(chapter.alt)}</p></div></li>'
    )

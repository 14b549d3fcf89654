"""A deck as a page for reveal.js, which lies beside it; no server and no network are needed.

Films are `<video>` elements, so that the speaker view shows them too. Captions stand in the page itself,
since browsers load no caption file for a page that was opened from disk.
"""

from base64 import b64encode
from collections.abc import Iterator
from html import escape
from pathlib import Path
from shutil import copyfile
from string import Template

from dlvis.embed.chapters import unbroken
from dlvis.embed.languages import language_name, page_words, words_language
from dlvis.embed.slides import FILMS, Act, Deck, Slide
from dlvis.shipped import shipped

PAGE = "index.html"
REVEAL = "reveal"  # the folder of ours and of the deck
PARTS = ("reveal.js", "reveal.css", "notes.js", "LICENSE")


def write(deck: Deck, folder: Path, name: str) -> Path:
    """Write the page and what it needs of reveal.js into `folder`, which holds the films already."""
    (folder / REVEAL).mkdir()
    for name in PARTS:
        copyfile(shipped("assets") / REVEAL / name, folder / REVEAL / name)
    (folder / PAGE).write_text(reveal_page(deck), encoding="utf-8")
    return folder / PAGE


def reveal_page(deck: Deck) -> str:
    """The HTML of the deck; to be written beside the folder of its films."""
    template = Template(Path(__file__).with_name("reveal.html").read_text(encoding="utf-8"))
    look = deck.theme
    text = template.substitute(
        language=escape(deck.language),
        title=escape(deck.title),
        slides="\n".join([*_sections(deck), _last(deck)]),
        **{name: getattr(look, name) for name in ("ground", "ink", "muted", "hairline", "positive")},
    )
    return unbroken(text)


def _sections(deck: Deck) -> Iterator[str]:
    for number, act in enumerate(deck.acts):
        yield _title(deck.title if number == 0 else act.title, act)
        for slide in act.slides:
            yield _section(slide, act.language)


def _title(title: str, act: Act) -> str:
    # the picture comes back in the film, where it has its text
    return (
        f'<section class="title" lang="{escape(act.language)}"><h1>{escape(title)}</h1>'
        f'<img src="{FILMS}/{act.poster.name}" alt=""></section>'
    )


def _section(slide: Slide, language: str) -> str:
    file, poster = f"{FILMS}/{slide.film.name}", f"{FILMS}/{slide.poster.name}"
    muted = "" if slide.has_sound else " muted"
    return f"""<section lang="{escape(language)}">
<h2>{escape(slide.title)}</h2>
<video controls playsinline data-autoplay{muted} preload="auto" width="{slide.width}" height="{slide.height}"
 style="--shape: {slide.width / slide.height:.4f}" poster="{poster}" aria-label="{escape(slide.alt)}">
<source data-src="{file}" type="video/mp4">
<track kind="captions" srclang="{escape(language)}" label="{escape(language_name(language))}" default
 src="{_inlined(slide.captions)}">
</video>
<aside class="notes">{escape(slide.narration)}</aside>
</section>"""


def _last(deck: Deck) -> str:
    notices = "".join(f"<li>{escape(notice)}</li>" for notice in deck.credits)
    listed = f"<ul>{notices}</ul>" if notices else ""
    own = page_words(deck.language)
    return (
        f'<section class="last" lang="{words_language(deck.language)}"><h2>{own.credits}</h2>{listed}'
        f"<p>{own.made} {own.slides_by} reveal.js"
        f' (<a href="{REVEAL}/LICENSE">{own.licence}</a>).</p></section>'
    )


def _inlined(captions: str) -> str:
    return "data:text/vtt;charset=utf-8;base64," + b64encode(captions.encode()).decode("ascii")

"""A deck as Markdown to include in one's own Quarto document: films in HTML, their posters elsewhere.

Whatever a title holds is text there, never a command.
"""

import re
from base64 import b64encode
from html import escape
from pathlib import Path

from dlvis.embed.languages import language_name, page_words
from dlvis.embed.slides import FILMS, Act, Deck, Slide, in_one

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
HEAD = """<!-- Put this folder's content beside your document and write {{< include NAME >}} there;
in the header of the document: resources: [films] -->"""


def write(deck: Deck, folder: Path, name: str) -> Path:
    """Write the Markdown into `folder`, which holds the films and posters already."""
    file = folder / f"{name}.qmd"
    file.write_text(quarto(deck, file.name), encoding="utf-8")
    return file


def quarto(deck: Deck, name: str) -> str:
    """Markdown with a slide, or a section, for each beat, for a file of this name."""
    return in_one(deck, HEAD.replace("NAME", name), _act, _credits(deck))


def markdown_text(text: str) -> str:
    """`text` on one line of Markdown, where no sign of it means anything."""
    return _PUNCTUATION.sub(r"\\\1", re.sub(r"[ \t\n]+", " ", text).strip())


def _act(title: str, act: Act) -> str:
    slides = (_slide(slide, act.language) for slide in act.slides)
    return "\n\n".join([f"# {markdown_text(title)}", *slides])


def _slide(slide: Slide, language: str) -> str:
    return f"""## {markdown_text(slide.title)}

::: {{.content-visible when-format="html"}}
```{{=html}}
{_video(slide, language)}
```
:::

::: {{.content-visible unless-format="html"}}
![{markdown_text(slide.title)}]({FILMS}/{slide.poster.name}){{fig-alt="{markdown_text(slide.alt)}"}}
:::

::: {{.notes}}
{markdown_text(slide.narration)}
:::"""


def _video(slide: Slide, language: str) -> str:
    captions = b64encode(slide.captions.encode()).decode("ascii")
    muted = "" if slide.has_sound else " muted"
    return (
        f'<video controls playsinline{muted} preload="metadata" width="{slide.width}" height="{slide.height}"'
        f' style="max-width: 100%; height: auto" poster="{FILMS}/{slide.poster.name}"'
        f' aria-label="{_one_line(slide.alt)}">'
        f'<source src="{FILMS}/{slide.film.name}" type="video/mp4">'
        f'<track kind="captions" srclang="{escape(language)}" label="{escape(language_name(language))}"'
        f' default src="data:text/vtt;charset=utf-8;base64,{captions}"></video>'
    )


def _one_line(text: str) -> str:
    """`text` for an HTML attribute that no fence and no shortcode of Quarto stands in."""
    return escape(" ".join(text.split())).replace("`", "&#96;").replace("{", "&#123;")


def _credits(deck: Deck) -> list[str]:
    heading = page_words(deck.language).credits
    return [f"# {heading}\n\n{'; '.join(map(markdown_text, deck.credits))}"] if deck.credits else []

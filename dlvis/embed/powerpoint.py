"""A deck as one PPTX, for PowerPoint, Keynote and LibreOffice: films with posters, the words as notes.

Slides have the shape of the films where all have the same, else 16:9; a film keeps its own shape in each.
"""

import shutil
from pathlib import Path
from typing import Any

from dlvis.embed.languages import page_words
from dlvis.embed.slides import FILMS, Act, Deck, Slide
from dlvis.errors import InputError
from dlvis.style import Theme

try:
    import pptx
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Emu, Pt
except ImportError as error:
    raise InputError('--to pptx needs python-pptx: python -m pip install "python-pptx>=1.0"') from error

AREA = 13.333 * 7.5 * 914400**2  # of a usual wide slide, in EMU
LAYOUT = 5  # of python-pptx's own template: a title alone
MARGIN, HEADING = 0.03, 0.13  # shares of the slide's height
Box = tuple[int, int, int, int]  # left, top, width, height


def write(deck: Deck, folder: Path, name: str) -> Path:
    """Write the deck into `folder`; the films that lie there go into the file."""
    show = pptx.Presentation()
    show.slide_width, show.slide_height = _slide_size(deck)
    show.core_properties.title = deck.title
    show.core_properties.author = "dlvis"
    show.core_properties.language = deck.acts[0].language
    for number, act in enumerate(deck.acts):
        _add_title(show, deck.theme, deck.title if number == 0 else act.title, act)
        for slide in act.slides:
            _add_film(show, deck.theme, slide)
    _add_credits(show, deck)
    file = folder / f"{name}.pptx"
    show.save(str(file))
    shutil.rmtree(folder / FILMS)
    return file


def fitted(width: int, height: int, box: Box) -> Box:
    """The largest place of the shape width : height in the middle of `box`."""
    left, top, room_x, room_y = box
    scale = min(room_x / width, room_y / height)
    x, y = int(width * scale), int(height * scale)
    return left + (room_x - x) // 2, top + (room_y - y) // 2, x, y


def _slide_size(deck: Deck) -> tuple[Any, Any]:
    shapes = {slide.width / slide.height for slide in deck.slides}
    shape = shapes.pop() if max(shapes) - min(shapes) < 0.01 else 16 / 9
    height = (AREA / shape) ** 0.5
    return Emu(int(height * shape)), Emu(int(height))


def _add_title(show: Any, look: Theme, title: str, act: Act) -> None:
    slide = _new_slide(show, look, title, _heading(show, 0.2), 40)
    width, height = act.slides[0].width, act.slides[0].height
    place = fitted(width, height, _below(show, 0.24, 0.06))
    _describe(slide.shapes.add_picture(str(act.poster), *place), "")


def _add_film(show: Any, look: Theme, shown: Slide) -> None:
    slide = _new_slide(show, look, shown.title, _heading(show, HEADING), 28)
    place = fitted(shown.width, shown.height, _below(show, HEADING + MARGIN, MARGIN))
    film = slide.shapes.add_movie(
        str(shown.film), *place, poster_frame_image=str(shown.poster), mime_type="video/mp4"
    )
    _describe(film, shown.alt)
    slide.notes_slide.notes_text_frame.text = shown.narration


def _add_credits(show: Any, deck: Deck) -> None:
    own = page_words(deck.language)
    slide = _new_slide(show, deck.theme, own.credits, _heading(show, 0.2), 32)
    words = slide.shapes.add_textbox(*_below(show, 0.28, 0.06)).text_frame
    words.word_wrap = True
    words.text = "\n".join([*deck.credits, own.made])
    for paragraph in words.paragraphs:
        paragraph.alignment = PP_ALIGN.CENTER
        paragraph.font.size = Pt(18)
        paragraph.font.color.rgb = _colour(deck.theme.muted)


def _new_slide(show: Any, look: Theme, title: str, box: Box, size: int) -> Any:
    slide = show.slides.add_slide(show.slide_layouts[LAYOUT])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = _colour(look.ground)
    heading = slide.shapes.title
    heading.left, heading.top, heading.width, heading.height = (Emu(length) for length in box)
    heading.text_frame.text = title.replace("\n", " ")
    heading.text_frame.word_wrap = True
    font = heading.text_frame.paragraphs[0].font
    font.size, font.bold, font.color.rgb = Pt(size), True, _colour(look.ink)
    return slide


def _heading(show: Any, share: float) -> Box:
    edge = int(MARGIN * show.slide_height)
    return edge, edge, show.slide_width - 2 * edge, int(share * show.slide_height) - edge


def _below(show: Any, top: float, bottom: float) -> Box:
    """What is left between these shares of the height."""
    edge = int(MARGIN * show.slide_height)
    height = int((1 - top - bottom) * show.slide_height)
    return edge, int(top * show.slide_height), show.slide_width - 2 * edge, height


def _describe(shape: Any, alt: str) -> None:
    shape._element.nvPicPr.cNvPr.set("descr", alt)


def _colour(name: str) -> Any:
    colour: Any = RGBColor
    return colour(*bytes.fromhex(name.removeprefix("#")))

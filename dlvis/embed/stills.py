"""Stills for print, each with a PDF: the page of vectors that the clip has, or else its picture's pixels.

Embedding runs no scene, so vectors are drawn when the clip is rendered. Clips that were made without them
get the pixels of the PNG as they are, at the width of a page's text and with their alternative text.
"""

from io import BytesIO
from pathlib import Path

import cairo
from PIL import Image, UnidentifiedImageError

from dlvis.draw.page import WIDTH
from dlvis.embed.harmless import is_plain_page
from dlvis.errors import InputError
from dlvis.export.pdf import describe

MOST_PIXELS = 7680 * 4320
MOST_BYTES = 2**26  # of a page, which is read as a whole; those of dlvis have less than a hundredth


def check_picture(path: Path) -> None:
    """Raises InputError where `path` is no PNG of a sensible size."""
    try:
        with Image.open(path, formats=["PNG"]) as picture:
            n_pixels = picture.width * picture.height
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(f"{path}: expected a PNG; render the clip again") from error
    if n_pixels > MOST_PIXELS:
        raise InputError(f"{path}: expected a picture of at most {MOST_PIXELS} pixels, got {n_pixels}")


def check_page(path: Path) -> None:
    """Refuse what is no page as dlvis draws them: a stranger's PDF may open files and run scripts."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise InputError(f"{path}: expected a page of at most {MOST_BYTES} bytes, got {size}")
    if not is_plain_page(path.read_bytes()):
        raise InputError(f"{path}: expected a page as dlvis draws them; render the clip again")


def still_pdf(path: Path, title: str, alt: str) -> bytes:
    """The PNG at `path` as a PDF page of its shape; equal pictures give equal bytes."""
    check_picture(path)
    try:
        picture = cairo.ImageSurface.create_from_png(str(path))
    except (cairo.Error, MemoryError, OSError) as error:
        raise InputError(f"{path}: expected a PNG, but it cannot be read; render the clip again") from error
    scale = WIDTH / picture.get_width()
    content = BytesIO()
    with cairo.PDFSurface(content, WIDTH, picture.get_height() * scale) as surface:
        describe(surface, title, alt)
        pen = cairo.Context(surface)
        pen.scale(scale, scale)
        pen.set_source_surface(picture)
        pen.paint()
        surface.show_page()
    return content.getvalue()

"""Stills for print: each picture as PDF too, at the width of a page's text and with its alternative text.

A clip holds pictures, not the shapes that were drawn, and embedding it runs no scene: the PDF holds the
pixels of the PNG as they are, without loss. Vectors of a fold geometry come from `dlvis export --to pdf`.
"""

from io import BytesIO
from pathlib import Path

import cairo
from PIL import Image, UnidentifiedImageError

from dlvis.errors import InputError

WIDTH = 160 / 25.4 * 72  # points; the text of an A4 page
MOST_PIXELS = 7680 * 4320


def check_picture(path: Path) -> None:
    """Raises InputError where `path` is no PNG of a sensible size."""
    try:
        with Image.open(path, formats=["PNG"]) as picture:
            n_pixels = picture.width * picture.height
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(f"{path}: expected a PNG; render the clip again") from error
    if n_pixels > MOST_PIXELS:
        raise InputError(f"{path}: expected a picture of at most {MOST_PIXELS} pixels, got {n_pixels}")


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
        surface.set_metadata(cairo.PDFMetadata.TITLE, title)
        surface.set_metadata(cairo.PDFMetadata.SUBJECT, alt)
        surface.set_metadata(cairo.PDFMetadata.CREATOR, "dlvis")
        surface.set_metadata(cairo.PDFMetadata.CREATE_DATE, "")  # the day of writing would make each differ
        pen = cairo.Context(surface)
        pen.scale(scale, scale)
        pen.set_source_surface(picture)
        pen.paint()
        surface.show_page()
    return content.getvalue()

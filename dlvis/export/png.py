"""A picture as PNG, by Cairo."""

from io import BytesIO

import cairo

from dlvis.export.pdf import paint
from dlvis.export.picture import Picture


def png(picture: Picture, pixels: int = 800) -> bytes:
    """The bytes of the file; its longer side has so many pixels."""
    scale = pixels / max(picture.width, picture.height)
    width, height = (max(1, round(length * scale)) for length in (picture.width, picture.height))
    content = BytesIO()
    with cairo.ImageSurface(cairo.Format.RGB24, width, height) as surface:
        pen = cairo.Context(surface)
        pen.scale(scale, scale)
        paint(pen, picture)
        surface.write_to_png(content)
    return content.getvalue()

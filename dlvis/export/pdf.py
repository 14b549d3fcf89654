"""A picture as a one-page PDF, all of it vectors, by Cairo (which Manim brings along)."""

from io import BytesIO
from itertools import pairwise
from typing import Any

import cairo
import numpy as np

from dlvis.export.picture import Path, Picture, is_closed
from dlvis.style import rgb

POINTS = {"mm": 72 / 25.4, "px": 72 / 96}
"""PDF's points to a unit."""


def pdf(picture: Picture) -> bytes:
    """The bytes of the file; equal pictures give equal bytes."""
    content, scale = BytesIO(), POINTS[picture.unit]
    with cairo.PDFSurface(content, picture.width * scale, picture.height * scale) as surface:
        surface.restrict_to_version(cairo.PDFVersion.VERSION_1_4)  # what printers and journals take
        describe(surface, picture.title, picture.text)
        pen = cairo.Context(surface)
        pen.scale(scale, scale)
        paint(pen, picture)
        surface.show_page()
    return content.getvalue()


def paint(pen: "cairo.Context[Any]", picture: Picture) -> None:
    """The ground and the paths of a picture, with a pen that is scaled to its units."""
    pen.set_source_rgb(*rgb(picture.ground))
    pen.paint()
    pen.set_line_join(cairo.LineJoin.ROUND)
    for path in picture.paths:
        draw(pen, path)


def describe(surface: cairo.PDFSurface, title: str, text: str) -> None:
    """Say what is seen to who cannot see it, and leave out when it was written."""
    surface.set_metadata(cairo.PDFMetadata.TITLE, title)
    surface.set_metadata(cairo.PDFMetadata.SUBJECT, text)
    surface.set_metadata(cairo.PDFMetadata.CREATOR, "dlvis")
    surface.set_metadata(cairo.PDFMetadata.CREATE_DATE, "")  # the day of writing would make each file differ


def draw(pen: "cairo.Context[Any]", path: Path) -> None:
    """Fill and stroke one path with a pen that is scaled to the picture's units."""
    for start, end in pairwise(path.offsets.tolist()):
        points = path.points[start:end]
        closed = path.fill is not None or is_closed(points)
        for x, y in np.asarray(points).tolist():
            pen.line_to(x, y)
        if closed:
            pen.close_path()
        pen.new_sub_path()
    if path.fill is not None:
        pen.set_source_rgb(*rgb(path.fill))
        pen.fill_preserve()
    red, green, blue = rgb(path.stroke)
    pen.set_source_rgba(red, green, blue, path.opacity)
    pen.set_line_width(path.width)
    pen.set_dash(path.dash)
    pen.set_line_cap(cairo.LineCap.BUTT if path.dash else cairo.LineCap.ROUND)
    pen.stroke()

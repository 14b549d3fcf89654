"""A frame as a page of vectors for print: tilings and strokes as paths, things in space as an image between.

What hides and cuts one another is settled pixel by pixel, so it has no outline to print: it becomes an image
of at least `FINEST` pixels to the width of the frame, at its place between the vectors below and above it.

Viewers mix the colours of two paths that meet within a pixel with what lies below them, and hairlines shine
through. So a tiling has a lining: its patches are drawn twice, first with rims of their own colours, cut off
at the outline of the whole, then as they are. What shines through is one of the two neighbours.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from math import ceil
from typing import Any

import cairo
import numpy as np

from dlvis.arrays import Floats, Ints
from dlvis.draw.arguments import Frame
from dlvis.draw.canvas import Canvas, Pixels
from dlvis.draw.cropping import MARGIN, rings_within, strokes_within
from dlvis.draw.patchwork import Patchwork
from dlvis.draw.solid_things import Facets, Segments
from dlvis.export.pdf import describe
from dlvis.style import rgb

WIDTH = 160 / 25.4 * 72  # points; the text of an A4 page
FINEST = 2520  # pixels across the page: 400 dpi
MOST_PATCHES = 20_000  # of one tiling, and
MOST_STROKES = 100_000  # of one thing; beyond them viewers take seconds, and it becomes an image too
MOST_LEVELS = 32  # of opacity within one tiling
RIM = 1.5  # points

Outlines = list[tuple[Floats, Any]]  # of each colour, 0 to 255, its path
Pen = Any  # cairo.Context[Any], which is generic in its stubs alone


class Page:
    """A canvas on which things stay vectors; `size` is (width, height) of the frame in pixels."""

    def __init__(self, surface: cairo.PDFSurface, size: tuple[int, int]) -> None:
        self._surface, self.size, self.scale = surface, size, WIDTH / size[0]

    def pen(self, matrix: cairo.Matrix | None = None) -> Pen:
        """A pen in pixels of the frame, or in the units that `matrix` leads from to them."""
        pen = cairo.Context(self._surface)
        pen.scale(self.scale, self.scale)
        if matrix is not None:
            pen.transform(matrix)
        return pen

    def ground(self, colour: str) -> None:
        """Paint all of the page."""
        pen = self.pen()
        pen.set_source_rgb(*rgb(colour))
        pen.paint()

    def tiling(self, points: Floats, work: Patchwork, colours: Floats) -> None:
        if work.n_patches > MOST_PATCHES:
            self.image(lambda canvas, k: canvas.tiling(k * points, work, colours))
            return
        corners, rounded = points[work.corners], _bytes(colours)
        for alpha, rings in _parts(_levels(rounded[:, 3])[work.owners]):
            same_colour = list(_parts(rounded[work.owners[rings], :3]))
            with self._as_one(alpha / 255, len(same_colour)) as (pen, opacity):
                outlines = [
                    (colour, _outline(pen, rings_within(corners, work.offsets, rings[same], self.size)))
                    for colour, same in same_colour
                ]
                _line(pen, outlines, RIM / self.scale)
                for colour, outline in outlines:
                    pen.append_path(outline)
                    pen.set_source_rgba(*colour / 255, opacity)
                    pen.fill()

    def strokes(self, starts: Floats, ends: Floats, colours: Floats, width: float) -> None:
        starts, ends, which = strokes_within(starts, ends, self.size, MARGIN + width)
        if len(which) > MOST_STROKES:
            self.image(lambda canvas, k: canvas.strokes(k * starts, k * ends, colours[which], k * width))
            return
        rounded = _bytes(colours)[which]
        for first, last in _runs(rounded[:, 3:]):
            runs = list(_runs(rounded[first:last, :3]))
            with self._as_one(rounded[first, 3] / 255, len(runs)) as (pen, opacity):
                pen.set_line_width(width)
                pen.set_line_cap(cairo.LineCap.ROUND)
                pen.set_line_join(cairo.LineJoin.ROUND)
                for start, end in runs:
                    _follow(pen, starts[first + start : first + end], ends[first + start : first + end])
                    pen.set_source_rgba(*rounded[first + start, :3] / 255, opacity)
                    pen.stroke()

    def solid(self, things: Sequence[Facets | Segments]) -> None:
        self.image(lambda canvas, k: canvas.solid([_enlarged(each, k) for each in things]))

    def image(self, draw: Callable[[Canvas, int], None]) -> None:
        """What `draw` draws on a canvas that has so many times the pixels of the frame, as an image."""
        k = max(1, ceil(FINEST / self.size[0]))
        frame = np.zeros((k * self.size[1], k * self.size[0], 4), np.uint8)
        draw(Pixels(frame), k)
        self.paste(frame, k)

    def paste(self, frame: Frame, k: int = 1) -> None:
        """Lay a frame over the page, as far as it shows anything: premultiplied RGBA, `k` times as large."""
        rows, columns = (np.flatnonzero(frame[..., 3].any(axis=axis)) for axis in (1, 0))
        if len(rows) == 0:
            return
        top, left = int(rows[0]), int(columns[0])
        cut = np.ascontiguousarray(frame[top : rows[-1] + 1, left : columns[-1] + 1][..., [2, 1, 0, 3]])
        height, width = cut.shape[:2]
        pen = self.pen(cairo.Matrix(1 / k, 0, 0, 1 / k))
        image = cairo.ImageSurface.create_for_data(cut.data, cairo.Format.ARGB32, width, height)
        pen.set_source_surface(image, left, top)
        pen.paint()
        self._surface.flush()

    @contextmanager
    def _as_one(self, alpha: float, n_paths: int) -> Iterator[tuple[Pen, float]]:
        """A pen in pixels of the frame, and the opacity to draw each of so many paths with, so that all of
        them together have the opacity `alpha`."""
        pen = self.pen()
        if n_paths < 2 or alpha == 1:
            yield pen, alpha
            return
        pen.push_group()
        yield pen, 1.0
        pen.pop_group_to_source()
        pen.paint_with_alpha(alpha)


def pdf_page(size: tuple[int, int], draw: Callable[[Page], None], title: str, text: str) -> bytes:
    """The PDF of what `draw` draws for a frame of `size` pixels; `title` and `text` are its metadata.

    It is `WIDTH` wide. Equal pictures give equal bytes.
    """
    content = BytesIO()
    with cairo.PDFSurface(content, WIDTH, WIDTH * size[1] / size[0]) as surface:
        surface.restrict_to_version(cairo.PDFVersion.VERSION_1_4)  # what printers and journals take
        describe(surface, title, text)
        draw(Page(surface, size))
        surface.show_page()
    return content.getvalue()


def _line(pen: Pen, outlines: Outlines, width: float) -> None:
    """Rim the outlines with their colours, within them all."""
    if len(outlines) < 2:
        return  # one path has no seams
    pen.push_group()  # cut off once, as a whole: Cairo writes the outline anew for all that is cut off by it
    pen.set_line_width(width)
    pen.set_line_join(cairo.LineJoin.ROUND)
    for colour, outline in outlines:
        pen.append_path(outline)
        pen.set_source_rgb(*colour / 255)
        pen.stroke()
    pen.pop_group_to_source()
    pen.save()
    for _, outline in outlines:
        pen.append_path(outline)
    pen.clip()
    pen.paint()
    pen.restore()


def _outline(pen: Pen, rings: Iterable[Floats]) -> Any:
    """The path of closed rings, to be appended as often as it is wanted."""
    for ring in rings:
        for x, y in ring.tolist():
            pen.line_to(x, y)
        pen.close_path()
        pen.new_sub_path()
    path = pen.copy_path()
    pen.new_path()
    return path


def _follow(pen: Pen, starts: Floats, ends: Floats) -> None:
    """Strokes as lines: those that begin where the one before them ends go on from there."""
    goes_on = np.concatenate([[False], (starts[1:] == ends[:-1]).all(axis=1)])
    for start, end, on in zip(starts.tolist(), ends.tolist(), goes_on.tolist(), strict=True):
        if not on:
            pen.move_to(*start)
        pen.line_to(*end)


def _levels(alphas: Floats) -> Floats:
    """(n, 1): opacities in steps of a byte, and in fewer where they are too many."""
    step = 1 if len(np.unique(alphas)) <= MOST_LEVELS else 255 / MOST_LEVELS
    levels: Floats = np.round(alphas / step)[:, None] * step
    return levels


def _parts(keys: Floats) -> Iterator[tuple[Any, Ints]]:
    """Each row of `keys` (n, k) that occurs, as a number where k is 1, and where it does."""
    found, which = np.unique(keys, axis=0, return_inverse=True)
    order = np.argsort(which.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(which.ravel(), minlength=len(found)))
    for key, places in zip(found, np.split(order, ends), strict=False):  # nothing is left after the last end
        yield (float(key[0]) if keys.shape[1] == 1 else key), places


def _runs(keys: Floats) -> Iterator[tuple[int, int]]:
    """From where to where rows of `keys` (n, k) are the same."""
    changes = np.flatnonzero((keys[1:] != keys[:-1]).any(axis=1)) + 1
    bounds = [0, *changes.tolist(), len(keys)]
    return ((start, end) for start, end in pairwise(bounds) if end > start)


def _bytes(colours: Floats) -> Floats:
    """Colours in whole steps of a byte, 0 to 255."""
    rounded: Floats = np.round(255 * np.clip(colours, 0, 1))
    return rounded


def _enlarged(thing: Facets | Segments, k: int) -> Facets | Segments:
    """A thing in space as a frame of `k` times the pixels shows it."""
    larger = np.array([k, k, 1.0])
    if isinstance(thing, Facets):
        return replace(thing, points=thing.points * larger)
    return replace(
        thing, starts=thing.starts * larger, ends=thing.ends * larger, widths=thing.widths * float(k)
    )

"""Three ways to put one tiling, or many strokes, into a frame of 1080p: ours, cairo's, and plain Manim's.

Each painter takes what is to be drawn and returns a call that draws one frame, ground and all, and answers
it as (H, W, 4) uint8. What a film computes anew in each frame (the points) the call takes as given, but hands
on as its library wants it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cairo
import numpy as np
from manim import Camera, Polygon, VGroup

from dlvis.draw.patchwork import region_patches
from dlvis.draw.strokes import draw_strokes
from dlvis.draw.tiling import draw_tiling
from dlvis.geometry import FoldComplex

WIDTH, HEIGHT = 1920, 1080
SIDE = 1000.0  # pixels: the window in the middle of the frame

Frame = np.ndarray
Draw = Callable[[], Frame]


@dataclass(frozen=True)
class Tiling:
    """A folded window in the middle of the frame: points (V, 2) in pixels, colours (R, 4) straight RGBA."""

    folded: FoldComplex
    points: np.ndarray
    colours: np.ndarray

    def corners(self) -> list[np.ndarray]:
        """The corners (n, 2) of each region."""
        return np.split(self.points[self.folded.region_vertices], self.folded.region_offsets[1:-1])


@dataclass(frozen=True)
class Lines:
    """Strokes in pixels: starts and ends (n, 2), colours (n, 4), one width."""

    starts: np.ndarray
    ends: np.ndarray
    colours: np.ndarray
    width: float


def tiling(folded: FoldComplex, seed: int = 0) -> Tiling:
    """A folded window in the middle of the frame, in random opaque colours."""
    box = folded.window
    middle, scale = np.array(box.centre), SIDE / max(box.width, box.height)
    points = (folded.vertices - middle) * [scale, -scale] + [WIDTH / 2, HEIGHT / 2]
    colours = np.random.default_rng(seed).uniform(0, 1, (folded.n_regions, 4))
    colours[:, 3] = 1
    return Tiling(folded, points, colours)


def our_tiling(tiling: Tiling) -> Draw:
    work, frame, ground = region_patches(tiling.folded), *_our_canvas()

    def draw() -> Frame:
        frame[:] = ground
        draw_tiling(frame, tiling.points, work.edges, work.left, work.right, tiling.colours)
        return frame

    return draw


def our_lines(lines: Lines) -> Draw:
    frame, ground = _our_canvas()

    def draw() -> Frame:
        frame[:] = ground
        draw_strokes(frame, lines.starts, lines.ends, lines.colours, lines.width)
        return frame

    return draw


def cairo_tiling(tiling: Tiling) -> Draw:
    """One path a region, straight from Python."""
    frame, context = _cairo_canvas()

    def draw() -> Frame:
        _black(context)
        for polygon, colour in zip(tiling.corners(), tiling.colours, strict=True):
            context.set_source_rgba(*colour.tolist())
            (x, y), *rest = polygon.tolist()
            context.move_to(x, y)
            for x, y in rest:
                context.line_to(x, y)
            context.fill()
        return frame

    return draw


def cairo_lines(lines: Lines) -> Draw:
    """One path a stroke, with round ends."""
    frame, context = _cairo_canvas()
    context.set_line_cap(cairo.LINE_CAP_ROUND)
    context.set_line_width(lines.width)

    def draw() -> Frame:
        _black(context)
        columns = (lines.starts.tolist(), lines.ends.tolist(), lines.colours.tolist())
        for start, end, colour in zip(*columns, strict=True):
            context.set_source_rgba(*colour)
            context.move_to(*start)
            context.line_to(*end)
            context.stroke()
        return frame

    return draw


def manim_tiling(tiling: Tiling) -> Draw:
    """A VGroup of Polygon whose points an updater sets anew, drawn by Manim's camera."""
    camera = Camera(pixel_width=WIDTH, pixel_height=HEIGHT, background_color="#000000")
    to_scene = np.array([1.0, -1.0]) * camera.frame_height / HEIGHT
    flat = [(polygon - [WIDTH / 2, HEIGHT / 2]) * to_scene for polygon in tiling.corners()]
    outlines = [
        np.column_stack([polygon, np.zeros(len(polygon))])[[*range(len(polygon)), 0]] for polygon in flat
    ]
    group = VGroup(*(Polygon(*outline[:-1]) for outline in outlines))
    group.set_stroke(width=0)
    for shape, colour in zip(group, tiling.colours, strict=True):
        shape.set_fill(_hex(colour), opacity=1)

    def move(shapes: VGroup) -> None:
        for shape, outline in zip(shapes, outlines, strict=True):
            shape.set_points_as_corners(outline)

    group.add_updater(move)

    def draw() -> Frame:
        group.update()
        camera.reset()
        camera.capture_mobjects([group])
        return camera.pixel_array

    return draw


def worst_seam(painter: Callable[[Tiling], Draw], tiling: Tiling) -> int:
    """How far from white any channel of any pixel well inside is when all regions are white on black."""
    colours = np.ones_like(tiling.colours)
    colours[::2, :3] = 0.9995  # white as well, as a byte; but no painter may take the two for one
    white = Tiling(tiling.folded, tiling.points, colours)
    low = np.ceil(tiling.points.min(axis=0)).astype(int) + 1
    high = np.floor(tiling.points.max(axis=0)).astype(int) - 1
    inner = painter(white)()[low[1] : high[1], low[0] : high[0], :3]
    return 255 - int(inner.min())


def _our_canvas() -> tuple[Frame, Frame]:
    """A frame, and what it is before anything is drawn."""
    ground = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    ground[..., 3] = 255
    return ground.copy(), ground


def _cairo_canvas() -> tuple[Frame, cairo.Context]:
    frame = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    surface = cairo.ImageSurface.create_for_data(frame, cairo.FORMAT_ARGB32, WIDTH, HEIGHT)
    return frame, cairo.Context(surface)


def _black(context: cairo.Context) -> None:
    context.set_source_rgb(0, 0, 0)
    context.paint()


def _hex(colour: np.ndarray) -> str:
    return "#" + bytes((255 * colour[:3]).round().astype(np.uint8)).hex()

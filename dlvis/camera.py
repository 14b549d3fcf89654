"""Manim's three-dimensional camera with dlvis' own engine in it.

What is made of `Patches` and `Strokes` is drawn by `dlvis.draw`: in space with true depth, all of one z-index
in one buffer, so that sheets cut one another; and by exact area, in the scene's order, where all of it faces
the camera at one distance, as a map does that is seen from above, and where it is pinned to the frame. All
else is drawn by Manim as ever, over what lies in space.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Literal, Self, cast

import cairo
import numpy as np
from manim import ORIGIN, Camera, Mobject, ThreeDCamera, VMobject, config

from dlvis.arrays import Floats
from dlvis.draw.arguments import Frame
from dlvis.draw.canvas import Canvas, Pixels
from dlvis.draw.clipping import NEAR, Lens, clipped_rings, clipped_segments
from dlvis.draw.layout import safe_area
from dlvis.draw.page import Page, pdf_page
from dlvis.draw.solid_things import Facets, Segments
from dlvis.draw.strokes import dashed_on_screen
from dlvis.draw.view import View, aimed
from dlvis.errors import InputError
from dlvis.mobjects.leaves import Drawn, Patches, Strokes
from dlvis.mobjects.tag import Tag
from dlvis.window import Window

DEPTH_DIGITS = 6  # decimals of scene units that tell which of two things is nearer
HIGHEST = 30  # order of coplanar things; each is a small step nearer, and they must stay small together
LINE_WIDTH = 0.01  # scene units of one unit of Manim's stroke width


class FilmCamera(ThreeDCamera):
    """A camera that draws patches and strokes, and keeps a pinned mobject pinned when its parts are replaced.

    `before_frame` is called before each frame is drawn, and may raise to end the film there. Where it has a
    `page`, it draws on that and not in its frame.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("should_apply_shading", False)  # sheets carry their own light
        super().__init__(**kwargs)
        self.pinned: list[Mobject] = []
        self._families: set[Mobject] = set()
        self.before_frame: Callable[[], None] | None = None
        self.page: Page | None = None

    def get_mobjects_to_display(self, *args: Any, **kwargs: Any) -> list[Mobject]:
        """All that is drawn, the farthest first; what is equally far stays in the scene's order.

        Manim sorts by the bare number, and rounding would settle which of two flat facets lies on top: it
        differs from run to run with where arrays lie in memory, and so did the frames.
        """
        shown = Camera.get_mobjects_to_display(self, *args, **kwargs)
        towards_viewer = self.get_rotation_matrix()[2]

        def nearness(mobject: Any) -> float:
            if not getattr(mobject, "shade_in_3d", False):
                return float("inf")
            return round(float(mobject.get_z_index_reference_point() @ towards_viewer), DEPTH_DIGITS)

        return sorted(shown, key=nearness)

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        if self.before_frame is not None:
            self.before_frame()
        self.pin_families()
        self.reset_rotation_matrix()
        shown = [
            each
            for each in self.get_mobjects_to_display(mobjects, **kwargs)
            if not isinstance(each, Drawn) or each.is_visible
        ]
        in_space = set(self.in_space(shown))
        for _, level in groupby(sorted(shown, key=lambda each: each.z_index), lambda each: each.z_index):
            self.draw_level(list(level), in_space)

    def draw_level(self, shown: list[Mobject], in_space: set[Mobject]) -> None:
        """Draw what is of one z-index: what lies in space, and over it all else in the scene's order."""
        deep = [each for each in shown if each in in_space]
        if deep:
            canvas(self).solid(list(solids(self, deep)))
        flat = sorted(
            (each for each in shown if each not in in_space), key=lambda each: getattr(each, "rank", 0)
        )
        for kind, group in groupby(flat, kind_of):
            if kind == "drawn":
                for each in group:
                    self.draw_flat(each)
            elif kind == "pixels" and self.page is not None:
                _paste(self, self.page, list(group))
            else:
                super().capture_mobjects(list(group), include_submobjects=False)

    def pin_families(self) -> None:
        """Fix what is pinned now: an `always_redraw` panel has new parts in each frame."""
        self.fixed_in_frame_mobjects -= self._families
        self._families = {part for each in self.pinned for part in each.get_family()}
        self.fixed_in_frame_mobjects |= self._families

    def get_cairo_context(self, pixel_array: Any) -> Any:
        """Manim's context without the frame's centre, which its projection has taken off already; Manim keeps
        the one that it made first, with the centre of that moment."""
        across, down = self.pixel_width / self.frame_width, self.pixel_height / self.frame_height
        to_pixels = cairo.Matrix(across, 0, 0, -down, self.pixel_width / 2, self.pixel_height / 2)
        if self.page is not None:
            return self.page.pen(to_pixels)
        context = super().get_cairo_context(pixel_array)
        context.set_matrix(to_pixels)
        return context

    def set_cairo_context_color(self, ctx: Any, rgbas: Any, vmobject: Any) -> Self:
        """Manim changes red and blue over, as they lie in its frame; on a page they are as they are."""
        own = rgbas if self.page is None else np.asarray(rgbas)[:, [2, 1, 0, 3]]
        super().set_cairo_context_color(ctx, own, vmobject)
        return self

    def in_space(self, shown: Iterable[Mobject]) -> list[Any]:
        """The patches and strokes that need depth: none where all that are not pinned lie at one distance,
        and that before the eye."""
        drawn = [each for each in shown if isinstance(each, Drawn) and not self.is_pinned(each)]
        towards_viewer = self.get_rotation_matrix()[2]
        distances = np.concatenate([np.zeros(0), *(each.points @ towards_viewer for each in drawn)])
        if len(distances) == 0:
            return []
        farthest = self.get_focal_distance() + self.frame_center @ towards_viewer - NEAR
        is_flat = np.ptp(distances) <= 10.0**-DEPTH_DIGITS and distances.max() <= farthest
        return [] if is_flat else drawn

    def face(self, tag: Tag) -> Tag:
        """`tag`, which from now on keeps its size and faces the viewer where its spot is seen."""
        self.add_fixed_orientation_mobjects(tag, center_func=lambda: tag.spot)
        return tag

    def is_pinned(self, mobject: Mobject) -> bool:
        return mobject in self.fixed_in_frame_mobjects or mobject in self.fixed_orientation_mobjects

    def is_in_world(self, mobjects: Iterable[Mobject]) -> bool:
        """Whether any part of them is drawn by this camera's engine, and moves when the camera does."""
        pinned = {each for mobject in self.pinned for each in mobject.get_family()}
        family = {each for mobject in mobjects for each in mobject.get_family()}
        return any(isinstance(each, Drawn) and not self.is_pinned(each) for each in family - pinned)

    def turned(self, points: Floats) -> Floats:
        """(n, 3): points of the scene along the camera's axes: right, up, towards the viewer."""
        turned: Floats = (points - self.frame_center) @ self.get_rotation_matrix().T
        return turned

    # flat

    def draw_flat(self, mobject: Any) -> None:
        points = self.pixels(mobject, mobject.points)
        if isinstance(mobject, Patches):
            work = mobject.patchwork
            if work.turns_one_way(points):
                canvas(self).tiling(points, work, mobject.colours)
            else:  # folded over itself: areas would cancel
                level = np.column_stack([points, np.ones(len(points))])[work.corners]
                canvas(self).solid([Facets(level, work.offsets, work.owners, mobject.colours)])
        else:
            starts, ends, which = self.dashes(mobject, points[::2], points[1::2])
            canvas(self).strokes(starts, ends, mobject.colours[which], line_width(self, mobject))

    def pixels(self, mobject: Mobject, points: Floats) -> Floats:
        """(n, 2): where points of a mobject are in the frame, in pixels to the right and down."""
        if not np.isfinite(points).all():
            raise InputError(f"{type(mobject).__name__}: expected finite points to draw, got NaN or infinity")
        seen = self.transform_points_pre_display(mobject, points)[:, :2]
        middle = np.array([self.pixel_width, self.pixel_height]) / 2
        result: Floats = middle + seen * 2 * middle / [self.frame_width, -self.frame_height]
        return result

    def dashes(
        self, strokes: Strokes, starts: Floats, ends: Floats, anchor: Floats | None = None
    ) -> tuple[Floats, Floats, Any]:
        """Where dashes start and end, given in pixels where the strokes do, and the stroke of each."""
        if not strokes.dash:
            return starts, ends, slice(None)
        hung = self.pixels(strokes, np.zeros((1, 3))) if anchor is None else anchor
        size = (self.pixel_width, self.pixel_height)
        return dashed_on_screen(starts, ends, dash(self, strokes), anchor=hung, size=size)


def facing(view: View) -> dict[str, Any]:
    """What `scene.move_camera` takes to look along `view` at the middle of the scene, at its own size."""
    return {"phi": view.tilt, "theta": view.azimuth, "zoom": 1.0, "frame_center": ORIGIN}


def printed(camera: FilmCamera, mobjects: Sequence[Mobject], title: str, text: str) -> bytes:
    """What the camera sees of these as a PDF of vectors, named `title`; `text` says what is seen."""

    def draw(page: Page) -> None:
        page.ground(camera.background_color.to_hex())
        camera.page = page
        try:
            camera.capture_mobjects(mobjects)
        finally:
            camera.page = None

    return pdf_page((camera.pixel_width, camera.pixel_height), draw, title, text)


def canvas(camera: FilmCamera) -> Canvas:
    """What the camera draws on: its page, if it has one, else its frame."""
    return Pixels(cast(Frame, camera.pixel_array)) if camera.page is None else camera.page


def _paste(camera: FilmCamera, page: Page, mobjects: list[Mobject]) -> None:
    """Lay what Manim has no paths of over the page, as the frame would show it."""
    kept = camera.pixel_array
    camera.page, camera.pixel_array = None, np.zeros_like(kept)
    try:
        ThreeDCamera.capture_mobjects(camera, mobjects, include_submobjects=False)
        frame = cast(Frame, camera.pixel_array)
        frame[..., :3] = frame[..., :3] * (frame[..., 3:] / 255)  # Manim's are straight, ours premultiplied
        page.paste(frame)
    finally:
        camera.page, camera.pixel_array = page, kept


def kind_of(mobject: Any) -> Literal["drawn", "paths", "pixels"]:
    """What draws it: dlvis, Manim by paths, or Manim pixel by pixel."""
    if isinstance(mobject, Drawn):
        return "drawn"
    is_paths = isinstance(mobject, VMobject) and not mobject.get_background_image()
    return "paths" if is_paths else "pixels"


def framing(
    what: Mobject | Iterable[Mobject] | Floats, view: View, box: Window | None = None
) -> dict[str, Any]:
    """What `scene.move_camera` takes to look along `view` so that `what` fills `box` as far as it can: of a
    mobject, several, or points (n, 3) of the scene. Without a box it fills the frame's safe area.

    `scene.move_camera(**framing(sheet, View(tilt=1.0, azimuth=FRONT)), run_time=4)`

    Raises:
        InputError: nothing of it is anywhere.
    """
    points = what if isinstance(what, np.ndarray) else _extent([what] if isinstance(what, Mobject) else what)
    if len(points) == 0:
        raise InputError("framing: expected something that is drawn, got mobjects without points")
    room = box or safe_area(config.frame_width, config.frame_height)
    zoom, centre = aimed(points, view, room)
    return {"phi": view.tilt, "theta": view.azimuth, "zoom": zoom, "frame_center": centre}


def _extent(mobjects: Iterable[Mobject]) -> Floats:
    """(n, 3): the points of all that has some and is seen."""
    family = [part for mobject in mobjects for part in mobject.get_family()]
    seen = [part.points for part in family if len(part.points) and not getattr(part, "is_void", False)]
    return np.concatenate([np.empty((0, 3)), *seen])


def line_width(camera: FilmCamera, strokes: Strokes) -> float:
    """In pixels, at whatever zoom."""
    return float(strokes.stroke_width) * LINE_WIDTH * camera.pixel_height / camera.frame_height


def dash(camera: FilmCamera, strokes: Strokes) -> tuple[float, ...]:
    """On, off, … in pixels, the round ends left out, which make a dash longer and a gap shorter."""
    pixels = camera.pixel_height / camera.frame_height * np.array(strokes.dash).reshape(-1, 2)
    ends = np.minimum(line_width(camera, strokes), 0.9 * pixels[:, :1])
    return tuple((pixels + ends * [-1, 1]).ravel())


def solids(camera: FilmCamera, mobjects: Iterable[Any]) -> Iterator[Facets | Segments]:
    """What they are as seen by this camera; of coplanar ones, what comes later lies on top."""
    lens = lens_of(camera)
    for place, each in enumerate(sorted(mobjects, key=lambda each: each.rank)):
        points, order = camera.turned(each.points), min(place, HIGHEST)
        if isinstance(each, Patches):
            work = each.patchwork
            rings = clipped_rings(points[work.corners], work.offsets, work.owners, lens)
            yield Facets(*rings, each.colours, order)
        else:
            yield _segments(camera, each, order, lens, points[::2], points[1::2])


def _segments(
    camera: FilmCamera, strokes: Strokes, order: int, lens: Lens, begins: Floats, stops: Floats
) -> Segments:
    """Strokes on the screen, in their dashes if they have any; depth is affine there."""
    starts, ends, which = clipped_segments(begins, stops, lens)
    colours, width = strokes.colours[which], np.array(line_width(camera, strokes))
    if strokes.dash:
        feet = _feet(camera.turned(np.zeros((1, 3))), begins[which], stops[which], lens)
        begin, end, of = camera.dashes(strokes, starts[:, :2], ends[:, :2], feet)
        way, depth = (ends - starts)[of, :2], (ends - starts)[of, 2:]
        length = np.maximum((way**2).sum(axis=1, keepdims=True), 1e-300)
        first, last = (
            starts[of, 2:] + depth * (((at - starts[of, :2]) * way).sum(axis=1, keepdims=True) / length)
            for at in (begin, end)
        )
        starts, ends, colours = np.hstack([begin, first]), np.hstack([end, last]), colours[of]
    return Segments(starts, ends, colours, width, order)


def _feet(origin: Floats, starts: Floats, ends: Floats, lens: Lens) -> Floats:
    """(n, 2): where the point of each line that is nearest to the scene's origin is seen: dashes that hang
    on it stay where they are on the line while the camera turns."""
    way = ends - starts
    length = np.maximum((way**2).sum(axis=1, keepdims=True), 1e-300)
    feet = starts + ((origin - starts) * way).sum(axis=1, keepdims=True) / length * way
    feet[:, 2] = np.minimum(feet[:, 2], lens.focal_distance - NEAR)
    return lens.projected(feet)[:, :2]


def lens_of(camera: FilmCamera) -> Lens:
    """What Manim's perspective comes to in pixels."""
    across, down = camera.pixel_width / camera.frame_width, camera.pixel_height / camera.frame_height
    return Lens(
        (across * camera.get_zoom(), down * camera.get_zoom()),
        (camera.pixel_width / 2, camera.pixel_height / 2),
        camera.get_focal_distance(),
    )

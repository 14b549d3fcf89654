"""What dlvis' own engine draws, as mobjects: coloured patches, and strokes of a width in pixels.

All pictures of this room are made of these two. They move, scale, turn, fade, take colours and take part in
Transform and Create as any VMobject does, but their `points` are corners and ends and no Bezier curves: it
takes a `FilmCamera` to draw them, by area for patches that face it and with true depth for those in space.
"""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim import VMobject
from numpy.typing import ArrayLike

from dlvis.arrays import Floats
from dlvis.draw.patchwork import Patchwork, ring_patches, side_by_side
from dlvis.errors import InputError

_COLOURS = ("fill_rgbas", "stroke_rgbas", "background_stroke_rgbas")


class Drawn(VMobject):
    """What `Patches` and `Strokes` share: to Manim, a VMobject whose points stand for themselves."""

    paint: str  # the array of colours that is drawn
    shape: tuple[str, ...]  # what the points mean, and goes with them from one mobject to another
    rank: int = 0  # of coplanar ones in space the higher lies on top, of one rank the later
    borrowed: tuple[int, int] | None = None  # how many points and parts, at the front, are another's

    @property
    def colours(self) -> Floats:
        """(n, 4): RGBA in 0..1 of each of its parts."""
        return np.broadcast_to(getattr(self, self.paint), (self.n_parts, 4))

    @property
    def n_parts(self) -> int:
        raise NotImplementedError

    @property
    def is_visible(self) -> bool:
        return len(self.points) > 0 and bool(getattr(self, self.paint)[:, 3].any())

    def get_anchors(self) -> Any:
        return self.points

    def get_points_defining_boundary(self) -> Any:
        return self.points

    def scale_handle_to_anchor_distances(self, factor: float) -> Self:
        return self  # there are no handles

    def get_subpath_split_indices_from_points(self, *args: Any, **kwargs: Any) -> Any:
        """Called by Manim's own cameras alone, which would draw nonsense."""
        raise InputError(
            f"{type(self).__name__}: expected a FilmCamera to draw it; let the scene be a "
            "dlvis.film.FilmScene, or give it camera_class=dlvis.camera.FilmCamera"
        )

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        for name in _COLOURS:
            setattr(self, name, getattr(self, name) * [1, 1, 1, 1 - darkness])
        return self

    def interpolate_color(self, mobject1: Any, mobject2: Any, alpha: float) -> Self:
        for name in self.shape:
            setattr(self, name, getattr(mobject2 if alpha == 1 else mobject1, name))
        if alpha != 1:
            return super().interpolate_color(mobject1, mobject2, alpha)
        for name in (*_COLOURS, "stroke_width"):
            setattr(self, name, np.array(getattr(mobject2, name)))
        return self.without_borrowed()

    def align_points(self, vmobject: Any) -> Self:
        """Give both the same parts; where they differ, each gets the other's too, unseen: a dissolve."""
        if type(vmobject) is not type(self):
            raise InputError(
                f"Transform: expected {type(self).__name__} to become {type(self).__name__}, got "
                f"{type(vmobject).__name__}; fade one out and the other in"
            )
        other: Self = vmobject
        if not self.has_shape_of(other):
            before, after = self.copy().fade(1), other.copy().fade(1)
            self.join(self, after)
            other.join(before, other)
            other.borrowed = (len(before.points), before.n_parts)
        if len(getattr(self, self.paint)) != len(getattr(other, self.paint)):
            for each in (self, other):
                setattr(each, self.paint, np.array(each.colours))
        return self

    def has_shape_of(self, other: Self) -> bool:
        raise NotImplementedError

    def join(self, first: Self, second: Self) -> None:
        """Become both, one after the other."""
        raise NotImplementedError

    def without_borrowed(self) -> Self:
        """Give back what a Transform has lent, once it has come to its end."""
        raise NotImplementedError


class Patches(Drawn):
    """Flat polygons with a colour each: points, the `Patchwork` that says what they bound, and colours."""

    paint, shape = "fill_rgbas", ("patchwork", "borrowed")

    def __init__(self) -> None:
        super().__init__(stroke_width=0, fill_opacity=0)
        self.patchwork = ring_patches(np.zeros(1, np.int64), np.empty(0, np.int64))
        self.clear_points()

    def redraw(self, points: Floats, patchwork: Patchwork, colours: ArrayLike) -> Self:
        """Draw these: points (n_points, 3) of the scene, colours (4,) or (n_patches, 4) RGBA in 0..1."""
        self.points, self.patchwork = np.ascontiguousarray(points, np.float64), patchwork
        self.fill_rgbas, self.borrowed = np.array(np.atleast_2d(colours), np.float64), None
        return self

    @property
    def n_parts(self) -> int:
        return self.patchwork.n_patches

    def has_shape_of(self, other: Self) -> bool:
        ours, theirs = self.patchwork, other.patchwork
        names = ("corners", "offsets", "owners")
        return ours is theirs or all(np.array_equal(getattr(ours, n), getattr(theirs, n)) for n in names)

    def join(self, first: Self, second: Self) -> None:
        works = side_by_side([first.patchwork, second.patchwork])
        points = np.concatenate([first.points, second.points])
        self.redraw(points, works, np.concatenate([first.colours, second.colours]))

    def without_borrowed(self) -> Self:
        if self.borrowed is None:
            return self
        n_points, n_patches = self.borrowed
        work = self.patchwork.without_first(n_points, n_patches)
        return self.redraw(self.points[n_points:], work, self.colours[n_patches:])

    def pointwise_become_partial(self, vmobject: Any, a: float, b: float) -> Self:
        """Show the patches from the share `a` of them to the share `b`, for Create."""
        self.redraw(vmobject.points, vmobject.patchwork, vmobject.colours)
        at = np.arange(self.n_parts)
        shown = np.clip(b * self.n_parts - at, 0, 1) - np.clip(a * self.n_parts - at, 0, 1)
        self.fill_rgbas[:, 3] *= shown
        return self


class Strokes(Drawn):
    """Straight strokes with round ends: points are start, end, start, end …, one colour for all or one each.

    `dash` is on, off, … in scene units, none for unbroken ones. `stroke_width` is in Manim's unit, as
    `dlvis.mobjects.stroke` makes it of pixels. A stroke of no length is a dot, round from every side.
    """

    paint, shape = "stroke_rgbas", ("dash", "borrowed")

    def __init__(self, width: float = 0.0, dash: Sequence[float] = ()) -> None:
        super().__init__(stroke_width=width, fill_opacity=0)
        self.dash = tuple(dash)
        self.clear_points()

    def redraw(self, starts: Floats, ends: Floats, colours: ArrayLike | None = None) -> Self:
        """Draw from `starts` to `ends`, both (n, 3), with colours (4,) or (n, 4) RGBA in 0..1.

        Without colours all have that of the first.
        """
        self.points, self.borrowed = np.stack([starts, ends], axis=1).reshape(-1, 3).astype(np.float64), None
        shown = self.stroke_rgbas[:1] if colours is None else np.atleast_2d(colours)
        self.stroke_rgbas = np.array(shown, np.float64)
        return self

    @property
    def starts(self) -> Floats:
        return self.points[::2]

    @property
    def ends(self) -> Floats:
        return self.points[1::2]

    @property
    def n_parts(self) -> int:
        return len(self.points) // 2

    def has_shape_of(self, other: Self) -> bool:
        return self.n_parts == other.n_parts

    def join(self, first: Self, second: Self) -> None:
        colours = np.concatenate([first.colours, second.colours])
        points = np.concatenate([first.points, second.points])
        self.redraw(points[::2], points[1::2], colours)

    def without_borrowed(self) -> Self:
        if self.borrowed is None:
            return self
        _, n_strokes = self.borrowed
        return self.redraw(self.starts[n_strokes:], self.ends[n_strokes:], self.colours[n_strokes:])

    def pointwise_become_partial(self, vmobject: Any, a: float, b: float) -> Self:
        """Show the share from `a` to `b` of the whole length, for Create."""
        starts, ends = vmobject.starts, vmobject.ends
        lengths = np.linalg.norm(ends - starts, axis=1)
        reached = np.concatenate([[0.0], np.cumsum(lengths)])
        low, high = (
            np.clip((share * reached[-1] - reached[:-1]) / np.where(lengths > 0, lengths, 1), 0, 1)
            for share in (a, b)
        )
        # a dot, which has no length, is there when the stroke has come to it
        kept = (high > low) | ((lengths == 0) & (a <= 0 < b) & (b * reached[-1] >= reached[:-1]))
        begin, step = starts[kept], (ends - starts)[kept]
        colours = vmobject.stroke_rgbas if len(vmobject.stroke_rgbas) == 1 else vmobject.stroke_rgbas[kept]
        self.dash = vmobject.dash
        if not kept.any():  # Manim forgets a mobject without points, so that it would never come
            return self.redraw(starts[:1], starts[:1], np.zeros(4))
        return self.redraw(begin + low[kept, None] * step, begin + high[kept, None] * step, colours)

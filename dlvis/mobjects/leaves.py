"""What dlvis' own engine draws, as mobjects: coloured patches, and strokes of a width in pixels.

All pictures of this room are made of these two. They move, scale, turn, fade, take colours and take part in
Transform and Create as any VMobject does, but their `points` are corners and ends and no Bezier curves: it
takes a `FilmScene` to draw them, by area for patches that face its camera and with true depth for those in
space.

A leaf without parts keeps a point that is not seen and has no extent (`is_void`): Manim takes a mobject that
has no points for a group, and out of animations.
"""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from dlvis.arrays import Floats
from dlvis.draw.patchwork import Patchwork, ring_patches, side_by_side
from dlvis.errors import InputError
from dlvis.mobjects.curveless import REMEDY, Curveless

_COLOURS = ("fill_rgbas", "stroke_rgbas", "background_stroke_rgbas")
_NOTHING = ring_patches([0], [])


class Drawn(Curveless):
    """What `Patches` and `Strokes` share: to Manim, a VMobject whose points stand for themselves."""

    paint: str  # the array of colours that is drawn
    shape: tuple[str, ...]  # what goes with the points from one mobject to another
    rank: int = 0  # of coplanar ones the higher lies on top, of one rank the later
    label: Any = None  # whatever a group tells its leaves by
    lent: tuple[Any, Any] | None = None  # in a Transform: what it was before, and what it will be

    @property
    def colours(self) -> Floats:
        """(n, 4): RGBA in 0..1 of each of its parts."""
        return np.clip(_spread(getattr(self, self.paint), self.n_parts), 0, 1)

    @property
    def n_parts(self) -> int:
        raise NotImplementedError

    @property
    def is_visible(self) -> bool:
        return not self.is_void and bool((getattr(self, self.paint)[:, 3] > 0).any())

    # colours

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        for name in _COLOURS:
            setattr(self, name, getattr(self, name) * [1, 1, 1, 1 - darkness])
        return self

    # what a Transform is made of

    def interpolate_color(self, mobject1: Any, mobject2: Any, alpha: float) -> Self:
        if alpha in (0, 1):
            return self._end_as(mobject2 if alpha else mobject1, int(alpha))
        for name in self.shape:
            setattr(self, name, getattr(mobject1, name))
        for name in _COLOURS:
            colours = [getattr(each, name) for each in (mobject1, mobject2)]
            first, second = (_spread(each, max(map(len, colours))) for each in colours)
            setattr(self, name, (1 - alpha) * first + alpha * second)
        self.stroke_width = (1 - alpha) * mobject1.stroke_width + alpha * mobject2.stroke_width
        return self

    def _end_as(self, model: Any, end: int) -> Self:
        """Be what the model is, without what a Transform has lent it."""
        whole = model if model.lent is None else model.lent[end]
        if whole is not model:
            self.points = np.array(whole.points)
        for name in (*self.shape, *_COLOURS, "stroke_width"):
            value = getattr(whole, name)
            setattr(self, name, value.copy() if isinstance(value, np.ndarray) else value)
        return self

    def align_points(self, vmobject: Any) -> Self:
        """Give both the same parts; where they differ, each gets the other's too, unseen: a dissolve."""
        if type(vmobject) is not type(self):
            raise InputError(
                f"Transform: expected {type(self).__name__} to become {type(self).__name__}, got "
                f"{type(vmobject).__name__}; {REMEDY}"
            )
        other: Self = vmobject
        if not self.has_shape_of(other):
            lent = self.copy(), other.copy()
            before, after = (each.copy().fade(1) for each in lent)
            self.join(lent[0], after)
            other.join(before, lent[1])
            self.lent = other.lent = lent
        return self

    def has_shape_of(self, other: Self) -> bool:
        raise NotImplementedError

    def join(self, first: Self, second: Self) -> None:
        """Become both, one after the other."""
        raise NotImplementedError


class Patches(Drawn):
    """Flat polygons with a colour each: points, the `Patchwork` that says what they bound, and colours."""

    paint, shape = "fill_rgbas", ("patchwork", "is_void", "label", "lent")

    def __init__(self) -> None:
        super().__init__(stroke_width=0, fill_opacity=0)
        self.patchwork = _NOTHING
        self.points = np.zeros((1, 3))

    def redraw(self, points: Floats, patchwork: Patchwork, colours: ArrayLike) -> Self:
        """Draw these: points (n_points, 3) of the scene, colours (3,), (4,), (n_patches, 3) or (n_patches, 4)
        RGB or RGBA in 0..1.

        Raises:
            InputError: points or colours of another shape.
        """
        points = np.ascontiguousarray(points, np.float64)
        if points.shape != (patchwork.n_points, 3):
            raise InputError(f"Patches points: expected shape ({patchwork.n_points}, 3), got {points.shape}")
        self.fill_rgbas = _rgba(colours, patchwork.n_patches, "Patches colours")
        self.is_void, self.lent, self.patchwork = patchwork.n_patches == 0, None, patchwork
        self.points = np.zeros((1, 3)) if self.is_void else points
        return self

    @property
    def n_parts(self) -> int:
        return self.patchwork.n_patches

    def has_shape_of(self, other: Self) -> bool:
        ours, theirs = self.patchwork, other.patchwork
        names = ("corners", "offsets", "owners")
        return ours is theirs or all(np.array_equal(getattr(ours, n), getattr(theirs, n)) for n in names)

    def join(self, first: Self, second: Self) -> None:
        both = [each for each in (first, second) if not each.is_void]
        points, colours = (np.concatenate([getattr(each, n) for each in both]) for n in ("points", "colours"))
        self.redraw(points, side_by_side([each.patchwork for each in both]), colours)

    def pointwise_become_partial(self, vmobject: Any, a: float, b: float) -> Self:
        """Show the patches from the share `a` of them to the share `b`, for Create."""
        if vmobject.is_void:
            return self
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

    paint, shape = "stroke_rgbas", ("dash", "is_void", "label", "lent")

    def __init__(
        self, width: float = 0.0, dash: Sequence[float] = (), colour: ArrayLike = (1.0, 1.0, 1.0)
    ) -> None:
        super().__init__(stroke_width=width, fill_opacity=0)
        self.stroke_rgbas = _rgba(colour, 1, "Strokes colour")
        self.dash = tuple(dash)
        if len(self.dash) % 2 or not all(0 < part < np.inf for part in self.dash):
            raise InputError(f"Strokes dash: expected pairs of lengths above 0, on and off, got {self.dash}")
        self.points = np.zeros((2, 3))

    def redraw(self, starts: Floats, ends: Floats, colours: ArrayLike | None = None) -> Self:
        """Draw from `starts` to `ends`, both (n, 3), with colours (3,), (4,), (n, 3) or (n, 4) in 0..1.

        Without colours all have that of the first.

        Raises:
            InputError: starts, ends or colours of another shape.
        """
        n = len(starts)
        if np.shape(starts) != (n, 3) or np.shape(ends) != (n, 3):
            found = f"{np.shape(starts)} and {np.shape(ends)}"
            raise InputError(f"Strokes: expected starts and ends of shape ({n}, 3), got {found}")
        shown = self.stroke_rgbas[:1] if colours is None else colours
        self.stroke_rgbas = _rgba(shown, n, "Strokes colours")
        self.is_void, self.lent = n == 0, None
        points = np.stack([starts, ends], axis=1).reshape(-1, 3).astype(np.float64)
        self.points = np.zeros((2, 3)) if self.is_void else points
        return self

    @property
    def starts(self) -> Floats:
        return self.points[::2]

    @property
    def ends(self) -> Floats:
        return self.points[1::2]

    @property
    def n_parts(self) -> int:
        return 0 if self.is_void else len(self.points) // 2

    def has_shape_of(self, other: Self) -> bool:
        return self.n_parts == other.n_parts

    def join(self, first: Self, second: Self) -> None:
        both = [each for each in (first, second) if not each.is_void]
        points, colours = (np.concatenate([getattr(each, n) for each in both]) for n in ("points", "colours"))
        self.redraw(points[::2], points[1::2], colours)

    def pointwise_become_partial(self, vmobject: Any, a: float, b: float) -> Self:
        """Show the share from `a` to `b` of the whole length, for Create."""
        if vmobject.is_void:
            return self
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
        self.dash = vmobject.dash
        colours = vmobject.colours[kept] if kept.any() else vmobject.stroke_rgbas[:1]
        return self.redraw(begin + low[kept, None] * step, begin + high[kept, None] * step, colours)


class Anchor(Drawn):
    """Where something lies, and never seen: an origin, and what lies one length to the right and one up.

    It moves, turns and scales with the group that it is in; with `extent` it counts when that is measured.
    """

    paint, shape = "stroke_rgbas", ("is_void",)

    def __init__(self, points: Floats, extent: bool = True) -> None:
        super().__init__(stroke_width=0, fill_opacity=0)
        self.points, self.is_void = np.array(points, np.float64), not extent

    @property
    def n_parts(self) -> int:
        return 0

    @property
    def is_visible(self) -> bool:
        return False

    def has_shape_of(self, other: Self) -> bool:
        return True

    def pointwise_become_partial(self, vmobject: Any, a: float, b: float) -> Self:
        return self


def _spread(colours: Floats, n: int) -> Floats:
    """(n, 4): one colour for all, one each, or a gradient from the first part to the last."""
    if len(colours) in (1, n):
        return np.broadcast_to(colours, (n, 4))
    at, known = np.linspace(0, 1, n), np.linspace(0, 1, len(colours))
    return np.column_stack([np.interp(at, known, channel) for channel in colours.T])


def _rgba(colours: ArrayLike, n: int, name: str) -> Floats:
    array = np.atleast_2d(np.array(colours, np.float64))
    if array.ndim != 2 or array.shape[1] not in (3, 4) or len(array) not in (1, n):
        raise InputError(f"{name}: expected RGB or RGBA, one or {n}, got shape {np.shape(colours)}")
    return array if array.shape[1] == 4 else np.column_stack([array, np.ones(len(array))])

"""Formulas with labelled parts, which move when one formula becomes another."""

from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import Self

import numpy as np
from manim import Animation, UpdateFromAlphaFunc, VGroup, VMobject

from dlvis.arrays import Floats
from dlvis.errors import InputError, nearest
from dlvis.mobjects.formula import formula
from dlvis.mobjects.lettering import type_size
from dlvis.mobjects.placement import PIXELS_PER_UNIT
from dlvis.style import Theme
from dlvis.window import Window

Labels = Mapping[str, tuple[int, ...]]
ALIKE = 0.02  # of a glyph's height: how far two outlines of one character may differ
ARC, STRAIGHT = 0.22, 0.6  # a way longer than this, in scene units, swings aside by this share of the rest


class Equation(VGroup):
    """A formula in Typst's notation whose parts have labels: `"y = {{ W_2 : W2 }} {{ h : h }}"`.

    A formula wider than `width` in scene units is set smaller. `part(label)` is the glyphs of a part;
    `becoming(other)` is the animation in which this formula turns into another in its place: parts of one
    label move, the others fade. What follows a hyphen in a label tells copies apart: `W2` becomes both `W2-a`
    and `W2-b`, and both may become one `W2` again. Labels may lie in labels; inner ones are moved first.

    Raises:
        InputError: a formula that is too wide at the smallest size of type, or a label it does not have.
    """

    def __init__(
        self,
        mathematics: str,
        theme: Theme,
        size: str | float = "heading",
        colour: str | None = None,
        *,
        width: float = inf,
    ) -> None:
        shape = formula(mathematics, theme, size, colour)
        shape.scale(_shrink(shape.width, width, mathematics, theme, size))
        place = {id(glyph): at for at, glyph in enumerate(shape.submobjects)}
        self.labels: Labels = {
            label: tuple(place[id(glyph)] for glyph in shape.select(label)) for label in shape._group_labels
        }
        super().__init__(*shape.submobjects)

    def part(self, label: str) -> VGroup:
        """The glyphs of a part, as they stand in the formula."""
        if label not in self.labels:
            raise InputError(f"equation: no part {label!r}{nearest(label, self.labels)}")
        return VGroup(*(self.submobjects[at] for at in self.labels[label]))

    def becoming(self, other: "Equation") -> Animation:
        """The animation in which this formula turns into `other`, where that one stands."""
        between = Between(self, other)
        # before it plays: Manim draws the parts that it finds at the start, and no others until the end
        self.submobjects, self.labels = between.glyphs(0.0), {}

        def show(alpha: float) -> None:
            glyphs = between.glyphs(alpha)
            if alpha >= 1:
                glyphs, self.labels = [glyph.copy() for glyph in other.submobjects], other.labels
            self.submobjects = glyphs

        return UpdateFromAlphaFunc(self, lambda _, alpha: show(alpha))

    def standing(self, box: Window, level: str) -> Self:
        """Move it to the left side of a box, the part `level`, such as the equals sign, halfway up: formulas
        that follow one another stand on one line, whatever brackets they have."""
        shift = np.array([box.xmin - self.get_left()[0], box.centre[1] - self.part(level).get_y(), 0.0])
        return self.shift(shift)


class Moved:
    """A glyph on its way from `start` to `end`, both (n, 3) for its points; `opacity` at start and at end."""

    def __init__(
        self, glyph: VMobject, start: Floats, end: Floats, opacity: tuple[float, float] = (1.0, 1.0)
    ) -> None:
        self.start, self.end, self.opacity = start.copy(), end.copy(), opacity
        self.glyph, self.paints = glyph.copy(), (glyph.fill_rgbas.copy(), glyph.stroke_rgbas.copy())

    def at(self, alpha: float) -> VMobject:
        """The glyph, always the same one, as it is at this share of the way."""
        way = self.end.mean(axis=0) - self.start.mean(axis=0)
        length = max(float(np.linalg.norm(way)), 1e-9)
        swing = ARC * max(0.0, 1 - STRAIGHT / length) * np.sin(np.pi * alpha)
        aside = swing * np.array([-way[1], way[0], 0.0])  # so that parts do not run through each other
        self.glyph.points = (1 - alpha) * self.start + alpha * self.end + aside
        self.glyph.fill_rgbas, self.glyph.stroke_rgbas = (
            paint * [1, 1, 1, self._shown(alpha)] for paint in self.paints
        )
        return self.glyph

    def _shown(self, alpha: float) -> float:
        """What comes waits until what goes has gone."""
        first, last = self.opacity
        if first == last:
            return first
        return first * max(0.0, 1 - 2.5 * alpha) + last * max(0.0, 2.5 * alpha - 1.5)


class Between:
    """What lies between two formulas: `glyphs(alpha)` from the first, 0, to the second, 1, always the same
    ones, moved and faded."""

    def __init__(self, before: Equation, after: Equation) -> None:
        self.before, self.after = before.submobjects, after.submobjects
        pairs = list(matched(before.labels, after.labels))
        gone = set(range(len(self.before))) - {i for source, _ in pairs for i in source}
        come = set(range(len(self.after))) - {j for _, target in pairs for j in target}
        self.moves = [move for pair in pairs for move in self._moves(*pair)]
        for glyphs, kept, opacity in ((self.before, gone, (1.0, 0.0)), (self.after, come, (0.0, 1.0))):
            self.moves += [Moved(glyphs[at], glyphs[at].points, glyphs[at].points, opacity) for at in kept]

    def glyphs(self, alpha: float) -> list[VMobject]:
        return [move.at(alpha) for move in self.moves]

    def _moves(self, source: Sequence[int], target: Sequence[int]) -> list[Moved]:
        """Glyph by glyph where they are the same characters; else the one part melts into the other."""
        old, new = [self.before[i] for i in source], [self.after[j] for j in target]
        if len(old) == len(new) and all(map(alike, old, new)):
            return [Moved(b, a.points, b.points) for a, b in zip(old, new, strict=True)]
        way = VGroup(*new).get_center() - VGroup(*old).get_center()
        leaving = [Moved(glyph, glyph.points, glyph.points + way, (1.0, 0.0)) for glyph in old]
        return leaving + [Moved(glyph, glyph.points - way, glyph.points, (0.0, 1.0)) for glyph in new]


def matched(before: Labels, after: Labels) -> Iterator[tuple[list[int], list[int]]]:
    """Which glyphs become which, part by part: those of one name, each glyph of `after` once."""
    taken: tuple[set[int], set[int]] = (set(), set())
    for source, target in sorted(_named_pairs(before, after), key=lambda pair: len(pair[1])):
        old = [i for i in source if i not in taken[0] or len(source) == len(target)]
        new = [j for j in target if j not in taken[1]]
        if old and new:
            yield old, new
            taken[0].update(old)
            taken[1].update(new)


def _named_pairs(before: Labels, after: Labels) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Parts of one name; where there are more on one side, its last ones share the last of the other."""
    for name in dict.fromkeys(label.partition("-")[0] for label in after):
        olds, news = (
            [glyphs for label, glyphs in labels.items() if label.partition("-")[0] == name]
            for labels in (before, after)
        )
        if olds:
            yield from ((olds[min(k, len(olds) - 1)], new) for k, new in enumerate(news))


def alike(first: VMobject, second: VMobject) -> bool:
    """Whether two glyphs are one character, of whatever size."""
    if first.points.shape != second.points.shape or len(first.points) == 0:
        return False
    one, other = (each.points - each.points.mean(axis=0) for each in (first, second))
    size, size_of_other = (max(float(np.ptp(each, axis=0).max()), 1e-9) for each in (one, other))
    return bool(np.abs(one / size - other / size_of_other).max() < ALIKE)


def _shrink(taken: float, width: float, mathematics: str, theme: Theme, size: str | float) -> float:
    share = min(1.0, width / taken)
    smallest = theme.sizes.small / type_size(theme, size)
    if share < smallest - 1e-9:
        raise InputError(
            f"formula {mathematics!r}: expected at most {width * PIXELS_PER_UNIT:.0f} pixels at 1080p, got "
            f"{taken * smallest * PIXELS_PER_UNIT:.0f} at the smallest size of type; shorten it, or give it "
            "more room"
        )
    return share

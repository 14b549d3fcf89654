"""Functions of one input in lanes, one above the other, under one magnifying glass."""

from collections.abc import Callable, Sequence
from typing import Literal, Self

import numpy as np
from manim import VGroup

from dlvis.arrays import Floats
from dlvis.draw.patchwork import ring_patches
from dlvis.draw.scale import nice_below, tick_words
from dlvis.draw.zoom import View, pieces_in_view, seen_strokes
from dlvis.errors import InputError
from dlvis.mobjects.leaves import Patches, Strokes
from dlvis.mobjects.lettering import lettered
from dlvis.mobjects.live_words import LiveWords
from dlvis.mobjects.placement import Placement, anchor, anchored_points, length, stroke
from dlvis.style import Theme, layer_ramp, rgb, spaced
from dlvis.window import Window

BAND = 0.3  # the opacity of a band
WHOLE, GONE = 2.0, 0.7  # widths of its line in a piece: a line with as many is drawn whole, or not at all
BAR = 0.3  # of a lane: the length that the scale bar never exceeds


class PieceLanes(VGroup):
    """Functions that are linear in pieces, as lanes from top to bottom, all seen through one view.

    Args:
        functions: (breakpoints (n + 1,), values (n + 1,)) of each, over one interval.
        theme: a colour of the layers' ramp for each lane.
        box: for all of it; lanes share its height.
        names: of the functions, a few words before each lane.
        head: words above the column of what is in view.
        magnified: what is written of a view that is so many times smaller than the whole.

    Lines keep their width at any zoom. `redraw(view)` shows another part: only pieces that are in view are
    drawn. Where they are so many that their line would be a block of colour, a faint band stands for them
    (`bands`), and gives way to the line as it thins out. To the right of each lane stands how many
    pieces are in view, counted. `glass` is what tells how near they are seen: a bar of a round length, and
    how many times they are magnified.

    Raises:
        InputError: no function, or values that do not fit the breakpoints.
    """

    def __init__(
        self,
        functions: Sequence[tuple[Floats, Floats]],
        theme: Theme,
        *,
        box: Window,
        names: Sequence[str],
        head: str,
        magnified: Callable[[int], str],
    ) -> None:
        super().__init__()
        _check(functions)
        self.functions, self.theme, self.magnified = tuple(functions), theme, magnified
        small = length(theme.sizes.small)
        widest = spaced(max(len(breakpoints) - 1 for breakpoints, _ in functions))
        left, right = (
            max(lettered(words, theme.font, theme.sizes.small)[1] for words in column)
            for column in (names, (widest,))
        )
        self.lanes_box = Window(
            box.xmin + left + small, box.xmax - right - small, box.ymin + 2.2 * small, box.ymax - 1.6 * small
        )
        self.placement = Placement(box, (*box.centre, 0.0), 1.0)
        self.anchor = anchor(self.placement)
        self.colours = layer_ramp(len(functions), theme)
        self.lines = VGroup(*(Strokes(stroke(theme.strokes.fold), colour=rgb(each)) for each in self.colours))
        self.bands = VGroup(*(Patches() for _ in functions))
        feet = [lane.centre[1] - 0.36 * small for lane in self.lanes]
        self.names = VGroup(
            *(self._words(name, (box.xmin, foot)) for name, foot in zip(names, feet, strict=True))
        )
        self.counts = VGroup(
            *(LiveWords("", theme, (box.xmax, foot), size="small", align="right") for foot in feet)
        )
        self.head = self._words(head, (box.xmax, box.ymax - small), "right")
        self.bar = Strokes(stroke(theme.strokes.edge), colour=rgb(theme.muted))
        self.bar_words = self._words("", (0.0, 0.0))
        foot = box.ymin + 0.14 * small
        self.zoom_words = LiveWords("", theme, (self.lanes_box.xmax, foot), size="small", align="right")
        self.glass = VGroup(self.bar, self.bar_words, self.zoom_words)
        words = (self.names, self.counts, self.head, self.bar_words, self.zoom_words)
        self.add(self.bands, self.lines, self.bar, *words, self.anchor)
        self.whole = (float(functions[0][0][0]), float(functions[0][0][-1]))
        self.redraw(self.whole)

    @property
    def lanes(self) -> list[Window]:
        """The box of each lane, the highest first."""
        n, box = len(self.functions), self.lanes_box
        pitch = box.height / n
        tops = [box.ymax - k * pitch for k in range(n)]
        return [Window(box.xmin, box.xmax, top - 0.72 * pitch, top) for top in tops]

    def one_by_one(self) -> list[VGroup]:
        """The lanes from the highest, each with its name and its count."""
        parts = (self.names, self.bands, self.lines, self.counts)
        return [VGroup(*each) for each in zip(*parts, strict=True)]

    def redraw(self, view: View) -> Self:
        """Show the part of all functions from view[0] to view[1]."""
        for k, (lane, function) in enumerate(zip(self.lanes, self.functions, strict=True)):
            n = pieces_in_view(function[0], view)
            self._show_lane(k, lane, view, self._clarity(n))
            self.counts[k].redraw(spaced(n))
        self._show_bar(view)
        times = (self.whole[1] - self.whole[0]) / (view[1] - view[0])
        self.zoom_words.redraw(self.magnified(round(times)))
        self.view = view
        return self

    def _clarity(self, n_pieces: int) -> float:
        """How much of the line is seen where so many pieces share a lane, 0 to 1."""
        widths = self.lanes_box.width / max(n_pieces, 1) / length(self.theme.strokes.fold)
        return float(np.clip((widths - GONE) / (WHOLE - GONE), 0, 1))

    def _show_lane(self, k: int, lane: Window, view: View, clarity: float) -> None:
        """The line of function `k`, as far as it is clear, and its band for the rest."""
        colour, strokes = rgb(self.colours[k]), (np.empty((0, 2)), np.empty((0, 2)))
        if clarity > 0:
            strokes = seen_strokes(*self.functions[k], view)
        starts, ends = (self._placed(each, view, lane, self.functions[k]) for each in strokes)
        self.lines[k].redraw(starts, ends, [*colour, clarity])
        corners = anchored_points(lane.corners, self.anchor, self.placement)
        self.bands[k].redraw(corners, ring_patches([0, 4], [0]), [*colour, BAND * (1 - clarity)])

    def _words(
        self, words: str, place: tuple[float, float], align: Literal["left", "right"] = "left"
    ) -> LiveWords:
        return LiveWords(words, self.theme, place, size="small", colour=self.theme.muted, align=align)

    def _placed(self, points: Floats, view: View, lane: Window, function: tuple[Floats, Floats]) -> Floats:
        low, high = float(function[1].min()), float(function[1].max())
        x = lane.xmin + (points[:, 0] - view[0]) / (view[1] - view[0]) * lane.width
        y = lane.ymin + (points[:, 1] - low) / ((high - low) or 1.0) * lane.height
        return anchored_points(np.column_stack([x, y]), self.anchor, self.placement)

    def _show_bar(self, view: View) -> None:
        """A bar of a round length of input space, with small ends, and that length beside it."""
        box, small = self.lanes_box, length(self.theme.sizes.small)
        span = nice_below(BAR * (view[1] - view[0]))
        width = span / (view[1] - view[0]) * box.width
        y, tip = self.placement.window.ymin + 0.5 * small, 0.25 * small
        flat = np.array([[0, 0], [0, -tip], [width, -tip], [width, 0], [0, tip], [width, tip]])
        at = anchored_points(flat + np.array([box.xmin, y]), self.anchor, self.placement)
        self.bar.redraw(at[[0, 1, 2]], at[[3, 4, 5]])
        self.bar_words.redraw(tick_words(span), (box.xmin + width + 0.6 * small, y - 0.36 * small))


def _check(functions: Sequence[tuple[Floats, Floats]]) -> None:
    if not functions:
        raise InputError("PieceLanes: expected at least one function, got none")
    for breakpoints, values in functions:
        if np.ndim(breakpoints) != 1 or len(breakpoints) < 2 or np.shape(values) != np.shape(breakpoints):
            raise InputError(
                "PieceLanes: expected a value for each of two or more breakpoints, "
                f"got {np.shape(breakpoints)} and {np.shape(values)}"
            )

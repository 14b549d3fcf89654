"""Views of one net side by side: its regions after some of its layers, its output, its border on the map."""

from collections.abc import Callable, Sequence
from typing import Literal, Self

from manim import VGroup

from dlvis.arrays import Floats
from dlvis.draw.patchwork import region_patches
from dlvis.geometry import FoldComplex, boundary_segments, confidence, fold_complex
from dlvis.mobjects.boundary_line import BoundaryLine
from dlvis.mobjects.lettering import lettered, on_baseline, size_within, text
from dlvis.mobjects.live_words import LiveWords
from dlvis.mobjects.map_plane import MapPlane
from dlvis.mobjects.placement import fitted, length
from dlvis.mobjects.region_tiling import RegionTiling
from dlvis.mobjects.tiling_creases import TilingCreases
from dlvis.mobjects.wording import named
from dlvis.net import ReluNet, decided
from dlvis.style import Theme, colours_by_output, lineage_colours, lineage_shares, spaced
from dlvis.topics import Topic
from dlvis.window import Window

NetView = int | Literal["output", "border"]
"""The regions after a hidden layer, counted from 0; the net's output; its boundary over the map."""

SLIM = 0.8  # of the theme's width of a boundary, in a panel of a third of the frame
FULL = 2.6  # scene units: in a smaller panel the boundary is slimmer
FOOT = 14.0  # pixels from a panel to the foot of its name


class NetPanels(VGroup):
    """Views of a net in boxes of the scene, all cut from one complex.

    Regions and boundary are exact. A region keeps its colour while it lives, and its hue through the layers
    (`colours_by_lineage`). The output is one colour for each region, that at the mean of its corners: within
    a region the net's output still changes, at an even slope.

    Args:
        net: with 1 or 2 outputs.
        topic: whose window is looked at and whose map lies under the boundary.
        theme: its colours.
        views: what is shown, and `boxes`, where; each as large as it fits.
        names: a few words to stand above each, no wider than its box.
        counts: a number for each view, "" for none, to stand at the right of its name; only if all have room.

    `still` never changes: `map`, where there is one, and `names`; `moving` is the rest: `tilings` and
    `creases`, by view, `border` and `counts`; `place` is where the border lies. The complex is also cut by
    the boundary, so that no piece of the output has two classes.

    Raises:
        InputError: a name that is too long for its box in the smallest type.
    """

    def __init__(
        self,
        net: ReluNet,
        topic: Topic,
        theme: Theme,
        *,
        views: Sequence[NetView],
        boxes: Sequence[Window],
        names: Sequence[str],
        counts: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.theme, self.window, self.views = theme, topic.window, tuple(views)
        places = [fitted(topic.window, box.width, box.height, (*box.centre, 0.0)) for box in boxes]
        cut = fold_complex(decided(net), topic.window)
        self.tilings = {
            view: RegionTiling(cut, self._colours(net, cut, [view])[0], theme, placement=place)
            for view, place in zip(views, places, strict=True)
            if view != "border"
        }
        layers = [view for view in self.tilings if isinstance(view, int)]
        self.creases = {view: TilingCreases(theme).follow(self.tilings[view], view) for view in layers}
        self.map, self.border, self.place = VGroup(), VGroup(), places[-1]
        if "border" in self.views:
            place = self.place = places[self.views.index("border")]
            self.map = MapPlane(topic, theme, placement=place)
            slim = (
                SLIM
                * theme.strokes.boundary
                * min(1.0, place.scale * max(self.window.width, self.window.height) / FULL)
            )
            self.border = BoundaryLine(boundary_segments(cut), theme, placement=place, width=slim)
        self.names, self.counts = panel_names(names, boxes, theme), VGroup()
        if counts and all(map(_has_room(theme), names, counts, boxes)):
            self.counts.add(*(_count(count, box, theme) for count, box in zip(counts, boxes, strict=True)))
        self.still = VGroup(self.map, self.names)
        self.moving = VGroup(*self.tilings.values(), *self.creases.values(), self.border, self.counts)
        self.add(self.still, self.moving)

    def redraw(self, net: ReluNet, counts: Sequence[int | None] = ()) -> Self:
        """Show another net of the same window; `counts` as they stand at each view, None for none."""
        cut = fold_complex(decided(net), self.window)
        work = region_patches(cut)
        for tiling, colours in zip(
            self.tilings.values(), self._colours(net, cut, list(self.tilings)), strict=True
        ):
            tiling.redraw(cut, colours, work=work)
        for view, creases in self.creases.items():
            creases.follow(self.tilings[view], view)
        if isinstance(self.border, BoundaryLine):
            self.border.redraw(boundary_segments(cut))
        for words, count in zip(self.counts, counts, strict=False):
            words.redraw("" if count is None else spaced(count))
        return self

    def one_by_one(self) -> list[VGroup]:
        """What belongs to each view, for a scene that shows one after another."""
        found = []
        for k, view in enumerate(self.views):
            picture = (
                (self.map, self.border) if view == "border" else (self.tilings[view], *self._lines(view))
            )
            found.append(VGroup(*picture, self.names[k], *self.counts[k : k + 1]))
        return found

    @property
    def plan(self) -> VGroup:
        """The map with the border, to be carried elsewhere."""
        return VGroup(self.map, self.border)

    def _lines(self, view: NetView) -> tuple[TilingCreases, ...]:
        return (self.creases[view],) if view in self.creases else ()

    def _colours(self, net: ReluNet, cut: FoldComplex, views: Sequence[NetView]) -> list[Floats]:
        """The colours of the pieces of `cut` in each view."""
        layers = [view for view in views if isinstance(view, int)]
        hidden = cut.net.widths[1 : max(layers, default=-1) + 2]
        sums = cut.pattern_sums(lineage_shares(hidden))
        return [
            lineage_colours(sums[:, : view + 2], self.theme)
            if isinstance(view, int)
            else colours_by_output(confidence(net, cut.interior_points()), 1.0, self.theme)
            for view in views
        ]


def layer_counts(net: ReluNet, window: Window) -> tuple[int, ...]:
    """How many regions there are in the window after each hidden layer; the last is the net's own number."""
    folded = fold_complex(net, window)
    return tuple(int(numbers.max()) + 1 for numbers in folded.ancestors)


def panel_names(names: Sequence[str], boxes: Sequence[Window], theme: Theme) -> VGroup:
    """A few words above each box, set smaller where they must be; InputError for words that are too long."""
    lines = VGroup()
    for name, box in zip(names, boxes, strict=True):
        pixels = size_within(name, theme, box.width - length(4), "small")
        line = text(name, theme, pixels, theme.muted)
        lines.add(on_baseline(line, name, theme, box.xmin, box.ymax + length(FOOT), pixels))
    return named(lines)


def _has_room(theme: Theme) -> Callable[[str, str, Window], bool]:
    small = theme.sizes.small

    def has_room(name: str, count: str, box: Window) -> bool:
        return lettered(f"{name}  {count}", theme.font, small)[1] <= box.width

    return has_room


def _count(count: str, box: Window, theme: Theme) -> LiveWords:
    return LiveWords(count, theme, (box.xmax, box.ymax + length(FOOT)), size="small", align="right")

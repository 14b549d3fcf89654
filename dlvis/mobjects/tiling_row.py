"""Nets beside one another on one clock: the exact regions of each, named and counted."""

from collections.abc import Sequence
from typing import Self

from manim import Text, VGroup

from dlvis.geometry import fold_complex
from dlvis.mobjects.lettering import on_baseline, size_within, text
from dlvis.mobjects.live_words import LiveWords
from dlvis.mobjects.placement import Placement, fitted, length
from dlvis.mobjects.region_tiling import RegionTiling
from dlvis.mobjects.wording import named
from dlvis.net import ReluNet
from dlvis.style import Theme, colours_by_pattern, spaced
from dlvis.window import Window


class TilingRow(VGroup):
    """The linear regions of several nets in one window, each in its box, coloured by pattern.

    Args:
        nets: one for each box, with 2 inputs.
        window: of input space, the same for all.
        theme: its colours.
        boxes: of the scene; the tiling is as large as it fits below its words.
        names: what stands above each, to the left; its count stands to the right.
        notes: what may stand below each.

    `redraw(nets)` shows others; `counts` are the regions that are drawn. `tilings`, `names` and `numbers`
    are its parts; `notes` are not: they have their room, and are left to the scene to bring in.

    Raises:
        InputError: a name or a note that is too long for its box.
    """

    def __init__(
        self,
        nets: Sequence[ReluNet],
        window: Window,
        theme: Theme,
        *,
        boxes: Sequence[Window],
        names: Sequence[str],
        notes: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.window, self.theme = window, theme
        folded = [fold_complex(net, window) for net in nets]
        self.counts = [each.n_regions for each in folded]
        self.tilings, self.names, self.numbers, self.notes = VGroup(), VGroup(), VGroup(), VGroup()
        places = [_placed(window, box, theme, bool(notes)) for box in boxes]
        for each, place, name in zip(folded, places, names, strict=True):
            colours = colours_by_pattern(each.patterns(), theme)
            self.tilings.add(RegionTiling(each, colours, theme, placement=place, edges=True))
            (left, right), (_, high) = _sides(place)
            foot = high + 0.4 * length(theme.sizes.label)
            self.names.add(_line(name, theme, 0.68 * (right - left), left, foot, theme.muted))
            self.numbers.add(LiveWords(spaced(each.n_regions), theme, (right, foot), align="right"))
        for note, place in zip(notes, places, strict=False):
            (left, right), (low, _) = _sides(place)
            self.notes.add(_line(note, theme, right - left, left, low - 1.15 * length(theme.sizes.label)))
        self.add(self.tilings, self.names, self.numbers)

    def redraw(self, nets: Sequence[ReluNet]) -> Self:
        """Show these nets, and their counts."""
        for place, net in enumerate(nets):
            folded = fold_complex(net, self.window)
            self.tilings[place].redraw(folded, colours_by_pattern(folded.patterns(), self.theme))
            self.counts[place] = folded.n_regions
            self.numbers[place].redraw(spaced(folded.n_regions))
        return self


def words_height(theme: Theme, notes: bool = False) -> float:
    """The height of a name, and of a note if there are any, that a box has beside its tiling."""
    return (3.0 if notes else 1.6) * length(theme.sizes.label)


def _placed(window: Window, box: Window, theme: Theme, has_notes: bool) -> Placement:
    """As large as it fits in the box, below its name and above its note."""
    above = words_height(theme)
    words = words_height(theme, has_notes)
    middle = (box.centre[0], box.centre[1] + (words - 2 * above) / 2, 0.0)
    return fitted(window, box.width, box.height - words, middle)


def _sides(place: Placement) -> tuple[tuple[float, float], tuple[float, float]]:
    """Left and right, low and high of the window in the scene."""
    (x, y, _), window = place.centre, place.window
    half = window.width * place.scale / 2, window.height * place.scale / 2
    return (x - half[0], x + half[0]), (y - half[1], y + half[1])


def _line(words: str, theme: Theme, room: float, left: float, foot: float, colour: str | None = None) -> Text:
    pixels = size_within(words, theme, room, "label")
    return named(on_baseline(text(words, theme, pixels, colour), words, theme, left, foot, pixels))

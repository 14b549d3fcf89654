"""Which colour is which class."""

import re
from math import inf, isinf
from typing import cast

from manim import DOWN, LEFT, RIGHT, Mobject, Square, Text, VGroup

from dlvis.mobjects.lettering import on_baseline, paragraph, text
from dlvis.mobjects.placement import length
from dlvis.mobjects.wording import named
from dlvis.style import Theme
from dlvis.topics import Topic

SPACE = 0.2  # between a patch and its words


class ClassLegend(VGroup):
    """The two classes of a topic, each a patch of its colour and its name in ink, one below the other, or
    `across` in one line.

    A class of a picture may have no other name than its colour there, "#285aa0"; it is shown beside it.
    Where a `width` in scene units is given, a name too long for it is set smaller, or broken into two lines.

    Raises:
        InputError: a name that is too long even then.
    """

    def __init__(
        self,
        topic: Topic,
        theme: Theme,
        *,
        size: str | float = "label",
        across: bool = False,
        width: float = inf,
    ) -> None:
        super().__init__()
        for name, colour in zip(topic.class_names, (theme.negative, theme.positive), strict=True):
            patches = [_patch(colour, theme)]
            if re.fullmatch("#[0-9a-f]{6}", name):
                patches.append(_patch(name, theme).set_stroke(theme.muted, 1))
            room = width - len(patches) * (length(theme.sizes.small) + SPACE)
            words = text(name, theme, size) if isinf(room) else paragraph(name, theme, room, size)
            self.add(VGroup(patches[0], words, *patches[1:]).arrange(RIGHT, buff=SPACE))
            _set_level(words if isinf(room) else words[0], name, patches[0], theme, size)
        if across:
            self.arrange(RIGHT, buff=0.5)
            for entry in self[1:]:
                entry.shift((0.0, self[0][0].get_y() - entry[0].get_y(), 0.0))
        else:
            self.arrange(DOWN, buff=0.18, aligned_edge=LEFT)
        named(self)


def _set_level(line: Mobject, name: str, patch: Square, theme: Theme, size: str | float) -> None:
    """Let the first line stand on the foot of its patch, whether its letters hang below it or not."""
    foot = float(patch.get_bottom()[1]) + 0.1 * patch.height
    on_baseline(cast(Text, line), name, theme, float(line.get_left()[0]), foot, size)


def _patch(colour: str, theme: Theme) -> Square:
    return Square(length(theme.sizes.small), stroke_width=0, fill_color=colour, fill_opacity=1)

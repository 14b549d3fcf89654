"""Which colour is which class."""

import re

from manim import DOWN, LEFT, RIGHT, Square, VGroup

from dlvis.mobjects.lettering import text
from dlvis.mobjects.placement import length
from dlvis.style import Theme
from dlvis.topics import Topic


class ClassLegend(VGroup):
    """The two classes of a topic, each a patch of its colour and its name in ink, one below the other, or
    `across` in one line.

    A class of a picture may have no other name than its colour there, "#285aa0"; it is shown beside it.
    """

    def __init__(
        self, topic: Topic, theme: Theme, *, size: str | float = "label", across: bool = False
    ) -> None:
        super().__init__()
        for name, colour in zip(topic.class_names, (theme.negative, theme.positive), strict=True):
            words = text(name, theme, size)
            entry = VGroup(_patch(colour, theme), words)
            if re.fullmatch("#[0-9a-f]{6}", name):
                entry.add(_patch(name, theme).set_stroke(theme.muted, 1))
            self.add(entry.arrange(RIGHT, buff=0.2))
        if across:
            self.arrange(RIGHT, buff=0.5)
        else:
            self.arrange(DOWN, buff=0.18, aligned_edge=LEFT)


def _patch(colour: str, theme: Theme) -> Square:
    return Square(length(theme.sizes.small), stroke_width=0, fill_color=colour, fill_opacity=1)

"""Which colour is which class."""

from manim import DOWN, LEFT, RIGHT, Square, VGroup

from dlvis.mobjects.lettering import text
from dlvis.mobjects.placement import length
from dlvis.style import Theme
from dlvis.topics import Topic


class ClassLegend(VGroup):
    """The two classes of a topic, each a patch of its colour and its name in ink, one below the other."""

    def __init__(self, topic: Topic, theme: Theme, *, size: str | float = "label") -> None:
        super().__init__()
        for name, colour in zip(topic.class_names, (theme.negative, theme.positive), strict=True):
            words = text(name, theme, size)
            patch = Square(length(theme.sizes.small), stroke_width=0, fill_color=colour, fill_opacity=1)
            self.add(VGroup(patch, words).arrange(RIGHT, buff=0.2))
        self.arrange(DOWN, buff=0.18, aligned_edge=LEFT)

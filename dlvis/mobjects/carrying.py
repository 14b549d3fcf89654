"""From one picture to the next while a part of it stays in view: the part is carried to its new place, and
all else is left behind."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from manim import Mobject

from dlvis.mobjects.placement import Placement


def carried(mobject: Mobject, before: Placement, after: Placement) -> Any:
    """The animation that moves what lies as `before` says to where `after` does, such as a map."""
    return mobject.animate.scale(after.scale / before.scale).move_to(after.centre)


def left_behind(shown: Iterable[Mobject], kept: Sequence[Mobject]) -> Iterator[Mobject]:
    """The largest parts of what is shown that hold nothing of what is kept."""
    whole = {id(part) for each in kept for part in each.get_family()}
    for each in shown:
        if id(each) in whole:
            continue
        if any(id(part) in whole for part in each.get_family()):
            yield from left_behind(each.submobjects, kept)
        else:
            yield each

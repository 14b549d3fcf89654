"""Which words stand in a picture, and how large: what a program must know to check a frame.

Manim's `Text` and formulas know their own. Outlines that were put together letter by letter do not, so
whoever does that says it by `spell`. After `Transform(a, b)` the words are still those of `a`: use
`ReplacementTransform`, which leaves `b` in the scene.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from manim import MarkupText, Mobject, Text, Typst

from dlvis.mobjects.placement import PIXELS_PER_UNIT

M = TypeVar("M", bound=Mobject)
POINTS_OF_TEXT, POINTS_OF_TYPST = 72.0, 96.0
"""Manim's font sizes at which an em is one scene unit."""


@dataclass(frozen=True)
class Wording:
    """What a mobject says: `words` in an em of `pixels` at 1080p while its extent is `extent` scene units.

    A label names a thing that is shown (a counter, a class, an axis) and is looked up, not read through.
    """

    words: str
    pixels: float
    extent: float
    is_label: bool = False
    is_mathematics: bool = False


def spell(shape: Any, words: str, pixels: float, *, is_label: bool = False) -> Any:
    """Say that the outlines of `shape` are these words, set in an em of so many pixels at 1080p."""
    shape.wording = Wording(words, pixels, extent(shape.points), is_label)
    return shape


def named(mobject: M) -> M:
    """`mobject`, all words of which name what is shown: they are labels."""
    for part, wording in worded(mobject):
        part.wording = replace(wording, is_label=True)
    return mobject


def bleeding(mobject: M) -> M:
    """`mobject`, which may run over the edge of the frame, as a map does that is zoomed into."""
    mobject.bleeds = True  # type: ignore[attr-defined]
    return mobject


def worded(mobject: Mobject) -> Iterator[tuple[Any, Wording]]:
    """Each part of a mobject that spells words, with them."""
    family: list[Any] = mobject.get_family()
    for part in family:
        if getattr(part, "wording", None) is not None:
            yield part, part.wording
        elif isinstance(part, Text | MarkupText):
            size = part.font_size / POINTS_OF_TEXT * PIXELS_PER_UNIT
            yield part, Wording(part.original_text, size, extent(outlines(part)))
        elif isinstance(part, Typst):
            size = part.font_size / POINTS_OF_TYPST * PIXELS_PER_UNIT
            yield part, Wording(part.typst_code, size, extent(outlines(part)), is_mathematics=True)


def outlines(mobject: Mobject) -> Any:
    """(n, 3): all points of a mobject's family."""
    return np.concatenate([np.zeros((0, 3)), *(each.points for each in mobject.get_family())])


def extent(points: Any) -> float:
    """The diagonal of the box round points (n, d)."""
    return float(np.linalg.norm(np.ptp(points, axis=0))) if len(points) else 0.0

"""What stands in the frame at a moment: every word with its place and size, and whatever meets the edge.

All lengths are pixels of a frame whose shorter side has 1080, from its upper left corner on, to the right and
down.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlvis.arrays import Floats
from dlvis.film import FilmScene
from dlvis.mobjects.leaves import Drawn
from dlvis.mobjects.placement import PIXELS_PER_UNIT
from dlvis.mobjects.wording import extent, worded

SHORT_SIDE = 1080.0
LEAST_OPACITY = 0.05  # what is fainter is not seen


@dataclass(frozen=True)
class Box:
    """Left, top, right and bottom."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class SeenText:
    """Words in the frame: where, in an em of how many pixels, in which colour (RGBA in 0..1)."""

    words: str
    box: Box
    pixels: float
    colour: tuple[float, ...]
    is_label: bool
    is_mathematics: bool


@dataclass(frozen=True)
class SeenShape:
    """A mobject of the scene by the name of its class, and the box round all that is seen of it."""

    name: str
    box: Box


def frame_box(scene: FilmScene) -> Box:
    """The frame itself."""
    camera, scale = scene.film_camera, _scale(scene)
    return Box(0.0, 0.0, camera.pixel_width * scale, camera.pixel_height * scale)


def seen_texts(scene: FilmScene) -> tuple[SeenText, ...]:
    """All words that are in the frame now."""
    return tuple(text for text, _ in _texts(scene))


def seen_shapes(scene: FilmScene) -> tuple[SeenShape, ...]:
    """What is in the scene now, but for what may run over the frame's edge."""
    boxes = ((type(each).__name__, _box(scene, _kept(each))) for each in _all(scene))
    return tuple(SeenShape(name, box) for name, box in boxes if box is not None)


@contextmanager
def without_words(scene: FilmScene) -> Iterator[None]:
    """The scene without its words, while the block lasts."""
    leaves = [leaf for _, part in _texts(scene) for leaf in part.get_family()]
    paints = ("fill_rgbas", "stroke_rgbas", "background_stroke_rgbas")
    before = [[getattr(leaf, paint) for paint in paints] for leaf in leaves]
    try:
        for leaf in leaves:
            for paint in paints:
                setattr(leaf, paint, getattr(leaf, paint) * [1, 1, 1, 0])
        yield
    finally:
        for leaf, colours in zip(leaves, before, strict=True):
            for paint, colour in zip(paints, colours, strict=True):
                setattr(leaf, paint, colour)


def _texts(scene: FilmScene) -> Iterator[tuple[SeenText, Any]]:
    known: set[int] = set()
    for top in _all(scene):
        for part, wording in worded(top):
            leaves = _visible(part.get_family())
            box = _box(scene, leaves)
            if box is None or id(part) in known:
                continue
            known.add(id(part))
            across = extent(np.concatenate([_pixels(scene, leaf) for leaf in leaves]))
            pixels = wording.pixels * across / (wording.extent * PIXELS_PER_UNIT)
            colour = tuple(float(value) for value in leaves[0].fill_rgbas[0])
            yield (
                SeenText(wording.words, box, pixels, colour, wording.is_label, wording.is_mathematics),
                part,
            )


def _all(scene: FilmScene) -> list[Any]:
    return [*scene.mobjects, *scene.foreground_mobjects]


def _kept(mobject: Any) -> list[Any]:
    """What is visible of a mobject, without those parts of it that may run over the edge."""
    if getattr(mobject, "bleeds", False):
        return []
    own = _visible([mobject])
    return [*own, *(leaf for each in mobject.submobjects for leaf in _kept(each))]


def _visible(family: list[Any]) -> list[Any]:
    return [each for each in family if _is_visible(each)]


def _is_visible(leaf: Any) -> bool:
    if isinstance(leaf, Drawn):
        return leaf.is_visible and bool((leaf.colours[:, 3] > LEAST_OPACITY).any())
    if len(leaf.points) == 0 or not hasattr(leaf, "fill_rgbas"):
        return False
    has_stroke = leaf.stroke_width > 0 and leaf.stroke_rgbas[:, 3].max() > LEAST_OPACITY
    return bool(leaf.fill_rgbas[:, 3].max() > LEAST_OPACITY or has_stroke)


def _box(scene: FilmScene, leaves: list[Any]) -> Box | None:
    if not leaves:
        return None
    points = np.concatenate([_pixels(scene, leaf) for leaf in leaves])
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))


def _pixels(scene: FilmScene, leaf: Any) -> Floats:
    return scene.film_camera.pixels(leaf, leaf.points) * _scale(scene)


def _scale(scene: FilmScene) -> float:
    camera = scene.film_camera
    return SHORT_SIDE / min(camera.pixel_width, camera.pixel_height)

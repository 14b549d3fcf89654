"""Outlines and strokes without what lies outside a page: far points have no digits left in a PDF."""

from collections.abc import Iterator

import numpy as np

from dlvis.arrays import Bools, Floats, Ints
from dlvis.geometry.split import ragged_range

MARGIN = 50.0  # pixels round the frame that stay: more than half of any width


def rings_within(
    points: Floats, offsets: Ints, rings: Ints, size: tuple[int, int], margin: float = MARGIN
) -> Iterator[Floats]:
    """(n, 2): each of `rings` that comes near a frame of `size` pixels, cut off round it.

    Ring i is points[offsets[i]:offsets[i + 1]], and turns as it did. Where a ring leaves and comes back it
    runs along the margin, which is not seen.
    """
    low, high = -margin, np.array(size) + margin
    filled = rings[offsets[rings + 1] > offsets[rings]]
    if len(filled) == 0:
        return
    least, most = (_extremes(of, points, offsets, filled) for of in (np.minimum, np.maximum))
    near: Bools = ((most >= low) & (least <= high)).min(axis=1)
    whole: Bools = ((least >= low) & (most <= high)).min(axis=1)
    for ring, is_whole in zip(filled[near].tolist(), whole[near].tolist(), strict=True):
        outline = points[offsets[ring] : offsets[ring + 1]]
        for axis in () if is_whole else (0, 1):
            outline = _cut(outline, axis, outline[:, axis] - low)
            outline = _cut(outline, axis, high[axis] - outline[:, axis])
        if len(outline) > 2:
            yield outline


def strokes_within(
    starts: Floats, ends: Floats, size: tuple[int, int], margin: float = MARGIN
) -> tuple[Floats, Floats, Ints]:
    """Strokes (n, 2) cut off round a frame of `size` pixels: starts, ends (m, 2) and which (m,) they are."""
    way = ends - starts
    enter, leave = np.zeros(len(starts)), np.ones(len(starts))
    meets: Bools = np.ones(len(starts), bool)
    for axis in (0, 1):
        moves = np.abs(way[:, axis]) > 0
        safe = np.where(moves, way[:, axis], 1.0)
        sides = [(side - starts[:, axis]) / safe for side in (-margin, size[axis] + margin)]
        enter = np.where(moves, np.maximum(enter, np.minimum(*sides)), enter)
        leave = np.where(moves, np.minimum(leave, np.maximum(*sides)), leave)
        inside = (starts[:, axis] >= -margin) & (starts[:, axis] <= size[axis] + margin)
        meets &= moves | inside
    kept = np.flatnonzero(meets & (enter <= leave))
    step, at = way[kept], starts[kept]
    return (
        np.where(enter[kept, None] > 0, at + enter[kept, None] * step, at),
        np.where(leave[kept, None] < 1, at + leave[kept, None] * step, ends[kept]),
        kept,
    )


def _extremes(of: np.ufunc, points: Floats, offsets: Ints, rings: Ints) -> Floats:
    """(n, 2): the least or the most of each of the rings, none of which is empty."""
    lengths = offsets[rings + 1] - offsets[rings]
    first = np.cumsum(lengths) - lengths
    extremes: Floats = of.reduceat(points[ragged_range(offsets[rings], lengths)], first, axis=0)
    return extremes


def _cut(outline: Floats, axis: int, inside: Floats) -> Floats:
    """What is left of an outline where `inside` (n,), which is affine along its sides, is not negative."""
    after, before = np.roll(outline, -1, axis=0), inside
    beyond = np.roll(inside, -1)
    crosses = (before < 0) != (beyond < 0)
    share = np.where(crosses, before / np.where(crosses, before - beyond, 1.0), 0.0)
    met = outline + share[:, None] * (after - outline)
    both = np.stack([outline, met], axis=1).reshape(-1, 2)
    kept: Floats = both[np.column_stack([before >= 0, crosses]).ravel()]
    return kept

"""Where names go beside the points that they name, so that none lies on another or on a point."""

from collections.abc import Sequence

import numpy as np

from dlvis.arrays import Floats
from dlvis.window import Window

# to the right, left, above, below, then the corners
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))


def tag_boxes(
    points: Floats,
    sizes: Sequence[tuple[float, float]],
    area: Window,
    gap: float,
    obstacles: Floats | None = None,
) -> list[Window | None]:
    """For each point (n, 2) the box of its name, `gap` from it and within `area`; None where none is free.

    `sizes` are widths and heights. The first points are served first. A point keeps a square of half-side
    `gap` to itself, and no name covers any of the `obstacles` (m, 2), such as points on lines.
    """
    crossed = np.empty((0, 2)) if obstacles is None else obstacles
    taken = [Window(x - gap, x + gap, y - gap, y + gap) for x, y in points]
    boxes: list[Window | None] = []
    for place, (point, size) in enumerate(zip(points, sizes, strict=True)):
        others = taken[:place] + taken[place + 1 :]
        free = (
            box
            for box in (_beside(point, size, side, far * gap) for far in (1.25, 3.0, 6.0) for side in _SIDES)
            if _within(box, area)
            and not any(_meet(box, other) for other in others)
            and not box.contains(crossed).any()
        )
        box = next(free, None)
        boxes.append(box)
        if box is not None:
            taken.append(box)
    return boxes


def _beside(point: Floats, size: tuple[float, float], side: tuple[int, int], gap: float) -> Window:
    half = np.asarray(size, np.float64) / 2
    x, y = point + np.array(side) * (half + gap)
    return Window(x - half[0], x + half[0], y - half[1], y + half[1])


def _within(box: Window, area: Window) -> bool:
    inside = area.xmin <= box.xmin and box.xmax <= area.xmax
    return inside and area.ymin <= box.ymin and box.ymax <= area.ymax


def _meet(a: Window, b: Window) -> bool:
    across = min(a.xmax, b.xmax) - max(a.xmin, b.xmin)
    return across > 0 and min(a.ymax, b.ymax) - max(a.ymin, b.ymin) > 0

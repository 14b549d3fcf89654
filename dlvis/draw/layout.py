"""Where the parts of a picture go: boxes computed from the frame and the shape of what is shown.

A box is a `Window` of the scene; y points up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dlvis.window import Window


def safe_area(width: float, height: float) -> Window:
    """What may be drawn on in a frame about the origin: 5 % margins, the lowest eighth left to captions."""
    return Window(-0.45 * width, 0.45 * width, -0.375 * height, 0.45 * height)


def columns(area: Window, n: int, gap: float) -> tuple[Window, ...]:
    """`area` as `n` boxes side by side, `gap` apart."""
    width = (area.width - (n - 1) * gap) / n
    lefts = [area.xmin + k * (width + gap) for k in range(n)]
    return tuple(Window(left, left + width, area.ymin, area.ymax) for left in lefts)


def rows(area: Window, n: int, gap: float) -> tuple[Window, ...]:
    """`area` as `n` boxes one above the other, `gap` apart, the highest first."""
    height = (area.height - (n - 1) * gap) / n
    tops = [area.ymax - k * (height + gap) for k in range(n)]
    return tuple(Window(area.xmin, area.xmax, top - height, top) for top in tops)


def subject_and_rest(
    area: Window, shape: float, foot: float, gap: float, least: float = 0.4
) -> tuple[Window, Window]:
    """A box for a subject of width / height `shape` with words of height `foot`, as large as it can be while
    the other box has at least the share `least` of the width beside it, or of the height beneath it."""
    width = min((1 - least) * area.width - gap, (area.height - foot) * shape)
    height = min((1 - least) * area.height - gap, area.width / shape + foot)
    if width >= (height - foot) * shape:
        middle = area.xmin + width
        return replace(area, xmax=middle), replace(area, xmin=middle + gap)
    middle = area.ymax - height
    return replace(area, ymin=middle), replace(area, ymax=middle - gap)


@dataclass(frozen=True)
class ExplainerLayout:
    """A `stage` for the subject, a `plan` for a diagram, a `line` for a formula, and `notes` for numbers.

    Where there is no formula its line goes to what lies beside it: `picture` is the stage and `readings` are
    the notes with that room.
    """

    stage: Window
    plan: Window
    line: Window
    notes: Window
    picture: Window
    readings: Window


def explainer_layout(area: Window, gap: float) -> ExplainerLayout:
    """The parts of a frame that explains one thing: in a wide one all else is a column to the right of the
    stage, in others it stands beneath, the plan beside the notes where there is room, else above them."""
    if area.width > 1.4 * area.height:
        stage, side = shared_columns(area, (0.64, 0.36), gap)
        plan, line, notes = shared_rows(side, (0.42, 0.16, 0.42), gap)
        return ExplainerLayout(stage, plan, line, notes, stage, _joined(line, notes))
    if area.width > 0.8 * area.height:
        stage, line, foot = shared_rows(area, (0.585, 0.07, 0.345), gap)
        plan, notes = shared_columns(foot, (0.36, 0.64), gap)
        return ExplainerLayout(stage, plan, line, notes, _joined(stage, line), notes)
    stage, line, plan, notes = shared_rows(area, (0.58, 0.065, 0.155, 0.2), gap)
    return ExplainerLayout(stage, plan, line, notes, _joined(stage, line), notes)


def shared_columns(area: Window, shares: Sequence[float], gap: float) -> tuple[Window, ...]:
    """`area` as boxes side by side, `gap` apart, from left to right, widths as the shares."""
    turned = shared_rows(Window(-area.ymax, -area.ymin, -area.xmax, -area.xmin), shares, gap)
    return tuple(Window(-box.ymax, -box.ymin, -box.xmax, -box.xmin) for box in turned)


def shared_rows(area: Window, shares: Sequence[float], gap: float) -> tuple[Window, ...]:
    """`area` as boxes one above the other, `gap` apart, the highest first, heights as the shares."""
    rest = area.height - (len(shares) - 1) * gap
    heights = rest * np.array(shares) / sum(shares)
    tops = area.ymax - np.cumsum([0.0, *(heights[:-1] + gap)])
    return tuple(
        Window(area.xmin, area.xmax, float(top - height), float(top))
        for top, height in zip(tops, heights, strict=True)
    )


def _joined(first: Window, second: Window) -> Window:
    """The smallest box round two."""
    return Window(
        min(first.xmin, second.xmin),
        max(first.xmax, second.xmax),
        min(first.ymin, second.ymin),
        max(first.ymax, second.ymax),
    )

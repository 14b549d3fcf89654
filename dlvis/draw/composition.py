"""A picture put together: a scene says what its subject and its panels need, and gets boxes for any frame.

In a wide frame the panels stand beside the subject, in a tall one beneath it: whichever leaves the subject
larger. Boxes are `Window`s of the scene, y points up; sizes are (width, height) in scene units. ::

    area = safe_area(config.frame_width, config.frame_height)
    head = heading(area, size_of(legend), size_of(title))
    picture = composition(head.rest, [size_of(counters), size_of(chart)], shape=window.width / window.height)
    put(counters, picture.panels[0], UL)
    place = fitted(window, picture.subject.width, picture.subject.height, (*picture.subject.centre, 0))
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from dlvis.draw.layout import columns, rows
from dlvis.errors import InputError
from dlvis.window import Window

N_COLUMNS = 12  # of the grid that panels keep to
GAP = 0.34  # scene units between parts
LEAST = 2.0  # scene units: a subject whose longer side would be shorter is not worth a look
UNEVEN = 1.25  # times larger must subjects be in lines that are not all full

Size = tuple[float, float]


@dataclass(frozen=True)
class Composition:
    """Boxes of a picture: `panels` in the order in which they were asked for, each as large as it asked or
    larger. `is_beside`: they stand beside the subject, not beneath it."""

    subject: Window
    panels: tuple[Window, ...]
    is_beside: bool


@dataclass(frozen=True)
class Heading:
    """What stands at the top: a box at the left, one for words at the right, and the `rest` below them.

    `in_line`: the two share a line; else the words stand below the left one, and begin where it does.
    """

    left: Window
    words: Window
    rest: Window
    in_line: bool


def composition(
    area: Window,
    panels: Sequence[Size],
    *,
    shape: float,
    gap: float = GAP,
    on_the_left: bool = True,
    least: float = LEAST,
) -> Composition:
    """Boxes for a subject of width / height `shape`, as large as it can be, and for `panels`.

    Raises:
        InputError: the panels leave the subject less than `least` scene units in both directions.
    """
    options = [_beside(area, panels, gap, on_the_left), _beneath(area, panels, gap)]
    found = [option for option in options if option is not None]
    best = max(found, key=lambda option: _side(option.subject, shape), default=None)
    if best is None or _side(best.subject, shape) < least:
        wanted = " and ".join(f"{width:.3g} x {height:.3g}" for width, height in panels)
        raise InputError(
            f"frame: expected room for a subject of {least:.3g} and for panels of {wanted}, got"
            f" {area.width:.3g} x {area.height:.3g}; choose another --aspect, or shorter words"
        )
    return best


def heading(area: Window, left: Size, words: Size, gap: float = GAP) -> Heading:
    """Room at the top of `area` for something at the left, such as a legend, and for words at the right.

    Raises:
        InputError: either is wider than the area, or they leave no room below.
    """
    in_line = left[0] + gap + words[0] <= area.width
    height = max(left[1], words[1]) if in_line else left[1] + gap + words[1]
    if max(left[0], words[0]) > area.width or height + gap >= area.height:
        raise InputError(
            f"frame: expected room for a heading of {max(left[0], words[0]):.3g} x {height:.3g},"
            f" got {area.width:.3g} x {area.height:.3g}; choose another --aspect, or shorter words"
        )
    foot = area.ymax - height
    first = Window(area.xmin, area.xmin + left[0], area.ymax - left[1], area.ymax)
    if in_line:
        second = Window(area.xmax - words[0], area.xmax, area.ymax - words[1], area.ymax)
    else:
        second = Window(area.xmin, area.xmin + words[0], foot, foot + words[1])
    return Heading(first, second, Window(area.xmin, area.xmax, area.ymin, foot - gap), in_line)


def tiles(area: Window, n: int, shape: float, gap: float = GAP, foot: float = 0.0) -> tuple[Window, ...]:
    """`n` boxes in lines and columns, by lines from the upper left, such that subjects of width / height
    `shape` are as large in them as they can be, each with room of height `foot` left below it.

    Raises:
        InputError: there is no room for so many.
    """
    grids = {across: _grid(area, n, across, gap) for across in range(1, n + 1)}
    fitting = {across: grid for across, grid in grids.items() if grid and grid[0].height > foot}
    if not fitting:
        raise InputError(f"frame: expected room for {n} parts, got {area.width:.3g} x {area.height:.3g}")
    subjects = {across: tuple(_above(box, foot) for box in grid) for across, grid in fitting.items()}
    best = max(
        subjects, key=lambda across: _side(subjects[across][0], shape) / (UNEVEN if n % across else 1.0)
    )
    return subjects[best]


def shaped(box: Window, shape: float) -> Window:
    """The largest box of width / height `shape` in the middle of a box."""
    width = min(box.width, box.height * shape)
    (x, y), height = box.centre, width / shape
    return Window(x - width / 2, x + width / 2, y - height / 2, y + height / 2)


def at_top(box: Window, shape: float) -> Window:
    """The largest box of width / height `shape` in a box, at its top: in line with panels beside it."""
    part = shaped(box, shape)
    return Window(part.xmin, part.xmax, box.ymax - part.height, box.ymax)


def below(box: Window, height: float) -> Window:
    """The room of this height right below a box, such as the foot of one of `tiles`."""
    return Window(box.xmin, box.xmax, box.ymin - height, box.ymin)


def span(area: Window, n: int, gap: float = GAP) -> float:
    """The width of `n` of the twelve columns of `area`, with the gaps between them."""
    column = (area.width - (N_COLUMNS - 1) * gap) / N_COLUMNS
    return n * column + (n - 1) * gap


def _side(box: Window, shape: float) -> float:
    """The longer side of what fits into the box."""
    subject = shaped(box, shape)
    return max(subject.width, subject.height)


def _above(box: Window, foot: float) -> Window:
    return Window(box.xmin, box.xmax, box.ymin + foot, box.ymax)


def _beside(area: Window, panels: Sequence[Size], gap: float, on_the_left: bool) -> Composition | None:
    """Panels in a column of as few of the twelve as hold the widest, one below the other from the top."""
    if not panels:
        return Composition(area, (), True)
    widest, height = max(width for width, _ in panels), sum(height for _, height in panels)
    spans = [width for width in (span(area, n, gap) for n in range(1, N_COLUMNS)) if width >= widest]
    if not spans or height + (len(panels) - 1) * gap > area.height:
        return None
    left, right = area.xmin + spans[0], area.xmax - spans[0]
    column = (area.xmin, left) if on_the_left else (right, area.xmax)
    subject = (left + gap, area.xmax) if on_the_left else (area.xmin, right - gap)
    boxes, top = [], area.ymax
    for _, high in panels:
        boxes.append(Window(*column, top - high, top))
        top -= high + gap
    return Composition(Window(*subject, area.ymin, area.ymax), tuple(boxes), True)


def _beneath(area: Window, panels: Sequence[Size], gap: float) -> Composition | None:
    """Panels side by side in lines beneath the subject, as many to a line as it holds."""
    lines: list[list[Size]] = []
    for size in panels:
        if lines and sum(width + gap for width, _ in lines[-1]) + size[0] <= area.width:
            lines[-1].append(size)
        else:
            lines.append([size])
    heights = [max(height for _, height in line) for line in lines]
    top = area.ymin + sum(heights) + gap * max(len(lines) - 1, 0)
    if any(width > area.width for width, _ in panels) or top + gap >= area.ymax:
        return None
    boxes: list[Window] = []
    for line, height in zip(lines, heights, strict=True):
        spare = (area.width - sum(width + gap for width, _ in line) + gap) / len(line)
        left = area.xmin
        for width, _ in line:
            boxes.append(Window(left, left + width + spare, top - height, top))
            left += width + spare + gap
        top -= height + gap
    foot = boxes[0].ymax + gap if boxes else area.ymin
    return Composition(Window(area.xmin, area.xmax, foot, area.ymax), tuple(boxes), False)


def _grid(area: Window, n: int, across: int, gap: float) -> tuple[Window, ...]:
    """Nothing where the gaps alone are as large as the area; a last line that is not full stands in the
    middle."""
    down = ceil(n / across)
    if area.width <= (across - 1) * gap or area.height <= (down - 1) * gap:
        return ()
    boxes: list[Window] = []
    for line in rows(area, down, gap):
        in_line = min(across, n - len(boxes))
        width = columns(area, across, gap)[0].width
        spare = area.width - in_line * width - (in_line - 1) * gap
        middle = Window(area.xmin + spare / 2, area.xmax - spare / 2, line.ymin, line.ymax)
        boxes += columns(middle, in_line, gap)
    return tuple(boxes)

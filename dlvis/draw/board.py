"""Where a board of panels stands: views of one size in lines, and beside or beneath them what is said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from dlvis.draw.composition import composition
from dlvis.errors import InputError
from dlvis.window import Window

LEAST = 0.4  # scene units: a lower panel is not worth a look

Size = tuple[float, float]


@dataclass(frozen=True)
class BoardLayout:
    """`panels`, all of one size and shape, and `notes` in the order in which they were asked for."""

    panels: tuple[Window, ...]
    notes: tuple[Window, ...]


def board_layout(
    area: Window,
    n: int,
    shape: float,
    notes: Sequence[Size],
    *,
    name: float,
    gap: float,
    grows: int = -1,
    line: int = 1,
    least: float = LEAST,
) -> BoardLayout:
    """`n` panels of width / height `shape`, as large as they can be with the notes beside or beneath them.

    `name` is the room above each panel, `gap` that between parts; a line has a multiple of `line` panels, so
    that those of one net stay together, and no panel is narrower than `least`. What a column of notes leaves
    free goes to note number `grows`.

    Raises:
        InputError: the area is too small.
    """
    options = [
        found
        for across in range(line, n + 1, line)
        if (found := _with_lines_of(across, area, n, shape, notes, name, gap)) is not None
        and found.panels[0].width >= least
    ]
    if not options:
        raise InputError(
            f"frame: expected room for {n} panels and their notes, got {area.width:.3g} x {area.height:.3g}; "
            "choose another --aspect, or shorter words"
        )
    best = max(options, key=lambda option: option.panels[0].height)
    return _filled(best, area, grows, gap)


def _with_lines_of(
    across: int, area: Window, n: int, shape: float, notes: Sequence[Size], name: float, gap: float
) -> BoardLayout | None:
    down = ceil(n / across)
    try:
        found = composition(area, notes, shape=across * shape / down, gap=gap, on_the_left=False, least=0.5)
    except InputError:
        return None
    box = found.subject
    width = (box.width - (across - 1) * gap) / across
    height = min(width / shape, (box.height - (down - 1) * gap) / down - name)
    if height < LEAST:
        return None
    width = height * shape
    spare = box.width - across * width - (across - 1) * gap
    left = box.xmin if found.is_beside else box.xmin + spare / 2
    panels = []
    for k in range(n):
        line, column = divmod(k, across)
        x, top = left + column * (width + gap), box.ymax - line * (height + name + gap) - name
        panels.append(Window(x, x + width, top - height, top))
    foot = panels[-1].ymin
    # notes beneath move up to the panels
    lift = 0.0 if found.is_beside else max(0.0, foot - gap - max(each.ymax for each in found.panels))
    return BoardLayout(tuple(panels), tuple(_moved(each, lift) for each in found.panels))


def _moved(box: Window, up: float) -> Window:
    return replace(box, ymin=box.ymin + up, ymax=box.ymax + up)


def _filled(layout: BoardLayout, area: Window, grows: int, gap: float) -> BoardLayout:
    """Stretch one note of a column by what the column leaves free, and move the later ones down."""
    notes = list(layout.notes)
    free = min((each.ymin for each in notes), default=area.ymin) - area.ymin
    if free <= 0 or not notes or not -len(notes) <= grows < len(notes):
        return layout
    first = notes[grows]
    for k, each in enumerate(notes):
        if each.ymax <= first.ymin:
            notes[k] = _moved(each, -free)
        elif each.ymin == first.ymin:
            notes[k] = replace(each, ymin=each.ymin - free)
    return replace(layout, notes=tuple(notes))

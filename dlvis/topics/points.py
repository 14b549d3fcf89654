"""Points with two labels from a CSV file: columns x, y and label, a header or none."""

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dlvis.errors import InputError, nearest
from dlvis.topics.plane import LabelledPlane
from dlvis.topics.sample import Sample, check_size

COLUMNS = ("x", "y", "label")
MOST_BYTES = 100_000_000
MOST_POINTS = 1_000_000
ROOM_AROUND = 0.1  # of the longer side, beside the outermost points
Row = tuple[float, float, str]


def points_plane(path: Path, positive: str | None = None) -> LabelledPlane:
    """The points of a CSV file; `positive` is the label of the positive class, else the later one in order.

    A header, if there is one, names x, y and label in any order, and may name more columns; without one
    there are these three. Labels are any two texts; numbers are ordered as numbers.

    Raises:
        InputError: another format, a coordinate that is no number, not two labels, too few or many points.
    """
    rows = list(_rows(path))
    names = sorted({label for _, _, label in rows}, key=_order)
    if len(names) != 2:
        found = ", ".join(map(repr, names[:5])) + (", …" if len(names) > 5 else "")
        raise InputError(f"{path}, label: expected two different labels, got {len(names)}: {found or 'none'}")
    if positive is not None and positive not in names:
        raise InputError(f"{path}: there is no label {positive!r}{nearest(positive, names)}")
    chosen = names[1] if positive is None else positive
    other = names[0] if chosen == names[1] else names[1]
    sample = Sample(np.array([row[:2] for row in rows]), np.array([row[2] == chosen for row in rows]))
    check_size(sample, str(path))
    return LabelledPlane(None, None, (other, chosen), _bounds(sample, path), sample=sample)


def _rows(path: Path) -> Iterator[Row]:
    """x, y and label of every line that is not empty."""
    if path.stat().st_size > MOST_BYTES:
        raise InputError(
            f"{path}: expected at most {MOST_BYTES // 10**6} MB, got {path.stat().st_size // 10**6}; "
            "take a part of its rows"
        )
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _of_lines(path, csv.reader(file, skipinitialspace=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: expected a CSV file of points, it cannot be read: {error}") from None


def _of_lines(path: Path, lines: "csv._reader") -> Iterator[Row]:  # type: ignore[name-defined]
    places, n_columns, n_points, begun = (0, 1, 2), 3, 0, False
    for cells in lines:
        where = f"{path}, line {lines.line_num}"
        if not any(cell.strip() for cell in cells):
            continue
        if not begun and _is_header(cells):
            places, n_columns, begun = _places(cells, where), len(cells), True
            continue
        begun = True
        if len(cells) != n_columns:
            hint = "; columns are separated by commas" if len(cells) == 1 else ""
            raise InputError(f"{where}: expected {n_columns} columns, got {len(cells)}{hint}")
        n_points += 1
        if n_points > MOST_POINTS:
            raise InputError(f"{path}: expected at most {MOST_POINTS} points; take a part of its rows")
        x, y, label = (cells[place].strip() for place in places)
        if not label:
            raise InputError(f"{where}, label: expected a text, got nothing")
        yield _number(x, "x", where), _number(y, "y", where), label


def _is_header(cells: list[str]) -> bool:
    """The first line is one if it has not two numbers in front."""
    return not all(map(_is_number, cells[:2]))


def _places(cells: list[str], where: str) -> tuple[int, int, int]:
    names = [cell.strip().lower() for cell in cells]
    for column in COLUMNS:
        if names.count(column) != 1:
            raise InputError(
                f"{where}: expected the columns x, y and label, each once, got {', '.join(names[:8])}"
            )
    x, y, label = (names.index(column) for column in COLUMNS)
    return x, y, label


def _number(text: str, column: str, where: str) -> float:
    number = float(text) if _is_number(text) else np.nan
    if not abs(number) <= 1e12:
        raise InputError(f"{where}, {column}: expected a number up to 1e12, got {text!r}")
    return number


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _order(label: str) -> tuple[bool, float, str]:
    """Numbers before texts, numbers by size."""
    return (False, float(label), label) if _is_number(label) else (True, 0.0, label)


def _bounds(sample: Sample, path: Path) -> tuple[float, float, float, float]:
    low, high = sample.points.min(axis=0), sample.points.max(axis=0)
    margin = ROOM_AROUND * float((high - low).max())
    if margin == 0:
        raise InputError(f"{path}: expected points at different places, all lie at {tuple(low.tolist())}")
    (xmin, ymin), (xmax, ymax) = (low - margin).tolist(), (high + margin).tolist()
    return xmin, ymin, xmax, ymax

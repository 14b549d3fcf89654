"""A table's medians and ranges over the seeds, as a Markdown table for a note."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from dlvis.errors import InputError
from dlvis.plots.axes import is_share, words
from dlvis.plots.rows import compared, groups, last_rows, shown_rows
from dlvis.tables import Table

DIGITS = 4  # that are told of a number with decimals


def markdown(
    table: Table,
    columns: Sequence[str],
    by: Sequence[str] | None = None,
    where: Mapping[str, Any] | None = None,
) -> str:
    """A line for each combination of `by` (None: what the experiment compares), the last row of each net.

    Each of `columns` is told as the median, and where they differ the range: "4 (2 to 5)"; texts as they are.
    Raises InputError for a column that is not there.
    """
    if not columns:
        raise InputError("--columns: expected at least one column")
    rows = last_rows(shown_rows(table, where or {}))
    parting = compared(table) if by is None else list(by)
    head = [words(name) for name in dict.fromkeys([*parting, *columns])]
    own = [name for name in columns if name not in parting]
    lines = [
        [*(_cell(group, name) for name in parting), *(_cell(group, name) for name in own)]
        for _, group in groups(rows, parting)
    ]
    return "\n".join([_line(head), _line(["---"] * len(head)), *map(_line, lines)])


def span(values: ArrayLike, digits: int = 1, factor: float = 1.0) -> str:
    """Median and range of numbers, such as "94.8 (91.0 to 96.2)"; of equal ones, only one of them."""
    there = np.asarray(values, np.float64)
    there = there[~np.isnan(there)] * factor
    if not len(there):
        return "none"
    least, middle, most = (f"{value:,.{digits}f}" for value in (there.min(), np.median(there), there.max()))
    return middle if least == most else f"{middle} ({least} to {most})"


def _cell(rows: Table, name: str) -> str:
    values = rows.column(name)
    if values.dtype.kind == "U":
        return ", ".join(dict.fromkeys(map(_in_a_cell, values.tolist())))
    numbers = rows.numbers(name)
    if (
        np.isfinite(numbers).any()
        and np.all(numbers == numbers[0])
        and numbers[0] != np.round(numbers[0])
        and not is_share(name)
    ):
        return f"{numbers[0]:.{DIGITS}g}"
    if is_share(name):
        return span(numbers, 1, 100)
    return span(numbers, _digits(numbers[np.isfinite(numbers)]))


def _in_a_cell(text: str) -> str:
    """A text that ends no cell and no line of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


def _digits(numbers: np.ndarray) -> int:
    """How many decimals tell `DIGITS` digits of the largest; none of whole numbers."""
    if not len(numbers):
        return 0
    if np.all(numbers == np.round(numbers)):
        return 0 if float(np.median(numbers)).is_integer() else 1
    size = int(np.floor(np.log10(np.abs(numbers).max())))
    return int(np.clip(DIGITS - 1 - size, 0, 8))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"

"""The curves that a table holds: what one column does with another, over the seeds, for each kind of net."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlvis.arrays import Floats, freeze
from dlvis.errors import InputError
from dlvis.plots.rows import SEED, STEP, compared, groups, last_rows, shown_rows
from dlvis.tables import Table

SIZES = ("widths", "width", "parameters", "multiply_adds")
MOST_CURVES = 8  # that can be told apart by colour and dash


@dataclass(frozen=True, eq=False)
class Curve:
    """One line: medians `middle` (n,) at `x` (n,), rising, with the quantiles `low` and `high` beside them.

    `values` are what its rows have in the columns that part the curves, None for nothing; `n_rows` how many
    rows, at most, a place of it stands for, and `n_seeds` how many seeds are among them.
    """

    values: tuple[Any, ...]
    x: Floats
    low: Floats
    middle: Floats
    high: Floats
    n_rows: int
    n_seeds: int

    def __post_init__(self) -> None:
        freeze(self, np.float64, "x", "low", "middle", "high")


@dataclass(frozen=True, eq=False)
class Curves:
    """All curves of a figure, and the columns they show: `y` against `x`, parted by the columns `by`.

    `outside` is the share of the rows that the band leaves out on each side.
    """

    x: str
    y: str
    by: tuple[str, ...]
    outside: float
    curves: tuple[Curve, ...]


def curves(
    table: Table,
    y: str | None = None,
    x: str | None = None,
    by: Sequence[str] | None = None,
    where: Mapping[str, Any] | None = None,
    outside: float = 0.25,
) -> Curves:
    """The column `y` against `x`, a curve for each combination of `by`, over all rows alike in these.

    `where` picks rows by values. Of a training, rows that a search has not selected are left out unless
    `where` asks for them, and against another column than the step only the last row of each net counts.
    None: columns that suit the table. `outside` 0.25 is a band of the middle half, 0 from least to most.

    Raises:
        InputError: a column that is not there or holds no numbers, no row left, too many curves.
    """
    if not 0 <= outside < 0.5:
        raise InputError(f"band: expected a share from 0 to below 0.5 on each side, got {outside}")
    rows = shown_rows(table, where or {})
    across = x or _usual_x(rows)
    told = rows if across == STEP else last_rows(rows)
    up = y or _usual_y(told, across)
    parting = _usual_by(told, across) if by is None else tuple(by)
    parts = sorted(groups(told, parting), key=lambda part: [(each is not None, each) for each in part[0]])
    if len(parts) > MOST_CURVES:
        raise InputError(
            f"{table.name}: {', '.join(parting)}: expected at most {MOST_CURVES} curves, got {len(parts)}; "
            f"choose some rows with --where or other columns with --by"
        )
    return Curves(across, up, parting, outside, tuple(_curve(*each, across, up, outside) for each in parts))


def _usual_x(table: Table) -> str:
    if STEP in table.columns and len(last_rows(table)) < len(table):
        return STEP
    for name in compared(table):
        if table.column(name).dtype.kind in "if":
            return name
    raise InputError(f"{table.name}: --x: expected one of the columns, such as {_numeric(table)[0]}")


def _usual_y(table: Table, x: str) -> str:
    usual = ("validation_loss",) if x == STEP else ("test_balanced_accuracy",)
    for name in (*usual, "loss", "error", *_numeric(table)[::-1]):
        if name in table.columns and name != x:
            return name
    raise InputError(f"{table.name}: --y: expected a column of numbers, but there is none beside {x}")


def _usual_by(table: Table, x: str) -> tuple[str, ...]:
    """All that is compared and differs, but for x and what x follows from."""
    names = [name for name in compared(table) if name != x]
    if x in SIZES and x not in compared(table):
        names = [name for name in names if name not in SIZES]
    return tuple(name for name in names if len(groups(table, (name,))) > 1)


def _numeric(table: Table) -> list[str]:
    names = [name for name, values in table.columns.items() if values.dtype.kind in "if"]
    if not names:
        raise InputError(f"{table.name}: has no column of numbers")
    return names


def _curve(values: tuple[Any, ...], rows: Table, x: str, y: str, outside: float) -> Curve:
    across, up = rows.numbers(x), rows.numbers(y)
    there = np.isfinite(across) & np.isfinite(up)
    places = np.unique(across[there])
    if not len(places):
        raise InputError(f"{rows.name}: column {y!r} has no number in the rows that are shown")
    at = [up[there & (across == place)] for place in places]
    low, middle, high = np.array([_quantiles(each, outside) for each in at]).T
    n_seeds = len(np.unique(rows.column(SEED)[there])) if SEED in rows.columns else 1
    return Curve(values, places, low, middle, high, max(map(len, at)), n_seeds)


def _quantiles(values: NDArray[np.float64], outside: float) -> Floats:
    result: Floats = np.quantile(values, [outside, 0.5, 1 - outside])
    return result

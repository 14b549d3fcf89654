"""The rows of a sweep's table that say what came of it, parted by what its experiment compares."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dlvis.errors import InputError
from dlvis.tables import Table

STEP, SEED, SELECTED = "step", "seed", "selected"
NUMBERS = ("net", "cell")  # columns that number the nets of a training, the cells of another study


def shown_rows(table: Table, where: Mapping[str, Any]) -> Table:
    """The rows with these values; of a search those that it has selected, unless `where` asks for others.

    Raises InputError where none is left.
    """
    rows = table.where(**where)
    if SELECTED in rows.columns and SELECTED not in where and not set(where) & set(searched(table)):
        rows = rows.where(selected=True)
    if not len(rows):
        values = ", ".join(f"{name} = {value}" for name, value in where.items())
        raise InputError(f"{table.name}: has no rows {f'with {values}' if values else 'at all'}")
    return rows


def last_rows(table: Table) -> Table:
    """The last row of each net or cell; all of a table without steps."""
    numbers = [name for name in NUMBERS if name in table.columns]
    if STEP not in table.columns or not numbers:
        return table
    net = table.column(numbers[0])
    return table.rows(np.flatnonzero(np.append(net[1:] != net[:-1], True)))


def compared(table: Table) -> list[str]:
    """The settings that the experiment of a table compares: its grid without the seed and the searched."""
    document = noted(table, "experiment")
    cases = document.get("cases", [])
    if not isinstance(cases, list) or not isinstance(document.get("grid", {}), dict):
        raise InputError(f"{table.name}: its notes are damaged, expected an experiment's grid and cases")
    every = dict.fromkeys([*document.get("grid", {}), *(str(name) for case in cases for name in dict(case))])
    return [name for name in every if name not in (SEED, *searched(table)) and name in table.columns]


def searched(table: Table) -> tuple[str, ...]:
    """The settings that were tuned, on the validation part."""
    return tuple(map(str, noted(table, "selection").get("search", ())))


def noted(table: Table, name: str) -> Mapping[str, Any]:
    """One part of what a sweep says about its table; empty for a table of another kind."""
    part = table.notes.get(name, {})
    if not isinstance(part, dict):
        raise InputError(f"{table.name}: its notes are damaged, expected a table of {name}, got {part!r}")
    return part


def groups(table: Table, by: Sequence[str]) -> list[tuple[tuple[Any, ...], Table]]:
    """The rows of each combination of these columns that is there, in the order of the table.

    A setting that a row does not have is None.
    """
    columns = ([None if value != value else value for value in table.column(name).tolist()] for name in by)
    keys = list(zip(*columns, strict=True)) or [()] * len(table)
    return [(key, table.rows(np.array([key == each for each in keys]))) for key in dict.fromkeys(keys)]

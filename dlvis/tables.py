"""Tables of measurements: columns of numbers and short texts, kept as Parquet with what made them.

A column is one of four kinds: whole numbers, numbers, true or false, texts. What a row does not have is NaN
or the empty text. Scenes and plots read the tables that sweeps write. ::

    table = load_table("renders/tables/ladder.parquet")
    deep = table.where(depth=4, selected=True)
    deep.column("regions")
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlvis.arrays import frozen
from dlvis.errors import InputError, nearest
from dlvis.whole import write_whole

LARGEST = np.iinfo(np.int64).max  # beyond, whole numbers are numbers
NOTES = b"dlvis"  # the key of the file's own metadata under which the notes lie, as JSON


@dataclass(frozen=True, eq=False)
class Table:
    """`columns` are (rows,) read-only arrays by name, `notes` plain values about it all, such as the budget.

    `name` is the file it was read from, for messages.
    """

    columns: Mapping[str, NDArray[Any]]
    notes: Mapping[str, Any] = field(default_factory=dict)
    name: str = "table"

    def __post_init__(self) -> None:
        columns = {name: frozen(values, np.asarray(values).dtype) for name, values in self.columns.items()}
        if len({len(values) for values in columns.values()}) > 1:
            lengths = ", ".join(f"{name} {len(values)}" for name, values in columns.items())
            raise InputError(f"{self.name}: expected columns of one length, got {lengths}")
        object.__setattr__(self, "columns", MappingProxyType(columns))
        object.__setattr__(self, "notes", MappingProxyType(dict(self.notes)))

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def column(self, name: str) -> NDArray[Any]:
        """(rows,) the column `name`; InputError where there is none, which names the nearest."""
        if name not in self.columns:
            raise InputError(f"{self.name}: has no column {name!r}{nearest(name, self.columns)}")
        return self.columns[name]

    def numbers(self, name: str) -> NDArray[np.float64]:
        """(rows,) the column `name` as float64; InputError where it holds texts."""
        values = self.column(name)
        if values.dtype.kind not in "biuf":
            raise InputError(f"{self.name}: column {name!r} holds texts, expected numbers")
        return values.astype(np.float64)

    def where(self, **values: Any) -> "Table":
        """The rows in which each of these columns has this value."""
        chosen = np.ones(len(self), bool)
        for name, value in values.items():
            chosen &= self.column(name) == value
        return self.rows(chosen)

    def rows(self, chosen: Any) -> "Table":
        """The rows that `chosen`, (rows,) of true or false or numbers of rows, says."""
        columns = {name: values[chosen] for name, values in self.columns.items()}
        return Table(columns, self.notes, self.name)


def table_of(rows: Sequence[Mapping[str, Any]], notes: Mapping[str, Any], name: str = "table") -> Table:
    """The table of these rows; columns in the order in which they first come."""
    names = dict.fromkeys(column for row in rows for column in row)
    return Table({each: _column(each, [row.get(each) for row in rows]) for each in names}, notes, name)


def save_table(table: Table, path: str | Path, overwrite: bool = False) -> Path:
    """Write the table as the Parquet file `path`, whole or not at all; equal tables are equal bytes.

    Raises InputError where it cannot be written, or something is there and `overwrite` is false.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = {name: pa.array(_plain(values)) for name, values in table.columns.items()}
    notes = json.dumps(dict(table.notes)).encode()
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(arrays).replace_schema_metadata({NOTES: notes}), sink, compression="zstd")
    return write_whole(path, sink.getvalue().to_pybytes(), overwrite)


def load_table(path: str | Path) -> Table:
    """The table in the Parquet file `path`, of dlvis or of anybody.

    Raises InputError where it is not there or is no Parquet file, a column is of no kind that a table has, or
    dlvis's own notes are damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = Path(path)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); expected a .parquet file") from None
    try:
        read = pq.read_table(pa.BufferReader(content))
    except (pa.ArrowException, OSError) as error:  # it has both for a broken file
        why = str(error).partition("\n")[0]
        raise InputError(f"{file}: expected a Parquet file, but it cannot be read as one: {why}") from None
    notes = _notes((read.schema.metadata or {}).get(NOTES, b"{}"), file)
    columns = {name: _column(name, read.column(name).to_pylist(), file) for name in read.column_names}
    return Table(columns, notes, str(file))


def _notes(text: bytes, file: Path) -> dict[str, Any]:
    """The notes of a file."""
    try:
        notes = json.loads(text)
    except ValueError:
        notes = None
    if not isinstance(notes, dict):
        raise InputError(f"{file}: its notes are damaged, expected a JSON object under {NOTES.decode()!r}")
    return notes


def _plain(values: NDArray[Any]) -> Any:
    return values.tolist() if values.dtype.kind == "U" else values


def _column(name: str, values: Iterable[Any], file: Path | str = "table") -> NDArray[Any]:
    """An array of one of the four kinds; nothing is NaN among numbers, and the empty text among texts."""
    listed = list(values)
    there = {type(value) for value in listed} - {type(None)}
    missing = len(listed) and any(value is None for value in listed)
    if there <= {bool} and there and not missing:
        return np.array(listed, np.bool_)
    if there <= {int} and there and not missing and max(listed) <= LARGEST:
        return np.array(listed, np.int64)
    if there <= {int, float, bool}:
        return np.array([np.nan if value is None else value for value in listed], np.float64)
    if there == {str}:
        return np.array([value or "" for value in listed], np.str_)
    kinds = ", ".join(sorted(kind.__name__ for kind in there))
    raise InputError(f"{file}: column {name!r}: expected numbers alone or texts alone, got {kinds}")

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.tables import NOTES, Table, load_table, save_table, table_of

ROWS = [
    {"net": "2-8-1", "seed": 0, "loss": 0.5, "best": True},
    {"net": "2-8-1", "seed": 1, "loss": 0.25, "best": False, "dead": 3},
    {"net": "2-3-1", "seed": 0, "loss": float("inf"), "best": False, "note": "far"},
]


def test_a_table_is_read_as_it_was_written(tmp_path):
    table = table_of(ROWS, {"budget": {"equal": "steps"}})
    read = load_table(save_table(table, tmp_path / "t.parquet"))
    assert list(read.columns) == list(table.columns) == ["net", "seed", "loss", "best", "dead", "note"]
    for name, values in table.columns.items():
        np.testing.assert_array_equal(read.column(name), values)
        assert read.column(name).dtype.kind == values.dtype.kind
    assert read.notes == {"budget": {"equal": "steps"}}
    assert len(read) == 3


def test_what_a_row_does_not_have_is_nan_or_the_empty_text():
    table = table_of(ROWS, {})
    np.testing.assert_array_equal(table.column("dead"), [np.nan, 3, np.nan])
    assert table.column("note").tolist() == ["", "", "far"]


def test_equal_tables_are_equal_bytes(tmp_path):
    files = [save_table(table_of(ROWS, {"a": 1, "b": 2}), tmp_path / f"{k}.parquet") for k in range(2)]
    assert files[0].read_bytes() == files[1].read_bytes()


@given(st.lists(st.floats(), min_size=1), st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_any_number_and_text_comes_back(tmp_path_factory, numbers, text):
    path = tmp_path_factory.mktemp("t") / "t.parquet"
    read = load_table(save_table(table_of([{"x": x, "t": text} for x in numbers], {"t": text}), path))
    np.testing.assert_array_equal(read.column("x"), numbers)
    assert set(read.column("t").tolist()) == {text}
    assert read.notes["t"] == text


def test_rows_are_chosen_by_values():
    table = table_of(ROWS, {}).where(net="2-8-1", best=False)
    assert table.column("seed").tolist() == [1]
    assert len(table_of(ROWS, {}).where(net="none")) == 0


def test_a_column_that_is_not_there_names_the_nearest(tmp_path):
    table = load_table(save_table(table_of(ROWS, {}), tmp_path / "t.parquet"))
    with pytest.raises(InputError, match=r"t\.parquet: has no column 'los'; did you mean 'loss'"):
        table.column("los")
    with pytest.raises(InputError, match="column 'net' holds texts, expected numbers"):
        table.numbers("net")


@pytest.mark.parametrize("content", [b"", b"PAR1", b"title = 3\n", b"PAR1" + b"\0" * 100 + b"PAR1"])
def test_what_is_no_parquet_is_refused_by_name(tmp_path, content):
    file = tmp_path / "no.parquet"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"no\.parquet: expected a Parquet file"):
        load_table(file)


@pytest.mark.parametrize("notes", [b"{", b"[1]", b"3", b"\xff"])
def test_damaged_notes_are_refused_by_name(tmp_path, notes):
    file = tmp_path / "damaged.parquet"
    pq.write_table(pa.table({"x": [1]}).replace_schema_metadata({NOTES: notes}), file)
    with pytest.raises(InputError, match=r"damaged\.parquet: its notes are damaged"):
        load_table(file)


def test_whole_numbers_beyond_int64_are_numbers(tmp_path):
    file = tmp_path / "large.parquet"
    pq.write_table(pa.table({"x": pa.array([1, 2**64 - 1], pa.uint64())}), file)
    assert load_table(file).column("x").tolist() == [1, 2.0**64]


def test_an_error_of_several_lines_is_told_in_one(tmp_path):
    file = tmp_path / "twice.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["x", "x"]), file)
    with pytest.raises(InputError, match=r"twice\.parquet: expected a Parquet file.*") as refused:
        load_table(file)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"gone\.parquet: cannot be read"):
        load_table(tmp_path / "gone.parquet")


def test_a_mixed_column_is_refused():
    with pytest.raises(InputError, match="column 'a': expected numbers alone or texts alone, got int, str"):
        table_of([{"a": 1}, {"a": "x"}], {})


def test_columns_of_two_lengths_are_refused():
    with pytest.raises(InputError, match="expected columns of one length, got a 2, b 1"):
        Table({"a": np.zeros(2), "b": np.zeros(1)})


def test_a_table_is_not_overwritten_unasked(tmp_path):
    place = save_table(table_of(ROWS, {}), tmp_path / "t.parquet")
    with pytest.raises(InputError, match="is there already; use --force"):
        save_table(table_of(ROWS, {}), place)


def test_reading_a_table_needs_no_torch(tmp_path):
    place = save_table(table_of(ROWS, {}), tmp_path / "t.parquet")
    script = (
        f"from dlvis.tables import load_table; load_table({str(place)!r}); import sys;"
        "assert not {'torch', 'manim', 'pandas', 'matplotlib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)

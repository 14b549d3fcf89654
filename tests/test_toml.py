import math
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.toml import toml_document, toml_text

PLAIN = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)
TABLES = st.recursive(
    st.dictionaries(st.text(), PLAIN, max_size=4),
    lambda inner: st.dictionaries(st.text(), inner | PLAIN, max_size=3),
    max_leaves=6,
)


@given(TABLES)
def test_whatever_is_written_is_read_back(table):
    assert tomllib.loads(toml_text(table)) == table


def test_nothing_is_left_out_and_numbers_stay_what_they_are():
    text = toml_text({"run": None, "net": {"widths": (2, 8, 1), "rate": 1e-9}, "far": math.inf})
    assert text == "far = inf\n\n[net]\nwidths = [2, 8, 1]\nrate = 1e-09\n"


def test_a_text_cannot_end_its_line():
    assert tomllib.loads(toml_text({'a"]\nx = 1\n': 'b"\ny = 2'})) == {'a"]\nx = 1\n': 'b"\ny = 2'}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "a.toml: cannot be read (No such file or directory); expected a thing"),
        (
            "x = 1\ny = 'Bär'\n".encode("latin-1"),
            "a.toml, line 2: expected a thing; save it as UTF-8, which it is not",
        ),
        (b"x = 1\ny =\n", "a.toml, line 2: expected TOML, got broken TOML: Invalid value"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_once(tmp_path, monkeypatch, content, message):
    monkeypatch.chdir(tmp_path)
    if content is not None:
        Path("a.toml").write_bytes(content)
    with pytest.raises(InputError) as refused:
        toml_document(Path("a.toml"), "a thing")
    assert str(refused.value) == message


def test_a_folder_is_no_toml(tmp_path):
    with pytest.raises(InputError, match=r"cannot be read \(Is a directory\); expected a thing$"):
        toml_document(tmp_path, "a thing")

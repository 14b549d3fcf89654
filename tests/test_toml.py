import math
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from dlvis.toml import toml_text

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

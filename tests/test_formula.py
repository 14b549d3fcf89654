"""Formulas: what they are worth, and that nothing but a formula is read."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.formula import MOST_CHARACTERS, Formula, finite

X = np.linspace(-2, 2, 9)


@pytest.mark.parametrize(
    ("text", "twin"),
    [
        ("sin(2*pi*x)", lambda x: np.sin(2 * np.pi * x)),
        ("-x**2 + 3", lambda x: -(x**2) + 3),
        ("abs(x) % 1 - e", lambda x: np.abs(x) % 1 - np.e),
        ("max(x, 0) / 2e0 - min(x, -1)", lambda x: np.maximum(x, 0) / 2 - np.minimum(x, -1)),
        ("2", lambda x: np.full_like(x, 2.0)),
        ("+atan2(x, hypot(x, 1))", lambda x: np.arctan2(x, np.hypot(x, 1))),
    ],
)
def test_a_formula_is_worth_what_numpy_says(text, twin):
    assert np.array_equal(Formula(text, ("x",))(X), twin(X))


def test_two_variables_come_in_their_order():
    assert Formula("x - 2*y", ("x", "y"))(np.array([5.0]), np.array([1.0])) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "expected a formula such as"),
        ("sin(x", "expected a formula such as"),
        ("x^2", r"a power is written x\*\*2"),
        ("x y", "expected a formula"),
        ("sine(x)", "function 'sine' is unknown; did you mean 'sin'"),
        ("sin(x, x)", "sin: expected 1 argument, got 2"),
        ("min(x)", "min: expected 2 arguments, got 1"),
        ("t", "'t' is unknown"),
        ("sin", "'sin' is unknown"),
        ("x.real", "expected numbers"),
        ("x[0]", "expected numbers"),
        ("x if x else 1", "expected numbers"),
        ("x < 1", "expected numbers"),
        ("(lambda: 1)()", "expected numbers"),
        ("__import__('os').system('true')", "expected numbers|is unknown"),
        ("sin(a=x)", "expected numbers"),
        ("min(*x)", "min: expected 2 arguments|expected numbers"),
        ("'text'", "expected numbers"),
        ("True", "expected numbers"),
        ("1j", "expected numbers"),
        ("x := 1", "expected a formula"),
        ("\0", "expected a formula"),
        ("1" + "0" * 400, "expected numbers up to 1.8e308"),
        ("(" * 300 + "x" + ")" * 300, "expected a formula|within one another"),
        ("-" * 300 + "x", "within one another"),
        ("x+" * 400 + "x", "within one another"),
        ("x" * (MOST_CHARACTERS + 1), "expected at most 1000 characters"),
    ],
)
def test_anything_else_is_refused(text, words):
    with pytest.raises(InputError, match=words) as error:
        Formula(text, ("x",))
    assert "\n" not in str(error.value)


def test_large_powers_end_at_once():
    assert np.isinf(Formula("9**9**9**9", ("x",))(X)).all()


def test_where_there_is_no_number_is_said():
    with pytest.raises(InputError, match=r"'1/x': expected a number everywhere .*, got inf at x = 0"):
        finite(Formula("1/x", ("x",)), X)


@given(st.text(max_size=40))
def test_no_text_ends_in_another_error(text):
    with suppress(InputError):
        assert Formula(text, ("x", "y"))(X, X).shape == X.shape

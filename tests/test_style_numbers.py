"""Powers of ten as words."""

from decimal import ROUND_CEILING, ROUND_FLOOR

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.geometry.bounds import serra_lower
from dlvis.style import THIN_SPACE, percent, power_of_ten, ranged, scientific, spaced

FIGURES = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def read_back(words):
    leading, _, power = words.split(THIN_SPACE)
    return float(f"{leading}e{power.removeprefix('10').translate(FIGURES)}")


def test_powers_have_raised_figures():
    assert (power_of_ten(41), power_of_ten(-7), power_of_ten(0)) == ("10⁴¹", "10⁻⁷", "10⁰")


def test_a_number_of_any_size():
    assert scientific(serra_lower((10, *[50] * 5, 1)), 3) == "1.80\u2009×\u200910⁴¹"
    assert scientific(2.449e-7) == "2.4\u2009×\u200910⁻⁷"
    assert scientific(10**400, 1) == "1\u2009×\u200910⁴⁰⁰"
    assert scientific(999, 2) == "1.0\u2009×\u200910³"


@given(st.integers(1, 10**60), st.integers(1, 5))
def test_a_bound_that_is_rounded_stays_a_bound(number, digits):
    low, high = (read_back(scientific(number, digits, way)) for way in (ROUND_FLOOR, ROUND_CEILING))
    assert low <= number * (1 + 1e-15)
    assert number <= high * (1 + 1e-15)
    assert high <= low * (1 + 10.0 ** (1 - digits)) * (1 + 1e-12)


@pytest.mark.parametrize("number", [0, -1, float("nan"), float("inf")])
def test_what_has_no_power_is_refused(number):
    with pytest.raises(InputError, match="above 0"):
        scientific(number)


@pytest.mark.parametrize(
    ("values", "written", "words"),
    [
        ((21, 19, 20), spaced, "19–21"),
        ((3, 3), spaced, "3"),
        ((0.984, 0.98), percent, f"98.0–98.4{THIN_SPACE}%"),
        ((0.9801, 0.98), percent, f"98.0{THIN_SPACE}%"),
    ],
)
def test_a_range_has_its_unit_once(values, written, words):
    assert ranged(values, written) == words

"""Numbers as words: thin spaces between thousands, a true minus sign, powers of ten."""

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal

from dlvis.errors import InputError

THIN_SPACE = "\N{THIN SPACE}"
MINUS = "\N{MINUS SIGN}"


def spaced(number: float, digits: int = 0) -> str:
    """`number` rounded to `digits` decimals, its thousands apart: 161051 is "161 051" with a thin space."""
    text = f"{abs(number):,.{digits}f}".replace(",", THIN_SPACE)
    is_zero = not text.strip(f"0.{THIN_SPACE}")
    return text if number >= 0 or is_zero else MINUS + text


def percent(share: float, digits: int = 1) -> str:
    """A share of one as "94.8 %", with a thin space before the sign."""
    return f"{spaced(100 * share, digits)}{THIN_SPACE}%"


def ranged(values: Iterable[float], written: Callable[[float], str]) -> str:
    """The least and the largest as "19 to 21" with a dash, a percent sign once; one where they read alike."""
    numbers = list(values)
    low, high = written(min(numbers)), written(max(numbers))
    unit = high[len(high.rstrip(f"{THIN_SPACE}%")) :]
    return high if low == high else f"{low.removesuffix(unit)}\N{EN DASH}{high}"


def power_of_ten(exponent: int) -> str:
    """ "10⁴¹" for 41; the raised figures are characters, so that captions have them too."""
    raised = str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{raised}"


def scientific(number: int | float, digits: int = 2, rounding: str = ROUND_HALF_EVEN) -> str:
    """A positive number of any size to `digits` digits: 1.8e41 is "1.8 × 10⁴¹", with thin spaces.

    `rounding` is one of the decimal module's: a bound from below is rounded by `ROUND_FLOOR`, one from above
    by `ROUND_CEILING`, and stays a bound.

    Raises:
        InputError: a number that is not above 0, or not finite.
    """
    exact = Decimal(number)
    if not (exact.is_finite() and exact > 0):
        raise InputError(f"scientific: expected a finite number above 0, got {number}")
    rounded = Context(prec=digits, rounding=rounding).plus(exact)
    exponent = rounded.adjusted()
    leading = f"{rounded.scaleb(-exponent):.{digits - 1}f}"
    return f"{leading}{THIN_SPACE}×{THIN_SPACE}{power_of_ten(exponent)}"

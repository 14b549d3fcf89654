"""Numbers as words: thin spaces between thousands, a true minus sign."""

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

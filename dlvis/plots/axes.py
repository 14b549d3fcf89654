"""How an axis tells its numbers: which are spread by their logarithm, and what the axis is called."""

import numpy as np

from dlvis.arrays import Floats
from dlvis.style import MINUS, THIN_SPACE, spaced

LOG_FROM = 50.0  # the ratio of largest to smallest from which a logarithm is of use
PARTS = {"validation_": "validation part", "test_": "test part"}
SHARES = ("accuracy",)  # told in percent
WORDS = {
    "step": "optimiser step",
    "regions": "linear regions in the window",
    "boundary": "length of the decision boundary",
    "positive_found": "parcels found, positive class",
    "negative_found": "parcels found, negative class",
    "phantom": "phantom pieces",
    "fused": "fused pieces",
    "dead": "dead neurons",
    "parameters": "parameters",
    "rate": "highest learning rate",
    "multiply_adds": "multiply-adds",
}


def scale(values: Floats) -> str:
    """linear, log, or symlog (a logarithm from 1 on, for steps that begin with 0)."""
    there = values[np.isfinite(values)]
    if not len(there) or there.max() <= 0 or there.min() < 0:
        return "linear"
    least = there[there > 0].min()
    if there.max() / least < LOG_FROM:
        return "linear"
    if there.min() > 0:
        return "log"
    whole = bool(np.all(there == np.round(there)))
    return "symlog" if whole else "linear"


def words(column: str) -> str:
    """What a column is called beside an axis."""
    for prefix, part in PARTS.items():
        if column.startswith(prefix):
            return f"{words(column.removeprefix(prefix))}, {part}"
    return WORDS.get(column, column.replace("_", " "))


def is_share(column: str) -> bool:
    """Whether the column is a share of one, told in percent."""
    return column.endswith(SHARES)


def tick(value: float, share: bool = False) -> str:
    """A number beside an axis: "10 000", "95 %", "0.02", "10⁻⁵"."""
    if share:
        return f"{_plain(100 * value)}{THIN_SPACE}%"
    if value != 0 and not 1e-4 < abs(value) < 1e7:
        exponent = int(np.floor(np.log10(abs(value)) + 1e-9))
        factor = round(value / 10.0**exponent, 3)
        power = f"10{str(exponent).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"
        return power if factor == 1 else f"{_plain(factor)}·{power}"
    return _plain(value)


def _plain(value: float) -> str:
    if abs(value) >= 10_000 or value == round(value):
        return spaced(value) if abs(value) >= 10_000 else f"{value:.0f}".replace("-", MINUS)
    return f"{value:.4g}".replace("-", MINUS)

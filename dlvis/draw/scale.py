"""The scale of an axis: where a value stands on it, and which values are written beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.style import THIN_SPACE, power_of_ten, spaced

_NICE = (1.0, 2.0, 5.0)
_WRITTEN_OUT = 5  # digits up to which a power of ten, or a number, is written as it is


@dataclass(frozen=True)
class Scale:
    """From `low` to `high`, which are decimal logarithms where `logarithmic`."""

    low: float
    high: float
    logarithmic: bool = False

    def __post_init__(self) -> None:
        if not (isfinite(self.low) and isfinite(self.high) and self.low < self.high):
            raise InputError(f"scale: expected two finite ends, low < high, got {self.low} and {self.high}")

    def share(self, values: Iterable[float]) -> Floats:
        """(n,): where values stand, 0 at the low end and 1 at the high one; whole numbers of any size."""
        at = np.array([measure(value, self.logarithmic) for value in values], np.float64)
        result: Floats = (at - self.low) / (self.high - self.low)
        return result

    def ticks(self, most: int) -> list[float]:
        """Round values within the scale, at most `most` and at least two where there are two: powers of ten
        if logarithmic, if need be with their doubles and halves, else whole steps of 1, 2 or 5."""
        if not self.logarithmic:
            return _steps(self.low, self.high, most)
        there = range(ceil(self.low - 1e-9), floor(self.high + 1e-9) + 1)
        if len(there) > 1:
            spaced_out = _steps(self.low, self.high, most, whole=True)
            return [10.0**k for k in (spaced_out if len(spaced_out) > 1 else (there[0], there[-1]))]
        decades = range(floor(self.low), ceil(self.high) + 1)
        finer = [nice * 10.0**k for k in decades for nice in _NICE]
        within = [value for value in finer if self.low <= log10(value) <= self.high]
        return within[:: ceil(len(within) / most)] if within else []

    def written(self, value: float) -> str:
        """A tick as words: "1 000", "10⁶", "0.5"; where one power of ten is short, all from 100 on are."""
        exponent = round(log10(value)) if self.logarithmic and self.high >= _WRITTEN_OUT else 0
        return power_of_ten(exponent) if exponent > 1 and value == 10.0**exponent else tick_words(value)


def covering(values: Sequence[float], logarithmic: bool = False, margin: float = 0.05) -> Scale:
    """The scale of all `values`, and a little more at either end; never empty.

    Raises:
        InputError: none, or one that has no place: not finite, or 0 or less where it is logarithmic.
    """
    if len(values) == 0:
        raise InputError("scale: expected at least one value, got none")
    at = [measure(value, logarithmic) for value in values]
    spare = margin * (max(at) - min(at)) or 0.5
    return Scale(min(at) - spare, max(at) + spare, logarithmic)


def measure(value: float, logarithmic: bool) -> float:
    """The value, or its decimal logarithm; a whole number may be beyond what a float can hold."""
    if logarithmic and not value > 0:
        raise InputError(f"scale: expected values above 0 for a logarithmic axis, got {value}")
    at = log10(value) if logarithmic else float(value)
    if not isfinite(at):
        raise InputError(f"scale: expected finite values, got {value}")
    return at


def tick_words(value: float) -> str:
    """A round number in short: its figures while they are few, else as a power of ten."""
    exponent = floor(log10(abs(value)) + 1e-9) if value else 0
    if -3 <= exponent < _WRITTEN_OUT:
        return spaced(value, max(0, -exponent))
    leading = round(value / 10.0**exponent)
    power = power_of_ten(exponent)
    return power if leading == 1 else f"{leading}{THIN_SPACE}×{THIN_SPACE}{power}"


def nice_below(value: float) -> float:
    """The largest of 1, 2 or 5 times a power of ten that is not above `value`."""
    power = 10.0 ** floor(log10(value))
    return max(nice * power for nice in (0.5, *_NICE) if nice * power <= value * (1 + 1e-9))


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> Floats:
    """(n,): places near the `wanted` ones, in their order, at least `apart` and between `low` and `high`.

    For names beside lines that end close together. Where there is no room for all they stand evenly.
    """
    order = np.argsort(wanted, kind="stable")
    n = len(order)
    apart = min(apart, (high - low) / max(1, n - 1))
    # places less their rank's share may coincide, but must not fall: averages over falling stretches
    free = np.clip(np.asarray(wanted, np.float64)[order], low, high) - apart * np.arange(n)
    blocks: list[list[float]] = []
    for value in free:
        blocks.append([float(value), 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, m), (b, k) = blocks[-2:]
            blocks[-2:] = [[(a * m + b * k) / (m + k), m + k]]
    even = np.concatenate([np.full(int(k), value) for value, k in blocks] or [np.empty(0)])
    even = np.clip(even, low, high - apart * (n - 1))
    placed = np.empty(n)
    placed[order] = even + apart * np.arange(n)
    return placed


def _steps(low: float, high: float, most: int, whole: bool = False) -> list[float]:
    """Multiples of the smallest of 1, 2 or 5 times a power of ten of which at most `most` are in reach."""
    step = 10.0 ** floor(log10((high - low) / max(1, most)))
    sizes = (nice * step * ten for ten in (1.0, 10.0, 100.0) for nice in _NICE)
    for size in sizes:
        if whole and size < 1:
            continue
        first, last = ceil(low / size - 1e-9), floor(high / size + 1e-9)
        if last - first < most:
            return [k * size for k in range(first, last + 1)]
    return []

"""Curves as a figure, drawn by matplotlib in the looks of a theme, as PNG, SVG or PDF."""

from collections.abc import Sequence
from io import BytesIO
from textwrap import wrap
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter, NullLocator

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.fonts import font_family, font_files
from dlvis.plots.axes import is_share, scale, tick, words
from dlvis.plots.curves import Curve, Curves
from dlvis.style import Theme

FORMATS = ("png", "svg", "pdf")
WIDTH, HEIGHT, DPI = 1920, 1080, 200  # the frame that a theme's lengths are for
POINT = 72 / DPI  # points in a pixel of that frame
LEFT, RIGHT, BOTTOM, TOP = 0.085, 0.975, 0.13, 0.80
LETTERS, SMALL_LETTERS = 76, 90  # in the line of a title, and in each of two
GAP = 40  # pixels between the names of two curves


def figure_bytes(shown: Curves, theme: Theme, title: str, note: str, kind: str) -> bytes:
    """The figure as a file's bytes, the same for the same curves; `note` stands under the title.

    Raises InputError for another kind than png, svg or pdf.
    """
    if kind not in FORMATS:
        raise InputError(f"--to: expected {', '.join(FORMATS)}, got {kind!r}")
    for file in font_files():
        fontManager.addfont(str(file))
    with mpl.rc_context(_settings(theme)):
        drawn = _figure(shown, theme, title, note)
        sink = BytesIO()
        dates = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
        drawn.savefig(sink, format=kind, dpi=DPI, metadata=dates.get(kind))
    return sink.getvalue()


def _in_two_lines(title: str) -> str:
    """A long title in two lines; what is more is left out, and said by dots."""
    return "\n".join(wrap(title, SMALL_LETTERS, max_lines=2, placeholder=" …"))


def _settings(theme: Theme) -> Any:
    return {
        "font.family": [font_family(), "DejaVu Sans"],
        "font.size": theme.sizes.small * POINT,
        "text.color": theme.ink,
        "axes.labelcolor": theme.ink,
        "xtick.color": theme.muted,
        "ytick.color": theme.muted,
        "axes.edgecolor": theme.hairline,
        "svg.hashsalt": "dlvis",
        "text.parse_math": False,  # a title is anybody's text, and may have dollars
        "pdf.fonttype": 3,
    }


def _figure(shown: Curves, theme: Theme, title: str, note: str) -> Figure:
    drawn = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=theme.ground)
    room = 0.0085 * max(map(len, _labels(shown))) + 0.012
    right = RIGHT - (room if len(shown.curves) > 1 else 0.0)
    axes = drawn.add_axes((LEFT, BOTTOM, right - LEFT, TOP - BOTTOM), facecolor=theme.ground)
    _set_axes(axes, shown, theme)
    for number, curve in enumerate(shown.curves):
        _draw(axes, curve, number, theme)
    if len(shown.curves) > 1:
        _name_curves(axes, shown, theme)
    one_line = len(title) <= LETTERS
    size = theme.sizes.heading if one_line else theme.sizes.body
    lines = title if one_line else _in_two_lines(title)
    drawn.text(LEFT, 0.965, lines, size=size * POINT, weight="bold", va="top", linespacing=1.2)
    drawn.text(LEFT, 0.826, note, size=theme.sizes.small * POINT, color=theme.muted, va="bottom")
    return drawn


def _set_axes(axes: Axes, shown: Curves, theme: Theme) -> None:
    x = np.concatenate([curve.x for curve in shown.curves])
    y = np.concatenate([values for curve in shown.curves for values in (curve.low, curve.high)])
    for name, column, values in (("x", shown.x, x), ("y", shown.y, y)):
        _set_axis(axes, name, column, values)
    axes.set_xlabel(words(shown.x), size=theme.sizes.small * POINT, labelpad=6)
    axes.set_ylabel(words(shown.y), size=theme.sizes.small * POINT, labelpad=6)
    axes.grid(True, axis="y", color=theme.hairline, linewidth=theme.strokes.hairline * POINT)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(length=0, pad=6, which="both")


def _set_axis(axes: Axes, name: str, column: str, values: Floats) -> None:
    kind = scale(values)
    axis = getattr(axes, f"{name}axis")
    getattr(axes, f"set_{name}scale")(kind, **({"linthresh": 1} if kind == "symlog" else {}))
    if kind != "linear":
        axis.set_major_locator(FixedLocator(_decades(values, kind)))
        axis.set_minor_locator(NullLocator())
        axis.set_minor_formatter(NullFormatter())
    share = is_share(column)
    axis.set_major_formatter(FuncFormatter(lambda value, _: tick(value, share)))
    if name == "x" and values.min() < values.max():
        axes.set_xlim(values.min(), values.max())
        axes.margins(x=0.02)


def _decades(values: Floats, kind: str) -> list[float]:
    """Where a logarithmic axis has its numbers: powers of ten, with 2 and 5 between where they are few."""
    there = values[values > 0]
    low, high = np.floor(np.log10(there.min())), np.ceil(np.log10(there.max()))
    powers = np.arange(low, high + 1)
    between = (1, 2, 5) if len(powers) <= 4 else (1,)
    every = [10.0**power * factor for power in powers for factor in between]
    inside = [value for value in every if there.min() * 0.999 <= value <= there.max() * 1.001]
    return [0.0, *inside] if kind == "symlog" else inside


def _draw(axes: Axes, curve: Curve, number: int, theme: Theme) -> None:
    colour, dash = theme.fold(number), theme.dash(number)
    width = theme.strokes.boundary * POINT
    pattern: Any = (0, [length / theme.strokes.boundary for length in dash]) if dash else "solid"
    if curve.n_rows > 1:
        axes.fill_between(curve.x, curve.low, curve.high, color=colour, alpha=0.18, linewidth=0)
    marker = "o" if len(curve.x) <= 24 else ""
    axes.plot(
        curve.x,
        curve.middle,
        color=colour,
        linewidth=width,
        linestyle=pattern,
        marker=marker,
        markersize=2.4 * width,
        solid_capstyle="round",
        clip_on=False,
    )


def _name_curves(axes: Axes, shown: Curves, theme: Theme) -> None:
    """Each curve's name at its right end, moved up or down where two would cover each other."""
    axes.autoscale_view()  # or it is done when drawn, after the names have their places
    ends = [curve.middle[-1] for curve in shown.curves]
    pixels = [
        float(axes.transData.transform((curve.x[-1], end))[1])
        for curve, end in zip(shown.curves, ends, strict=True)
    ]
    low, high = (float(axes.transAxes.transform((0, share))[1]) for share in (0.0, 1.0))
    heights = _apart(np.array(pixels), GAP, low, high)
    for number, (label, height) in enumerate(zip(_labels(shown), heights, strict=True)):
        share = (height - low) / (high - low)
        axes.text(
            1.012,
            share,
            label,
            transform=axes.transAxes,
            color=theme.fold(number),
            va="center",
            size=theme.sizes.small * POINT,
            weight="bold",
        )


def _labels(shown: Curves) -> Sequence[str]:
    return [
        ", ".join(_told(*each) for each in zip(shown.by, curve.values, strict=True) if each[1] is not None)
        for curve in shown.curves
    ]


def _told(column: str, value: Any) -> str:
    """A number needs to be told what of; a text, such as an optimiser's name, does not."""
    if isinstance(value, str):
        return value
    return f"{words(column)} {value if isinstance(value, bool) else tick(value)}"


def _apart(places: Floats, gap: float, low: float, high: float) -> Floats:
    """The places, moved as little as it takes to be `gap` from each other, within low and high if they can.

    Least squares under an order: without its gaps, each place is the mean of those that it is pressed against
    (pool adjacent violators, Barlow et al. 1972).
    """
    order = np.argsort(places, kind="stable")
    gaps = gap * np.arange(len(places))
    pools: list[list[float]] = []
    for wanted in places[order] - gaps:
        pools.append([wanted])
        while len(pools) > 1 and np.mean(pools[-2]) > np.mean(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    pressed = np.concatenate([np.full(len(pool), np.mean(pool)) for pool in pools])
    apart = np.empty(len(places))
    apart[order] = np.clip(pressed, low, max(low, high - gaps[-1])) + gaps
    return apart

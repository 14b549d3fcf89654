"""A picture as SVG: one path for each colour, thousandths of a unit, titles for who cannot see it.

Written by hand: Cairo's own SVG repeats style and matrix on every path and has neither groups nor titles.
"""

from itertools import groupby, pairwise
from xml.sax.saxutils import escape

import numpy as np

from dlvis.arrays import Floats
from dlvis.export.picture import Path, Picture, is_closed

GRID = 1000
"""Steps to a unit: a micrometre, or a thousandth of a pixel."""


def svg(picture: Picture) -> str:
    """The text of the file."""
    width, height = _number(picture.width), _number(picture.height)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}{picture.unit}" '
        f'height="{height}{picture.unit}" viewBox="0 0 {width} {height}" role="img" '
        'aria-labelledby="title text">',
        f'<title id="title">{escape(picture.title)}</title>',
        f'<desc id="text">{escape(picture.text)}</desc>',
        f'<rect width="{width}" height="{height}" fill="{picture.ground}"/>',
    ]
    for group, paths in groupby(picture.paths, key=lambda path: path.group):
        lines = [_element(path) for path in paths]
        parts += [f'<g id="{group}" stroke-linejoin="round" stroke-linecap="round">', *lines, "</g>"]
    return "\n".join([*parts, "</svg>", ""])


def _element(path: Path) -> str:
    looks = {
        "id": path.name,
        "fill": path.fill or "none",
        "stroke": path.stroke,
        "stroke-width": _number(path.width),
        "stroke-opacity": None if path.opacity == 1 else _number(path.opacity),
        "stroke-dasharray": " ".join(map(_number, path.dash)) or None,
        "stroke-linecap": "butt" if path.dash else None,
    }
    told = " ".join(f'{name}="{value}"' for name, value in looks.items() if value is not None)
    return f'<path {told} d="{_data(path)}"/>'


def _data(path: Path) -> str:
    return "".join(
        _outline(path.points[start:end], path.fill is not None)
        for start, end in pairwise(path.offsets.tolist())
    )


def _outline(points: Floats, closed: bool) -> str:
    """Rounded first and then told as steps, so that errors do not add up; steps of 0 are left out."""
    if not closed and is_closed(points):
        points, closed = points[:-1], True
    grid = np.rint(points * GRID).astype(np.int64)
    steps = np.diff(grid, axis=0)
    steps = steps[steps.any(axis=1)]
    if len(steps) == 0:
        return ""
    start = " ".join(_number(value / GRID) for value in grid[0].tolist())
    told = " ".join(_number(value / GRID) for value in steps.ravel().tolist())
    return f"M{start}l{told}" + ("z" if closed else "")


def _number(value: float) -> str:
    return f"{round(value, 3):.9g}"

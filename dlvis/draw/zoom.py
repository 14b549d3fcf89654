"""A magnifying glass for a function that is linear between breakpoints: what of it is seen, and how near."""

from bisect import bisect_left, bisect_right

import numpy as np

from dlvis.arrays import Floats
from dlvis.errors import InputError

View = tuple[float, float]
"""The interval that is seen, from left to right."""


def view_between(start: View, end: View, share: float) -> View:
    """The view that is `share` of the way from one to another: its width by equal factors in equal times.

    One point stays where it is on the screen, as in a camera that zooms; views of one width are shifted.
    """
    if share in (0, 1):
        return end if share else start
    widths = start[1] - start[0], end[1] - end[0]
    width = widths[0] * (widths[1] / widths[0]) ** share
    # on the way everything is a similarity, so the left end is as far along as the width is
    along = share if widths[0] == widths[1] else (width - widths[0]) / (widths[1] - widths[0])
    left = start[0] + along * (end[0] - start[0])
    return left, left + width


def pieces_in_view(breakpoints: Floats, view: View) -> int:
    """How many of the pieces between rising breakpoints (n + 1,) have any length in the view."""
    first = max(bisect_right(breakpoints, view[0]), 1)
    last = min(bisect_left(breakpoints, view[1]), len(breakpoints) - 1)
    return max(0, last - first + 1)


def seen_strokes(breakpoints: Floats, values: Floats, view: View) -> tuple[Floats, Floats]:
    """Starts and ends (m, 2) of the strokes that show the function in the view: its pieces, cut off at the
    view's ends.

    Raises:
        InputError: an empty view, or one that leaves the breakpoints.
    """
    left, right = view
    if not breakpoints[0] <= left < right <= breakpoints[-1]:
        raise InputError(f"view: expected it within {breakpoints[0]:g} to {breakpoints[-1]:g}, got {view}")
    line = _cut(breakpoints, values, left, right)
    return line[:-1], line[1:]


def _cut(breakpoints: Floats, values: Floats, left: float, right: float) -> Floats:
    """(k, 2): the function from `left` to `right`, at both and at every breakpoint between."""
    inner = slice(bisect_right(breakpoints, left), bisect_left(breakpoints, right))
    x = np.concatenate([[left], breakpoints[inner], [right]])
    ends = np.interp([left, right], breakpoints, values)
    return np.column_stack([x, np.concatenate([ends[:1], values[inner], ends[1:]])])

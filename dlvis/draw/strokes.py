"""Thousands of straight strokes at once: anti-aliased, round ends, widths in pixels, dashes on the screen."""

import numpy as np
from numpy.typing import ArrayLike

from dlvis.arrays import Floats, Ints
from dlvis.compiled import first_use_told
from dlvis.draw.arguments import Frame, checked_frame, floats, pixel_points, premultiplied, shown
from dlvis.draw.paths import dash_spans
from dlvis.errors import InputError


def draw_strokes(
    frame: Frame, starts: ArrayLike, ends: ArrayLike, colours: ArrayLike, widths: ArrayLike
) -> None:
    """Draw straight strokes with round ends over `frame`, which is changed in place.

    Args:
        frame: (H, W, 4) uint8, C-contiguous, premultiplied RGBA; pixel (i, j) is [j, j + 1) x [i, i + 1).
        starts, ends: (n, 2) in pixels, x right and y down; anywhere, the frame clips. Equal ones are a dot.
        colours: (n, 4) straight RGBA in 0..1, or one for all.
        widths: (n,) in pixels, or one for all. Thinner than a pixel fades, 0 is not seen.

    Where strokes of one call overlap, their coverage is the larger one, not the sum: translucent lines do
    not show where they are cut. Later ones lie on top.

    Raises:
        InputError: coordinates, colours or widths that are not finite, or shapes that do not fit.
    """
    checked_frame(frame)
    starts = pixel_points("starts", starts)
    n = len(starts)
    ends = pixel_points("ends", ends, n)
    colours = _for_each("colours", colours, (n, 4))
    of_strokes = premultiplied("colours", colours, n)
    widths = _checked_widths(_for_each("widths", widths, (n,)))
    if n and frame.size:
        _stroke(frame, starts, ends, shown(of_strokes), widths)


def dashed_on_screen(
    starts: ArrayLike,
    ends: ArrayLike,
    dash: tuple[float, ...],
    *,
    anchor: ArrayLike = (0.0, 0.0),
    size: tuple[int, int] | None = None,
) -> tuple[Floats, Floats, Ints]:
    """The dashes of n straight segments: their starts and ends (m, 2), and the segment (m,) of each.

    `dash` is on, off, on, off … in pixels; none is an unbroken line. The rhythm hangs on a point, `anchor`
    (where a scene's origin is seen, say), one for all or (n, 2), and not on a segment: a dash has its middle
    where a line comes nearest to it. So the pieces of one line carry one rhythm, a segment that grows does
    not make its dashes crawl, and a line that turns about the anchor takes them along. `size`, the frame's
    (width, height), leaves out what lies far outside.

    Raises:
        InputError: coordinates that are not finite, a dash that is not pairs of lengths, or more than ten
            million dashes.
    """
    starts = pixel_points("starts", starts)
    ends = pixel_points("ends", ends, len(starts))
    if not dash or len(starts) == 0:
        return starts, ends, np.arange(len(starts))
    lengths = _checked_dash(dash)
    along = _directions(ends - starts)
    here, there = (
        ((points - np.asarray(anchor, np.float64)) * along).sum(axis=1) for points in (starts, ends)
    )
    low, high = np.minimum(here, there), np.maximum(here, there)
    if size is not None:
        low, high = _within(starts, along, here, low, high, size)
    half = lengths[0] / 2
    if ((high - low).clip(0) / sum(lengths) + 1).sum() * len(lengths) / 2 > _MOST_DASHES:
        raise InputError(
            "dashed_on_screen: more than ten million dashes; give the frame's size or lengthen them"
        )
    segment, begin, end = dash_spans(low + half, high + half, lengths)
    begin, end = ((at - half - here[segment])[:, None] for at in (begin, end))
    return starts[segment] + begin * along[segment], starts[segment] + end * along[segment], segment


_MOST_DASHES = 10**7
_FAR = 200.0  # pixels beyond the frame where dashes may be left out: more than half of any width


def _for_each(name: str, values: ArrayLike, shape: tuple[int, ...]) -> Floats:
    """One value for all, or one each."""
    array = floats(name, values)
    if array.shape == shape[1:] or (array.ndim == len(shape) and array.shape == (1, *shape[1:])):
        array = np.ascontiguousarray(np.broadcast_to(array, shape))
    if array.shape != shape:
        raise InputError(f"{name}: expected the shape {shape} or {shape[1:]}, got {array.shape}")
    return array


def _checked_widths(widths: Floats) -> Floats:
    if widths.size and not (widths.min() >= 0 and widths.max() <= 1e100):
        bad = int(np.argmin((widths >= 0) & (widths <= 1e100)))
        raise InputError(f"widths: expected pixels from 0 up, got {widths[bad]} at {bad}")
    return shown(widths)


def _checked_dash(dash: tuple[float, ...]) -> tuple[float, ...]:
    array = np.asarray(dash, float)
    if (
        array.ndim != 1
        or len(array) % 2
        or not np.isfinite(array).all()
        or array.min() < 0
        or array.sum() <= 0
    ):
        raise InputError(f"dash: expected pairs of lengths on, off, … in pixels, got {dash!r}")
    return tuple(array.tolist())


def _directions(steps: Floats) -> Floats:
    """(n, 2): unit vectors along segments, the same for both senses; (1, 0) for one of no length."""
    length = np.hypot(*steps.T)[:, None]
    along = np.where(length > 0, steps / np.where(length > 0, length, 1.0), [1.0, 0.0])
    backwards = (along[:, :1] < 0) | ((along[:, :1] == 0) & (along[:, 1:] < 0))
    result: Floats = np.where(backwards, -along, along)
    return result


def _within(
    starts: Floats, along: Floats, here: Floats, low: Floats, high: Floats, size: tuple[int, int]
) -> tuple[Floats, Floats]:
    """Shorten the intervals low..high of lines, measured along them, to those near the frame."""
    for axis in (0, 1):
        slant = along[:, axis]
        steep = np.abs(slant) > 1e-12
        safe = np.where(steep, slant, 1.0)
        ends = [here + (side - starts[:, axis]) / safe for side in (-_FAR, size[axis] + _FAR)]
        outside = ~steep & ((starts[:, axis] < -_FAR) | (starts[:, axis] > size[axis] + _FAR))
        low = np.maximum(low, np.where(steep, np.minimum(*ends), np.where(outside, np.inf, -np.inf)))
        high = np.minimum(high, np.where(steep, np.maximum(*ends), np.where(outside, -np.inf, np.inf)))
    missed = low > high
    return np.where(missed, 0.0, low), np.where(missed, 0.0, high)


def _stroke(frame: Frame, starts: Floats, ends: Floats, colours: Floats, widths: Floats) -> None:
    # here, because numba takes a while to import
    from dlvis.draw.kernels.bands import ROWS
    from dlvis.draw.kernels.stroking import LANES, stroke

    height, width = frame.shape[:2]
    order, active = np.empty((2, len(starts)), np.int32)
    counts = np.zeros(-(-height // ROWS) + 1, np.int64)
    mixed, covered = np.zeros((ROWS, width, 4), np.float32), np.zeros((ROWS, width), np.float32)
    lows, highs = np.empty((2, ROWS), np.int64)
    room = (order, active, counts, mixed, covered, lows, highs, np.empty(LANES, np.float32))
    with first_use_told(stroke):
        stroke(frame, starts, ends, colours, widths, *room)

"""Tilings without seams: every pixel is the exact mixture, by area, of the regions that meet it."""

import numpy as np
from numpy.typing import ArrayLike

from dlvis.arrays import Floats, Ints
from dlvis.compiled import first_use_told
from dlvis.draw.arguments import Frame, checked_frame, numbers, pixel_points, premultiplied, shown
from dlvis.draw.paths import following
from dlvis.errors import InputError


def draw_tiling(
    frame: Frame, points: ArrayLike, edges: ArrayLike, left: ArrayLike, right: ArrayLike, colours: ArrayLike
) -> None:
    """Draw regions over `frame`, which is changed in place.

    Args:
        frame: (H, W, 4) uint8, C-contiguous, premultiplied RGBA; pixel (i, j) is [j, j + 1) x [i, i + 1).
        points: (V, 2) in pixels, x right and y down; anywhere, the frame clips.
        edges: (E, 2) numbers of points.
        left, right: (E,) the region on either side of the edge from edges[e, 0] to edges[e, 1] as seen with
            y up, -1 for none; of a mirrored picture as it was before. Each region's outline is closed.
        colours: (R, 4) straight RGBA in 0..1, what lies outside is moved to the nearer end.

    Coverage is exact but for float32, about 1/1000 of a step of a byte. Regions that overlap, which those of
    a tiling do not, add up.

    Raises:
        InputError: coordinates or colours that are not finite, numbers or shapes that do not fit.
    """
    checked_frame(frame)
    points = pixel_points("points", points)
    n_edges = len(np.asarray(edges))
    edges = numbers("edges", edges, (n_edges, 2), 0, len(points) - 1)
    of_regions = premultiplied("colours", colours)
    left, right = (
        numbers(name, side, (n_edges,), -1, len(of_regions) - 1)
        for name, side in (("left", left), ("right", right))
    )
    rows = _rows(points, frame.shape[0])
    if n_edges and rows[1] > rows[0] and frame.shape[1]:
        with_none = np.vstack([of_regions, np.zeros((1, 4), np.float32)])
        _cover(frame, points, edges, left, right, with_none, rows)


def ring_edges(offsets: ArrayLike) -> tuple[Ints, Ints]:
    """Closed rings as edges: (N, 2) numbers of points and (N,) the ring of each edge.

    Ring i is points offsets[i]:offsets[i + 1], outer ones anticlockwise as seen with y up, holes clockwise;
    it may be empty. To draw them: `left` is what each edge's ring bounds, `right` is -1 throughout.

    Raises:
        InputError: offsets that do not start at 0 or that fall.
    """
    array = np.asarray(offsets)
    if array.ndim != 1 or len(array) == 0 or array[0] != 0 or (np.diff(array) < 0).any():
        raise InputError("ring_edges offsets: expected rising whole numbers from 0")
    lengths = np.diff(array)
    filled = np.concatenate([[0], np.cumsum(lengths[lengths > 0])])
    first = np.arange(filled[-1])
    return np.column_stack([first, following(filled)]), np.repeat(np.arange(len(lengths)), lengths)


def _rows(points: Floats, height: int) -> tuple[int, int]:
    """The first and the last + 1 row of the frame that the points reach into."""
    if len(points) == 0:
        return 0, 0
    ends = np.clip([points[:, 1].min(), points[:, 1].max()], 0, height)
    return int(np.floor(ends[0])), int(np.ceil(ends[1]))


def _cover(
    frame: Frame, points: Floats, edges: Ints, left: Ints, right: Ints, colours: Floats, rows: tuple[int, int]
) -> None:
    # here, because numba takes a while to import
    from dlvis.draw.kernels.bands import ROWS
    from dlvis.draw.kernels.coverage import Desk, Tiles, cover

    top, bottom = rows
    sense = np.float32(1 if _signed_area(points, edges, left, right) < 0 else -1)
    sums = np.zeros((ROWS, frame.shape[1] + 2, 4), np.float32)
    counts = np.zeros(-(-(bottom - top) // ROWS) + 1, np.int64)
    order, active = np.empty((2, len(edges)), np.int32)
    lows, highs = np.empty((2, ROWS), np.int64)
    desk = Desk(order, active, counts, sums, sums.view(np.uint64), lows, highs)
    tiles = Tiles(points, edges, left, right, shown(colours), sense)
    with first_use_told(cover):
        cover(frame, frame.view(np.uint32)[:, :, 0], tiles, top, bottom, desk)


def _signed_area(points: Floats, edges: Ints, left: Ints, right: Ints) -> float:
    """Of all regions together, by the edges on their outside; negative where y up turned into y down."""
    outside = np.flatnonzero((left < 0) != (right < 0))
    if len(outside) == 0:
        return 0.0
    ends = points[edges[outside]]
    ends = ends - ends[0, 0]
    a, b = ends[:, 0], ends[:, 1]
    crossed = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return float(np.where(left[outside] >= 0, crossed, -crossed).sum())

"""Straight outlines as the cubic Bezier points that vector renderers eat: four points for each side.

A path here is an (4 n, 3) array, n sides of start, two handles, end; paths of several outlines are simply
concatenated, a break is where one side's end is not the next one's start.
"""

import numpy as np

from dlvis.arrays import Floats, Ints


def sides(starts: Floats, ends: Floats) -> Floats:
    """(4 n, 3): the straight sides from `starts` to `ends`, both (n, 3)."""
    step = (ends - starts) / 3
    return np.stack([starts, starts + step, ends - step, ends], axis=1).reshape(-1, 3)


def closed_path(points: Floats, offsets: Ints) -> Floats:
    """Outlines that return to their start: ring i is points[offsets[i]:offsets[i + 1]], (N, 3) in all."""
    return sides(points, points[following(offsets)])


def open_path(points: Floats, offsets: Ints) -> Floats:
    """Lines that end where they end; `offsets` as in `closed_path`."""
    inner = np.ones(len(points), bool)
    inner[offsets[1:] - 1] = False
    starts = np.flatnonzero(inner)
    return sides(points[starts], points[starts + 1])


def following(offsets: Ints) -> Ints:
    """(N,): for each point of closed rings the index of the next one round its ring."""
    after = np.arange(1, offsets[-1] + 1)
    after[offsets[1:] - 1] = offsets[:-1]
    return after


def dash_spans(low: Floats, high: Floats, dash: tuple[float, ...]) -> tuple[Ints, Floats, Floats]:
    """Which segment, and from where to where, for every dash that meets an interval [low, high]."""
    period = sum(dash)
    first = np.floor(low / period).astype(np.int64)
    count = np.floor(high / period).astype(np.int64) - first + 1
    segment = np.repeat(np.arange(len(low)), count)
    turn = first[segment] + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    edges = np.concatenate([[0.0], np.cumsum(dash)])
    begin = (turn[:, None] * period + edges[:-1:2]).ravel()
    end = (turn[:, None] * period + edges[1::2]).ravel()
    segment = np.repeat(segment, len(dash) // 2)
    begin, end = np.maximum(begin, low[segment]), np.minimum(end, high[segment])
    kept = end > begin
    return segment[kept], begin[kept], end[kept]

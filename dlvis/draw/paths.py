"""Which points of outlines and of lines follow each other, and where the dashes of a line lie.

Many outlines or lines share one array of points: number i is points[offsets[i]:offsets[i + 1]].
"""

import numpy as np

from dlvis.arrays import Floats, Ints


def following(offsets: Ints) -> Ints:
    """(N,): for each point of closed rings the index of the next one round its ring."""
    after = np.arange(1, offsets[-1] + 1)
    after[offsets[1:] - 1] = offsets[:-1]
    return after


def going_on(offsets: Ints) -> Ints:
    """(n,): the points of open lines that have one after them in their line, which is the next."""
    inner = np.ones(offsets[-1], bool)
    inner[offsets[1:] - 1] = False
    return np.flatnonzero(inner)


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

"""Facets as planes q(x, y) and as edges that cross rows of samples."""

import numpy as np

from dlvis.compiled import called, compiled, inlined
from dlvis.draw.kernels.solid.samples import SAMPLES

FLAT = 1e-20  # width^2 per length^2: a flatter facet keeps its slope along its length alone


@compiled
def fill_facets(
    points, ring_offsets, ring_facets, paints, shape, planes, rows, edge_offsets, lines, edge_rows
):
    """Lay facets out as `Solids` has them; the lift in `planes` is left alone.

    shape is (height, width) of the frame; the rings of a facet stand side by side.
    """
    ring, n_edges = 0, np.int64(0)  # a bare 0 has a type of its own, and steps would be compiled for it too
    for facet in range(len(paints)):
        first_ring = ring
        while ring < len(ring_facets) and ring_facets[ring] == facet:
            ring += 1
        first, last = ring_offsets[first_ring], ring_offsets[ring]
        edge_offsets[facet] = n_edges
        rows[facet, 0] = rows[facet, 1] = 0
        if last - first < 3 or paints[facet, 3] <= 0.0:
            continue
        if not _seen(points, first, last, shape, rows[facet]):
            continue
        _fit(points, first, last, planes[facet])
        for each in range(first_ring, ring):
            first, last = ring_offsets[each], ring_offsets[each + 1]
            n_edges = _ring_edges(points, first, last, shape[0], n_edges, lines, edge_rows)
    edge_offsets[len(paints)] = n_edges


@inlined
def _seen(points, first, last, shape, rows):
    """Note the rows of pixels that a facet reaches; False where it is outside of the frame."""
    left, right, top, bottom = np.inf, -np.inf, np.inf, -np.inf
    for i in range(first, last):
        left, right = min(left, points[i, 0]), max(right, points[i, 0])
        top, bottom = min(top, points[i, 1]), max(bottom, points[i, 1])
    if right <= 0.0 or left >= shape[1] or bottom <= 0.0 or top >= shape[0]:
        return False
    rows[0] = np.int32(max(top, 0.0))
    rows[1] = np.int32(np.ceil(min(bottom, float(shape[0]))))
    return True


@called
def _fit(points, first, last, plane):
    """The plane through a facet's points by least squares.

    Sums are taken along and across the facet's longest extent, so that the slope across a sliver keeps its
    digits; points on one line say nothing about it, and it is taken to be none.
    """
    x, y, q = 0.0, 0.0, 0.0
    for i in range(first, last):
        x, y, q = x + points[i, 0], y + points[i, 1], q + points[i, 2]
    x, y, q = x / (last - first), y / (last - first), q / (last - first)
    along_x, along_y = _longest(points, first, last, x, y)
    ss, st, tt, sq, tq = 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(first, last):
        dx, dy, dq = points[i, 0] - x, points[i, 1] - y, points[i, 2] - q
        s, t = dx * along_x + dy * along_y, dy * along_x - dx * along_y
        ss, st, tt, sq, tq = ss + s * s, st + s * t, tt + t * t, sq + s * dq, tq + t * dq
    along, across = sq / ss if ss > 0.0 else 0.0, 0.0
    if tt > FLAT * ss:
        det = ss * tt - st * st
        along, across = (tt * sq - st * tq) / det, (ss * tq - st * sq) / det
    plane[0], plane[1], plane[2] = x, y, q
    plane[3], plane[4] = along * along_x - across * along_y, along * along_y + across * along_x
    plane[5] = 0.0
    if tt > FLAT * ss:
        plane[5] = _unevenness(points, first, last, plane)


@inlined
def _unevenness(points, first, last, plane):
    """How far from the plane the farthest of a facet's points lies, in q."""
    farthest = 0.0
    for i in range(first, last):
        off = points[i, 2] - plane[2] - plane[3] * (points[i, 0] - plane[0])
        farthest = max(farthest, abs(off - plane[4] * (points[i, 1] - plane[1])))
    return farthest


@inlined
def _longest(points, first, last, x, y):
    """The direction in which points lie farthest apart."""
    xx, xy, yy = 0.0, 0.0, 0.0
    for i in range(first, last):
        dx, dy = points[i, 0] - x, points[i, 1] - y
        xx, xy, yy = xx + dx * dx, xy + dx * dy, yy + dy * dy
    angle = 0.5 * np.arctan2(2 * xy, xx - yy)
    return np.cos(angle), np.sin(angle)


@called
def _ring_edges(points, first, last, height, n, lines, edge_rows):
    """Add the edges of a closed ring that cross a row of samples; how many edges there are now.

    An edge is taken from its upper end down whichever way its ring runs, so that two facets with a common
    edge find the very same crossings and share the samples out between them.
    """
    before = last - 1
    for i in range(first, last):
        a, b, direction = before, i, 1
        before = i
        if points[a, 1] > points[b, 1]:
            a, b, direction = b, a, -1
        start, end = _sample_row(points[a, 1], height), _sample_row(points[b, 1], height)
        if start < end:
            lines[n, 0], lines[n, 1] = points[a, 0], points[a, 1]
            lines[n, 2] = (points[b, 0] - points[a, 0]) / (points[b, 1] - points[a, 1])
            edge_rows[n, 0], edge_rows[n, 1], edge_rows[n, 2] = start, end, direction
            n += 1
    return n


@inlined
def _sample_row(y, height):
    """The first row of samples at or below y, within the frame."""
    return np.int32(min(max(np.ceil(SAMPLES * y - 0.5), 0.0), float(SAMPLES * height)))

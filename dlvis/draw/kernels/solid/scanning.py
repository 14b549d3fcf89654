"""Facets and strokes to fragments: which samples of which pixels they hold."""

import numpy as np

from dlvis.compiled import called, inlined
from dlvis.draw.kernels.solid.capsules import columns_of_row, coverage, strip
from dlvis.draw.kernels.solid.samples import FULL, SAMPLE_X, SAMPLES

UNSEEN = 128  # in 1/65535: a stroke that covers less of a pixel changes no byte of it


@called
def facet_fragments(facet, solids, top, bottom, n, fragments, crossings):
    """Add the fragments of a facet in rows top..bottom of the frame; how many there are then, -1 when they
    do not fit."""
    first, last = max(top, solids.rows[facet, 0]), min(bottom, solids.rows[facet, 1])
    _cross(facet, solids, first, last, crossings)
    for row in range(first, last):
        heads = fragments.heads[row - top, :, 0]
        if n + len(heads) > len(fragments.owners):
            return -1
        sample_row = (row - first) * SAMPLES
        if _plain(sample_row, len(heads), crossings):
            n = _add_plain(facet, crossings.sides, n, heads, fragments)
        else:
            n = _add_any(facet, sample_row, n, heads, fragments, crossings)
    return n


@called
def _cross(facet, solids, first, last, crossings):
    """List the columns where the facet's outline crosses each row of samples of pixel rows first..last.

    Those of row r are crossings.columns[ends[r - 1]:ends[r]]: twice the first column whose sample lies at
    or past the crossing, plus 1 where the edge runs down.
    """
    low, high = first * SAMPLES, last * SAMPLES
    ends, n_rows = crossings.ends, high - low
    for row in range(n_rows + 1):
        ends[row] = 0
    edges = range(solids.edge_offsets[facet], solids.edge_offsets[facet + 1])
    for edge in edges:
        start = max(solids.edge_rows[edge, 0], low) - low
        end = min(solids.edge_rows[edge, 1], high) - low
        if start < end:
            ends[start] += 1
            ends[end] -= 1
    n_here, total = 0, 0
    for row in range(n_rows + 1):
        n_here += ends[row]
        ends[row] = total
        total += n_here
    width = len(crossings.masks)
    for edge in edges:
        start = max(solids.edge_rows[edge, 0], low) - low
        end = min(solids.edge_rows[edge, 1], high) - low
        x, y, slope = solids.edge_lines[edge, 0], solids.edge_lines[edge, 1], solids.edge_lines[edge, 2]
        down = solids.edge_rows[edge, 2] > 0
        for row in range(start, end):
            at = x + ((low + row + 0.5) / SAMPLES - y) * slope
            column = np.ceil(at - SAMPLE_X[row % SAMPLES])
            whole = np.int32(min(max(column, 0.0), float(width)))
            crossings.columns[ends[row]] = 2 * whole + down
            ends[row] += 1


@called
def _plain(sample_row, width, crossings):
    """Whether each row of samples of a row of pixels has one span, and all overlap; notes the sides."""
    leftmost, rightmost = 0, width
    for i in range(SAMPLES):
        row = sample_row + i
        begin = crossings.ends[row - 1] if row > 0 else 0
        if crossings.ends[row] - begin != 2:
            return False
        a, b = crossings.columns[begin] >> 1, crossings.columns[begin + 1] >> 1
        crossings.sides[i, 0], crossings.sides[i, 1] = min(a, b), max(a, b)
        leftmost, rightmost = max(leftmost, min(a, b)), min(rightmost, max(a, b))
    return leftmost <= rightmost


@inlined
def _add(owner, amount, column, n, heads, fragments):
    fragments.owners[n] = owner
    fragments.amounts[n] = amount
    fragments.following[n] = heads[column]
    heads[column] = n
    return n + 1


@called
def _add_plain(facet, sides, n, heads, fragments):
    """Two ragged ends and whole pixels in between."""
    left, whole, whole_end, right = len(heads), 0, len(heads), 0
    for i in range(SAMPLES):
        left, whole = min(left, sides[i, 0]), max(whole, sides[i, 0])
        whole_end, right = min(whole_end, sides[i, 1]), max(right, sides[i, 1])
    for column in range(left, whole):
        mask = np.int64(0)
        for i in range(SAMPLES):
            mask |= (sides[i, 0] <= column) << i
        n = _add(facet, mask, column, n, heads, fragments)
    for column in range(whole, whole_end):
        n = _add(facet, np.int64(FULL), column, n, heads, fragments)
    for column in range(whole_end, right):
        mask = np.int64(0)
        for i in range(SAMPLES):
            mask |= (sides[i, 1] > column) << i
        n = _add(facet, mask, column, n, heads, fragments)
    return n


@called
def _add_any(facet, sample_row, n, heads, fragments, crossings):
    """Any spans at all, by the nonzero rule."""
    masks, columns = crossings.masks, crossings.columns
    left, right = len(masks), 0
    for i in range(SAMPLES):
        row = sample_row + i
        begin = crossings.ends[row - 1] if row > 0 else 0
        end = crossings.ends[row]
        _sort(columns, begin, end)
        turns = 0
        for place in range(begin, end):
            before = turns
            turns += 2 * (columns[place] & 1) - 1
            if before == 0:
                span = columns[place] >> 1
            elif turns == 0:
                span_end = columns[place] >> 1
                left, right = min(left, span), max(right, span_end)
                for column in range(span, span_end):
                    masks[column] |= 1 << i
    for column in range(left, right):
        if masks[column]:
            n = _add(facet, np.int64(masks[column]), column, n, heads, fragments)
            masks[column] = 0
    return n


@called
def _sort(values, begin, end):
    """Shell's sort: plain insertion for a few, and not slow for many."""
    gap = 1
    while 3 * gap + 1 < end - begin:
        gap = 3 * gap + 1
    while gap > 0:
        for i in range(begin + gap, end):
            value, at = values[i], i
            while at >= begin + gap and values[at - gap] > value:
                values[at] = values[at - gap]
                at -= gap
            values[at] = value
        gap //= 3


@called
def stroke_fragments(stroke, solids, top, bottom, n, fragments):
    """Add the fragments of a stroke in rows top..bottom; how many there are then, -1 when they do not fit."""
    plane = solids.planes[stroke]
    capsule = solids.capsules[stroke - len(solids.edge_offsets) + 1]
    ends = strip(plane, capsule)
    for row in range(max(top, solids.rows[stroke, 0]), min(bottom, solids.rows[stroke, 1])):
        heads = fragments.heads[row - top, :, 1]
        if n + len(heads) > len(fragments.owners):
            return -1
        first, last = columns_of_row(ends, row + 0.5 - plane[1], len(heads))
        for column in range(first, last):
            amount = np.int64(65535.0 * coverage(plane, capsule, column + 0.5, row + 0.5) + 0.5)
            if amount >= UNSEEN:
                n = _add(stroke, amount, column, n, heads, fragments)
    return n

"""The kernels that `dlvis.draw.solid` calls for each band of rows, from the top down."""

import numpy as np

from dlvis.compiled import compiled, inlined
from dlvis.draw.kernels.solid.layers import add_facets, add_strokes, same_facets
from dlvis.draw.kernels.solid.mixing import mixed_by_sample, mixed_in_parts, mixed_whole
from dlvis.draw.kernels.solid.samples import FULL
from dlvis.draw.kernels.solid.scanning import facet_fragments, stroke_fragments
from dlvis.draw.kernels.solid.sorting import in_order, settled


@compiled
def fill_band(primitives, top, bottom, solids, fragments, crossings):
    """Add the fragments of the primitives in rows top..bottom; how many, or -1 when they do not fit."""
    n = np.int64(0)  # a bare 0 has a type of its own, and each step would be compiled for it too
    fragments.heads[: bottom - top] = -1
    for primitive in primitives:
        if primitive < len(solids.edge_offsets) - 1:
            n = facet_fragments(primitive, solids, top, bottom, n, fragments, crossings)
        else:
            n = stroke_fragments(primitive, solids, top, bottom, n, fragments)
        if n < 0:
            return -1
    return n


@compiled
def blend_band(frame, top, bottom, start, tolerance, solids, fragments, layers):
    """Blend rows top..bottom over the frame from pixel number `start` of them on.

    Returns the number of the first pixel left: all are done, or that one has more layers than fit.
    """
    width = frame.shape[1]
    n_facets, whole, ordered = np.int64(0), False, False  # of the pixel gathered last
    painted = False  # whether the colour is that of these facets alone
    red, green, blue, through = 0.0, 0.0, 0.0, 1.0
    for row in range(start // width, bottom - top):
        heads, pixels, y = fragments.heads[row], frame[top + row], top + row + 0.5
        for column in range(start % width if row == start // width else 0, width):
            facets, strokes = heads[column, 0], heads[column, 1]
            if facets < 0 and strokes < 0:
                continue
            x = column + 0.5
            kept = whole and ordered and same_facets(facets, n_facets, x, y, solids, fragments, layers)
            if not kept:
                n_facets = add_facets(facets, x, y, solids, fragments, layers)
                if n_facets < 0:
                    return row * width + column
                whole, ordered = _facet_state(n_facets, solids, layers)
            if strokes >= 0 or not (kept and painted):
                n = add_strokes(strokes, x, y, n_facets, tolerance, solids, fragments, layers)
                if n < 0:
                    return row * width + column
                red, green, blue, through = _mixed(n, n_facets, whole, ordered, x, y, solids, layers)
                painted = strokes < 0
            _blend(pixels[column], red, green, blue, through)
    return (bottom - top) * width


@inlined
def _facet_state(n_facets, solids, layers):
    """Whether the facets of a pixel all fill it, and whether their order holds all over it."""
    masks = FULL
    for layer in range(n_facets):
        layers.ranks[layer] = layers.sorted[layer] = layer
        masks &= layers.masks[layer]
    in_order(n_facets, layers.keys, layers.owners, layers.sorted)
    return masks == FULL, settled(n_facets, n_facets, np.int64(0), layers.sorted, solids, layers)


@inlined
def _mixed(n, n_facets, whole, ordered, x, y, solids, layers):
    """The colour of a pixel and what it lets through; `whole` and `ordered` are the state of its facets."""
    if ordered:
        for place in range(n):
            layers.ranks[place] = layers.sorted[place] if place < n_facets else place
        if n > n_facets:
            in_order(n, layers.keys, layers.owners, layers.ranks)
            ordered = settled(n, n_facets, n_facets, layers.ranks, solids, layers)
    if not ordered:
        return mixed_by_sample(n, n_facets, x, y, solids, layers)
    if whole:
        return mixed_whole(n, solids, layers)
    return mixed_in_parts(n, solids, layers)


@inlined
def _blend(pixel, red, green, blue, through):
    """Lay premultiplied RGB (0..1) over a pixel, of which `through` remains; as cairo does, in sRGB."""
    pixel[0] = _byte(255.0 * red + through * pixel[0])
    pixel[1] = _byte(255.0 * green + through * pixel[1])
    pixel[2] = _byte(255.0 * blue + through * pixel[2])
    pixel[3] = _byte(255.0 * (1.0 - through) + through * pixel[3])


@inlined
def _byte(value):
    return np.uint8(min(max(value, 0.0), 255.0) + 0.5)

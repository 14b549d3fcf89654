"""The kernels that `dlvis.draw.solid` calls for each band of rows, from the top down."""

import numpy as np

from dlvis.compiled import called, compiled, inlined
from dlvis.draw.kernels.solid.layers import add_facets, add_strokes, in_order, same_layers, settled
from dlvis.draw.kernels.solid.mixing import mixed_by_sample, mixed_in_parts, mixed_whole
from dlvis.draw.kernels.solid.samples import FULL
from dlvis.draw.kernels.solid.scanning import facet_fragments, stroke_fragments


@compiled
def fill_band(primitives, top, bottom, solids, fragments, crossings):
    """Add the fragments of the primitives in rows top..bottom; how many, or -1 when they do not fit."""
    n = 0
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
    n_same = 0  # layers of the pixel before this one, if they filled it and lay in one order
    red, green, blue, through = 0.0, 0.0, 0.0, 1.0
    for number in range(start, (bottom - top) * width):
        row, column = number // width, number % width
        head = fragments.heads[row, column]
        if head < 0:
            continue
        x, y = column + 0.5, top + row + 0.5
        if n_same == 0 or not same_layers(head, n_same, x, y, solids, fragments, layers):
            n_facets, n_strokes = add_facets(head, x, y, solids, fragments, layers)
            if n_facets < 0:
                return number
            n = n_facets
            if n_strokes > 0:
                n = add_strokes(head, x, y, n_facets, tolerance, solids, fragments, layers)
                if n < 0:
                    return number
            red, green, blue, through, plain = _mixed(n, n_facets, x, y, solids, layers)
            n_same = n if plain and n_strokes == 0 else 0
        _blend(frame[top + row, column], red, green, blue, through)
    return (bottom - top) * width


@called
def _mixed(n, n_facets, x, y, solids, layers):
    """The colour of a pixel and what it lets through, and whether all its layers fill it in one order."""
    masks = FULL
    for layer in range(n):
        layers.ranks[layer] = layer
        masks &= layers.masks[layer]
    in_order(n, layers.keys, layers.owners, layers.ranks)
    plain = settled(n, n_facets, solids, layers)
    if not plain:
        red, green, blue, through = mixed_by_sample(n, n_facets, x, y, solids, layers)
    elif masks == FULL:
        red, green, blue, through = mixed_whole(n, solids, layers)
    else:
        red, green, blue, through = mixed_in_parts(n, solids, layers)
    return red, green, blue, through, plain and masks == FULL


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

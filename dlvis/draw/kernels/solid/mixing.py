"""The colour of one pixel's layers, from the nearest on: red, green, blue, and what is let through."""

import numpy as np

from dlvis.compiled import inlined
from dlvis.draw.kernels.solid.layers import plane_at
from dlvis.draw.kernels.solid.samples import FULL, HELD, SAMPLE_X, SAMPLE_Y, SAMPLES
from dlvis.draw.kernels.solid.sorting import in_order

NOTHING = 1e-4  # less than this share of what lies behind cannot be seen


@inlined
def mixed_whole(n, solids, layers):
    """Layers in the order of ranks that all fill the pixel."""
    red, green, blue, through = 0.0, 0.0, 0.0, 1.0
    for place in range(n):
        layer = layers.ranks[place]
        paint = solids.paints[layers.owners[layer]]
        weight = through * layers.alphas[layer]
        red, green, blue = red + weight * paint[0], green + weight * paint[1], blue + weight * paint[2]
        through -= weight
        if through < NOTHING:
            break
    return red, green, blue, through


@inlined
def mixed_in_parts(n, solids, layers):
    """Layers in the order of ranks that fill some samples each.

    A sample lets `even` times its own `through` past: a layer that fills the pixel changes only what is even.
    """
    red, green, blue = 0.0, 0.0, 0.0
    through, even, total = layers.through, 1.0 / SAMPLES, float(SAMPLES)
    for i in range(SAMPLES):
        through[i] = 1.0
    for place in range(n):
        layer = layers.ranks[place]
        paint, mask = solids.paints[layers.owners[layer]], layers.masks[layer]
        hidden = layers.alphas[layer] * total
        if mask != FULL:
            hidden = _hidden(layers.alphas[layer], HELD[mask], through)
            total -= hidden
        weight = even * hidden
        if mask == FULL:
            even *= 1.0 - layers.alphas[layer]
        red, green, blue = red + weight * paint[0], green + weight * paint[1], blue + weight * paint[2]
    return red, green, blue, even * total


@inlined
def _hidden(alpha, held, through):
    """Lay alpha over what the held samples let through; the sum of what is no longer."""
    even, odd = 0.0, 0.0
    for i in range(0, SAMPLES, 2):
        one, other = alpha * held[i] * through[i], alpha * held[i + 1] * through[i + 1]
        through[i] -= one
        through[i + 1] -= other
        even, odd = even + one, odd + other
    return even + odd


@inlined
def mixed_by_sample(n, n_facets, x, y, solids, layers):
    """Layers that cut one another within the pixel: each sample has its own order."""
    red, green, blue, through = 0.0, 0.0, 0.0, 0.0
    for i in range(SAMPLES):
        n_here = np.int64(0)
        for layer in range(n):
            if (layers.masks[layer] >> i) & 1:
                layers.ranks[n_here] = layer
                n_here += 1
                if layer < n_facets:
                    plane = solids.planes[layers.owners[layer]]
                    off_x, off_y = SAMPLE_X[i] - 0.5, SAMPLE_Y[i] - 0.5
                    layers.depths[layer] = plane_at(plane, x + off_x, y + off_y) + plane[7]
        for place in range(n_here):
            if layers.ranks[place] >= n_facets:
                _set_stroke_depth(layers.ranks[place], i, n_facets, x, y, solids, layers)
        in_order(n_here, layers.depths, layers.owners, layers.ranks)
        r, g, b, rest = mixed_whole(n_here, solids, layers)
        red, green, blue, through = red + r, green + g, blue + b, through + rest
    return red / SAMPLES, green / SAMPLES, blue / SAMPLES, through / SAMPLES


@inlined
def _set_stroke_depth(layer, i, n_facets, x, y, solids, layers):
    """Of a stroke at sample i: that of the facets that it lies on, else its own."""
    plane = solids.planes[layers.owners[layer]]
    off_x, off_y = SAMPLE_X[i] - 0.5, SAMPLE_Y[i] - 0.5
    if layers.lying[layer] == 0:
        if layers.spreads[layer] == 0.0:
            layers.depths[layer] = layers.keys[layer]
            return
        depth = layers.keys[layer] - plane[7] + plane[3] * off_x + plane[4] * off_y
        layers.depths[layer] = min(max(depth, plane[5]), plane[6]) + plane[7]
        return
    depth = -1.0
    for facet in range(n_facets):
        if (layers.lying[layer] >> facet) & 1:
            under = solids.planes[layers.owners[facet]]
            depth = max(depth, plane_at(under, x + off_x, y + off_y))
    layers.depths[layer] = depth + plane[7]

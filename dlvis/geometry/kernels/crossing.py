"""Where two lines cross, in compiled code; `dlvis.geometry.crossings` says why and how well."""

from numba import types
from numba.extending import intrinsic

from dlvis.compiled import inlined


@intrinsic
def fused(typing_context, a, b, c):
    """a b + c, rounded once."""
    signature = types.float64(types.float64, types.float64, types.float64)

    def generated(context, builder, signature, arguments):
        return builder.fma(*arguments)

    return signature, generated


@inlined
def determinant(a, b, c, d):
    """a d - b c, right to the last digits however much cancels (Kahan)."""
    product = b * c
    return fused(a, d, -product) + fused(-b, c, product)


@inlined
def cross_lines(layer, one, other, vertices, a, b, vertex):
    """Put a vertex where two lines cross; whether that lies on its edge from vertex a to vertex b."""
    rows = layer.lines
    over = determinant(rows[one, 0], rows[one, 1], rows[other, 0], rows[other, 1])
    lies_there = True
    for axis in range(2):
        # d(b, c) for x, d(c, a) for y
        p, q = (1, 2) if axis == 0 else (2, 0)
        place = layer.scale[axis] * (
            determinant(rows[one, p], rows[one, q], rows[other, p], rows[other, q]) / over
        )
        at_a, at_b = vertices[a, axis], vertices[b, axis]
        inside = min(max(place, min(at_a, at_b)), max(at_a, at_b))
        vertices[vertex, axis] = inside
        lies_there &= abs(inside - place) <= layer.slack[axis]
    return lies_there

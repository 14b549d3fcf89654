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
    a1, b1, c1 = rows[one, 0], rows[one, 1], rows[one, 2]
    a2, b2, c2 = rows[other, 0], rows[other, 1], rows[other, 2]
    over = 1.0 / determinant(a1, b1, a2, b2)
    x = layer.scale[0] * (determinant(b1, c1, b2, c2) * over)
    y = layer.scale[1] * (determinant(c1, a1, c2, a2) * over)
    x_inside = between(x, vertices[a, 0], vertices[b, 0])
    y_inside = between(y, vertices[a, 1], vertices[b, 1])
    vertices[vertex, 0] = x_inside
    vertices[vertex, 1] = y_inside
    return abs(x_inside - x) <= layer.slack[0] and abs(y_inside - y) <= layer.slack[1]


@inlined
def between(x, one, other):
    """What is nearest to x from one to the other."""
    low, high = (one, other) if one < other else (other, one)
    x = x if x > low else low
    return x if x < high else high

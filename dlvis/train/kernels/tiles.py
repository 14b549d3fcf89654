"""Products of small matrices, a tile at a time in the registers: what nearly all of a step's time goes into.

Layers this small are too small for a BLAS, and a compiler does not find the tiles in loops. So they are
written by hand, as vector instructions. Every array is flat; a matrix in it is a place and two steps. The
rows of `x`, `out` and `deltas` are points side by side. A tile adds up in an order of its own, whatever else
is trained at the same time.
"""

from numba import types
from numba.extending import intrinsic

from dlvis.compiled import inlined
from dlvis.train.kernels.vectors import (
    VECTOR_BYTES,
    fused,
    item,
    leaky,
    load,
    loop,
    moved,
    spread,
    store,
    total,
    whole,
)

VECTORS = 4  # side by side in a tile
ROWS = 4
STRIDE = VECTORS * VECTOR_BYTES  # bytes of a row of a tile


def product_tile(n_rows):
    """out[r] = leaky(bias[r] + sum over c < n of a[r, c] x[c]) for `n_rows` rows and one tile's points.

    tile(out, out_at, x, x_at, step, a, a_at, a_row, a_column, bias, bias_at, n, slope): rows of `out` and
    `x` are `step` apart, leaky(z) is z above 0 and slope z elsewhere, and n >= 1.
    """

    @intrinsic
    def tile(typing, out, out_at, x, x_at, step, a, a_at, a_row, a_column, bias, bias_at, n, slope):
        n_lanes = VECTOR_BYTES // (out.dtype.bitwidth // 8)
        at = types.int64
        signature = types.void(out, at, x, at, at, a, at, at, at, bias, at, at, out.dtype)

        def code(context, b, signature, given):
            out, x, a, bias = (_data(context, b, signature, given, k) for k in (0, 2, 5, 9))
            out_at, x_at, step, a_at, a_row, a_column, bias_at, n, slope = (
                given[k] for k in (1, 3, 4, 6, 7, 8, 10, 11, 12)
            )
            starts = [spread(b, item(b, bias, b.add(bias_at, whole(r)))) for r in range(n_rows)]

            def column(c, sums):
                place = moved(b, x_at, c, step)
                values = [load(b, x, b.add(place, whole(v * n_lanes))) for v in range(VECTORS)]
                place = moved(b, a_at, c, a_column)
                factors = [spread(b, item(b, a, moved(b, place, whole(r), a_row))) for r in range(n_rows)]
                pairs = [(factor, value) for factor in factors for value in values]
                return [fused(b, *pair, each) for pair, each in zip(pairs, sums, strict=True)]

            sums = loop(b, n, [start for start in starts for _ in range(VECTORS)], column)
            slopes = spread(b, slope)
            for k, each in enumerate(sums):
                r, v = divmod(k, VECTORS)
                place = b.add(moved(b, out_at, whole(r), step), whole(v * n_lanes))
                store(b, out, place, leaky(b, each, slopes))
            return context.get_dummy_value()

        return signature, code

    return tile


def dots_tile(n_rows, n_columns):
    """g[r, c] += deltas[r] . x[c] for `n_rows` by `n_columns` pairs of rows.

    tile(g, g_at, g_row, deltas, deltas_at, x, x_at, step, n): rows are `step` apart, n vectors of them are
    multiplied, and n >= 1.
    """

    @intrinsic
    def tile(typing, g, g_at, g_row, deltas, deltas_at, x, x_at, step, n):
        n_lanes = VECTOR_BYTES // (g.dtype.bitwidth // 8)
        at = types.int64
        signature = types.void(g, at, at, deltas, at, x, at, at, at)

        def code(context, b, signature, given):
            g, deltas, x = (_data(context, b, signature, given, k) for k in (0, 3, 5))
            g_at, g_row, deltas_at, x_at, step, n = (given[k] for k in (1, 2, 4, 6, 7, 8))

            def points(k, sums):
                k = b.mul(k, whole(n_lanes))
                rows = [load(b, deltas, b.add(moved(b, deltas_at, whole(r), step), k)) for r in range(n_rows)]
                columns = [load(b, x, b.add(moved(b, x_at, whole(c), step), k)) for c in range(n_columns)]
                pairs = [(row, column) for row in rows for column in columns]
                return [fused(b, *pair, each) for pair, each in zip(pairs, sums, strict=True)]

            zero = spread(b, item(b, g, g_at)).type(None)
            for k, each in enumerate(loop(b, n, [zero] * (n_rows * n_columns), points)):
                r, c = divmod(k, n_columns)
                place = b.gep(g, [b.add(moved(b, g_at, whole(r), g_row), whole(c))])
                b.store(b.fadd(b.load(place), total(b, each)), place)
            return context.get_dummy_value()

        return signature, code

    return tile


_product_4, _product_1 = product_tile(ROWS), product_tile(1)
_dots_44, _dots_41, _dots_14, _dots_11 = dots_tile(4, 4), dots_tile(4, 1), dots_tile(1, 4), dots_tile(1, 1)


@inlined
def product(out, out_at, x, x_at, step, n_points, a, a_at, a_row, a_column, bias, bias_at, n_rows, n, slope):
    """out (n_rows, n_points) = leaky(a (n_rows, n) x (n, n_points) + bias); n_points in whole tiles."""
    width = STRIDE // out.itemsize
    for p in range(0, n_points, width):
        r = 0
        while r + ROWS <= n_rows:
            to, start = out_at + r * step + p, a_at + r * a_row
            _product_4(out, to, x, x_at + p, step, a, start, a_row, a_column, bias, bias_at + r, n, slope)
            r += ROWS
        while r < n_rows:
            to, start = out_at + r * step + p, a_at + r * a_row
            _product_1(out, to, x, x_at + p, step, a, start, a_row, a_column, bias, bias_at + r, n, slope)
            r += 1


@inlined
def add_dots(g, g_at, n_rows, n_columns, deltas, deltas_at, x, x_at, step, n_points):
    """g (n_rows, n_columns) += deltas (n_rows, n_points) x (n_columns, n_points) transposed."""
    n = n_points // (VECTOR_BYTES // g.itemsize)
    for r in range(0, n_rows - n_rows % 4, 4):
        d = deltas_at + r * step
        for c in range(0, n_columns - n_columns % 4, 4):
            _dots_44(g, g_at + r * n_columns + c, n_columns, deltas, d, x, x_at + c * step, step, n)
        for c in range(n_columns - n_columns % 4, n_columns):
            _dots_41(g, g_at + r * n_columns + c, n_columns, deltas, d, x, x_at + c * step, step, n)
    for r in range(n_rows - n_rows % 4, n_rows):
        d = deltas_at + r * step
        for c in range(0, n_columns - n_columns % 4, 4):
            _dots_14(g, g_at + r * n_columns + c, n_columns, deltas, d, x, x_at + c * step, step, n)
        for c in range(n_columns - n_columns % 4, n_columns):
            _dots_11(g, g_at + r * n_columns + c, n_columns, deltas, d, x, x_at + c * step, step, n)


def _data(context, builder, signature, given, k):
    return context.make_array(signature.args[k])(context, builder, given[k]).data

"""Vector instructions as LLVM's own code, for the few lines where a compiler finds none: see `tiles`."""

from llvmlite import ir

VECTOR_BYTES = 64  # of one register; where registers are shorter, LLVM takes several
WHOLE = ir.IntType(64)
LANE = ir.IntType(32)
FUSED = ("contract",)  # a * b + c may be rounded once


def whole(number):
    return ir.Constant(WHOLE, number)


def vector_type(scalar):
    """The vectors of a kind of number that fill a register."""
    return ir.VectorType(scalar, VECTOR_BYTES // _n_bytes(scalar))


def moved(builder, at, steps, step):
    """The place `steps` steps after `at`."""
    return builder.add(at, builder.mul(steps, step))


def item(builder, data, at):
    return builder.load(builder.gep(data, [at]))


def spread(builder, scalar):
    """A vector that has `scalar` in every lane."""
    kind = vector_type(scalar.type)
    empty = ir.Constant(kind, ir.Undefined)
    first = builder.insert_element(empty, scalar, ir.Constant(LANE, 0))
    return builder.shuffle_vector(
        first, empty, ir.Constant(ir.VectorType(LANE, kind.count), [0] * kind.count)
    )


def load(builder, data, at):
    """The vector that begins at `at`."""
    scalar = data.type.pointee
    return builder.load(_place(builder, data, at), align=_n_bytes(scalar))


def store(builder, data, at, vector):
    builder.store(vector, _place(builder, data, at), align=_n_bytes(data.type.pointee))


def fused(builder, a, b, c):
    """a * b + c."""
    return builder.fadd(builder.fmul(a, b, flags=FUSED), c, flags=FUSED)


def leaky(builder, vector, slope):
    """The vector above 0, `slope` times it elsewhere; what is no number stays none."""
    positive = builder.fcmp_ordered(">", vector, ir.Constant(vector.type, None))
    return builder.select(positive, vector, builder.fmul(vector, slope))


def total(builder, vector):
    """The sum of all lanes, each half added to the other until one is left."""
    n = vector.type.count
    while n > 1:
        n //= 2
        first, second = (
            builder.shuffle_vector(
                vector,
                ir.Constant(vector.type, ir.Undefined),
                ir.Constant(ir.VectorType(LANE, n), list(range(begin, begin + n))),
            )
            for begin in (0, n)
        )
        vector = builder.fadd(first, second)
    return builder.extract_element(vector, ir.Constant(LANE, 0))


def loop(builder, n, starts, body):
    """The values after `body(k, values) -> values` for k = 0 .. n - 1, begun with `starts`; n >= 1."""
    before = builder.block
    inside = builder.append_basic_block("inside")
    after = builder.append_basic_block("after")
    builder.branch(inside)
    builder.position_at_end(inside)
    k = builder.phi(WHOLE)
    values = [builder.phi(start.type) for start in starts]
    results = body(k, values)
    following = builder.add(k, whole(1))
    for value, start, result in zip((k, *values), (whole(0), *starts), (following, *results), strict=True):
        value.add_incoming(start, before)
        value.add_incoming(result, builder.block)
    builder.cbranch(builder.icmp_signed("<", following, n), inside, after)
    builder.position_at_end(after)
    return results


def _place(builder, data, at):
    return builder.bitcast(builder.gep(data, [at]), vector_type(data.type.pointee).as_pointer())


def _n_bytes(scalar):
    return 8 if isinstance(scalar, ir.DoubleType) else 4

"""Dropout: what is dropped of a layer is a hash of the net's seed, the step, the neuron and the point.

So nothing needs to be drawn or kept, and a net drops the same whoever stands beside it. `dlvis.train.dropout`
says the same in torch. The hash is Chris Wellons' lowbias32.
"""

from numpy import uint32

from dlvis.compiled import called, inlined

SPREAD = 0x9E3779B9  # 2**32 by the golden ratio: neighbouring neurons get far keys


@inlined
def step_key(seed, step):
    return _mixed(_mixed(uint32(seed)) ^ uint32(step))


@called
def drop(values, at, n_points, neuron, keep, key, begin):
    """Drop values of one neuron for the points begin, begin + 1, … of a batch; scale the rest by 1 / keep."""
    most = uint32(keep * 4294967295.0)
    scale, none = values.dtype.type(1 / keep), values.dtype.type(0)
    own = _mixed(uint32(uint32(key) + uint32(uint32(neuron + 1) * uint32(SPREAD))))
    for p in range(n_points):
        values[at + p] *= scale if _mixed(own ^ uint32(begin + p)) <= most else none


@inlined
def chance(key, stream, point):
    """32 bits of chance for a point of a batch, other ones in each stream."""
    own = _mixed(uint32(uint32(key) + uint32(uint32(stream + 1) * uint32(SPREAD))))
    return _mixed(own ^ uint32(point))


@inlined
def _mixed(x):
    x = uint32((x ^ (x >> uint32(16))) * uint32(0x7FEB352D))
    x = uint32((x ^ (x >> uint32(15))) * uint32(0x846CA68B))
    return uint32(x ^ (x >> uint32(16)))

"""What the kernels work on: the layer that cuts, the complex that grows, and the desk where one face lies."""

from typing import NamedTuple

import numpy as np

from dlvis.arrays import Floats
from dlvis.compiled import inlined

# places in the array of counters
VERTICES, EDGES, FACES, CORNERS, PAIRS, NEXT_FACE, WAITING, RINGS, LISTS, FIRST_OWN, DIRECT = range(11)

FIRST, SLOT, BEFORE, AFTER = range(4)  # ring corner of the new sign, vertex between, its edges

# A ring's corner and the edge to the next are one word: slot << 32 | edge. Masked, a number is seen not to be
# negative, and no check for Python's indices from the end is compiled.
LOW = 0x7FFFFFFF

# as in dlvis.geometry.looseness; here because a change must compile the kernels anew
LOOSENESS, STEEPER = 0.25, 4.0


class Layer(NamedTuple):
    """What a layer cuts by. `inputs` (V0, n_in) and `values` (V0, m) are known at the V0 vertices before it.

    The first layer has n_old = 0: all its values are computed from `features`, which are the vertices, and
    these lie where two of its `lines` cross (`dlvis.geometry.crossings`).
    """

    n_old: int
    first_fold: int
    inputs: Floats
    values: Floats
    weight: Floats
    bias: Floats
    bounds: Floats
    folds: np.ndarray
    positive: np.ndarray
    negative: np.ndarray
    lines: Floats
    scale: Floats
    slack: Floats


class Grown(NamedTuple):
    """The complex that grows; vertex v >= n_old lies at parents (a, b), a + t (b - a), with t = along[v].

    That t is known to loose[v]. A row of `features` has a vertex's inputs, and from the second layer on how
    far these are open.

    Each of `pairs` is an edge, another neuron that folds on it, and how many edges there were when this was
    noted: it holds for the pieces that are cut off the edge from then on, not for those cut off before.
    """

    vertices: Floats
    parents: np.ndarray
    along: Floats
    loose: Floats
    edges: np.ndarray
    edge_fold: np.ndarray
    next_piece: np.ndarray
    offsets: np.ndarray
    corners: np.ndarray
    corner_edges: np.ndarray
    origin: np.ndarray
    pairs: np.ndarray
    features: Floats
    n: np.ndarray


class Desk(NamedTuple):
    """Room to work on one face; sizes are bounds that hold for every convex face, and are checked."""

    neurons: np.ndarray  # (64,) the neurons that cut
    bias: Floats
    bounds: Floats
    weight: Floats  # (n_in, 64) and their weights, where values are computed from features
    left: np.ndarray  # (m,) the neurons that wait for the parts, their numbers
    left_bias: Floats
    left_bounds: Floats
    left_weight: Floats  # (n_in, m)
    left_values: Floats
    left_loose: Floats
    left_signs: np.ndarray  # 1 above 0 somewhere, 2 below 0 somewhere
    left_zeros: np.ndarray
    vertex: np.ndarray  # (slots,)
    above: np.ndarray
    below: np.ndarray
    values: Floats  # (slots, 64)
    loose: Floats  # (64,) how far the values that were filled in last are open
    ring: np.ndarray  # (corners,) the part in hand
    pieces: np.ndarray
    crossing: np.ndarray  # (2, 4): where the ring turns from - to +, and from + to -
    rings: np.ndarray  # (n,) the parts that wait
    part_start: np.ndarray
    part_length: np.ndarray
    part_mask: np.ndarray


@inlined
def corner(slot, edge):
    return (slot << 32) | edge


@inlined
def slot_of(word):
    return (word >> 32) & LOW


@inlined
def edge_of(word):
    return word & LOW

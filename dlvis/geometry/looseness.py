"""How well a vertex is known that is interpolated: from the second layer on.

Neuron c's values at the ends a and b of an edge are right to a few eps M_c, so the place t = za / (za - zb)
of its zero is right to dt = 16 eps M_c / |za - zb|; 16 stands for the rounding at both ends, 4 eps M_c
each, and as much again for that of the fold which the edge lies on. Another neuron j changes by zb - za
along the same edge, so its value at the new vertex is right to dt |zb - za|. That is added to its bound 64
eps M_j: nothing where the two change alike, and much where c's fold is nearly parallel to the edge and j's
is not.

It depends on the edge alone, so that the faces beside it agree. A vertex that is loose in this way lies
within a few eps M of both of its own folds all the same, and what is made from it later is no looser for
that.

Of all neurons that are 0 at a new vertex by this rule the one that changes most along the edge, in units of
its bound, marks the place best. If it is much steeper than c, the vertex is put where that one is 0: for c,
that is too near to tell apart.
"""

import numpy as np

from dlvis.arrays import Bools, Floats, Ints

# of the bound 64 eps M
LOOSENESS = 0.25
# how much steeper another neuron must be to mark a vertex in place of the one that cuts
STEEPER = 4.0


def looseness(bound: Floats, difference: Floats) -> Floats:
    """(n,): how far the places on their edges are open, as a part of the edge."""
    result: Floats = np.minimum(1.0, LOOSENESS * bound / np.abs(difference))
    return result


def sharpest(zero: Bools, difference: Floats, bounds: Floats, column: int) -> Ints:
    """(n,): for each new vertex the neuron that marks it best, `column` where none is much steeper.

    zero (n, m) are the neurons that are 0 there and have two signs on the edge, difference (n, m) is their
    change along it, bounds (m,) the magnitude up to which each counts as 0.
    """
    steepness = np.abs(difference) / np.where(bounds > 0, bounds, np.inf)
    own = STEEPER * steepness[:, column]
    steepness = np.where(zero, steepness, 0.0)
    best = steepness.argmax(axis=1)
    result: Ints = np.where(steepness[np.arange(len(best)), best] > own, best, column)
    return result

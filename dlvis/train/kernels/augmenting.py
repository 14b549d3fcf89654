"""Augmentation: the points of a batch mirrored, turned and shaken, anew at each step.

Which symmetry and which noise a point gets is a hash of the net's seed, the step, the input and the place in
the batch, as for dropout. `dlvis.train.augmentation` says the same in torch.
"""

from math import cos, log, pi, sqrt

from numpy import uint32

from dlvis.compiled import called
from dlvis.train.kernels.dropping import chance
from dlvis.train.kernels.named import FLIPS, ROTATIONS

FIRST = 1 << 31  # streams of chance from here on are no neuron's
WHOLE = 4294967296.0


@called
def augment(room, n_inputs, n_points, key, begin, symmetries, jitter):
    """Change the inputs of the points begin, begin + 1, … of a batch; they lie first in the room's values."""
    values, step = room.values, room.step
    number = values.dtype.type
    for p in range(n_points):
        if symmetries > 0:
            bits = chance(key, FIRST, begin + p)
            x, y = values[p], values[step + p]
            left, down = bits & uint32(1), (bits >> uint32(1)) & uint32(1)
            turn = left ^ down if symmetries == ROTATIONS else (bits >> uint32(2)) & uint32(1)
            if turn and symmetries != FLIPS:
                x, y = y, x
            values[p], values[step + p] = -x if left else x, -y if down else y
        if jitter > 0:
            for i in range(n_inputs):
                far = (chance(key, FIRST + 1 + 2 * i, begin + p) + 0.5) / WHOLE
                turn_by = (chance(key, FIRST + 2 + 2 * i, begin + p) + 0.5) / WHOLE
                # normal, by Box and Muller 1958
                values[i * step + p] += number(jitter * sqrt(-2 * log(far)) * cos(2 * pi * turn_by))

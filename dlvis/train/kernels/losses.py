"""The slopes of each loss by a net's outputs, for one block of points: see `named` for what lies where."""

from math import exp

from dlvis.compiled import inlined
from dlvis.train.kernels.named import CLASSES, TWO_CLASSES


@inlined
def pull(loss, room, at, n_points, n_outputs):
    """The slopes into the deltas; a sum over the outputs that is no number when one of them is none."""
    if loss == TWO_CLASSES:
        return _pull_margins(room, at, n_points, n_outputs)
    if loss == CLASSES:
        return _pull_classes(room, at, n_points, n_outputs)
    return _pull_numbers(room, at, n_points, n_outputs)


@inlined
def _pull_margins(room, at, n_points, n_outputs):
    """Binary cross-entropy. One output is the positive class's log-odds; of two, their difference is."""
    one = room.values.dtype.type(1)
    reach = room.values.dtype.type(0)
    for p in range(n_points):
        margin = _margin(room.values, at + p, room.step, n_outputs)
        reach += abs(margin)
        pull = (one / (one + exp(-margin)) - room.pulls[p]) * room.pulls[room.step + p]
        if n_outputs == 1:
            room.deltas[p] = pull
        else:
            room.deltas[p], room.deltas[room.step + p] = -pull, pull
    return reach


@inlined
def _margin(values, at, step, n_outputs):
    return values[at] if n_outputs == 1 else values[at + step] - values[at]


@inlined
def _pull_classes(room, at, n_points, n_outputs):
    """Cross-entropy of the softmax; what is added up are the sizes of the outputs."""
    values, deltas, step = room.values, room.deltas, room.step
    one, none = values.dtype.type(1), values.dtype.type(0)
    reach = none
    for p in range(n_points):
        most = values[at + p]
        for k in range(n_outputs):
            reach += abs(values[at + k * step + p])
            most = max(most, values[at + k * step + p])
        total = none
        for k in range(n_outputs):
            deltas[k * step + p] = exp(values[at + k * step + p] - most)
            total += deltas[k * step + p]
        weight = room.pulls[step + p]
        for k in range(n_outputs):
            there = one if room.pulls[p] == k else none
            deltas[k * step + p] = (deltas[k * step + p] / total - there) * weight
    return reach


@inlined
def _pull_numbers(room, at, n_points, n_outputs):
    """The squared error, its mean over the outputs; it is what is added up."""
    values, step = room.values, room.step
    reach = values.dtype.type(0)
    twice = values.dtype.type(2) / values.dtype.type(n_outputs)
    for k in range(n_outputs):
        for p in range(n_points):
            off = values[at + k * step + p] - room.pulls[k * step + p]
            reach += off * off
            room.deltas[k * step + p] = twice * off * room.pulls[n_outputs * step + p]
    return reach

"""A net forward and backward, for one block of points: see `named` for what lies where."""

from math import exp, tanh

from numpy import uint32

from dlvis.compiled import called, inlined
from dlvis.train.kernels.dropping import drop
from dlvis.train.kernels.named import RELU, TANH
from dlvis.train.kernels.tiles import add_dots, product


@called
def forward(net, values, step, n_points, key, begin):
    """Fill in the rows of all layers from those of the inputs; the first row of the outputs.

    `key` and `begin` are the dropout's: of the step, and of the block's first point.
    """
    parameters, widths = net.parameters, net.widths
    row, at = 0, 0
    one = parameters.dtype.type(1)
    for layer in range(len(widths) - 1):
        n_in, n_out = widths[layer], widths[layer + 1]
        hidden = layer < len(widths) - 2
        leak = net.slope if hidden and net.activation == RELU else one
        x, bias = row * step, at + n_in * n_out
        row += n_in
        weights = (parameters, at, n_in, 1, parameters, bias, n_out, n_in)
        product(values, row * step, values, x, step, n_points, *weights, leak)
        at = bias + n_out
        if hidden and net.activation != RELU:
            for unit in range(row, row + n_out):
                _squash(values[unit * step : unit * step + n_points], net.activation)
        if hidden and net.keep < 1:
            for unit in range(row, row + n_out):
                drop(values, unit * step, n_points, unit - widths[0], net.keep, uint32(key), begin)
    return row


@called
def backward(net, room, n_points, key, begin):
    """Add to the room's gradients what this block gives; its deltas begin with those of the outputs."""
    widths, step = net.widths, room.step
    row, at = 0, 0
    for layer in range(len(widths) - 1):
        row += widths[layer]
        at += (widths[layer] + 1) * widths[layer + 1]
    here, there = 0, len(room.deltas) // 2
    one = room.gradients.dtype.type(1)
    for layer in range(len(widths) - 2, -1, -1):
        n_in, n_out = widths[layer], widths[layer + 1]
        row -= n_in
        at -= (n_in + 1) * n_out
        add_dots(room.gradients, at, n_out, n_in, room.deltas, here, room.values, row * step, step, n_points)
        biases = at + n_in * n_out
        add_dots(room.gradients, biases, n_out, 1, room.deltas, here, room.ones, 0, step, n_points)
        if layer > 0:
            weights = (net.parameters, at, 1, n_in, room.zeros, 0, n_in, n_out)
            product(room.deltas, there, room.deltas, here, step, n_points, *weights, one)
            for unit in range(n_in):
                a, d = (row + unit) * step, there + unit * step
                if net.keep < 1:
                    drop(room.deltas, d, n_points, row + unit - widths[0], net.keep, uint32(key), begin)
                _through(room.deltas[d : d + n_points], room.values[a : a + n_points], net)
            here, there = there, here


@inlined
def _through(deltas, values, net):
    """Back through an activation whose results are `values`; the dropped ones have no delta any more."""
    one, keep = deltas.dtype.type(1), deltas.dtype.type(net.keep)
    if net.activation == RELU:
        for p in range(len(deltas)):
            deltas[p] *= one if values[p] > 0 else net.slope
    elif net.activation == TANH:
        for p in range(len(deltas)):
            value = values[p] * keep
            deltas[p] *= one - value * value
    else:
        for p in range(len(deltas)):
            value = values[p] * keep
            deltas[p] *= value * (one - value)


@inlined
def _squash(values, activation):
    one = values.dtype.type(1)
    for p in range(len(values)):
        values[p] = tanh(values[p]) if activation == TANH else one / (one + exp(-values[p]))

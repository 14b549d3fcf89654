"""A net forward and backward, for one block of points.

`parameters` (n_parameters,) are weight 0, bias 0, weight 1, …, each weight (out, in) row by row. `values` and
`deltas` are flat, their rows `step` points long: in `values` the inputs, then layer after layer what leaves
its activation; in `deltas` the slope of the loss by what enters a layer, for two layers in turn.
"""

from math import exp, tanh

from dlvis.compiled import called, inlined
from dlvis.train.kernels.tiles import add_dots, product

RELU, TANH, SIGMOID = 0, 1, 2


@called
def forward(values, step, n_points, parameters, widths, activation, slope):
    """Fill in the rows of all layers from those of the inputs; returns the first row of the outputs."""
    row, at = 0, 0
    one = parameters.dtype.type(1)
    for layer in range(len(widths) - 1):
        n_in, n_out = widths[layer], widths[layer + 1]
        hidden = layer < len(widths) - 2
        leak = slope if hidden and activation == RELU else one
        out, bias = (row + n_in) * step, at + n_in * n_out
        x = row * step
        product(
            values,
            out,
            values,
            x,
            step,
            n_points,
            parameters,
            at,
            n_in,
            1,
            parameters,
            bias,
            n_out,
            n_in,
            leak,
        )
        row += n_in
        at = bias + n_out
        if hidden and activation != RELU:
            for unit in range(row, row + n_out):
                _squash(values[unit * step : unit * step + n_points], activation)
    return row


@called
def backward(values, deltas, step, n_points, parameters, gradients, zeros, ones, widths, activation, slope):
    """Add to `gradients` what this block gives; `deltas` begins with those of the outputs."""
    row, at = 0, 0
    for layer in range(len(widths) - 1):
        row += widths[layer]
        at += (widths[layer] + 1) * widths[layer + 1]
    here, there = 0, len(deltas) // 2
    one = parameters.dtype.type(1)
    for layer in range(len(widths) - 2, -1, -1):
        n_in, n_out = widths[layer], widths[layer + 1]
        row -= n_in
        at -= (n_in + 1) * n_out
        add_dots(gradients, at, n_out, n_in, deltas, here, values, row * step, step, n_points)
        add_dots(gradients, at + n_in * n_out, n_out, 1, deltas, here, ones, 0, step, n_points)
        if layer > 0:
            product(
                deltas,
                there,
                deltas,
                here,
                step,
                n_points,
                parameters,
                at,
                1,
                n_in,
                zeros,
                0,
                n_in,
                n_out,
                one,
            )
            for unit in range(n_in):
                a, d = (row + unit) * step, there + unit * step
                _through(deltas[d : d + n_points], values[a : a + n_points], activation, slope)
            here, there = there, here


@inlined
def _through(deltas, values, activation, slope):
    """Back through an activation whose results are `values`."""
    one = deltas.dtype.type(1)
    if activation == RELU:
        for p in range(len(deltas)):
            deltas[p] *= one if values[p] > 0 else slope
    elif activation == TANH:
        for p in range(len(deltas)):
            deltas[p] *= one - values[p] * values[p]
    else:
        for p in range(len(deltas)):
            deltas[p] *= values[p] * (one - values[p])


@inlined
def _squash(values, activation):
    one = values.dtype.type(1)
    for p in range(len(values)):
        values[p] = tanh(values[p]) if activation == TANH else one / (one + exp(-values[p]))

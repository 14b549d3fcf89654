"""Steps of one net: batch by batch forward, backward, and the optimiser's step."""

from math import exp, sqrt

from numpy import isfinite

from dlvis.compiled import called, compiled, inlined
from dlvis.train.kernels.layers import backward, forward
from dlvis.train.kernels.tiles import STRIDE

DESCENT, ADAM = 0, 1


@compiled
def stepped(
    parameters,
    moments,
    gradients,
    widths,
    activation,
    slope,
    rows,
    chosen,
    rates,
    first,
    optimiser,
    constants,
    values,
    deltas,
    zeros,
    ones,
    pulls,
):
    """Take the steps `first`, first + 1, … of one net; how many of them began with a loss that is a number.

    parameters, gradients (n,); moments (2, n); rows (points, inputs + 2) inputs, label and weight; chosen
    (steps, batch) of the rows; rates (steps,); constants (4,) momentum, second momentum, epsilon and weight
    decay; values and deltas see `layers`; zeros as long as the widest layer; pulls (2, block) room.
    """
    block = pulls.shape[1]
    n_batch = chosen.shape[1]
    for k in range(len(chosen)):
        gradients[:] = 0
        reach = parameters.dtype.type(0)
        for begin in range(0, n_batch, block):
            batch = chosen[k, begin : min(begin + block, n_batch)]
            n_points = _gather(rows, batch, widths[0], n_batch, values, pulls)
            row = forward(values, block, n_points, parameters, widths, activation, slope)
            reach += _pull(values, row * block, block, n_points, widths[-1], pulls, deltas)
            backward(
                values, deltas, block, n_points, parameters, gradients, zeros, ones, widths, activation, slope
            )
        if not isfinite(reach):
            return k
        _update(parameters, moments, gradients, rates[k], first + k, optimiser, constants)
    return len(chosen)


@compiled
def margins(points, parameters, widths, activation, slope, values, found):
    """The log-odds of the positive class at `points` (n, inputs), into `found` (n,)."""
    block = len(values) // widths.sum()
    for begin in range(0, len(points), block):
        n = min(block, len(points) - begin)
        for i in range(widths[0]):
            for p in range(block):
                values[i * block + p] = points[begin + min(p, n - 1), i]
        row = forward(values, block, block, parameters, widths, activation, slope) * block
        for p in range(n):
            found[begin + p] = (
                values[row + p] if widths[-1] == 1 else values[row + block + p] - values[row + p]
            )


@called
def _gather(rows, batch, n_inputs, n_batch, values, pulls):
    """Bring the points of a batch into the block, as whole tiles; how many. Those too many weigh nothing."""
    block = pulls.shape[1]
    tile = STRIDE // values.itemsize
    n_points = (len(batch) + tile - 1) // tile * tile
    share = values.dtype.type(1) / values.dtype.type(n_batch)
    for p in range(n_points):
        row = rows[batch[min(p, len(batch) - 1)]]
        for i in range(n_inputs):
            values[i * block + p] = row[i]
        pulls[0, p] = row[n_inputs]
        pulls[1, p] = row[n_inputs + 1] * share if p < len(batch) else 0
    return n_points


@inlined
def _pull(values, at, block, n_points, n_outputs, pulls, deltas):
    """The slopes of the cross-entropy by the outputs, into `deltas`; the sum of the margins' sizes.

    One output is the positive class's log-odds; of two, their difference is.
    """
    one = values.dtype.type(1)
    reach = values.dtype.type(0)
    for p in range(n_points):
        margin = values[at + p] if n_outputs == 1 else values[at + block + p] - values[at + p]
        reach += abs(margin)
        pull = (one / (one + exp(-margin)) - pulls[0, p]) * pulls[1, p]
        if n_outputs == 1:
            deltas[p] = pull
        else:
            deltas[p], deltas[block + p] = -pull, pull
    return reach


@called
def _update(parameters, moments, gradients, rate, step, optimiser, constants):
    """One step of the optimiser, number `step` from 1; as torch.optim's SGD and Adam."""
    number = parameters.dtype.type
    beta, beta_2, tiny, decay = constants
    ahead, squares = moments
    if optimiser == ADAM:
        size, shrink = number(rate / (1 - beta**step)), number(1 / sqrt(1 - beta_2**step))
        numbers = (number(beta), number(beta_2), number(tiny), number(decay))
        _adam(parameters, ahead, squares, gradients, size, shrink, *numbers)
    else:
        _descend(parameters, ahead, gradients, number(rate), number(beta), number(decay))


@called
def _adam(parameters, ahead, squares, gradients, size, shrink, beta, beta_2, tiny, decay):
    one = parameters.dtype.type(1)
    for i in range(len(parameters)):
        g = gradients[i] + decay * parameters[i]
        ahead[i] += (one - beta) * (g - ahead[i])
        squares[i] = beta_2 * squares[i] + (one - beta_2) * g * g
        parameters[i] -= size * ahead[i] / (sqrt(squares[i]) * shrink + tiny)


@called
def _descend(parameters, ahead, gradients, rate, beta, decay):
    """Gradient descent; with `beta` above 0 a heavy ball."""
    for i in range(len(parameters)):
        ahead[i] = beta * ahead[i] + gradients[i] + decay * parameters[i]
        parameters[i] -= rate * ahead[i]

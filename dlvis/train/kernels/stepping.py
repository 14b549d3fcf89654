"""Steps of one net: batch by batch forward, backward, and the optimiser's step."""

from math import sqrt

from numpy import isfinite

from dlvis.compiled import called, compiled
from dlvis.train.kernels.augmenting import augment
from dlvis.train.kernels.dropping import step_key
from dlvis.train.kernels.layers import backward, forward
from dlvis.train.kernels.losses import pull
from dlvis.train.kernels.named import ADAM
from dlvis.train.kernels.tiles import STRIDE


@compiled
def stepped(net, moments, rule, batches, room):
    """Take one step for each of the batches; how many of them began with a loss that is a number.

    The first that did not is not taken, nor any after it. moments (2, n_parameters) belong to the net.
    """
    rows, chosen = batches.rows, batches.chosen
    n_batch = chosen.shape[1]
    for k in range(len(chosen)):
        room.gradients[:] = 0
        reach = room.gradients.dtype.type(0)
        key = step_key(net.seed, batches.first + k)
        for begin in range(0, n_batch, room.step):
            batch = chosen[k, begin : min(begin + room.step, n_batch)]
            n_points = _gather(rows, batch, net.widths[0], n_batch, room)
            if batches.symmetries > 0 or batches.jitter > 0:
                augment(room, net.widths[0], n_points, key, begin, batches.symmetries, batches.jitter)
            row = forward(net, room.values, room.step, n_points, key, begin)
            reach += pull(batches.loss, room, row * room.step, n_points, net.widths[-1])
            backward(net, room, n_points, key, begin)
        if not isfinite(reach):
            return k
        _update(net.parameters, moments, room.gradients, batches.rates[k], batches.first + k, rule)
    return len(chosen)


@compiled
def outputs(net, points, values, found):
    """What the net says at `points` (n, inputs), into `found` (n, outputs); `values` is room."""
    block = len(values) // net.widths.sum()
    for begin in range(0, len(points), block):
        n = min(block, len(points) - begin)
        for i in range(net.widths[0]):
            for p in range(block):
                values[i * block + p] = points[begin + min(p, n - 1), i]
        row = forward(net, values, block, block, 0, 0) * block
        for p in range(n):
            for k in range(net.widths[-1]):
                found[begin + p, k] = values[row + k * block + p]


@called
def _gather(rows, batch, n_inputs, n_batch, room):
    """Bring the points of a batch into the block, as whole tiles; how many. Those too many weigh nothing."""
    tile = STRIDE // room.values.itemsize
    n_points = (len(batch) + tile - 1) // tile * tile
    n_targets = rows.shape[1] - n_inputs - 1
    share = room.values.dtype.type(1) / room.values.dtype.type(n_batch)
    for p in range(n_points):
        row = rows[batch[min(p, len(batch) - 1)]]
        for i in range(n_inputs):
            room.values[i * room.step + p] = row[i]
        for k in range(n_targets):
            room.pulls[k * room.step + p] = row[n_inputs + k]
        room.pulls[n_targets * room.step + p] = row[n_inputs + n_targets] * share if p < len(batch) else 0
    return n_points


@called
def _update(parameters, moments, gradients, rate, step, rule):
    """One step of the optimiser, number `step` from 1; as torch.optim's SGD and Adam."""
    number = parameters.dtype.type
    ahead, squares = moments
    beta, decay = number(rule.momentum), number(rule.decay)
    if rule.kind == ADAM:
        size, shrink = number(rate / (1 - rule.momentum**step)), number(1 / sqrt(1 - rule.second**step))
        numbers = (size, shrink, beta, number(rule.second), number(rule.epsilon), decay)
        _adam(parameters, ahead, squares, gradients, *numbers)
    else:
        _descend(parameters, ahead, gradients, number(rate), beta, decay)


@called
def _adam(parameters, ahead, squares, gradients, size, shrink, beta, beta_2, tiny, decay):
    # all numbers are arguments, and so not looked up again in each turn, as they might have changed
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

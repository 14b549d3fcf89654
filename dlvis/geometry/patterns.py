"""Which neurons are on in which regions, some neurons at a time: a wide layer's values do not fit at once."""

from collections.abc import Callable, Iterator

import numpy as np

from dlvis.arrays import Bools, Floats, Ints
from dlvis.geometry.frame import near_frame
from dlvis.geometry.rounding import zero_bounds
from dlvis.net import ReluNet
from dlvis.window import Window

_AT_ONCE = 2**20  # values at the vertices: 8 MB, since memory that is asked for anew each time is slow
# (R, k) from values (V, k) and bounds (k,): whether the largest value in magnitude is above its bound
_OnIn = Callable[[Floats, Floats], Bools]


def on_by_neurons(
    net: ReluNet,
    window: Window,
    vertices: Floats,
    offsets: Ints,
    corners: Ints,
    n_layers: int | None = None,
) -> Iterator[tuple[slice, Bools]]:
    """Columns of the table of patterns, and (R, those) whether these neurons are on; of the first `n_layers`
    hidden layers if not of all."""
    n_layers = net.n_hidden_layers if n_layers is None else n_layers
    frame, bounds, values = near_frame(net, window), zero_bounds(net, window), vertices
    if frame is not None:
        net, bounds, values = frame.net, frame.bounds(), vertices - frame.origin
    on_in = _on_in(offsets, corners)
    step, first = max(8, _AT_ONCE // len(vertices)), 0
    for layer in range(n_layers):
        weight, bias, width = net.weights[layer], net.biases[layer], net.widths[layer + 1]
        goes_on = layer + 1 < n_layers
        following = np.empty((len(vertices), width if goes_on else 0))
        for start in range(0, width, step):
            stop = min(start + step, width)
            z = values @ weight[start:stop].T + bias[start:stop]
            yield slice(first + start, first + stop), on_in(z, bounds[layer][start:stop])
            if goes_on:
                following[:, start:stop] = net.activation(z)
        values, first = following, first + width


def _on_in(offsets: Ints, corners: Ints) -> _OnIn:
    try:
        # here, because numba takes a while to import
        from dlvis.geometry.kernels.rows import fill_on
    except ImportError:
        return _swept(offsets, corners)

    def on_in(values: Floats, bounds: Floats) -> Bools:
        on, room = np.empty((len(offsets) - 1, len(bounds)), bool), np.empty((2, len(bounds)))
        fill_on(values, offsets, corners, np.ascontiguousarray(bounds), room[0], room[1], on)
        return on

    return on_in


def _swept(offsets: Ints, corners: Ints) -> _OnIn:
    """In numpy: the first corners of all regions, then the second ones of those that have one, and so on; a
    few long sweeps, the regions with most corners first, since each region has few."""
    lengths = np.diff(offsets)
    by_size = np.argsort(-lengths, kind="stable")
    starts, lengths = offsets[by_size], lengths[by_size]
    counts = (np.count_nonzero(lengths > place) for place in range(int(lengths.max(initial=0))))
    rounds = [corners[starts[:count] + place] for place, count in enumerate(counts)]

    def on_in(values: Floats, bounds: Floats) -> Bools:
        highest = values[rounds[0]]
        lowest = highest.copy()
        for now in rounds[1:]:
            here, part = values[now], slice(len(now))
            np.maximum(highest[part], here, out=highest[part])
            np.minimum(lowest[part], here, out=lowest[part])
        on = np.empty(highest.shape, bool)
        on[by_size] = highest > np.maximum(-lowest, bounds)
        return on

    return on_in

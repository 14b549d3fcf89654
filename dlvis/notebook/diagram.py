"""A net as a diagram: a column of dots for each layer, a line for each weight."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from dlvis.arrays import Floats, Ints
from dlvis.export.picture import Path, Picture
from dlvis.net import ReluNet
from dlvis.style import Theme

WIDTH, HEIGHT, EDGE = 640.0, 360.0, 24.0
MOST_LINES = 4000  # of all weights the largest, beyond which a picture is only grey
THICKEST = 3.0
CORNERS = 24  # of a dot


def diagram(net: ReluNet, look: Theme) -> Picture:
    """The picture of a net: the colour of a line is its weight's sign, its width and strength the size.

    Of more than `MOST_LINES` weights the largest are drawn, and the text says so.
    """
    places = [_column(layer, n, len(net.widths)) for layer, n in enumerate(net.widths)]
    n_weights = sum(weight.size for weight in net.weights)
    sizes = "-".join(map(str, net.widths))
    left_out = (
        f" The {MOST_LINES} largest of {n_weights} weights are drawn." if n_weights > MOST_LINES else ""
    )
    text = f"A column of dots for each layer.{left_out}"
    picture = Picture(WIDTH, HEIGHT, "px", look.ground, f"A ReLU net of widths {sizes}", text)
    picture = picture.with_paths(*_lines(net, places, look))
    radius = min(7.0, 0.36 * (HEIGHT - 2 * EDGE) / max(net.widths))
    return picture.with_paths(*(_dots(column, radius, look) for column in places))


def _column(layer: int, n: int, n_layers: int) -> Floats:
    """(n, 2): where the neurons of a layer stand."""
    x = EDGE + (WIDTH - 2 * EDGE) * layer / (n_layers - 1)
    room = HEIGHT - 2 * EDGE
    y = EDGE + room * (np.arange(n) + 0.5) / n
    return np.column_stack([np.full(n, x), y])


def _lines(net: ReluNet, places: list[Floats], look: Theme) -> Iterator[Path]:
    """A path for each sign and each of a few strengths, the weakest first; a layer's largest weight is 1."""
    strengths = np.concatenate([_strengths(weight).ravel() for weight in net.weights])
    ends = np.concatenate([_ends(*columns) for columns in pairwise(places)])
    least = np.sort(np.abs(strengths))[-MOST_LINES] if len(strengths) > MOST_LINES else 0.0
    steps = np.linspace(0, 1, 9)
    for low, high in pairwise(steps):
        for sign, colour in ((-1, look.negative), (1, look.positive)):
            size = sign * strengths
            chosen = np.flatnonzero((size > low) & (size <= high) & (size >= least))
            yield _strokes(ends[chosen], colour, high)


def _strengths(weight: Floats) -> Floats:
    largest = np.abs(weight).max()
    return weight / largest if largest > 0 else weight


def _ends(left: Floats, right: Floats) -> Floats:
    """(out * in, 2, 2): the ends of each line, in the order of a weight matrix's entries."""
    n_in, n_out = len(left), len(right)
    return np.stack([np.tile(left, (n_out, 1)), np.repeat(right, n_in, axis=0)], axis=1)


def _strokes(ends: Floats, colour: str, strength: float) -> Path:
    offsets: Ints = 2 * np.arange(len(ends) + 1)
    width = max(0.4, THICKEST * strength)
    return Path("weights", ends.reshape(-1, 2), offsets, colour, width, opacity=0.25 + 0.75 * strength)


def _dots(column: Floats, radius: float, look: Theme) -> Path:
    angles = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    circle = radius * np.column_stack([np.cos(angles), np.sin(angles)])
    corners = (column[:, None] + circle).reshape(-1, 2)
    return Path("neurons", corners, CORNERS * np.arange(len(column) + 1), look.ink, 1.0, fill=look.ground)

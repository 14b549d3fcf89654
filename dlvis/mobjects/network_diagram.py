"""A net as its diagram: units in columns, weights between them, and what one point makes of them."""

from typing import Self

import numpy as np
from manim import LEFT, RIGHT, Transform, VGroup
from numpy.typing import ArrayLike

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.mobjects.formula import formula
from dlvis.mobjects.leaves import Strokes
from dlvis.mobjects.placement import finite, length, stroke
from dlvis.mobjects.stage import round_dot
from dlvis.net import ReluNet
from dlvis.style import Theme, rgb
from dlvis.window import Window

Unit = tuple[int, int]
LARGEST, SMALLEST = 26.0, 5.0  # radius of a unit in pixels at 1080p
THICKEST, THINNEST = 7.0, 0.8  # a weight's line
DASH = (7.0, 6.0)
N_LOOKS = 15  # points each way at which the largest activation in the window is looked for


class NetworkDiagram(VGroup):
    """Units as discs, weights as lines: the wider the larger, bright where positive, dashed where negative.

    Args:
        net: any number of layers.
        theme: colours; a unit of the first hidden layer is rimmed in the colour of its fold.
        box: the diagram fills it; nothing of it is scaled later.
        window: of the inputs: a unit's light is its activation as a share of its layer's largest in it.
        inputs, outputs: names in Typst's notation, one for each; none by default.
        most: units of a layer that are drawn; of more, the first and last, and dots between.

    `units[(layer, unit)]` and `weights[(layer, unit, input)]` are the parts; layer 0 are the inputs, and
    `layer(k)` is one layer with all that leads to it. `redraw(point)` lights the units, muted where negative;
    `light(unit, value)` lights one; `renaming(name)` calls an output something else.
    """

    def __init__(
        self,
        net: ReluNet,
        theme: Theme,
        *,
        box: Window,
        window: Window,
        inputs: tuple[str, ...] = (),
        outputs: tuple[str, ...] = (),
        most: int = 8,
    ) -> None:
        super().__init__()
        self.net, self.theme, self.window = net, theme, window
        named = {0: inputs, len(net.widths) - 1: outputs}
        if any(names and len(names) != net.widths[layer] for layer, names in named.items()):
            raise InputError(f"NetworkDiagram: expected a name for each of {net.widths}, got {named}")
        words = {layer: [formula(name, theme, "body") for name in names] for layer, names in named.items()}
        gap = length(10)
        rooms = [max((each.width + gap for each in words[layer]), default=0.0) for layer in named]
        inner = Window(box.xmin + rooms[0], box.xmax - rooms[1], box.ymin, box.ymax)
        self.shown = [_shown(width, most) for width in net.widths]
        self.radius = _radius(inner, self.shown)
        self.places = _places(inner, self.shown, length(self.radius))
        self.peaks = _peaks(net, window)
        self.weights = {key: self._weight(*key) for key in self._keys()}
        self.units = {unit: self._unit(unit) for unit in self.places}
        self.names = VGroup()
        for (layer, lines), side in zip(words.items(), (LEFT, RIGHT), strict=True):
            for unit, line in zip(self.shown[layer], lines, strict=False):
                line.next_to(self.places[(layer, unit)] + length(self.radius) * side, side, buff=gap)
                self.names.add(line)
        self.gaps = VGroup(*(self._dots(layer) for layer in range(len(net.widths))))
        self.add(*self.weights.values(), *self.units.values(), self.names, self.gaps)

    def redraw(self, point: ArrayLike | None) -> Self:
        """Light each unit by its activation at `point` (n_inputs,), none without one."""
        values = _activations(self.net, None if point is None else self._checked(point))
        for layer, unit in self.units:
            self.light((layer, unit), 0.0 if values is None else float(values[layer][unit]))
        return self

    def light(self, unit: Unit, value: float) -> Self:
        """Light one unit by a value, as a share of its layer's largest."""
        level = min(1.0, abs(value) / self.peaks[unit[0]])
        colour = self.theme.ink if value >= 0 else self.theme.muted
        self.units[unit][1].stroke_rgbas = np.array([[*rgb(colour), level]])
        return self

    def renaming(self, name: str) -> Transform:
        """The animation in which its last name, that of an output, becomes another."""
        old = self.names[-1]
        new = formula(name, self.theme, "body")
        return Transform(old, new.next_to(old.get_right(), LEFT, buff=0))

    def layer(self, layer: int) -> VGroup:
        """A layer's units and names, and the weights that lead to it."""
        weights = [line for key, line in self.weights.items() if key[0] == layer]
        units = [parts for key, parts in self.units.items() if key[0] == layer]
        places = [place for key, place in self.places.items() if key[0] == layer]
        near = [name for name in self.names if min(abs(name.get_y() - y) for _, y, _ in places) < 1e-3]
        near = [name for name in near if layer in (0, len(self.net.widths) - 1)]
        beside = [name for name in near if (name.get_x() < places[0][0]) == (layer == 0)]
        return VGroup(*weights, *units, *beside, self.gaps[layer])

    def _checked(self, point: ArrayLike) -> Floats:
        return finite(point, (self.net.widths[0],), "NetworkDiagram point")

    def _keys(self) -> list[tuple[int, int, int]]:
        return [
            (layer, unit, source)
            for layer in range(1, len(self.shown))
            for unit in self.shown[layer]
            for source in self.shown[layer - 1]
        ]

    def _weight(self, layer: int, unit: int, source: int) -> Strokes:
        matrix = self.net.weights[layer - 1]
        value, largest = float(matrix[unit, source]), float(np.abs(matrix).max()) or 1.0
        width = THINNEST + (THICKEST - THINNEST) * abs(value) / largest
        # the more lines, the fainter each, so that a dense layer stays lighter than the units
        crowd = len(self.shown[layer]) * len(self.shown[layer - 1])
        width *= min(1.0, (12 / crowd) ** 0.25)
        dash = [length(part) for part in DASH] if value < 0 else []
        line = Strokes(stroke(width), dash)
        colour = rgb(self.theme.ink if value >= 0 else self.theme.muted)
        ends = (self.places[(layer - 1, source)][None], self.places[(layer, unit)][None])
        return line.redraw(*ends, [*colour, min(1.0, (24 / crowd) ** 0.5)])

    def _unit(self, unit: Unit) -> VGroup:
        is_first_hidden = unit[0] == 1 and len(self.net.widths) > 2
        rim = self.theme.fold(unit[1]) if is_first_hidden else self.theme.muted
        spot = self.places[unit][None]
        paints = ((rim, 2.0), (self.theme.ink, 2.0 - 0.5), (self.theme.ground, 2.0 - 0.5))
        outer, light, ground = (
            round_dot(colour, size * self.radius).redraw(spot, spot) for colour, size in paints
        )
        light.stroke_rgbas[:, 3] = 0.0
        return VGroup(VGroup(outer, ground), light)

    def _dots(self, layer: int) -> VGroup:
        """Three dots between the units that are drawn and those that are not."""
        numbers = self.shown[layer]
        at = next((k for k in range(1, len(numbers)) if numbers[k] != numbers[k - 1] + 1), None)
        if at is None:
            return VGroup()
        above, below = (self.places[(layer, numbers[k])] for k in (at - 1, at))
        spots = np.array([(1 - t) * above + t * below for t in (0.36, 0.5, 0.64)])
        return VGroup(round_dot(self.theme.muted, 0.5 * self.radius).redraw(spots, spots))


def _shown(width: int, most: int) -> list[int]:
    if width <= most:
        return list(range(width))
    first = (most + 1) // 2
    return [*range(first), *range(width - (most - first), width)]


def _rows(numbers: list[int]) -> Floats:
    """Where each unit stands down its column, one row apart; a gap is two rows more."""
    steps = np.diff(numbers, prepend=numbers[0] - 1)
    rows = np.cumsum(np.where(steps > 1, 2, 1)) - 1
    return np.asarray(rows, np.float64)


def _radius(box: Window, shown: list[list[int]]) -> float:
    """Pixels: units take three fifths of the room that the fullest column leaves each."""
    rows = max(float(_rows(numbers)[-1]) + 1 for numbers in shown)
    room = min(box.height / rows, box.width / max(len(shown) - 0.5, 1.5)) / length(1)
    return float(np.clip(0.3 * room, SMALLEST, LARGEST))


def _places(box: Window, shown: list[list[int]], radius: float) -> dict[Unit, Floats]:
    places = {}
    across = np.linspace(box.xmin + radius, box.xmax - radius, len(shown))
    for layer, (x, numbers) in enumerate(zip(across, shown, strict=True)):
        rows = _rows(numbers)
        pitch = min((box.height - 2 * radius) / max(rows[-1], 1.0), 4.5 * radius)
        for unit, row in zip(numbers, rows, strict=True):
            places[(layer, unit)] = np.array([x, box.centre[1] + pitch * (rows[-1] / 2 - row), 0.0])
    return places


def _activations(net: ReluNet, points: Floats | None) -> list[Floats] | None:
    """Inputs, hidden activations and outputs, each (..., width)."""
    if points is None:
        return None
    values = [points]
    for layer in range(net.n_hidden_layers):
        values.append(net.activation(net.pre_activation(points, layer)))
    return [*values, net(points)]


def _peaks(net: ReluNet, window: Window) -> list[float]:
    """The largest size of an activation of each layer, over a grid of the window."""
    if net.widths[0] != 2:
        return [1.0] * len(net.widths)
    x, y = np.linspace(window.xmin, window.xmax, N_LOOKS), np.linspace(window.ymin, window.ymax, N_LOOKS)
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    return [float(np.abs(values).max()) or 1.0 for values in _activations(net, grid) or []]

"""A chart of how many linear regions nets of one size can have: over parameters, a line for each depth."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR

from manim import VGroup

from dlvis.draw.scale import covering
from dlvis.errors import InputError
from dlvis.geometry.bounds import capacities, capacity
from dlvis.mobjects.chart import Chart
from dlvis.mobjects.chart_parts import Series
from dlvis.mobjects.counter_panel import Counter
from dlvis.net import n_parameters, shallow_widths
from dlvis.params import param
from dlvis.style import Theme, layer_ramp, power_of_ten, scientific
from dlvis.window import Window

BEYOND = 4  # times the parameters of the net that is marked, to which the lines go


@dataclass(frozen=True, kw_only=True)
class Large:
    """A net whose regions nobody can count."""

    inputs: int = param(10, "inputs")
    width: int = param(50, "units of each layer")
    depth: int = param(5, "layers")

    def __post_init__(self) -> None:
        if not (self.inputs >= 1 and self.depth >= 1 and self.width >= 3 * self.inputs):
            raise InputError("large: expected inputs >= 1, depth >= 1 and width >= 3 inputs")

    @property
    def deep(self) -> tuple[int, ...]:
        """Its layer sizes."""
        return (self.inputs, *[self.width] * self.depth, 1)

    @property
    def shallow(self) -> tuple[int, ...]:
        """Those of the net with one layer and as many parameters."""
        return shallow_widths(self.deep)

    @property
    def n_parameters(self) -> int:
        return n_parameters(self.deep)

    @property
    def at_least(self) -> int:
        """Regions that the best nets of these sizes have."""
        return capacity(self.deep)

    @property
    def power(self) -> str:
        """A round power of ten that `at_least` exceeds, as written."""
        return power_of_ten(10 * ((len(str(self.at_least)) - 1) // 10))

    @property
    def at_most(self) -> int:
        """Regions that any net with one layer and as many parameters has."""
        return capacity(self.shallow)


def capacity_rows(net: Large, label: Callable[..., str]) -> list[Counter]:
    """What the net and the shallow one of its size can have, in a scene's words for `parameters`, `shape_can`
    (layers, units), `each`, `least` and `most`."""
    deep, shallow = (
        label("shape_can", layers=len(each) - 2, units=each[1]) for each in (net.deep, net.shallow)
    )
    per_parameter = net.at_least // net.n_parameters
    return [
        Counter(label("parameters"), net.n_parameters),
        Counter(deep, scientific(net.at_least, 4, ROUND_FLOOR), label("least")),
        Counter(label("each"), scientific(per_parameter, 4, ROUND_FLOOR), label("least")),
        Counter(shallow, scientific(net.at_most, 4, ROUND_CEILING), label("most")),
    ]


class CapacityChart(Chart):
    """What nets with so many inputs and one output can have, for depths from 1 to that of the net.

    Args:
        net: it is marked on its line, and so is the shallow one of its size.
        theme: a colour of the layers' ramp for each depth.
        box: for all of it.
        label: the words `one_layer` and `more_layers` (layers), `shape` (layers, units), `of_inputs` (inputs)
            and `can_have`, as `FilmScene.label`.

    One layer has at most so many regions; of more layers the best have at least so many. `marks`, the nets,
    and `tagged`, their names, are not part of the chart: a scene brings them in when the lines stand.

    Raises:
        InputError: layers that are too narrow for the bound from below.
    """

    def __init__(self, net: Large, theme: Theme, *, box: Window, label: Callable[..., str]) -> None:
        colours = layer_ramp(net.depth, theme)
        lines = [
            Series(
                label("one_layer" if k == 1 else "more_layers", layers=k),
                *capacities(net.inputs, k, BEYOND * net.n_parameters),
                colour,
            )
            for k, colour in enumerate(colours, start=1)
        ]
        x = covering([size for each in lines for size in each.x], True, 0.02)
        x_name, y_name = label("of_inputs", inputs=net.inputs), label("can_have")
        super().__init__(lines, theme, box=box, x=x, x_name=x_name, y_name=y_name)
        xs, ys = [net.n_parameters, n_parameters(net.shallow)], [net.at_least, net.at_most]
        words = [label("shape", layers=len(each) - 2, units=each[1]) for each in (net.deep, net.shallow)]
        self.marks = VGroup(self.view(Series("", xs, ys, theme.ink, "marks")))
        self.tagged = self.tags(xs, ys, words)

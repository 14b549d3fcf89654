"""Chapter 2: a ReLU neuron folds the plane once; layers of neurons fold what is already folded.

It shows the newest run with few neurons and the newest deep one; `dlvis scenes show fold` tells what can
be set.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from manim import (
    DEGREES,
    DOWN,
    LEFT,
    RIGHT,
    UL,
    UP,
    UR,
    Create,
    FadeIn,
    FadeOut,
    Mobject,
    UpdateFromAlphaFunc,
    VGroup,
)

from dlvis.arrays import Floats
from dlvis.film import FilmScene, Params
from dlvis.geometry import decision_boundary, fold_complex, margin
from dlvis.mobjects import (
    BoundaryLine,
    Counter,
    CounterPanel,
    FoldingSheet,
    FoldLines,
    MapPlane,
    NeuronFormula,
    ParcelMarks,
    Placement,
    RegionTiling,
    ZeroPlane,
    fitted,
    formula,
    text,
)
from dlvis.net import ReluNet, first_layers, one_neuron, without_activation
from dlvis.run import Run
from dlvis.style import colours_by_output, percent
from dlvis.topics import Topic, load, parcels_found

SMOOTH = 0.002  # of input space: what the map's outlines may lose while they move


@dataclass(frozen=True, kw_only=True)
class Net:
    """A net that is shown, by its layer sizes."""

    widths: tuple[int, ...]


class Fold(FilmScene):
    @dataclass(frozen=True, kw_only=True)
    class Params(Params):
        few: Net = Net(widths=(2, 3, 1))
        net: Net = Net(widths=(2, 16, 16, 16, 1))

    def construct(self) -> None:
        self.topic = load(self.params.topic)
        self.credit(self.topic.credits)
        few = self.trained_run(self.params.few.widths).net
        deep = self.trained_run(self.params.net.widths)
        self.one_fold(few)
        self.many_folds(few)
        self.deep_folds(deep)

    # one neuron

    def one_fold(self, net: ReluNet) -> None:
        neuron = clearest_fold(net, self.topic)
        one = one_neuron(net, neuron)
        weights, bias = net.weights[0][neuron], net.biases[0][neuron]
        place = Placement(self.topic.window, scale=3.3, centre=(0, 0, -0.3))
        dot = deepest_point(one, self.topic)
        sheet = FoldingSheet(
            one, self.topic, self.theme, placement=place, dot=dot, tolerance=SMOOTH, reach=2.2
        )
        flat = self.plane(one, sheet)
        title = self.pin(text(self.words.title, self.theme, "heading").to_corner(UL))
        legend = self.pin(self.legend().next_to(title, DOWN, aligned_edge=LEFT))
        total = self.pin(NeuronFormula(weights, bias, self.theme).to_corner(UR))
        folded = self.pin(NeuronFormula(weights, bias, self.theme, relu=True).to_corner(UR))
        plane = ZeroPlane(self.theme, placement=place)

        with self.beat("map"):
            self.play(FadeIn(flat), FadeIn(title), FadeIn(legend))
            self.wait(2)
            theta = view_of_the_fold(weights)
            self.move_camera(phi=64 * DEGREES, theta=theta, added_anims=[FadeIn(plane)], run_time=4)
        with self.beat("tilt"):
            self.play(FadeOut(title), FadeIn(total))
            self.change(flat, lambda a: flat.redraw(a, 1.0), run_time=4)
        with self.beat("crease"):
            sheet.redraw(1.0, 1.0)
            self.play(Create(sheet.creases), run_time=2.5)
            self.play(FadeIn(sheet.dot))
        with self.beat("hinge"):
            self.play(FadeOut(total), FadeIn(folded))
            self.remove(flat)
            self.add(sheet)
            self.change(sheet, lambda a: sheet.redraw(1.0, 1 - 0.5 * a), run_time=2)
            self.still("hinge")
            self.change(sheet, lambda a: sheet.redraw(1.0, 0.5 - 0.5 * a), run_time=2)
            self.wait(2)
        self.leaving = [sheet, plane, folded, legend]

    # one layer

    def many_folds(self, net: ReluNet) -> None:
        sheets = [self.small_sheet(net, neuron) for neuron in range(net.widths[1])]
        row = VGroup(*sheets)
        names = self.pin(VGroup(*(self.below(sheet, k) for k, sheet in enumerate(sheets))))
        with self.beat("neurons"):
            self.leave()
            self.set_camera_orientation(phi=60 * DEGREES, theta=-90 * DEGREES)
            self.play(FadeIn(row, names))
            self.change(row, lambda a: [sheet.redraw(a, 1.0) for sheet in sheets], run_time=2)
            self.change(row, lambda a: [sheet.redraw(1.0, 1 - a) for sheet in sheets], run_time=3)
            self.still("folded")
        place = Placement(self.topic.window, scale=3.0, centre=(0, 0, -0.2))
        total = FoldingSheet(net, self.topic, self.theme, placement=place, tolerance=SMOOTH, reach=2.2)
        flat = self.plane(net, total)
        linear = self.pin(self.algebra("y = W_2 (W_1 x + b_1) + b_2 = (W_2 W_1) x + (W_2 b_1 + b_2)"))
        bent = self.pin(self.algebra("y = W_2 max(0, W_1 x + b_1) + b_2"))
        rows = [(self.label("regions"), total.complex.n_regions, self.label("counted"))]
        panel = self.pin(CounterPanel(rows, self.theme).to_corner(UR).shift(DOWN))
        with self.beat("collapse"):
            self.change(row, lambda a: [sheet.redraw(1.0, a) for sheet in sheets], run_time=2)
            self.play(FadeOut(row, names), FadeIn(flat.redraw(1.0, 1.0), linear), run_time=2)
        with self.beat("sum"):
            self.play(FadeOut(linear), FadeIn(bent), Create(total.redraw(1.0, 1.0).creases))
            self.remove(flat)
            self.add(total)
            self.change(total, lambda a: total.redraw(1.0, 1 - a), run_time=4)
            self.play(FadeIn(panel))
            self.still("sum")
        self.leaving = [total, bent, panel]

    def plane(self, net: ReluNet, folding: FoldingSheet) -> FoldingSheet:
        """What `folding` is without the activation: one plane, which only tilts."""
        place = folding.sheet.placement
        return FoldingSheet(
            without_activation(net), self.topic, self.theme, placement=place, tolerance=SMOOTH
        )

    def small_sheet(self, net: ReluNet, neuron: int) -> FoldingSheet:
        n_neurons = net.widths[1]
        x = (neuron - (n_neurons - 1) / 2) * 13 / n_neurons
        place = Placement(self.topic.window, scale=5.6 / n_neurons, centre=(x, 0.3, 0))
        one = one_neuron(net, neuron)
        return FoldingSheet(one, self.topic, self.theme, placement=place, tolerance=SMOOTH, reach=1.4)

    def below(self, sheet: FoldingSheet, neuron: int) -> Mobject:
        name = text(self.label("neuron", neuron=neuron + 1), self.theme, "label", self.theme.muted)
        return name.move_to((sheet.sheet.placement.centre[0], -2.2, 0))

    # many layers

    def deep_folds(self, run: Run) -> None:
        place = fitted(self.topic.window, 6.8, 6.3, centre=(-2.9, 0.3, 0))
        net, window = run.net, self.topic.window
        folded = [fold_complex(first_layers(net, k + 1), window) for k in range(net.n_hidden_layers)]
        rows = [(self.label("layer", layer=k + 1), each.n_regions) for k, each in enumerate(folded)]
        found = parcels_found(self.topic, lambda points: margin(net, points) > 0)
        every = rows + self.scores(run, found)
        panel = self.pin(CounterPanel(every, self.theme).to_edge(RIGHT))
        plan = MapPlane(self.topic, self.theme, placement=place, opacity=0.4)
        with self.beat("deep"):
            self.leave()
            self.set_camera_orientation(phi=0, theta=-90 * DEGREES)
            self.play(FadeIn(plan))
            lines = VGroup()
            for k, each in enumerate(folded):
                folds = FoldLines(each, self.theme, placement=place, by="layer", layers=[k], width=2.2)
                panel.redraw(rows[: k + 1])
                lines.add(folds)
                self.play(Create(folds), FadeIn(panel), run_time=2.5)
        last = folded[-1]
        colours = colours_by_output(confidence(net, last.interior_points()), 1.0, self.theme)
        tiling = RegionTiling(last, colours, self.theme, placement=place)
        border = BoundaryLine(decision_boundary(net, last), self.theme, placement=place)
        marks = ParcelMarks(self.topic, found, self.theme, placement=place)
        with self.beat("border"):
            self.play(FadeIn(tiling))
            self.play(Create(border.halo), Create(border.line), run_time=4)
            self.play(FadeOut(tiling), FadeOut(lines), plan.animate.set_fill(opacity=0.7))
            panel.redraw(every)
            self.play(FadeIn(marks), FadeIn(panel))
            self.still("border")

    def scores(self, run: Run, found: Sequence[bool]) -> list[Counter]:
        accuracy = run.results["test_balanced_accuracy"]
        return [
            Counter(self.label("parameters"), run.net.n_parameters),
            Counter(self.label("balanced"), percent(accuracy)),
            Counter(self.label("found"), self.label("of", part=sum(found), whole=len(found))),
        ]

    # what they share

    def leave(self) -> None:
        """Fade out what the last beat has left standing."""
        self.play(*(FadeOut(mobject) for mobject in self.leaving))

    def change(self, mobject: Mobject, redraw: Callable[[float], object], run_time: float) -> None:
        """Redraw `mobject` at each moment of `run_time` seconds: `redraw` gets 0 to 1, eased."""
        self.play(UpdateFromAlphaFunc(mobject, lambda _, alpha: redraw(alpha)), run_time=run_time)

    def legend(self) -> VGroup:
        names = zip(self.topic.class_names, (self.theme.negative, self.theme.positive), strict=True)
        return VGroup(*(text(name, self.theme, "label", colour) for name, colour in names)).arrange(
            DOWN, aligned_edge=LEFT
        )

    def algebra(self, words: str) -> Mobject:
        return formula(words, self.theme).to_edge(UP)


def clearest_fold(net: ReluNet, topic: Topic) -> int:
    """The neuron whose fold divides the window most evenly, of those that rise away from the viewer."""

    def smaller_side(neuron: int) -> float:
        areas = fold_complex(one_neuron(net, neuron), topic.window).areas()
        return float(areas.min()) if len(areas) > 1 else 0.0

    rises = net.weights[0][:, 1] > 0
    return max(range(net.widths[1]), key=lambda neuron: (rises[neuron], smaller_side(neuron)))


def deepest_point(net: ReluNet, topic: Topic) -> Floats:
    """(2,): a point of the side that is folded flat, halfway from its middle to its lowest corner."""
    folded = fold_complex(net, topic.window)
    sums = replace(net, slope=1.0)
    low = int(np.argmin(sums(folded.interior_points())[:, 0]))
    corners = folded.region(low)
    return (folded.interior_points()[low] + corners[np.argmin(sums(corners)[:, 0])]) / 2


def view_of_the_fold(weights: Floats) -> float:
    """The azimuth nearest to the front with the low side before it, 55 degrees off the steepest way up."""
    front = -np.pi / 2
    low = np.arctan2(weights[1], weights[0]) + np.pi
    turns = [(low + off - front + np.pi) % (2 * np.pi) - np.pi for off in np.radians([55, -55])]
    return float(front + min(turns, key=abs))


def confidence(net: ReluNet, points: Floats) -> Floats:
    """(n,) from -1 to 1: the probability of the positive class less that of the negative one."""
    return np.tanh(margin(net, points) / 2)

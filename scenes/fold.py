"""Chapter 2: a ReLU neuron folds the plane once; layers of neurons fold what is already folded.

It shows the newest run with few neurons and the newest deep one of its topic. A film of your own starts as a
copy of this file and of its words, `fold.en.toml`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from manim import DEGREES, DOWN, LEFT, ORIGIN, RIGHT, UL, UP, UR, Create, FadeIn, FadeOut, Line, VGroup

from dlvis.film import FilmScene, Params, changing
from dlvis.geometry import confidence, decision_boundary, fold_complex, margin
from dlvis.geometry.viewpoint import FRONT, clearest_fold, deepest_point, fold_azimuth
from dlvis.mobjects import (
    BoundaryLine,
    ClassLegend,
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
from dlvis.net import ReluNet, decided, first_layers, one_neuron, without_activation
from dlvis.run import Run
from dlvis.style import colours_by_output, percent
from dlvis.topics import load, parcels_found

SMOOTH = 0.002  # of input space: what the map's outlines may lose while they move
MARGIN = 0.7  # of the frame, in scene units: 5 %


@dataclass(frozen=True, kw_only=True)
class Net:
    """A net that is shown, by its layer sizes; the topic's own when none are given."""

    widths: tuple[int, ...] | None = None


class Fold(FilmScene):
    @dataclass(frozen=True, kw_only=True)
    class Params(Params):
        few: Net = Net()
        net: Net = Net()

    def construct(self) -> None:
        self.topic = load(self.params.topic)
        self.credit(self.topic.credits)
        own = self.topic.training
        few = self.trained_run(self.params.few.widths or own.few_widths).net
        deep = self.trained_run(self.params.net.widths, default=own.widths)
        self.one_fold(few, clearest_fold(few, self.topic.window))
        self.many_folds(few)
        self.deep_folds(deep)

    def one_fold(self, net: ReluNet, neuron: int) -> None:
        one, window = one_neuron(net, neuron), self.topic.window
        weights, bias = net.weights[0][neuron], net.biases[0][neuron]
        place = Placement(window, scale=3.1, centre=(0, -0.3, -0.4))
        sheet = self.sheet(one, place, reach=2.2, dot=deepest_point(one, window))
        flat = self.plane(one, sheet)
        ground = ZeroPlane(self.theme, placement=place)
        title = self.pin(text(self.words.title, self.theme, "heading").to_corner(UL, buff=MARGIN))
        legend = ClassLegend(self.topic, self.theme).next_to(title, DOWN, buff=0.3, aligned_edge=LEFT)
        total = NeuronFormula(weights, bias, self.theme).to_corner(UR, buff=MARGIN)
        folded = NeuronFormula(weights, bias, self.theme, relu=True).to_corner(UR, buff=MARGIN)
        self.leaving = [sheet, ground, self.pin(folded), self.pin(legend)]

        with self.beat("map"):
            self.play(FadeIn(flat, title, legend))
            self.wait(2)
            view = {"phi": 64 * DEGREES, "theta": fold_azimuth(weights), "run_time": 4}
            self.move_camera(**view, added_anims=[FadeIn(ground)])
        with self.beat("tilt"):
            self.play(FadeOut(title), FadeIn(self.pin(total)))
            self.change(flat, lambda a: flat.redraw(a, 1), run_time=4)
        with self.beat("crease"):
            sheet.redraw(1, 1)
            self.play(Create(sheet.creases), run_time=2.5)
            self.play(FadeIn(sheet.dot))
        with self.beat("hinge"):
            self.play(FadeOut(total), FadeIn(folded))
            self.remove(flat)
            self.change(sheet, lambda a: sheet.redraw(1, 1 - a / 2), run_time=2)
            self.still("hinge")
            self.change(sheet, lambda a: sheet.redraw(1, (1 - a) / 2), run_time=2)

    def many_folds(self, net: ReluNet) -> None:
        sheets = [self.small_sheet(net, neuron) for neuron in range(net.widths[1])]
        row = VGroup(*sheets)
        names = self.pin(VGroup(*(self.name(sheet, k) for k, sheet in enumerate(sheets))))
        total = self.sheet(net, Placement(self.topic.window, scale=2.8, centre=(0, -0.6, -0.2)), reach=2.0)
        flat = self.plane(net, total)
        linear = self.algebra("y = W_2 (W_1 x + b_1) + b_2 = (W_2 W_1) x + (W_2 b_1 + b_2)")
        bent = self.algebra("y = W_2 max(0, W_1 x + b_1) + b_2")
        count = total.complex.n_regions
        panel = self.panel([Counter(self.label("regions"), count, self.label("counted"))]).to_corner(UL)

        with self.beat("neurons", neurons=len(sheets)):
            swap = [*map(FadeOut, self.leaving), FadeIn(row), FadeIn(names)]
            self.move_camera(phi=50 * DEGREES, theta=FRONT, added_anims=swap, run_time=2)
            self.change(row, lambda a: [sheet.redraw(a, 1) for sheet in sheets], run_time=2)
            self.change(row, lambda a: [sheet.redraw(1, 1 - a) for sheet in sheets], run_time=3)
            self.still("folded")
        with self.beat("collapse"):
            self.change(row, lambda a: [sheet.redraw(1, a) for sheet in sheets], run_time=2)
            self.play(FadeOut(row, names), FadeIn(flat.redraw(1, 1), linear), run_time=2)
        with self.beat("sum", regions=count):
            self.play(FadeOut(linear), FadeIn(bent), Create(total.redraw(1, 1).creases))
            self.remove(flat)
            self.change(total, lambda a: total.redraw(1, 1 - a), run_time=4)
            self.play(FadeIn(panel))
            self.still("sum", regions=count)
        self.total, self.leaving = total, [total, bent, panel]

    def deep_folds(self, run: Run) -> None:
        net, window = run.net, self.topic.window
        place = fitted(window, 6.8, 5.9, centre=(-2.9, 0.6, 0))
        layers = [fold_complex(first_layers(net, k + 1), window) for k in range(net.n_hidden_layers)]
        counts = [each.n_regions for each in layers]
        found = parcels_found(self.topic, lambda points: margin(net, points) > 0)
        answers = {"found": sum(found), "parcels": len(found)}
        rows = self.counters(counts) + self.scores(run, found)
        panel = self.panel(rows)
        ground = MapPlane(self.topic, self.theme, placement=place, opacity=0.4)
        cut = fold_complex(decided(net), window)  # by the boundary too, so that no region has two classes
        colours = colours_by_output(confidence(net, cut.interior_points()), 1.0, self.theme)
        tiling = RegionTiling(cut, colours, self.theme, placement=place)
        border = BoundaryLine(decision_boundary(net, layers[-1]), self.theme, placement=place, width=3)
        marks = ParcelMarks(self.topic, found, self.theme, placement=place)
        lines = VGroup()

        with self.beat("deep", by_layer=self.listed(counts)):
            flatten = changing(self.total, lambda a: self.total.redraw(1 - a, 0))
            self.move_camera(phi=0, theta=FRONT, added_anims=[flatten], run_time=2)
            self.play(*map(FadeOut, self.leaving), FadeIn(ground))
            for k in range(len(layers)):
                folds = FoldLines(layers[-1], self.theme, placement=place, by="layer", layers=[k], width=2)
                row = panel.redraw(rows[: k + 1]).rows[k]
                key = self.key(row, folds)
                lines.add(folds, key)
                self.play(Create(folds), FadeIn(row, key), run_time=2.5)
            self.still("deep", by_layer=self.listed(counts))
        with self.beat("border", **answers):
            self.play(FadeIn(tiling))
            self.play(Create(border.halo), Create(border.line), run_time=4)
            self.play(FadeOut(tiling, lines), ground.animate.set_fill(opacity=0.7))
            new = panel.redraw(rows).rows[len(layers) :]
            keys = [self.mark_key(new[-2], marks.found), self.mark_key(new[-1], marks.missed)]
            self.play(FadeIn(marks, *new, *keys))
            self.still("border", **answers)

    def sheet(self, net: ReluNet, place: Placement, **look: object) -> FoldingSheet:
        return FoldingSheet(net, self.topic, self.theme, placement=place, tolerance=SMOOTH, **look)

    def plane(self, net: ReluNet, folding: FoldingSheet) -> FoldingSheet:
        """What `folding` is without the activation: one plane, which only tilts."""
        return self.sheet(without_activation(net), folding.sheet.placement)

    def small_sheet(self, net: ReluNet, neuron: int) -> FoldingSheet:
        n_neurons = net.widths[1]
        x = (neuron - (n_neurons - 1) / 2) * 13 / n_neurons
        place = Placement(self.topic.window, scale=5.7 / n_neurons, centre=(x, 0.4, 0))
        return self.sheet(one_neuron(net, neuron), place, reach=4.2 / n_neurons)

    def name(self, sheet: FoldingSheet, neuron: int) -> VGroup:
        words = text(self.label("neuron", neuron=neuron + 1), self.theme, "label", self.theme.muted)
        return words.move_to((sheet.sheet.placement.centre[0], -2.0, 0))

    def algebra(self, words: str) -> VGroup:
        return self.pin(formula(words, self.theme).to_edge(UP, buff=MARGIN))

    def panel(self, rows: Sequence[Counter]) -> CounterPanel:
        return self.pin(CounterPanel(rows, self.theme).to_corner(UR, buff=MARGIN).shift(1.2 * DOWN))

    def key(self, row: VGroup, folds: FoldLines) -> VGroup:
        """A short line in the colour of the folds, before the row that counts what they make."""
        (line,) = folds.lines.values()
        return self.pin(Line(ORIGIN, 0.5 * RIGHT).match_style(line).next_to(row, LEFT))

    def counters(self, counts: Sequence[int]) -> list[Counter]:
        """What each layer leaves."""
        kind = self.label("counted")
        return [Counter(self.label("layer", layer=k + 1), count, kind) for k, count in enumerate(counts)]

    def scores(self, run: Run, found: Sequence[bool]) -> list[Counter]:
        """What the net has learnt, on the test part."""
        return [
            Counter(self.label("parameters"), run.net.n_parameters),
            Counter(self.label("balanced"), percent(run.results["test_balanced_accuracy"])),
            Counter(self.label("found"), sum(found), self.label("counted")),
            Counter(self.label("missed"), len(found) - sum(found), self.label("counted")),
        ]

    def mark_key(self, row: VGroup, marks: VGroup) -> VGroup:
        """The mark of such parcels before the row that counts them."""
        return self.pin(VGroup(*(mark.copy().next_to(row, LEFT) for mark in marks[:1])))

    def listed(self, counts: Sequence[int]) -> str:
        return ", ".join(self.label("number", n=count) for count in counts)

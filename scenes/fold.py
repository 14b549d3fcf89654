"""Chapter 2: a ReLU neuron folds the plane once; layers of neurons fold what is already folded.

It shows the newest run with few neurons and the newest deep one of its topic. A film of your own starts as a
copy of this file and of its words, `fold.en.toml`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from manim import DL, LEFT, ORIGIN, RIGHT, UL, UR, Create, FadeIn, FadeOut, Line, VGroup, config

from dlvis.draw.composition import below, composition, heading, tiles
from dlvis.draw.layout import safe_area
from dlvis.draw.view import View
from dlvis.errors import InputError
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
    RegionTiling,
    ZeroPlane,
    fitted,
    formula,
    put,
    sheet_placement,
    size_of,
    text,
)
from dlvis.needs import Need, TrainedRun
from dlvis.net import ReluNet, decided, first_layers, margin_net, one_neuron, without_activation
from dlvis.run import Run
from dlvis.style import colours_by_output, percent
from dlvis.topics import load, parcels_found
from dlvis.window import Window

SMOOTH = 0.002  # of input space: what the map's outlines may lose while they move
FEW_SETTINGS = (("steps", 3000),)  # as good as more, for so few neurons
GAP = 0.4  # scene units between parts


@dataclass(frozen=True, kw_only=True)
class Net:
    """A net that is shown, by its layer sizes; the topic's own when none are given."""

    widths: tuple[int, ...] | None = None


class Fold(FilmScene):
    @dataclass(frozen=True, kw_only=True)
    class Params(Params):
        few: Net = Net()
        net: Net = Net()

    @classmethod
    def needs(cls, params: Params) -> tuple[Need, ...]:
        own = load(params.topic).training
        few, deep = params.few.widths or own.few_widths, params.net.widths or own.widths
        return TrainedRun(params.topic, few, settings=FEW_SETTINGS), TrainedRun(params.topic, deep)

    def construct(self) -> None:
        self.topic = load(self.params.topic)
        self.credit(self.topic.credits)
        own = self.topic.training
        few = self.trained_run(self.params.few.widths or own.few_widths).net
        deep = self.trained_run(self.params.net.widths, default=own.widths)
        if few.n_hidden_layers != 1:
            raise InputError(f"few.widths: expected one hidden layer such as [2, 3, 1], got {few.widths}")
        self.lay_out()
        self.one_fold(margin_net(few), clearest_fold(few, self.topic.window))
        self.many_folds(margin_net(few), clearest_fold(few, self.topic.window))
        self.deep_folds(deep)

    def lay_out(self) -> None:
        """The legend in the upper left, words beside or below it; what is left is the stage."""
        area = self.area = safe_area(config.frame_width, config.frame_height)
        self.legend = self.pin(ClassLegend(self.topic, self.theme))
        # the longest of the formulas says whether the words stand beside the legend
        self.product = formula("y = W_2 (W_1 x + b_1) + b_2 = (W_2 W_1) x + (W_2 b_1 + b_2)", self.theme)
        head = heading(area, size_of(self.legend), size_of(self.product), GAP)
        put(self.legend, head.left, UL)
        self.words_stand, self.stage = (head.words, UR if head.in_line else UL), head.rest

    def one_fold(self, net: ReluNet, neuron: int) -> None:
        one, window = one_neuron(net, neuron), self.topic.window
        weights, bias = net.weights[0][neuron], net.biases[0][neuron]
        view = View(tilt=1.1, azimuth=fold_azimuth(weights))
        place = sheet_placement(one, window, view, self.stage)
        sheet = self.sheet(one, place, dot=deepest_point(one, window))
        flat = self.sheet(without_activation(one), place)
        ground = ZeroPlane(self.theme, placement=place)
        title = self.corner(text(self.words.title, self.theme, "heading"))
        total = self.corner(NeuronFormula(weights, bias, self.theme))
        folded = self.corner(NeuronFormula(weights, bias, self.theme, relu=True))

        with self.beat("map", parcels=len(self.topic.parcels)):
            self.play(FadeIn(flat, title, self.legend))
            self.wait(2)
            self.look(view, run_time=4)
        with self.beat("tilt"):
            self.play(FadeOut(title), run_time=0.5)
            self.play(FadeIn(total))
            # the plane comes and goes while the sheet leaves it and comes back: two that coincide would flip
            self.play(changing(flat, lambda a: flat.redraw(a, 1)), FadeIn(ground), run_time=4)
        with self.beat("crease"):
            sheet.redraw(1, 1)
            self.play(Create(sheet.creases, lag_ratio=0), run_time=2.5)
            self.play(FadeIn(sheet.dot))
        with self.beat("hinge"):
            self.play(FadeOut(total), run_time=0.5)
            self.play(FadeIn(folded))
            self.remove(flat)
            self.change(sheet, lambda a: sheet.redraw(1, 1 - a / 2), run_time=2)
            self.still("hinge")
            rest = changing(sheet, lambda a: sheet.redraw(1, (1 - a) / 2))
            self.play(rest, FadeOut(ground), run_time=2)
        self.one, self.leaving = sheet, [folded, sheet.dot]

    def many_folds(self, net: ReluNet, neuron: int) -> None:
        window, linear = self.topic.window, without_activation(net)
        view = View(tilt=0.85, azimuth=FRONT)
        boxes = tiles(self.stage, net.widths[1], 1.5, GAP, foot=2 * GAP)
        nets = [one_neuron(net, k) for k in range(net.widths[1])]
        sheets = [
            self.sheet(one, sheet_placement(one, window, view, box))
            for one, box in zip(nets, boxes, strict=True)
        ]
        others = [sheet for sheet in sheets if sheet is not sheets[neuron]]
        row = VGroup(*sheets)
        names = self.pin(VGroup(*(self.name(box, k) for k, box in enumerate(boxes))))
        facing = View(tilt=1.0, azimuth=fold_azimuth(linear.weights[0][0]))
        place = sheet_placement(net, window, facing, self.stage)
        total, flat = self.sheet(net, place), self.sheet(linear, place)
        product = self.corner(self.product)
        bent = self.corner(formula("y = W_2 max(0, W_1 x + b_1) + b_2", self.theme))
        folds = {"neurons": len(sheets), "creases": sum(sheet.complex.n_regions > 1 for sheet in sheets)}
        count = total.complex.n_regions
        panel = self.pin(CounterPanel([self.counter("regions", count)], self.theme))
        put(panel, self.area, DL)

        with self.beat("neurons", **folds):
            self.add(self.one.dot)
            self.one.remove(self.one.dot)
            self.play(*map(FadeOut, self.leaving), run_time=0.5)
            self.look(view, moved(self.one, sheets[neuron]), FadeIn(*others, names), run_time=2.5)
            self.remove(self.one)
            self.add(sheets[neuron].redraw(1, 0))
            self.change(VGroup(*others), lambda a: [each.redraw(a, 1) for each in others], run_time=2)
            self.change(VGroup(*others), lambda a: [each.redraw(1, 1 - a) for each in others], run_time=2)
            self.still("folded", **folds)
        with self.beat("collapse"):
            self.change(row, lambda a: [sheet.redraw(1, a) for sheet in sheets], run_time=2)
            self.play(FadeOut(names), FadeIn(product))
            self.look(facing, *(moved(sheet, total) for sheet in sheets), run_time=2)
            self.play(FadeOut(row), FadeIn(flat.redraw(1, 1)))
        with self.beat("sum", regions=count):
            self.play(FadeOut(product), run_time=0.5)
            self.play(FadeIn(bent), Create(total.redraw(1, 1).creases, lag_ratio=0))
            self.remove(flat)
            self.change(total, lambda a: total.redraw(1, 1 - a), run_time=4)
            self.play(FadeIn(panel))
            self.still("sum", regions=count)
        self.total, self.leaving = total, [bent, panel]

    def deep_folds(self, run: Run) -> None:
        net, window = run.net, self.topic.window
        layers = [fold_complex(first_layers(net, k + 1), window) for k in range(net.n_hidden_layers)]
        counts = [each.n_regions for each in layers]
        found = parcels_found(self.topic, lambda points: margin(net, points) > 0)
        answers = {"found": sum(found), "parcels": len(found)}
        told = {"by_layer": ", ".join(self.label("number", n=count) for count in counts)}
        rows = [self.counter("layer", count, layer=k + 1) for k, count in enumerate(counts)]
        panel, scores = (
            CounterPanel(each, self.theme) for each in (rows, self.scores(run, found, counts[-1]))
        )
        sizes = [size_of(each) for each in (panel, scores)]
        room = max(width for width, _ in sizes) + 2 * GAP, max(height for _, height in sizes)
        # no formula stands above it
        stage = Window(self.area.xmin, self.area.xmax, self.area.ymin, self.legend.get_bottom()[1] - GAP)
        parts = composition(stage, [room], shape=window.width / window.height, gap=GAP)
        for each in (panel, scores):
            self.pin(put(each, parts.panels[0], UL).shift(2 * GAP * RIGHT))
        box = parts.subject
        place = fitted(window, box.width, box.height, centre=(*box.centre, 0))
        ground = MapPlane(self.topic, self.theme, placement=place, opacity=0.4)
        cut = fold_complex(decided(net), window)  # by the boundary too, so that no region has two classes
        colours = colours_by_output(confidence(net, cut.interior_points()), 1.0, self.theme)
        tiling = RegionTiling(cut, colours, self.theme, placement=place)
        border = BoundaryLine(decision_boundary(net, layers[-1]), self.theme, placement=place, width=3)
        marks = ParcelMarks(self.topic, found, self.theme, placement=place)
        lines, keys = VGroup(), VGroup()

        with self.beat("deep", **told):
            self.play(*map(FadeOut, self.leaving), run_time=0.5)
            flatten = changing(self.total, lambda a: self.total.redraw(1 - a, 0))
            self.look(View(tilt=0, azimuth=FRONT), flatten, run_time=2)
            self.play(moved(self.total, ground), run_time=1.5)
            self.play(FadeOut(self.total), FadeIn(ground))
            for k in range(len(layers)):
                folds = FoldLines(layers[-1], self.theme, placement=place, by="layer", layers=[k], width=2)
                row = panel.redraw(rows[: k + 1]).rows[k]
                keys.add(self.key(row, folds))
                lines.add(folds)
                self.play(Create(folds, lag_ratio=0), FadeIn(row, keys[-1]), run_time=2.5)
            self.still("deep", **told)
        with self.beat("border", **answers):
            self.play(FadeIn(tiling))
            self.remove(*lines)
            self.play(Create(border.halo), Create(border.line), run_time=4)
            self.play(*map(FadeOut, (tiling, panel, keys)), ground.animate.set_fill(opacity=0.7))
            signs = [
                self.mark_key(scores.rows[-2], marks.found),
                self.mark_key(scores.rows[-1], marks.missed),
            ]
            self.play(FadeIn(marks, scores, *signs))
            self.wait(3)
            self.still("border", **answers)

    # parts and where they stand

    def look(self, view: View, *beside: object, run_time: float) -> None:
        """Turn the camera, and play what happens beside it."""
        self.move_camera(phi=view.tilt, theta=view.azimuth, added_anims=list(beside), run_time=run_time)

    def sheet(self, net: ReluNet, place: object, **look: object) -> FoldingSheet:
        return FoldingSheet(net, self.topic, self.theme, placement=place, tolerance=SMOOTH, **look)

    def corner(self, words: VGroup) -> VGroup:
        return self.pin(put(words, *self.words_stand))

    def name(self, box: Window, neuron: int) -> VGroup:
        words = text(self.label("neuron", neuron=neuron + 1), self.theme, "label", self.theme.muted)
        return words.move_to((*below(box, 2 * GAP).centre, 0))

    def counter(self, label: str, count: int, **values: int) -> Counter:
        return Counter(self.label(label, **values), count, self.label("counted"))

    def scores(self, run: Run, found: Sequence[bool], n_regions: int) -> list[Counter]:
        """What the net is and what it has learnt; the accuracy on the test part."""
        accuracy = percent(run.result("test_balanced_accuracy"))
        return [
            Counter(self.label("parameters"), run.net.n_parameters),
            self.counter("regions", n_regions),
            Counter(self.label("balanced"), accuracy, self.label("test")),
            self.counter("found", sum(found)),
            self.counter("missed", len(found) - sum(found)),
        ]

    def key(self, row: VGroup, folds: FoldLines) -> VGroup:
        """A short line in the colour of the folds, before the row that counts what they make."""
        lines = [Line(ORIGIN, GAP * RIGHT).match_style(line) for line in folds.lines.values()]
        return self.pin(VGroup(*(line.next_to(row, LEFT, buff=GAP / 2) for line in lines)))

    def mark_key(self, row: VGroup, marks: VGroup) -> VGroup:
        """The mark of such parcels before the row that counts them."""
        return self.pin(VGroup(*(mark.copy().next_to(row, LEFT, buff=GAP / 2) for mark in marks[:1])))


def moved(mobject: VGroup, to: object) -> object:
    """The animation of a sheet or map that goes to where another lies, at its size."""
    start, end = (getattr(each, "sheet", each).placement for each in (mobject, to))
    shift = [b - a for a, b in zip(start.centre, end.centre, strict=True)]
    return mobject.animate.scale(end.scale / start.scale, about_point=start.centre).shift(shift)

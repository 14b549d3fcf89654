"""Chapter 2: a ReLU neuron folds the plane once; without the fold, layers of neurons are one plane.

It shows the newest run with few neurons and, as an outlook, the newest deep one of its topic. A film of your
own starts as a copy of this file and of its words, `fold.en.toml`.
"""

from dataclasses import dataclass

from manim import Create, FadeIn, FadeOut, VGroup, config, linear, rush_from, rush_into

from dlvis.camera import facing, framing
from dlvis.draw.layout import safe_area
from dlvis.draw.light import light_for
from dlvis.draw.view import View
from dlvis.errors import InputError
from dlvis.film import FilmScene, Params, changing, credit_lines, param
from dlvis.geometry.viewpoint import FRONT, clearest_fold, deepest_point, fold_azimuth, liveliest_point
from dlvis.mobjects import (
    CountedFloor,
    ExplainerBoard,
    LayerTilings,
    LearntBorder,
    NeuronFold,
    NeuronSum,
    Placement,
    SheetRow,
    TermSum,
    ZeroPlane,
    counted,
    multiplied_out,
    scene_points,
    sheet_placement,
    unfolding_view,
)
from dlvis.needs import Need, TrainedRun, few_neurons
from dlvis.net import ReluNet, margin_net, one_neuron, plane, without_activation
from dlvis.run import Run
from dlvis.topics import load

ABOVE = View(tilt=0, azimuth=FRONT)


@dataclass(frozen=True, kw_only=True)
class Net:
    """A net that is shown, by its layer sizes; the topic's own when none are given."""

    widths: tuple[int, ...] | None = param(None, "layer sizes; the topic's own when not given")


class Fold(FilmScene):
    @dataclass(frozen=True, kw_only=True)
    class Params(Params):
        few: Net = Net()
        net: Net = Net()

    @classmethod
    def needs(cls, params: Params) -> tuple[Need, ...]:
        deep = params.net.widths or load(params.topic).training.widths
        few = few_neurons(params.topic, params.few.widths, params.run)
        return few, TrainedRun(params.topic, deep)

    def construct(self) -> None:
        self.topic = load(self.params.topic)
        self.credit(self.topic.credits)
        asked = few_neurons(self.params.topic, self.params.few.widths, self.params.run)
        few = margin_net(self.trained_run(asked.widths, seed=asked.seed).net)
        deep = self.trained_run(self.params.net.widths, default=self.topic.training.widths)
        if few.n_hidden_layers != 1:
            raise InputError(f"few.widths: expected one hidden layer such as [2, 3, 1], got {few.widths}")
        area = safe_area(config.frame_width, config.frame_height)
        self.board = ExplainerBoard(self.topic, self.theme, area)
        self.stage, self.neuron = self.board.stage, clearest_fold(few, self.topic.window)
        self.show_map(few)
        self.tilt()
        self.crease()
        self.hinge()
        self.more_neurons(few)
        self.collapse(few)
        self.fold_sum()
        self.drop_to_floor()
        self.refine(deep)
        self.draw_border(deep)

    # one neuron

    def show_map(self, net: ReluNet) -> None:
        weights, window = net.weights[0][self.neuron], self.topic.window
        self.one, self.view = one_neuron(net, self.neuron), View(tilt=1.1, azimuth=fold_azimuth(weights))
        place = sheet_placement(self.one, window, self.view, self.stage)
        self.flat = self.board.sheet(plane(0 * weights, 0), place, self.view)
        self.ground = ZeroPlane(self.theme, placement=place)
        self.title, self.legend = self.pin(self.board.title(self.words.title)), self.pin(self.board.legend)
        self.sum = NeuronSum(weights, float(net.biases[0][self.neuron]), self.board)
        with self.beat("map", parcels=len(self.topic.parcels)):
            self.set_camera_orientation(**framing(scene_points(window.corners, place), ABOVE, self.stage))
            self.play(FadeIn(self.flat, self.legend, self.title))
            self.wait(2)
            self.look(self.view, run_time=3)

    def tilt(self) -> None:
        neuron, flat = self.sum, self.flat
        with self.beat("tilt"):
            self.play(FadeOut(self.title), run_time=0.5)
            self.play(*(FadeIn(self.pin(part)) for part in (neuron.total, neuron.plan, neuron.sliders)))
            for k in range(len(neuron)):
                tilt = changing(
                    VGroup(flat, neuron.sliders), lambda share, k=k: flat.tilted(neuron.act(k, share))
                )
                step = neuron.total.becoming(neuron.formula(k + 1))
                # the ground comes while the sheet leaves it: two that coincide would flip
                self.play(tilt, step, *([FadeIn(self.ground)] if k == 0 else []), run_time=2)

    def crease(self) -> None:
        spot, place = deepest_point(self.one, self.topic.window), self.flat.sheet.placement
        sheet, plan = self.board.sheet(self.one, place, self.view, dot=spot), self.sum.plan
        fold = self.fold = NeuronFold(sheet, plan, self.board, (self.label("before"), self.label("after")))
        self.film_camera.face(fold.tag)
        signs = VGroup(*map(self.film_camera.face, fold.side_tags(self.label("above"), self.label("below"))))
        with self.beat("crease"):
            self.play(FadeOut(self.sum.sliders), Create(sheet.creases, lag_ratio=0), run_time=2.5)
            self.play(FadeIn(signs))
            self.wait(1.5)
            light = changing(plan, lambda share: plan.redraw(share * spot))
            self.play(FadeOut(signs), FadeIn(sheet.dot, fold.tag, self.pin(fold.panel)), light)
            self.still("crease")

    def hinge(self) -> None:
        fold = self.fold
        with self.beat("hinge", value=fold.written):
            self.play(*self.sum.clipping(), run_time=1.5)
            self.remove(self.flat)
            self.change(fold, lambda share: fold.redraw(1 - share / 2), run_time=2, rate_func=rush_into)
            self.still("hinge")
            self.change(fold, lambda share: fold.redraw((1 - share) / 2), run_time=2, rate_func=rush_from)
            self.wait(0.5)
            aside = 0.5 if self.view.azimuth < FRONT else -0.5
            low = View(self.view.tilt + 0.2, self.view.azimuth + aside)
            self.look(low, onto=framing([self.ground, fold.sheet], low, self.stage), run_time=3.5)

    def more_neurons(self, net: ReluNet) -> None:
        folded, start = self.fold.sheet, self.fold.sheet.spot
        titles = [self.label("neuron", neuron=k + 1) for k in range(net.widths[1])]
        row = self.row = SheetRow(net, self.board, titles, dot=start)
        mine, others = row[self.neuron], VGroup(*(each for k, each in enumerate(row) if k != self.neuron))
        names, plan = self.pin(row.names), self.pin(self.board.diagram(net))
        self.plan, end = plan, liveliest_point(net, self.topic.window)
        told = {"neurons": len(row), "creases": row.n_creases}
        leaving = self.sum.total, self.sum.plan, self.fold.panel, self.fold.tag, self.ground, folded.dot

        def ride(share: float) -> None:
            spot = (1 - share) * start + share * end
            plan.redraw(spot)
            row.ride(spot)

        with self.beat("neurons", **told):
            folded.remove(folded.dot)
            self.add(folded.dot)
            self.play(*map(FadeOut, leaving))
            self.look(row.view, folded.moved_to(mine), FadeIn(others), run_time=2.5)
            self.remove(folded)
            self.add(mine.redraw(1, 0))
            rise = changing(others, lambda share: row.redraw(share, 1, but=self.neuron))
            self.play(FadeIn(plan.redraw(start), row.grounds, names), rise, run_time=2)
            self.change(others, lambda share: row.redraw(1, 1 - share, but=self.neuron), run_time=2.5)
            self.still("folded", **told)
            self.change(VGroup(row, plan), ride, run_time=3.5)

    # two layers

    def collapse(self, net: ReluNet) -> None:
        """Without the fold, the second layer's sum of planes is a plane."""
        linear_net, row = without_activation(net), self.row
        slope = linear_net.weights[0][0]
        view = self.view = unfolding_view(net, self.topic.window)
        place = sheet_placement(net, self.topic.window, view, self.stage)
        light = light_for(view.azimuth, slope * place.z_scale / place.scale)
        self.total, self.flat = (
            self.board.sheet(each, place, view, light=light) for each in (net, linear_net)
        )
        steps = [self.board.equation(step) for step in multiplied_out(linear_net)]
        self.product = self.pin(steps[0].copy())
        with self.beat("collapse"):
            unfold = changing(row, lambda share: row.redraw(1, share))
            self.play(unfold, FadeIn(self.product), run_time=2)
            lines = VGroup(*(each.bared() for each in row.sheets))
            self.add(lines)
            self.play(FadeOut(row.names, row.grounds, lines), run_time=0.7)
            terms = self.terms = TermSum(net, row, self.flat, self.board)
            self.remove(row)
            self.change(terms, terms.redraw, run_time=min(6.0, 1.4 * len(row)), rate_func=linear)
            self.look(view, changing(terms, terms.settle), self.product.becoming(steps[1]), run_time=2.5)
            for step in steps[2:]:
                self.wait(0.8)
                self.play(self.product.becoming(step), run_time=1.5)
            self.wait(0.8)
            self.still("collapse")

    def fold_sum(self) -> None:
        total, bent = self.total, self.board.equation("W_2 max(0, W_1 x + b_1) + b_2")
        with self.beat("sum"):
            creases = Create(total.redraw(1, 1).creases, lag_ratio=0)
            self.play(self.product.becoming(bent), creases, run_time=2)
            self.remove(self.terms)
            self.change(total, lambda share: total.redraw(1, 1 - share), run_time=4)
            self.wait(1)

    def drop_to_floor(self) -> None:
        floor = self.floor = CountedFloor(self.total, self.board, self.label)
        onto, seconds = framing(floor.extent, self.view, self.stage), 1.5 + 0.5 * floor.count
        with self.beat("floor", regions=floor.count):
            self.look(self.view, FadeIn(self.pin(floor.panel)), onto=onto, run_time=2)
            self.change(floor, floor.redraw, run_time=seconds, rate_func=linear)
            self.still("floor", regions=floor.count)

    # many layers

    def refine(self, run: Run) -> None:
        net, corners = run.net, self.floor.floor.corners_on_floor
        if self.credits:
            self.board = self.board.above(float(credit_lines(self.credits, self.theme).get_top()[1]))
        board = self.board
        place = Placement(self.topic.window, tuple(corners.mean(axis=0)), self.total.sheet.placement.scale)
        layers = self.layers = LayerTilings(net, self.theme, placement=place, fineness=board.fineness)
        rows = [counted(self.label, "layer", count, layer=k + 1) for k, count in enumerate(layers.counts)]
        told = {"by_layer": ", ".join(self.label("number", n=count) for count in layers.counts)}
        panel = self.counts = self.pin(board.panel(rows, board.parts.readings))
        plan = self.pin(board.diagram(net))
        *steps, self.last_step = (plan.layer(k) for k in range(len(net.widths)))
        onto = framing(corners, ABOVE, board.parts.picture)
        with self.beat("deep", **told):
            self.play(*map(FadeOut, (self.product, self.plan, self.floor.panel, self.legend)))
            self.look(ABOVE, FadeOut(self.total), onto=onto, run_time=2.5)
            self.add(steps[0])
            for k, (tiling, leads) in enumerate(zip(layers.tilings, layers.leads, strict=True)):
                row = panel.redraw(rows[: k + 1]).rows[k]
                floor = [FadeOut(self.floor.floor)] if k == 0 else []  # its rims would show round the tilings
                self.play(FadeIn(tiling, steps[k + 1], row), Create(leads, lag_ratio=0), *floor, run_time=2.5)
                self.wait(0.7)
            self.still("deep", **told)

    def draw_border(self, run: Run) -> None:
        layers, fine = self.layers, self.board.fineness
        place = layers.tilings[-1].placement
        border = LearntBorder(
            run, layers.complexes[-1], self.topic, self.theme, placement=place, fineness=fine
        )
        scores = self.pin(self.board.panel(border.rows(self.label), self.board.parts.readings))
        told = {"found": sum(border.found), "parcels": len(border.found)}
        with self.beat("border", **told):
            drawn = Create(border.line.halo), Create(border.line.line)
            self.play(*drawn, FadeIn(self.last_step), run_time=3.5)
            self.bring_to_back(border.map)
            self.play(FadeOut(self.counts, layers), FadeIn(self.legend), run_time=1.5)
            self.play(FadeIn(border.marks, scores))
            self.wait(3)
            self.still("border", **told)

    def look(self, view: View, *beside: object, onto: dict | None = None, run_time: float) -> None:
        """Turn the camera, to what fills the frame if it is told, and play what happens beside it."""
        self.move_camera(**(onto or facing(view)), added_anims=list(beside), run_time=run_time)

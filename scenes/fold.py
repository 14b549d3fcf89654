"""Chapter 2: a ReLU neuron folds the plane once; without the fold, layers of neurons are one plane.

It shows the newest run with few neurons and, as an outlook, the newest deep one of its topic. A film of your
own starts as a copy of this file and of its words, `fold.en.toml`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import ORIGIN, Create, FadeIn, FadeOut, VGroup, config, linear, rush_from, rush_into

from dlvis.camera import framing
from dlvis.draw.composition import below, tiles
from dlvis.draw.layout import safe_area
from dlvis.draw.light import light_for
from dlvis.draw.view import View
from dlvis.errors import InputError
from dlvis.film import FilmScene, Params, changing, credit_lines, param
from dlvis.geometry import decision_boundary, fold_complex, margin
from dlvis.geometry.viewpoint import FRONT, clearest_fold, deepest_point, fold_azimuth, liveliest_point
from dlvis.mobjects import (
    BoundaryLine,
    Counter,
    ExplainerBoard,
    FloorTiling,
    FoldingSheet,
    FoldLines,
    MapPlane,
    ParcelMarks,
    Placement,
    RegionTiling,
    Tag,
    ZeroPlane,
    counted,
    scene_points,
    sheet_placement,
    text,
)
from dlvis.mobjects.formula import labelled_sum
from dlvis.needs import Need, TrainedRun
from dlvis.net import ReluNet, first_layers, margin_net, one_neuron, plane, without_activation
from dlvis.run import Run, load_run
from dlvis.style import colours_by_family, percent
from dlvis.topics import load, parcels_found
from dlvis.window import Window

FEW_SETTINGS = (("steps", 3000),)  # as good as more, for so few neurons
SMOOTH = 0.002  # of input space: what the map's outlines may lose while they move
OPAQUE = 0.86  # of the map on a sheet
LEAD = 2.4  # pixels between the regions of the first layer, half as many with each later one
FOOT = 0.34  # scene units for a name below each of several sheets
ABOVE = View(tilt=0, azimuth=FRONT)
INPUTS, FACTORS = ("x_1", "x_2"), ("w_1", "w_2", "b")


@dataclass(frozen=True, kw_only=True)
class Net:
    """A net that is shown, by its layer sizes; the topic's own when none are given."""

    widths: tuple[int, ...] | None = param(None, "layer sizes; the topic's own when not given")


def few_net(params: Params) -> tuple[tuple[int, ...], int | None]:
    """Layer sizes and seed of the net with few neurons: those that the topic names, unless others are asked
    for, by their sizes or by `--run`."""
    own = load(params.topic).training
    widths = params.few.widths or own.few_widths
    is_given = params.run is not None and load_run(params.run).widths == widths
    return widths, own.few_seed if widths == own.few_widths and not is_given else None


class Fold(FilmScene):
    @dataclass(frozen=True, kw_only=True)
    class Params(Params):
        few: Net = Net()
        net: Net = Net()

    @classmethod
    def needs(cls, params: Params) -> tuple[Need, ...]:
        widths, seed = few_net(params)
        deep = params.net.widths or load(params.topic).training.widths
        few = TrainedRun(params.topic, widths, seed, FEW_SETTINGS)
        return few, TrainedRun(params.topic, deep)

    def construct(self) -> None:
        self.topic = load(self.params.topic)
        self.credit(self.topic.credits)
        own = self.topic.training
        widths, seed = few_net(self.params)
        few = margin_net(self.trained_run(widths, seed=seed).net)
        deep = self.trained_run(self.params.net.widths, default=own.widths)
        if few.n_hidden_layers != 1:
            raise InputError(f"few.widths: expected one hidden layer such as [2, 3, 1], got {few.widths}")
        area = safe_area(config.frame_width, config.frame_height)
        self.board = ExplainerBoard(self.topic, self.theme, area)
        self.stage, self.neuron = self.board.stage, clearest_fold(few, self.topic.window)
        self.one_plane(few)
        self.one_fold()
        self.more_folds(few)
        self.no_fold(few)
        self.folded_sum()
        self.many_layers(deep)
        self.border(deep)

    # one neuron

    def one_plane(self, net: ReluNet) -> None:
        self.weights, self.bias = net.weights[0][self.neuron], float(net.biases[0][self.neuron])
        self.one, window = one_neuron(net, self.neuron), self.topic.window
        self.view = View(tilt=1.1, azimuth=fold_azimuth(self.weights))
        place = sheet_placement(self.one, window, self.view, self.stage)
        flat = self.flat = self.sheet(plane(0 * self.weights, 0), place, self.view)
        self.ground = ZeroPlane(self.theme, placement=place)
        title, legend = self.pin(self.board.title(self.words.title)), self.pin(self.board.legend)
        terms, acting = list(FACTORS), [*self.weights, self.bias]
        total = self.total = self.pin(self.board.equation(labelled_sum(terms, INPUTS), "z"))
        self.plan = self.pin(self.board.diagram(plane(self.weights, self.bias), INPUTS, []))
        sliders = self.sliders = self.pin(self.board.sliders(FACTORS, acting))

        def act(k: int, share: float) -> None:
            shares = np.clip(k + share - np.arange(3), 0, 1) * acting
            flat.tilted(plane(shares[:-1], shares[-1]))
            sliders[k].redraw(shares[k])

        with self.beat("map", parcels=len(self.topic.parcels)):
            self.set_camera_orientation(**framing(scene_points(window.corners, place), ABOVE, self.stage))
            self.play(FadeIn(flat, legend, title))
            self.wait(2)
            self.look(self.view, run_time=3)
        with self.beat("tilt"):
            self.play(FadeOut(title), run_time=0.5)
            self.play(FadeIn(total, self.plan, sliders))
            for k in range(3):
                terms[k] = acting[k]
                tilt = changing(VGroup(flat, sliders), lambda share, k=k: act(k, share))
                step = total.becoming(self.board.equation(labelled_sum(terms, INPUTS), "z"))
                # the ground comes while the sheet leaves it: two that coincide would flip
                self.play(tilt, step, *([FadeIn(self.ground)] if k == 0 else []), run_time=2)

    def one_fold(self) -> None:
        one, spot, total, plan = self.one, deepest_point(self.one, self.topic.window), self.total, self.plan
        sheet = self.sheet(one, self.flat.sheet.placement, self.view, dot=spot).redraw(1, 1)
        before = float(one.pre_activation(spot[None], 0)[0, self.neuron])
        tag = Tag(self.valued(before).written, sheet.spot_at(1, 1), self.theme, offset=(0, 0.45))
        self.film_camera.face(tag)
        rows = [self.valued(before, "before"), self.valued(before, "after")]
        panel = self.pin(self.board.panel(rows)).redraw(rows[:1])
        signs = self.side_tags(sheet)
        clipped = "max(0, {{ " + labelled_sum([*self.weights, self.bias], INPUTS) + " : sum }})"
        moving = VGroup(sheet, panel, tag, plan)

        def fold(slope: float) -> None:
            after = max(before, slope * before)
            sheet.redraw(1, slope)
            panel.redraw([rows[0], self.valued(after, "after")])
            tag.redraw(self.valued(after).written, sheet.spot_at(1, slope))
            plan.light((1, 0), after)

        with self.beat("crease"):
            self.play(FadeOut(self.sliders), Create(sheet.creases, lag_ratio=0), run_time=2.5)
            self.play(FadeIn(signs))
            self.wait(1.5)
            light = changing(plan, lambda share: plan.redraw(share * spot))
            self.play(FadeOut(signs), FadeIn(sheet.dot, tag, panel), light)
            self.still("crease")
        with self.beat("hinge", value=self.valued(before).written):
            self.play(total.becoming(self.board.equation(clipped, "h")), run_time=1.5)
            self.remove(self.flat)
            self.change(moving, lambda share: fold(1 - share / 2), run_time=2, rate_func=rush_into)
            self.still("hinge")
            self.change(moving, lambda share: fold((1 - share) / 2), run_time=2, rate_func=rush_from)
            self.wait(0.5)
            aside = 0.5 if self.view.azimuth < FRONT else -0.5
            low = View(self.view.tilt + 0.2, self.view.azimuth + aside)
            self.look(low, onto=framing([self.ground, sheet], low, self.stage), run_time=3.5)
        self.spot, self.folded, self.leaving = spot, sheet, [total, plan, panel, tag, self.ground, sheet.dot]

    def more_folds(self, net: ReluNet) -> None:
        window, view = self.topic.window, View(tilt=0.95, azimuth=FRONT)
        boxes = tiles(self.stage, net.widths[1], 1.4, FOOT, foot=FOOT)
        nets = [one_neuron(net, k) for k in range(net.widths[1])]
        places = [sheet_placement(one, window, view, box, 0.4) for one, box in zip(nets, boxes, strict=True)]
        row = self.row = [self.sheet(*each, view, dot=self.spot) for each in zip(nets, places, strict=True)]
        mine, others = row[self.neuron], VGroup(*(each for k, each in enumerate(row) if k != self.neuron))
        names = self.names = self.pin(VGroup(*(self.name(box, k) for k, box in enumerate(boxes))))
        plan = self.plan = self.pin(self.board.diagram(net, INPUTS, ["y"]))
        folds = {"neurons": len(nets), "creases": sum(each.complex.n_regions > 1 for each in row)}
        end = liveliest_point(net, window)

        def ride(share: float) -> None:
            spot = (1 - share) * self.spot + share * end
            plan.redraw(spot)
            for each in row:
                each.spot = spot
                each.redraw(1, 0)

        with self.beat("neurons", **folds):
            self.folded.remove(self.folded.dot)
            self.add(self.folded.dot)
            self.play(*map(FadeOut, self.leaving))
            self.look(view, self.folded.moved_to(mine), FadeIn(others, names), run_time=2.5)
            self.remove(self.folded)
            self.add(mine.redraw(1, 0))
            rise = changing(others, lambda share: [each.redraw(share, 1) for each in others])
            self.play(FadeIn(plan.redraw(self.spot)), rise, run_time=2)
            self.change(others, lambda share: [each.redraw(1, 1 - share) for each in others], run_time=2.5)
            self.still("folded", **folds)
            self.change(VGroup(*row, plan), ride, run_time=3.5)

    # two layers

    def no_fold(self, net: ReluNet) -> None:
        linear_net = without_activation(net)
        facing = self.facing = View(tilt=1.0, azimuth=fold_azimuth(linear_net.weights[0][0]))
        place = sheet_placement(net, self.topic.window, facing, self.stage)
        light = light_for(facing.azimuth, linear_net.weights[0][0] * place.z_scale / place.scale)
        self.total, self.flat = (self.sheet(each, place, facing, light=light) for each in (net, linear_net))
        steps = [self.board.equation(step) for step in multiplied_out(linear_net)]
        product = self.product = self.pin(steps[0].copy())
        row = VGroup(*self.row)

        with self.beat("collapse"):
            unfold = changing(row, lambda share: [each.redraw(1, share) for each in row])
            self.play(unfold, FadeIn(product), run_time=2)
            self.play(FadeOut(self.names), run_time=0.5)
            self.look(facing, *(each.moved_to(self.total) for each in row), run_time=2.5)
            self.play(FadeOut(row), FadeIn(self.flat.redraw(1, 1)))
            for step in steps[1:]:
                self.play(product.becoming(step), run_time=1.5)
                self.wait(0.8)
            self.still("collapse")

    def folded_sum(self) -> None:
        total, count = self.total, self.total.complex.n_regions
        floor = self.floor = FloorTiling.beneath(total, self.theme)
        panel = self.counted = self.pin(self.board.panel([counted(self.label, "regions", 0)]))
        bent = self.board.equation("W_2 max(0, W_1 x + b_1) + b_2")

        def drop(done: float) -> None:
            floor.redraw(done)
            panel.redraw([counted(self.label, "regions", floor.landed(done))])

        with self.beat("sum"):
            creases = Create(total.redraw(1, 1).creases, lag_ratio=0)
            self.play(self.product.becoming(bent), creases, run_time=2)
            self.remove(self.flat)
            self.change(total, lambda share: total.redraw(1, 1 - share), run_time=4)
            self.wait(1)
        with self.beat("floor", regions=count):
            whole = np.concatenate([total.sheet.facets.points, floor.corners_on_floor])
            onto = framing(whole, self.facing, self.stage)
            self.look(self.facing, FadeIn(panel), onto=onto, run_time=2)
            self.change(VGroup(floor, panel), drop, run_time=1.5 + 0.5 * count, rate_func=linear)
            self.still("floor", regions=count)

    # many layers

    def many_layers(self, run: Run) -> None:
        net, window, corners = run.net, self.topic.window, self.floor.corners_on_floor
        layers = [fold_complex(first_layers(net, k + 1), window) for k in range(net.n_hidden_layers)]
        counts = [each.n_regions for each in layers]
        told = {"by_layer": ", ".join(self.label("number", n=count) for count in counts)}
        rows = [counted(self.label, "layer", count, layer=k + 1) for k, count in enumerate(counts)]
        panel = self.counts = self.pin(self.board.panel(rows, self.board.parts.readings))
        plan = self.pin(self.board.diagram(net, INPUTS, ["y"] if net.widths[-1] == 1 else []))
        steps = [plan.layer(k) for k in range(len(net.widths))]
        place = Placement(window, tuple(corners.mean(axis=0)), self.total.sheet.placement.scale)
        foot = credit_lines(self.credits, self.theme).get_top()[1] if self.credits else self.stage.ymin
        onto = framing(corners, ABOVE, self.board.stage_above(float(foot)))
        self.last, self.last_step, self.place, self.tilings = layers[-1], steps[-1], place, VGroup()

        with self.beat("deep", **told):
            self.play(*map(FadeOut, (self.product, self.plan, self.counted, self.board.legend)))
            self.look(ABOVE, FadeOut(self.total), onto=onto, run_time=2.5)
            self.add(steps[0])
            for k, complex in enumerate(layers):
                colours = colours_by_family(complex.patterns(), net.widths[1], self.theme)
                tiling = RegionTiling(complex, colours, self.theme, placement=place)
                leads = self.leads(complex, k)
                row = panel.redraw(rows[: k + 1]).rows[k]
                floor = [FadeOut(self.floor)] if k == 0 else []  # its rims would show round the tilings
                self.play(FadeIn(tiling, steps[k + 1], row), Create(leads, lag_ratio=0), *floor, run_time=2.5)
                self.wait(0.7)
                self.tilings.add(tiling, leads)
            self.still("deep", **told)

    def border(self, run: Run) -> None:
        found = parcels_found(self.topic, lambda points: margin(run.net, points) > 0)
        answers = {"found": sum(found), "parcels": len(found)}
        rows = self.scores(run, found)
        scores = self.pin(self.board.panel(rows, self.board.parts.readings))
        fine, place = self.board.fineness, self.place
        ground = MapPlane(self.topic, self.theme, placement=place, opacity=OPAQUE)
        lines = decision_boundary(run.net, self.last)
        border = BoundaryLine(lines, self.theme, placement=place, width=4 * fine)
        marks = ParcelMarks(self.topic, found, self.theme, placement=place, size=14 * fine)
        VGroup(border, marks).set_z_index(2)
        with self.beat("border", **answers):
            self.play(Create(border.halo), Create(border.line), FadeIn(self.last_step), run_time=3.5)
            self.bring_to_back(ground)
            self.play(FadeOut(self.counts, self.tilings), FadeIn(self.board.legend), run_time=1.5)
            self.play(FadeIn(marks, scores))
            self.wait(3)
            self.still("border", **answers)

    # parts

    def look(self, view: View, *beside: object, onto: dict | None = None, run_time: float) -> None:
        """Turn the camera, to what fills the frame if it is told, and play what happens beside it."""
        plain = {"phi": view.tilt, "theta": view.azimuth, "zoom": 1.0, "frame_center": ORIGIN}
        self.move_camera(**(onto or plain), added_anims=list(beside), run_time=run_time)

    def sheet(self, net: ReluNet, place: Placement, view: View, **look: object) -> FoldingSheet:
        look = {"tolerance": SMOOTH, "map_opacity": OPAQUE, "light": light_for(view.azimuth), **look}
        return FoldingSheet(net, self.topic, self.theme, placement=place, **look)

    def side_tags(self, sheet: FoldingSheet) -> VGroup:
        """Which side is above zero, and which below."""
        middles = sheet.complex.interior_points()
        z = sheet.heights(middles, 1, 1)
        words = [self.label("above" if value > 0 else "below") for value in z]
        spots = scene_points(middles, sheet.sheet.placement, z)
        tags = [Tag(each, spot, self.theme) for each, spot in zip(words, spots, strict=True)]
        return VGroup(*map(self.film_camera.face, tags))

    def leads(self, complex: object, layer: int) -> FoldLines:
        """The folds of a layer as dark lines over the tilings of this layer and of later ones."""
        dark, width = {(layer, 0): self.theme.ground}, self.board.fineness * LEAD / 2**layer
        look = {
            "by": "layer",
            "layers": [layer],
            "colours": dark,
            "width": width,
            "halo": False,
            "opacity": 0.7,
        }
        return FoldLines(complex, self.theme, placement=self.place, **look).set_z_index(1)

    def name(self, box: Window, neuron: int) -> VGroup:
        words = text(self.label("neuron", neuron=neuron + 1), self.theme, "label", self.theme.muted)
        return words.move_to((*below(box, FOOT).centre, 0))

    def valued(self, value: float, label: str = "before") -> Counter:
        return Counter(self.label(label), value, digits=2)

    def scores(self, run: Run, found: Sequence[bool]) -> list[Counter]:
        """What the net is and what it has learnt; the accuracy on the test part."""
        accuracy = percent(run.result("test_balanced_accuracy"))
        return [
            Counter(self.label("parameters"), run.net.n_parameters),
            counted(self.label, "regions", self.last.n_regions),
            Counter(self.label("balanced"), accuracy, self.label("test")),
            *([counted(self.label, "found", sum(found))] if found else []),
            *([counted(self.label, "missed", len(found) - sum(found))] if found else []),
        ]


def multiplied_out(net: ReluNet) -> list[str]:
    """Two layers without their fold, step by step as one; the numbers at the end are those of `net`."""
    return [
        "{{W_2 : W2}} ({{W_1 : W1}} {{x : x}} {{+ : p}} {{b_1 : b1}}) {{+ b_2 : b2}}",
        "{{W_2 : W2-a}} {{W_1 : W1}} {{x : x}} {{+ : p}} {{W_2 : W2-b}} {{b_1 : b1}} {{+ b_2 : b2}}",
        "({{W_2 : W2-a}} {{W_1 : W1}}) {{x : x}} {{+ : p}} ({{W_2 : W2-b}} {{b_1 : b1}} {{+ b_2 : b2}})",
        labelled_sum([*net.weights[0][0], float(net.biases[0][0])], INPUTS),
    ]

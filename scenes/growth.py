"""Chapter 9: how many linear regions, honestly: bounds and counts, before training and after.

It shows the newest run with the topic's own net; all other nets are built or drawn here. `dlvis scenes show
growth` tells what can be set. The last beat compares the nets of a sweep; it is left out on a topic that has
none, unless `experiment` names one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR

import numpy as np
from manim import ORIGIN, UL, UP, UR, Create, FadeIn, FadeOut, VGroup, config, linear, smooth

from dlvis.camera import framing
from dlvis.draw.composition import tiles
from dlvis.draw.layout import safe_area
from dlvis.draw.paper import moved_cut, quarter_cuts
from dlvis.draw.scale import Scale, covering
from dlvis.draw.view import View
from dlvis.draw.zoom import pieces_in_view, view_between
from dlvis.errors import InputError
from dlvis.film import FilmScene, Params, changing, param
from dlvis.geometry import bounds, fold_complex, line_pieces
from dlvis.geometry.viewpoint import FRONT
from dlvis.initial import he_net, turned
from dlvis.mobjects import (
    Chart,
    CountedTraining,
    Counter,
    CounterPanel,
    FoldedPaper,
    PieceLanes,
    Series,
    TilingRow,
    corner,
    counted,
    marks_by_kind,
    paper_placement,
    put,
    text,
    words_height,
)
from dlvis.needs import Need, SweptTable, TrainedRun
from dlvis.net import first_layers, mirrored_cuts, n_parameters, zigzag
from dlvis.run import watchable
from dlvis.style import layer_ramp, power_of_ten, scientific
from dlvis.sweep.compared import compared_nets, experiment_on, middle_rows
from dlvis.tables import Table
from dlvis.topics import load
from dlvis.window import Window

GAP = 0.5  # scene units between parts
TITLE = 0.8  # scene units at the top, for the title
WIDE = Window(-5, 5, -5, 5)  # for nets at initialisation: far enough out for most of their folds
SQUARE = Window(-1, 1, -1, 1)
TRAINING = 12.0  # seconds of film
LEARNT = 0.8  # of balanced accuracy; all of one colour is 0.5
MOST_PIECES = 2_000_000  # of the zigzag
KEPT_A_SECOND = 3  # kept steps that pass in a second of film at most, so that noise does not flicker


@dataclass(frozen=True, kw_only=True)
class Net:
    """The net that is shown, by its layer sizes; the topic's own when none are given."""

    widths: tuple[int, ...] | None = param(None, "layer sizes; the topic's own when not given")


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """Nets to count and to bound: 1 to `depth` layers of `width` units; 2 layers, that wide and up to
    `doublings` times twice as wide."""

    width: int = param(8, "units of each layer")
    depth: int = param(6, "layers of the deepest")
    doublings: int = param(3, "how often the wide ones are twice as wide as the one before")


@dataclass(frozen=True, kw_only=True)
class Zigzag:
    """The net of one input that attains its bound, (width + 1)^depth."""

    width: int = param(10, "units of each layer")
    depth: int = param(5, "layers")

    def __post_init__(self) -> None:
        if not (self.depth >= 2 and self.width >= 3 and (self.width + 1) ** self.depth <= MOST_PIECES):
            raise InputError(f"zigzag: expected width >= 3, depth >= 2 and at most {MOST_PIECES} pieces")


@dataclass(frozen=True, kw_only=True)
class Large:
    """A net whose regions nobody can count."""

    inputs: int = param(10, "inputs")
    width: int = param(50, "units of each layer")
    depth: int = param(5, "layers")


class Growth(FilmScene):
    @dataclass(frozen=True, kw_only=True)
    class Params(Params):
        net: Net = Net()
        ladder: Ladder = Ladder()
        zigzag: Zigzag = Zigzag()
        large: Large = Large()
        neurons: int = param(64, "neurons of the net at its start, a multiple of 4")
        seeds: int = param(8, "nets at their start that are counted")
        cuts: int = param(3, "how often the sheet of paper is cut")
        experiment: str | None = param(None, "the sweep whose nets are compared; else the topic's ladder")

        def __post_init__(self) -> None:
            if self.neurons < 4 or self.neurons % 4 or self.seeds < 2 or self.cuts < 1:
                raise InputError("growth: expected neurons in fours, 2 or more seeds, 1 or more cuts")

    @classmethod
    def needs(cls, params: Params) -> tuple[Need, ...]:
        topic = load(params.topic)
        run = TrainedRun(params.topic, params.net.widths or topic.training.widths)
        compared = experiment_on(params.experiment, topic.name)
        return (run, SweptTable(compared)) if compared else (run,)

    def construct(self) -> None:
        self.topic = load(self.params.topic)
        self.credit(self.topic.credits)
        self.training = self.trained_run(self.params.net.widths, default=self.topic.training.widths)
        compared = experiment_on(self.params.experiment, self.topic.name)
        nets = compared_nets(compared, self.topic.name, self.runs.parent) if compared else None
        self.area = safe_area(config.frame_width, config.frame_height)
        self.bounds(self.params.ladder)
        self.attained(self.params.zigzag)
        self.initial()
        self.trained()
        self.capacity(self.params.large)
        self.price()
        if nets:
            self.useful(nets)

    def bounds(self, ladder: Ladder) -> None:
        """At most, at least, counted: over depth and over width, on one scale."""
        depths = range(1, ladder.depth + 1)
        widths = [ladder.width * 2**k for k in range(ladder.doublings + 1)]
        over_depth = self.bound_series(depths, [(2, *[ladder.width] * k, 1) for k in depths])
        over_width = self.bound_series(widths, [(2, width, width, 1) for width in widths])
        y = covering([v for each in (*over_depth, *over_width) for row in each.rows for v in row], True)
        words = {"y_name": self.label("regions"), "y": y}
        depth = {"x_name": self.label("depth", width=ladder.width), "x_ticks": depths}
        width = {"x_name": self.label("width", depth=2), "x_ticks": widths, "x": covering(widths, True)}
        parts = zip(self.tiles(2, 1.2), (over_depth, over_width), (depth, width), strict=True)
        charts = [self.pin(Chart(each, self.theme, box=box, **words, **axis)) for box, each, axis in parts]
        with self.beat("bounds", seeds=self.params.seeds):
            self.enter("bounds", *(each.axes for each in charts))
            for k in range(len(over_depth)):
                self.play(*(each for chart in charts for each in chart.entrance(k, 2.0)))
                self.wait(1)
            self.still("bounds")

    def bound_series(self, xs: Sequence[int], nets: Sequence[tuple[int, ...]]) -> list[Series]:
        """Each with the value of its last net in its name; of the counts, that of their median."""
        muted, seeds = self.theme.muted, range(self.params.seeds)
        counts = [[fold_complex(he_net(each, seed), WIDE).n_regions for each in nets] for seed in seeds]
        most, least = ([bound(each) for each in nets] for bound in (bounds.serra_upper, bounds.serra_lower))
        ends = scientific(most[-1], 2, ROUND_CEILING), scientific(least[-1], 2, ROUND_FLOOR)
        middle = round(float(np.median([row[-1] for row in counts])))
        drawn = self.label("drawn", seeds=len(seeds), median=middle)
        return [
            Series(self.label("at_most", bound=ends[0]), xs, most, muted),
            Series(self.label("at_least", bound=ends[1]), xs, least, muted, "dashed"),
            Series(drawn, xs, counts, self.theme.folds[0], "fan"),
        ]

    def attained(self, net: Zigzag) -> None:
        """One net that has as many as can be; a zoom into the smallest of its pieces."""
        found = [line_pieces(zigzag(net.width, k + 1), (0, 1)) for k in range(net.depth)]
        functions = [(each.breakpoints, each.net(each.breakpoints[:, None])[:, 0]) for each in found]
        start, end = (0.0, 1.0), (0.0, float(found[-2].breakpoints[1]))
        last, joints = found[-1], found[-1].breakpoints
        told = {"parameters": last.net.n_parameters, "pieces": last.n_pieces, "depth": net.depth}
        told |= {"times": round(1 / end[1]), "seen": pieces_in_view(joints, end)}
        told |= {"width": scientific(float(np.diff(joints).min()))}
        rows = [
            Counter(self.label("parameters"), told["parameters"]),
            counted(self.label, "pieces", told["pieces"]),
        ]
        panel = self.panel("attained", rows)
        (box,) = self.tiles(1, 1.0, panel)
        words = {
            "names": [self.label("depth_of", layers=k + 1) for k in range(net.depth)],
            "head": self.label("in_view"),
            "magnified": lambda times: self.label("magnified", times=times),
        }
        lanes = self.pin(PieceLanes(functions, self.theme, box=box, **words))
        with self.beat("attained", **told):
            self.enter("attained", lanes.head, panel)
            for k in range(net.depth):
                self.play(
                    FadeIn(lanes.names[k], lanes.bands[k], lanes.lines[k], lanes.counts[k]), run_time=0.9
                )
            self.play(FadeIn(lanes.bar, lanes.bar_words, lanes.zoom_words), run_time=0.5)
            self.add(lanes)
            self.still("attained", **told)
        with self.beat("zoom", **told):
            self.wait(1)
            self.change(lanes, lambda a: lanes.redraw(view_between(start, end, a)), run_time=12)
            self.wait(1.5)
            self.still("zoom", **told)

    def initial(self) -> None:
        """Nets of as many units, before training: one clock, and other weights at each moment."""
        units, seeds = self.params.neurons, self.params.seeds
        shapes = [(2, *[units // k] * k, 1) for k in (1, 2, 4)]
        nets = [[he_net(each, seed) for each in shapes] for seed in range(seeds)]
        names = [self.label("shape", layers=len(each) - 2, units=each[1]) for each in shapes]
        counts = np.mean([[fold_complex(net, WIDE).n_regions for net in each] for each in nets], axis=0)
        means = [self.label("mean_count", seeds=seeds, mean=round(mean)) for mean in counts]
        law = Counter(self.label("law"), bounds.expected_at_initialisation(units, 2), self.label("expected"))
        panel = self.panel("initial", [law])
        boxes = self.tiles(3, 1.0, panel, words_height(self.theme, notes=True))
        row = self.pin(TilingRow(nets[0], WIDE, self.theme, boxes=boxes, names=names, notes=means))
        self.pin(row.notes)
        told = {
            "units": units,
            "expected": round(bounds.expected_at_initialisation(units, 2)),
            "seeds": seeds,
        }

        def show(done: float) -> None:
            at = min(int(done * (seeds - 1)), seeds - 2)
            share = smooth(done * (seeds - 1) - at)
            row.redraw([turned(*pair, share) for pair in zip(nets[at], nets[at + 1], strict=True)])

        with self.beat("initial", **told):
            self.enter("initial", row)
            self.change(row, show, run_time=8, rate_func=linear)
            self.play(FadeIn(row.notes, panel))
            self.wait(2)
            self.still("initial", **told)

    def trained(self) -> None:
        """Regions over the steps of a training, on an even clock."""
        run, window = watchable(self.training, round(KEPT_A_SECOND * TRAINING)), self.topic.window
        tall = words_height(self.theme, notes=True)
        words = {
            "names": tuple(self.label(name) for name in ("counted_regions", "regions", "steps")),
            "note": self.label("blended"),
            "clock": lambda step: self.label("step", step=step),
        }
        boxes = self.tiles(2, window.width / window.height, foot=tall)
        board = self.pin(CountedTraining(run, window, self.theme, boxes=boxes, **words))
        told = {"first": board.counts[0], "last": board.counts[-1]}
        with self.beat("trained", **told):
            self.enter("trained", board)
            self.change(board.moving, board.redraw, run_time=TRAINING, rate_func=linear)
            self.wait(1.5)
            self.still("trained", **told)

    def capacity(self, large: Large) -> None:
        """Regions that nets of one to `depth` layers can have, over their parameters."""
        inputs, shape = large.inputs, (large.inputs, *[large.width] * large.depth, 1)
        size, least = n_parameters(shape), bounds.serra_lower(shape)
        units = (size - 1) // (inputs + 2)
        most = bounds.zaslavsky(units, inputs)
        series = [self.capacities(inputs, k + 1, 4 * size) for k in range(large.depth)]
        nets = (large.depth, large.width), (1, units)
        names, can = (
            [self.label(key, layers=k, units=width) for k, width in nets] for key in ("shape", "shape_can")
        )
        rows = [
            Counter(self.label("parameters"), size),
            Counter(can[0], scientific(least, 4, ROUND_FLOOR), self.label("least")),
            Counter(self.label("each"), scientific(least // size, 4, ROUND_FLOOR), self.label("least")),
            Counter(can[1], scientific(most, 4, ROUND_CEILING), self.label("most")),
        ]
        panel = self.panel("capacity", rows)
        (box,) = self.tiles(1, 1.0, panel)
        sizes = [size for each in series for size in each.x]
        words = {"x_name": self.label("of_inputs", inputs=inputs), "y_name": self.label("can_have")}
        chart = self.pin(Chart(series, self.theme, box=box, x=covering(sizes, True, 0.02), **words))
        xs, ys = [size, n_parameters((inputs, units, 1))], [least, most]
        marks = self.pin(chart.view(Series("", xs, ys, self.theme.ink, "marks")))
        tags = self.pin(chart.tags(xs, ys, names))
        told = {"parameters": size, "power": power_of_ten(10 * ((len(str(least)) - 1) // 10))}
        with self.beat("capacity", **told):
            self.enter("capacity", chart.axes)
            for k in range(len(series)):
                self.play(*chart.entrance(k, 1.0))
            self.play(FadeIn(marks, tags, panel))
            self.wait(4)
            self.still("capacity", **told)

    def capacities(self, inputs: int, layers: int, largest: int) -> Series:
        """One layer has at most so many; of more layers the best have at least so many."""
        name = self.label("one_layer" if layers == 1 else "more_layers", layers=layers)
        colour = layer_ramp(self.params.large.depth, self.theme)[layers - 1]
        return Series(name, *bounds.capacities(inputs, layers, largest), colour)

    def price(self) -> None:
        """Pieces of a deep net are copies: a sheet is folded, cut and unfolded, and then one cut moves."""
        lines, view = quarter_cuts(self.params.cuts), View(tilt=0.85, azimuth=FRONT - 0.3)
        blank, sheet = (fold_complex(mirrored_cuts(each), SQUARE) for each in (lines - [0, 0, 2], lines))
        copies = fold_complex(first_layers(sheet.net, 1), SQUARE).n_regions
        rows = [Counter(self.label("cuts"), len(lines)), counted(self.label, "regions", sheet.n_regions)]
        panel = self.panel("fold", rows)
        (box,) = self.tiles(1, 1.0)
        place = paper_placement(SQUARE, [view, View(0, FRONT)], box, self.area)
        whole, paper = (FoldedPaper(each, self.theme, placement=place) for each in (blank, sheet))
        near = framing(paper.redraw(across=1, along=1), view, box)  # what is left when all is folded
        told = {"cuts": len(lines), "copies": copies}

        def move(done: float) -> None:
            folded = fold_complex(mirrored_cuts(moved_cut(lines, done)), SQUARE)
            paper.redraw(folded)
            panel.redraw([rows[0], counted(self.label, "regions", folded.n_regions)])

        with self.beat("fold", **told):
            self.play(*map(FadeOut, self.mobjects), run_time=0.6)
            self.set_camera_orientation(phi=view.tilt, theta=view.azimuth)
            self.enter("fold", whole)
            self.change(whole, lambda a: whole.redraw(across=a), run_time=2)
            fold_again = changing(whole, lambda a: whole.redraw(along=a))
            self.move_camera(**near, added_anims=[fold_again], run_time=2)
            self.play(Create(paper.cuts, lag_ratio=0.4), FadeIn(paper.pieces, paper.creases), run_time=2)
            self.remove(whole)
            unfold = changing(paper, lambda a: paper.redraw(along=1 - a))
            self.move_camera(zoom=1.0, frame_center=ORIGIN, added_anims=[unfold], run_time=2)
            self.change(paper, lambda a: paper.redraw(across=1 - a), run_time=2)
        with self.beat("price", **told):
            self.move_camera(phi=0, theta=FRONT, added_anims=[FadeIn(panel)], run_time=3)
            self.change(paper, move, run_time=7)
            self.still("price", **told)

    def useful(self, table: Table) -> None:
        """Regions against parcels found, a dot for each net; and of each size the middle one by its name."""
        # one that colours nearly all alike finds every parcel of that class: it has learnt little
        nets = table.rows(table.numbers("test_balanced_accuracy") >= LEARNT)
        rest, limit = len(table) - len(nets), round(100 * LEARNT)
        depths = sorted(set(nets.column("depth").tolist()))
        regions, found = nets.numbers("regions"), nets.numbers("test_parcels_found")
        names = [self.label("one_deep" if k == 1 else "more_deep", layers=k) for k in depths]
        colours = layer_ramp(len(depths), self.theme)
        series = marks_by_kind(regions, found, nets.column("depth"), names, colours)
        n_parcels = int(nets.numbers("parcels")[0])
        left_out = Counter(self.label("left_out"), rest, self.label("below", limit=limit))
        panel = self.panel("useful", [Counter(self.label("nets"), len(nets)), *([left_out] if rest else [])])
        (box,) = self.tiles(1, 1.0, panel)
        scales = {"x": covering(regions, True), "y": Scale(-0.5, n_parcels + 0.5)}
        words = {"x_name": self.label("regions_sized"), "y_name": self.label("found", parcels=n_parcels)}
        chart = self.pin(Chart(series, self.theme, box=box, **words, **scales))
        middle = middle_rows(nets, ("depth", "parameters"), "test_parcels_found")
        sizes = [self.label("size", parameters=int(n)) for n in nets.column("parameters")[middle]]
        tags = chart.tags(regions[middle], found[middle], sizes)
        told = {"parcels": n_parcels, "nets": len(nets), "rest": rest, "limit": limit}
        for key, depth in (("shallow", depths[0]), ("deep", depths[-1])):
            largest = [row for row in middle if nets.column("depth")[row] == depth][-1]
            counts = {"depth": depth, "regions": int(regions[largest]), "found": int(found[largest])}
            told |= {f"{key}_{name}": value for name, value in counts.items()}
        with self.beat("useful", **told):
            self.enter("useful", chart.axes, panel)
            for k in range(len(series)):
                self.play(*chart.entrance(k, 2.0))
                self.wait(1)
            self.play(FadeIn(self.pin(tags)))
            self.wait(2)
            self.still("useful", **told)

    # parts and where they stand

    def panel(self, beat: str, rows: Sequence[Counter]) -> CounterPanel:
        """Counters in the upper right, beside the title of the beat if there is room, else below it."""
        panel = CounterPanel(rows, self.theme, widest="0")
        is_beside = self.title(beat).width + GAP + panel.rows.width <= self.area.width
        below = 0.0 if is_beside else TITLE
        panel.shift(corner(self.area, UR) - below * UP - panel.rows.get_corner(UR))
        return self.pin(panel)

    def title(self, beat: str) -> VGroup:
        return put(text(self.words.beats[beat].title, self.theme, "heading"), self.area, UL)

    def enter(self, beat: str, *parts: VGroup) -> None:
        """Clear the stage for the title of the beat, in the upper left, and its first parts."""
        heading = self.pin(self.title(beat))
        if self.mobjects:
            self.play(*map(FadeOut, self.mobjects), run_time=0.6)
        self.play(*map(FadeIn, (heading, *parts)), run_time=0.8)

    def tiles(
        self, n: int, shape: float, panel: CounterPanel | None = None, foot: float = 0.0
    ) -> tuple[Window, ...]:
        """Boxes below the title and the panel, for parts of this shape and words of height `foot`."""
        area, top = self.area, self.area.ymax - TITLE if panel is None else panel.rows.get_bottom()[1] - GAP
        boxes = tiles(
            Window(area.xmin, area.xmax, area.ymin, min(top, area.ymax - TITLE)), n, shape, GAP, foot
        )
        return tuple(Window(each.xmin, each.xmax, each.ymin - foot, each.ymax) for each in boxes)

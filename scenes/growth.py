"""Chapter 9: how many linear regions, honestly: bounds and counts, before training and after.

It shows the newest run with the topic's own net; all other nets are built or drawn here. `dlvis scenes show
growth` tells what can be set. The last beat compares the nets of a sweep; it is left out on a topic that has
none, unless `experiment` names one.
"""

from dataclasses import dataclass

from manim import ORIGIN, UL, Create, FadeIn, VGroup, config, linear

from dlvis.arrays import Floats
from dlvis.camera import framing
from dlvis.draw.composition import composition
from dlvis.draw.layout import safe_area
from dlvis.draw.paper import moved_cut, quarter_cuts
from dlvis.draw.view import View
from dlvis.errors import InputError
from dlvis.film import FilmScene, Params, crossing, param
from dlvis.geometry import fold_complex
from dlvis.geometry.bounds import expected_at_initialisation
from dlvis.geometry.viewpoint import FRONT
from dlvis.mobjects import (
    BoundCharts,
    CapacityChart,
    CountedTraining,
    Counter,
    FoldedPaper,
    InitialTilings,
    Ladder,
    Large,
    ParcelScatter,
    TitledBoard,
    Zigzag,
    ZigzagLanes,
    capacity_rows,
    paper_placement,
    paper_rows,
    parcel_table,
    put,
    run_rows,
    size_of,
    uncut,
    window_counter,
    words_height,
    zigzag_rows,
)
from dlvis.needs import Need, SweptTable, TrainedRun
from dlvis.net import mirrored_cuts
from dlvis.run import Run, watchable
from dlvis.style import scientific
from dlvis.sweep.compared import compared_nets, experiment_on
from dlvis.sweep.learnt import LearntNets, learnt_nets
from dlvis.topics import load
from dlvis.window import Window

WIDE = Window(-5, 5, -5, 5)  # for nets at initialisation: far enough out for most of their folds
SQUARE = Window(-1, 1, -1, 1)
LADDER, ZIGZAG, LARGE = Ladder(), Zigzag(), Large()
TRAINING = 12.0  # seconds of film
LIMIT = 80  # percent of balanced accuracy, of nets that have learnt; all of one colour is 50
KEPT_A_SECOND = 3  # kept steps that pass in a second of film at most, so that noise does not flicker


@dataclass(frozen=True, kw_only=True)
class Net:
    """The net that is shown, by its layer sizes; the topic's own when none are given."""

    widths: tuple[int, ...] | None = param(None, "layer sizes; the topic's own when not given")


class Growth(FilmScene):
    @dataclass(frozen=True, kw_only=True)
    class Params(Params):
        net: Net = Net()
        ladder: Ladder = LADDER
        zigzag: Zigzag = ZIGZAG
        large: Large = LARGE
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
        self.topic, self.drawn = load(self.params.topic), {"seeds": self.params.seeds, "window": WIDE}
        self.credit(self.topic.credits)
        self.area = safe_area(config.frame_width, config.frame_height)
        training = self.trained_run(self.params.net.widths, default=self.topic.training.widths)
        compared = experiment_on(self.params.experiment, self.topic.name)
        nets = compared_nets(compared, self.topic.name, self.runs.parent) if compared else None
        self.bounds(self.params.ladder)
        self.zoom(self.attained(self.params.zigzag))
        self.initial(self.params.neurons)
        self.trained(training)
        self.capacity(self.params.large)
        cuts = quarter_cuts(self.params.cuts)
        self.price(self.fold(cuts), cuts)
        if nets:
            self.useful(learnt_nets(nets, LIMIT / 100))
        self.end_credits(leaving=self.mobjects)

    def bounds(self, ladder: Ladder) -> None:
        """At most, at least, counted: over depth and over width, on one scale."""
        drawn = Counter(self.label("drawn_nets"), self.params.seeds, self.label("each_size"))
        board = self.board("bounds", drawn, window_counter(self.label, WIDE))
        boxes = board.tiles(2, 1.2)
        charts = self.pin(BoundCharts(ladder, self.theme, boxes=boxes, label=self.label, **self.drawn))
        with self.beat("bounds", seeds=self.params.seeds):
            self.enter(board.heading, charts.axes, board.panel)
            for k in range(charts.n_lines):
                self.play(*charts.entrance(k, 2.0))
                self.wait(1)
            self.still("bounds")

    def attained(self, net: Zigzag) -> ZigzagLanes:
        """One net that has as many as can be."""
        found = net.by_depth()
        told = {"parameters": found[-1].net.n_parameters, "pieces": found[-1].n_pieces, "depth": net.depth}
        board = self.board("attained", *zigzag_rows(net, found[-1], self.label))
        lanes = self.pin(ZigzagLanes(found, self.theme, box=board.rest, label=self.label))
        with self.beat("attained", **told):
            self.enter(board.heading, lanes.head, board.panel)
            for lane in lanes.one_by_one():
                self.play(FadeIn(lane), run_time=0.9)
            self.play(FadeIn(lanes.glass), run_time=0.5)
            self.add(lanes)
            self.still("attained", **told)
        return lanes

    def zoom(self, lanes: ZigzagLanes) -> None:
        """Until the narrowest of its pieces show."""
        with self.beat("zoom", **lanes.seen, width=scientific(lanes.pieces[-1].narrowest)):
            self.wait(1)
            self.change(lanes, lanes.near, run_time=12)
            self.wait(1.5)
            self.still("zoom", **lanes.seen)

    def initial(self, units: int) -> None:
        """Random nets of as many units: no more pieces with depth."""
        expected = expected_at_initialisation(units, 2)
        law = Counter(self.label("law"), expected, self.label("expected"))
        board = self.board("initial", law, window_counter(self.label, WIDE))
        boxes = board.tiles(3, 1.0, words_height(self.theme, notes=True))
        row = self.pin(InitialTilings(units, self.theme, boxes=boxes, label=self.label, **self.drawn))
        told = {"units": units, "expected": round(expected), "seeds": self.params.seeds}
        with self.beat("initial", **told):
            self.enter(board.heading, row, board.panel)
            self.change(row, row.turn, run_time=8, rate_func=linear)
            self.play(FadeIn(self.pin(row.notes)))
            self.wait(2)
            self.still("initial", **told)

    def trained(self, training: Run) -> None:
        """Regions over the steps of a training, on an even clock."""
        run, window = watchable(training, round(KEPT_A_SECOND * TRAINING)), self.topic.window
        board = self.board("trained", *run_rows(training, self.label))
        boxes = board.subject(window.width / window.height, words_height(self.theme, notes=True))
        moments = self.pin(CountedTraining(run, window, self.theme, boxes=boxes, label=self.label))
        told = {"first": moments.counts[0], "last": moments.counts[-1]}
        with self.beat("trained", **told):
            self.enter(board.heading, board.panel, moments)
            self.change(moments.moving, moments.redraw, run_time=TRAINING, rate_func=linear)
            self.wait(1.5)
            self.still("trained", **told)

    def capacity(self, net: Large) -> None:
        """Regions that nets of one size can have: a bound for each depth."""
        board = self.board("capacity", *capacity_rows(net, self.label))
        chart = self.pin(CapacityChart(net, self.theme, box=board.rest, label=self.label))
        told = {"parameters": net.n_parameters, "power": net.power}
        with self.beat("capacity", **told):
            self.enter(board.heading, chart.axes)
            for k in range(net.depth):
                self.play(*chart.entrance(k, 1.0))
            self.play(FadeIn(self.pin(chart.marks), self.pin(chart.tagged), board.panel))
            self.wait(4)
            self.still("capacity", **told)

    def fold(self, cuts: Floats) -> FoldedPaper:
        """Pieces of a deep net are copies: a sheet is folded, cut and unfolded."""
        top, view = View(0, FRONT), View(tilt=0.85, azimuth=FRONT - 0.3)
        sheet = fold_complex(mirrored_cuts(cuts), SQUARE)
        board = self.board("fold", *paper_rows(sheet, self.label))
        self.box, self.cut_counts = board.clear(1.0), board.panel
        place = paper_placement(SQUARE, [view, top], self.box, self.area)
        paper = FoldedPaper(sheet, self.theme, placement=place)
        whole = FoldedPaper(uncut(sheet), self.theme, placement=place)
        near = framing(paper.redraw(across=1, along=1), view, self.box)  # what is left when all is folded
        with self.beat("fold", cuts=len(cuts), copies=paper.n_copies):
            self.set_camera_orientation(phi=view.tilt, theta=view.azimuth)
            self.enter(board.heading, whole)
            self.change(whole, lambda a: whole.redraw(across=a), run_time=2)
            self.change(whole, lambda a: whole.redraw(along=a), run_time=2)
            self.move_camera(**near, run_time=1.5)
            self.play(Create(front := paper.front(), lag_ratio=0.4), run_time=2)
            self.play(FadeIn(paper.pieces, paper.creases), run_time=1)
            self.remove(whole, front)
            self.add(paper)
            self.move_camera(zoom=1.0, frame_center=ORIGIN, run_time=1.5)
            self.change(paper, lambda a: paper.redraw(along=1 - a), run_time=1.5)
            self.change(paper, lambda a: paper.redraw(across=1 - a), run_time=1.5)
        return paper

    def price(self, paper: FoldedPaper, cuts: Floats) -> None:
        """One cut moves, and all its copies with it."""
        panel, told = self.cut_counts, {"cuts": len(cuts), "copies": paper.n_copies}

        def move(done: float) -> None:
            paper.recut(moved_cut(cuts, done))
            panel.redraw(paper_rows(paper.complex, self.label))

        with self.beat("price", **told):
            above = framing(paper, View(0, FRONT), self.box)
            self.move_camera(**above, added_anims=[FadeIn(panel)], run_time=3)
            self.change(paper, move, run_time=7)
            self.still("price", **told)

    def useful(self, nets: LearntNets) -> None:
        """Regions against parcels found, a dot for each net; and of each size the middle one by its name."""
        board, table = self.board("useful"), self.pin(parcel_table(nets, self.theme, self.label))
        parts = composition(board.rest, [size_of(table)], shape=1.4, on_the_left=False)
        put(table, parts.panels[0], UL)
        chart = self.pin(ParcelScatter(nets, self.theme, box=parts.subject, limit=LIMIT, label=self.label))
        told = {**nets.told(), "limit": LIMIT}
        with self.beat("useful", **told):
            self.enter(board.heading, chart.axes, table.heads, table.words)
            for k in range(len(nets.depths)):
                self.play(*chart.entrance(k, 2.0), FadeIn(table.column(k)))
                self.wait(1.5)
            self.play(FadeIn(self.pin(chart.sizes)))
            self.wait(3)
            self.still("useful", **told)

    # parts

    def board(self, beat: str, *rows: Counter) -> TitledBoard:
        board = TitledBoard(self.words.beats[beat].title, self.theme, self.area, rows)
        self.pin(VGroup(board.heading, board.panel))
        return board

    def enter(self, *parts: VGroup) -> None:
        """The first parts of a picture, in the place of the one before, which is not gone when they come."""
        self.play(*crossing(self.mobjects, parts), run_time=1.2)

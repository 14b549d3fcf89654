"""What is counted in films of trainings, as rows in the words of a scene: all of it of a kept step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from dlvis.arrays import Bools, Floats, itself
from dlvis.geometry import ParcelScore, fold_complex
from dlvis.measures import Fates, is_near_border, unit_gradients
from dlvis.measures.near_border import REACH
from dlvis.mobjects.counter_panel import Counter, counted
from dlvis.mobjects.counter_table import Key, TableRow
from dlvis.mobjects.net_panels import layer_counts
from dlvis.run import Part, Run, Snapshot
from dlvis.smooth import relu_net
from dlvis.style import Theme, percent, ranged, spaced
from dlvis.topics import Topic, part

MOST_UNITS = 4  # of the first layer whose gradients are written


@dataclass(frozen=True, eq=False)
class TrainingRows:
    """Rows for a `CounterPanel` or a `CounterTable`. `label` gives a scene's word for a key, its `{names}`
    filled in, as `FilmScene.label`; a topic without parcels has no row of parcels found."""

    label: Callable[..., str]
    topic: Topic
    theme: Theme
    _counts: dict[Snapshot, tuple[int, ...]] = field(default_factory=dict)
    _near: dict[Snapshot, float] = field(default_factory=dict)
    _pulls: dict[Snapshot, Floats] = field(default_factory=dict)

    __deepcopy__ = itself  # a mobject that holds it is copied when it fades in

    def counts(self, known: Snapshot) -> tuple[int, ...]:
        """The regions in the window after each hidden layer."""
        if known not in self._counts:
            self._counts[known] = layer_counts(relu_net(known.net), self.topic.window)
        return self._counts[known]

    def regions(self, known: Snapshot) -> int:
        return self.counts(known)[-1] if self.counts(known) else 1

    def clock(self, part: Part) -> tuple[str, str]:
        """How fast a part is played, and what is between its kept steps."""
        return self.label("clock", steps=spaced(part.speed)), self.label("blended")

    def step(self, known: Snapshot) -> list[Counter]:
        """One net at a kept step, as measured on the validation part."""
        scores = known.metric("balanced_accuracy"), int(known.metric("parcels_found"))
        return [Counter(self.label("step"), known.step), *self._measured(known, *scores, "validation")]

    def results(self, run: Run, score: ParcelScore) -> list[Counter]:
        """What the last net of a run has reached, on the test part if it was measured there."""
        last, kind = run.snapshots[-1], _told_part([run])
        size = Counter(self.label("parameters"), run.net.n_parameters)
        rows = [size, *self._measured(last, _balanced(run, kind), int(score.found.sum()), kind)]
        wrong = [counted(self.label, name, int(getattr(score, name).sum())) for name in ("phantom", "fused")]
        return rows + (wrong if self.topic.parcels else [])

    def spread(
        self, lanes: Sequence[Sequence[Run]], scores: Sequence[Sequence[ParcelScore]]
    ) -> list[TableRow]:
        """Of each kind of net the least and the most of its seeds."""
        kind = _told_part([run for lane in lanes for run in lane])
        ends = [[run.snapshots[-1] for run in lane] for lane in lanes]
        regions = tuple(ranged(map(self.regions, lane), spaced) for lane in ends)
        right = tuple(ranged([_balanced(run, kind) for run in lane], percent) for lane in lanes)
        rows = [
            TableRow(self.label("regions"), regions, self.label("counted")),
            TableRow(self.label("balanced"), right, self.label(kind)),
        ]
        for name in ("found", "phantom", "fused") if self.topic.parcels else ():
            counts = tuple(ranged([getattr(s, name).sum() for s in lane], spaced) for lane in scores)
            whole = self.label("of_all", whole=len(self.topic.parcels))
            rows.append(
                TableRow(self.label(name), counts, whole if name == "found" else self.label("counted"))
            )
        return rows

    def near(self, known: Snapshot) -> float:
        """The share of the regions whose middle lies near the true border, by `is_near_border`."""
        if known not in self._near:
            middles = fold_complex(relu_net(known.net), self.topic.window).interior_points()
            self._near[known] = float(is_near_border(self.topic, middles).mean())
        return self._near[known]

    def columns(self, known: Sequence[Snapshot]) -> list[TableRow]:
        """Several nets at one kept step."""
        nets = [relu_net(each.net) for each in known]
        found = tuple(self._of(int(each.metric("parcels_found"))) for each in known)
        scores = tuple(percent(each.metric("balanced_accuracy")) for each in known)
        kind = self.label("counted")
        return [
            TableRow(self.label("step"), tuple(spaced(each.step) for each in known)),
            TableRow(self.label("units"), tuple(spaced(sum(net.widths[1:-1])) for net in nets)),
            TableRow(self.label("parameters"), tuple(spaced(net.n_parameters) for net in nets)),
            TableRow(self.label("regions"), tuple(spaced(self.regions(each)) for each in known), kind),
            TableRow(
                self.label("near_border", share=round(100 * REACH)),
                tuple(percent(self.near(each)) for each in known),
                kind,
            ),
            TableRow(self.label("balanced"), scores, self.label("validation")),
            *([TableRow(self.label("found"), found, kind)] if self.topic.parcels else []),
        ]

    def pulls(self, known: Sequence[Snapshot]) -> list[TableRow]:
        """How hard the loss on the train part pulls at each unit of the first layer; 0 only where it is 0."""
        pulls = [self._gradients(each) for each in known]
        return [
            TableRow(self.label("step"), tuple(spaced(each.step) for each in known)),
            *(
                TableRow(
                    self.label("pull", unit=k + 1),
                    tuple(gradient(float(pull[k])) for pull in pulls),
                    key=Key(self.theme.fold(k), self.theme.dash(k)),
                )
                for k in range(min(MOST_UNITS, known[0].net.widths[1]))
            ),
        ]

    def fan(self, ways: Fates) -> list[Counter]:
        """What became of many seeds."""
        numbers = {"best": min(ways.losses), "median": np.median(ways.losses), "worst": max(ways.losses)}
        return [
            Counter(self.label("seeds"), len(ways.runs)),
            *(
                Counter(self.label(name), float(value), self.label("validation"), digits=3)
                for name, value in numbers.items()
            ),
            counted(self.label, "near", ways.n_near_best),
            counted(self.label, "dead", ways.n_dead),
        ]

    def view(self, total: int, in_view: int, times: float) -> list[Counter]:
        """A part of the window that is looked at."""
        return [
            counted(self.label, "regions", total),
            counted(self.label, "in_view", in_view),
            Counter(self.label("magnified"), f"{spaced(round(times))}×"),
        ]

    def _measured(self, known: Snapshot, accuracy: float, n_found: int, kind: str) -> list[Counter]:
        found = Counter(self.label("found"), self._of(n_found), self.label("counted"))
        return [
            counted(self.label, "regions", self.regions(known)),
            Counter(self.label("balanced"), percent(accuracy), self.label(kind)),
            *([found] if self.topic.parcels else []),
        ]

    def _of(self, n_found: int) -> str:
        return self.label("of", part=n_found, whole=len(self.topic.parcels))

    def _gradients(self, known: Snapshot) -> Floats:
        if known not in self._pulls:
            self._pulls[known] = unit_gradients(known.net, *self._points)
        return self._pulls[known]

    @cached_property
    def _points(self) -> tuple[Floats, Bools]:
        return part(self.topic, "train")


def gradient(size: float) -> str:
    """A size with four digits after the point; one that is smaller is no 0."""
    if 0 < size < 0.00005:
        return "< 0.0001"
    return spaced(size, 4) if size else "0"


def _told_part(runs: Sequence[Run]) -> str:
    """The part of the data by which finished runs are told: test, if all were measured there."""
    return "test" if all("test_balanced_accuracy" in run.results for run in runs) else "validation"


def _balanced(run: Run, part: str) -> float:
    """The balanced accuracy of a finished run on the test or the validation part."""
    if part == "test":
        return run.result("test_balanced_accuracy")
    return run.snapshots[-1].metric("balanced_accuracy")

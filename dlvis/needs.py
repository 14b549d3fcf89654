"""What a scene needs as data, as plain values that it declares beside itself; `dlvis prepare` makes it.

    class Fold(FilmScene):
        @classmethod
        def needs(cls, params):
            return (TrainedRun(params.topic, (2, 3, 1)), SweptTable("ladder"))

Each need knows where it is found in the folder of results, and the line that makes it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dlvis.drawable import check_widths
from dlvis.errors import InputError
from dlvis.net import shallow_widths
from dlvis.run import check_topic, load_run, newest_run, run_name
from dlvis.run.origin import RARE
from dlvis.sweep.experiment import experiment
from dlvis.tables import load_table
from dlvis.topics import load

RUNS, TABLES = "runs", "tables"
FEW_SETTINGS = (("steps", 3000),)  # as good as more, for so few neurons


@dataclass(frozen=True)
class TrainedRun:
    """A run of a topic: of this `seed` and these settings, or, without a seed, any finished one.

    `settings` are as a run keeps them, such as {"steps": 3000}; those that are not named are the topic's.
    """

    topic: str
    widths: tuple[int, ...]
    seed: int | None = None
    settings: tuple[tuple[str, Any], ...] = field(default=())

    @property
    def name(self) -> str:
        return run_name(load(self.topic).name, self.widths, self.seed or 0)

    def found(self, out: Path) -> Path | None:
        """The folder of such a run of the topic as it is now, None where there is none."""
        try:
            place = out / RUNS / self.name if self.seed is not None else self._newest(out)
            run = load_run(place)
            check_topic(run, place, load(self.topic))
        except InputError:
            return None
        asked = self.settings if self.seed is not None else ()
        is_such = run.widths == self.widths and all(run.settings.get(name) == value for name, value in asked)
        return place if run.finished and is_such else None

    def line(self, out: Path) -> list[str]:
        """The arguments of `dlvis` that make it."""
        return train_line([self], out)

    def _newest(self, out: Path) -> Path:
        return newest_run(out / RUNS, self.topic, self.widths)


@dataclass(frozen=True)
class SweptTable:
    """The table of an experiment, by the name that `dlvis sweep --list` shows or as a .toml."""

    experiment: str

    @property
    def name(self) -> str:
        return experiment(self.experiment).name

    def found(self, out: Path) -> Path | None:
        """The table of the experiment as it now is, None where there is none."""
        asked = experiment(self.experiment)
        place = out / TABLES / f"{asked.name}.parquet"
        try:
            same = load_table(place).notes.get("experiment") == dict(asked.document)
        except InputError:
            return None
        return place if same else None

    def line(self, out: Path) -> list[str]:
        """The arguments of `dlvis` that make it."""
        place = out / TABLES / f"{self.name}.parquet"
        return ["sweep", self.experiment, "--out", str(out), *(["--force"] if place.exists() else [])]


Need = TrainedRun | SweptTable


def few_neurons(topic: str, widths: tuple[int, ...] | None, run: str | None = None) -> TrainedRun:
    """The net of few neurons in which a topic is explained: of the layer sizes and the seed that the topic
    names, unless others are asked for, by their `widths` or by a `run`."""
    own = load(topic).training
    wanted = widths or own.few_widths
    is_given = run is not None and load_run(run).widths == wanted
    seed = own.few_seed if wanted == own.few_widths and not is_given else None
    return TrainedRun(topic, wanted, seed, FEW_SETTINGS)


def raced(
    topic: str,
    deep: tuple[int, ...] | None,
    usual: tuple[int, ...],
    seed: int | None,
    n: int,
    run: str | None = None,
) -> list[list[TrainedRun]]:
    """The runs of a race: `n` seeds of a deep net from `seed` on, 0 when not given, and as many of a net with
    one hidden layer and at most as many parameters; of a net that has but one, itself alone.

    Its layer sizes are `deep` if given, else those of the `run` that is named to the scene, else the `usual`
    ones. That run is the first of the deep ones, where no seed is asked for.
    """
    named = load_run(run) if run is not None and seed is None else None
    widths = deep or (usual if named is None else named.widths)
    is_given = named is not None and named.widths == widths
    first = int(named.settings.get("seed", 0)) if named is not None and is_given else seed or 0
    sizes = (widths, shallow_widths(widths)) if len(widths) > 3 else (widths,)
    lanes = [[TrainedRun(topic, each, first + k) for k in range(n)] for each in sizes]
    if is_given:
        lanes[0][0] = TrainedRun(topic, widths)
    return lanes if len(lanes) > 1 else [lanes[0][:1]]


def missing(needs: Iterable[Need], out: Path, run: str | None = None) -> tuple[Need, ...]:
    """Those of `needs` that are not in `out`, once each; the `run` that is named to the scene serves for one
    of its widths that any run serves for.

    Raises:
        InputError: a net that is missing has too many linear regions for a film.
    """
    widths = None if run is None else load_run(run).widths
    asked = [
        each
        for each in dict.fromkeys(needs)
        if not (isinstance(each, TrainedRun) and each.seed is None and each.widths == widths)
    ]
    left = tuple(each for each in asked if each.found(out) is None)
    for topic, widths in dict.fromkeys(
        (each.topic, each.widths) for each in left if isinstance(each, TrainedRun)
    ):
        check_widths(widths, load(topic).window)
    return left


def lines(needs: Iterable[Need], out: Path) -> list[list[str]]:
    """The arguments of `dlvis` that make `needs`; nets that differ in the seed alone are trained at once."""
    alike: dict[Any, list[Any]] = {}
    for each in needs:
        kind = (each.topic, each.widths, each.settings) if isinstance(each, TrainedRun) else each
        alike.setdefault(kind, []).append(each)
    return [
        train_line(group, out) if isinstance(group[0], TrainedRun) else group[0].line(out)
        for group in alike.values()
    ]


def train_line(runs: Sequence[TrainedRun], out: Path) -> list[str]:
    """The arguments of `dlvis` that train all of `runs`, which differ in their seed alone."""
    first, seeds = runs[0], ",".join(str(each.seed or 0) for each in runs)
    line = ["train", first.topic, "--widths", ",".join(map(str, first.widths))]
    line += ["--seeds" if len(runs) > 1 else "--seed", seeds]
    for name, value in first.settings:
        known = RARE.get(name, f"net.{name}" if name == "slope" else f"train.{name}")
        line += ["--set", f"{known}={value}"]
    # one of them may be there, but unfinished or of other settings
    is_there = any((out / RUNS / each.name).exists() for each in runs)
    return [*line, "--out", str(out), *(["--force"] if is_there else [])]

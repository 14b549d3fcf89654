"""An experiment as a value, and the TOML file that says it.

title = "…"                          # in one line
about = "…"                          # more of it
study = "training"                   # what is done in each cell; the default
seeds = 5                            # 0 to 4; also [1, 4, 9] or "3..7"

[fixed]                              # one value for all cells
topic = "baarle"

[grid]                               # lists: every combination is a cell
depth = [1, 4]
parameters = [129, 1025]             # sizes of a net: widths, or width and depth, or parameters and depth

[[cases]]                            # settings that go together; each is combined with the whole grid
optimiser = "adam"
rate = 0.02

Of trainings alone:

kept = "last"                        # steps that become rows: last, all, a number of them, or a list
measure = ["regions"]                # see dlvis/sweep/measurements.py
runs = "none"                        # nets that are saved as runs: none, all, best, or a list of seeds
search = ["rate"]                    # settings that are tuned and not compared: the best is selected …
by = "loss"                          # … by this, on the validation part, as the median over seeds

[budget]
equal = "multiply-adds"              # or steps, or samples: the same for each net, instead of `steps`
amount = 1e12
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dlvis.errors import InputError, nearest
from dlvis.seeds import count_of, seed_range
from dlvis.sweep.studies import STUDIES, TRAINING
from dlvis.toml import line_of, toml_document

FOLDER = Path(__file__).resolve().parent.parent / "experiments"
EQUAL = ("steps", "samples", "multiply-adds")
SEED = "seed"
MOST_SEEDS = 1_000_000
# what a net is chosen by, on the validation part: name -> whether more is better
BY = {"loss": False, "accuracy": True, "balanced_accuracy": True, "parcels_found": True}
TEXTS = ("title", "about", "study", "by")
OF_TRAINING = ("kept", "measure", "runs", "search", "by", "budget")
KEYS = ("title", "about", "study", "seeds", "fixed", "grid", "cases", *OF_TRAINING)


@dataclass(frozen=True, eq=False)
class Experiment:
    """What is done for every cell of a grid; the fields are those of the file (see above), checked.

    `name` is the table's; `where` is what errors call the file. `runs` is "none", "all", "best" or seeds,
    `kept` "last", "all", a number of steps, or steps. `seeds` is None for a study without any. `document` is
    what the file says, as plain values.
    """

    name: str
    title: str
    study: str = TRAINING
    about: str = ""
    seeds: tuple[int, ...] | None = None
    fixed: Mapping[str, Any] = field(default_factory=dict)
    grid: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    cases: tuple[Mapping[str, Any], ...] = ()
    kept: str | int | tuple[int, ...] = "last"
    measure: tuple[str, ...] = ()
    runs: str | tuple[int, ...] = "none"
    search: tuple[str, ...] = ()
    by: str = "loss"
    budget: tuple[str, float] | None = None
    where: str = "experiment"
    document: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("fixed", "grid"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        _check_names(self)
        for parameter, values in self.grid.items():
            if not values:
                raise InputError(
                    f"{self.where}: {parameter} in [grid]: expected at least one value, got none"
                )
            _check_once(f"{self.where}: {parameter} in [grid]", values)
        _check_once(f"{self.where}: seeds", self.seeds or ())
        given = [*self.fixed, *self.grid, *{name for case in self.cases for name in case}]
        if self.seeds is not None:
            given.append(SEED)
        for parameter in given:
            if given.count(parameter) > 1:
                raise InputError(f"{self.where}: {parameter} is set in two places; expected it once")
        if self.seeds is not None and not isinstance(self.runs, str) and set(self.runs) - set(self.seeds):
            raise InputError(f"{self.where}: runs: expected some of the seeds, got {list(self.runs)}")
        for parameter in self.search:
            if parameter not in given or parameter in self.fixed or parameter == SEED:
                raise InputError(
                    f"{self.where}: search: expected settings of [grid] or [[cases]], got {parameter!r}"
                )


def experiment_names() -> tuple[str, ...]:
    """The experiments that ship with dlvis."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def experiment(name_or_path: str | Path) -> Experiment:
    """The experiment of a shipped name or of a TOML file.

    Raises InputError that names the file, the line and what was expected.
    """
    text = str(name_or_path)
    path = FOLDER / f"{text}.toml" if text in experiment_names() else Path(name_or_path)
    if not path.is_file():
        close = nearest(text, experiment_names())
        raise InputError(f"experiment {text!r} is unknown{close} (or give a .toml file)")
    source, document = toml_document(path, "an experiment's TOML file")
    return experiment_of(document, path.stem, str(path), source)


def experiment_of(
    document: Mapping[str, Any], name: str, where: str = "experiment", text: str = ""
) -> Experiment:
    """The experiment that a TOML `document` says; `text` is its source, for the lines in messages."""
    for key in document:
        if key not in KEYS:
            raise InputError(f"{where}{line_of(text, key)}: {key!r} is unknown{nearest(key, KEYS)}")
    read = {key: _field(key, value, f"{where}{line_of(text, key)}: {key}") for key, value in document.items()}
    own = [key for key in OF_TRAINING if key in document and read.get("study", TRAINING) != TRAINING]
    if own:
        raise InputError(
            f"{where}{line_of(text, own[0])}: {own[0]} is for trainings, not for {read['study']}"
        )
    return Experiment(name=name, where=where, document=dict(document), **({"title": name} | read))


def _field(key: str, value: Any, where: str) -> Any:
    """One entry of the file as a field of Experiment."""
    if key in TEXTS:
        return _kind(where, value, str, "a text")
    if key in ("measure", "search"):
        names = _kind(where, value, list, 'a list of names such as ["regions"]')
        return tuple(_kind(where, each, str, "a name in the list") for each in names)
    if key == "fixed":
        return _kind(where, value, dict, "a table, [fixed]")
    if key == "grid":
        table = _kind(where, value, dict, "a table of lists, [grid]")
        return {name: tuple(_kind(f"{where}.{name}", each, list, "a list")) for name, each in table.items()}
    if key == "cases":
        return tuple(
            _kind(where, each, dict, "tables, [[cases]]") for each in _kind(where, value, list, "tables")
        )
    return {"seeds": _seeds, "kept": _kept, "runs": _runs, "budget": _budget}[key](value, where)


def _kind(where: str, value: Any, kind: type, words: str) -> Any:
    if not isinstance(value, kind):
        raise InputError(f"{where}: expected {words}, got {value!r}")
    return value


def _whole(value: Any, least: int = 0) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _seeds(value: Any, where: str) -> tuple[int, ...]:
    seeds: Any = value
    if _whole(value):
        seeds = range(value)
    elif isinstance(value, str):
        with suppress(ValueError):
            seeds = seed_range(value)
    if not isinstance(seeds, list | range) or not all(map(_whole, seeds[:MOST_SEEDS])):
        raise InputError(f'{where}: expected 10, "3..7" or [0, 3, 7], got {value!r}')
    if not 1 <= count_of(seeds) <= MOST_SEEDS:
        raise InputError(f"{where}: expected 1 to {MOST_SEEDS} seeds, got {value!r}")
    return tuple(seeds)


def _kept(value: Any, where: str) -> str | int | tuple[int, ...]:
    if value in ("last", "all") or _whole(value, 1):
        return value  # type: ignore[no-any-return]
    if isinstance(value, list) and value and all(map(_whole, value)):
        _check_once(where, value)
        return tuple(sorted(value))
    raise InputError(f'{where}: expected "last", "all", a number of steps or a list of them, got {value!r}')


def _runs(value: Any, where: str) -> str | tuple[int, ...]:
    if value in ("none", "all", "best"):
        return str(value)
    if isinstance(value, list) and value and all(map(_whole, value)):
        return tuple(value)
    raise InputError(f'{where}: expected "none", "all", "best" or a list of seeds, got {value!r}')


def _budget(value: Any, where: str) -> tuple[str, float]:
    words = f"equal = one of {', '.join(EQUAL)}, and amount = a number of at least 1"
    if not isinstance(value, dict) or set(value) != {"equal", "amount"} or value["equal"] not in EQUAL:
        raise InputError(f"{where}: expected {words}, got {value!r}")
    amount = value["amount"]
    if not isinstance(amount, int | float) or isinstance(amount, bool) or not 1 <= amount < 1e30:
        raise InputError(f"{where}: expected {words}, got {value!r}")
    return value["equal"], float(amount)


def _check_once(where: str, values: Any) -> None:
    seen: set[str] = set()
    for value in values:
        if repr(value) in seen:
            raise InputError(f"{where}: expected each once, but {value!r} is there twice")
        seen.add(repr(value))


def _check_names(asked: Experiment) -> None:
    from dlvis.sweep.measurements import MEASUREMENTS

    studies = (TRAINING, *STUDIES)
    if asked.study not in studies:
        raise InputError(f"{asked.where}: study {asked.study!r} is unknown{nearest(asked.study, studies)}")
    for name in asked.measure:
        if name not in MEASUREMENTS:
            raise InputError(f"{asked.where}: measurement {name!r} is unknown{nearest(name, MEASUREMENTS)}")
    if asked.by not in BY:
        raise InputError(f"{asked.where}: by {asked.by!r} is unknown{nearest(asked.by, BY)}")

"""The cells of an experiment as tasks: keyed by all that their rows depend on, with what they cost."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dlvis.datasets import Dataset, Material, material, material_digest
from dlvis.datasets.dataset import NUMBERS, TWO_CLASSES
from dlvis.errors import InputError
from dlvis.sweep.budget import multiply_adds
from dlvis.sweep.code import code_digest, versions
from dlvis.sweep.experiment import Experiment
from dlvis.sweep.grid import Cell, cells
from dlvis.sweep.nets import NetPlan, net_columns, net_plan
from dlvis.sweep.studies import TRAINING, arguments
from dlvis.tasks import Task
from dlvis.train.recipe import RARE

LOT_SECONDS = 10.0  # of nets that are trained side by side: what is lost with a killed process
STEP_SECONDS, PER_SECOND = 4e-6, 4e10  # of one step beside its multiply-adds, and those a core does
ROW_SECONDS = 0.02  # of measuring a net once
REGIONS_PER_SECOND = 3e5


@dataclass(frozen=True, eq=False)
class Job:
    """One cell: its number in the grid, what every row of it says, its task, and about how long it takes.

    `plan` is the net of a training, None for other studies; `keeps_run` says whether the net is kept too.
    """

    number: int
    columns: Mapping[str, Any]
    task: Task
    seconds: float
    plan: NetPlan | None = None
    keeps_run: bool = False


def jobs(experiment: Experiment) -> tuple[Job, ...]:
    """A job for each cell.

    Raises InputError for a cell that cannot be, or two that are the same.
    """
    make = job_maker(experiment)
    every = tuple(make(number, cell) for number, cell in enumerate(cells(experiment)))
    _check_different(experiment, every)
    return every


def job_maker(experiment: Experiment) -> Callable[[int, Cell], Job]:
    """What makes a job of a cell and its number; topics are loaded once. Its errors name the file."""
    make = _job_maker(experiment)

    def made(number: int, cell: Cell) -> Job:
        try:
            return make(number, cell)
        except InputError as error:
            raise InputError(f"{experiment.where}: {error}") from None

    return made


def _job_maker(experiment: Experiment) -> Callable[[int, Cell], Job]:
    made_by = {"code": code_digest(), "versions": versions()}
    if experiment.study != TRAINING:
        return lambda number, cell: _study_job(experiment, number, cell, made_by)
    topics = cache(material)
    digests = cache(lambda name: material_digest(topics(name)))
    return lambda number, cell: _net_job(experiment, number, cell, topics, made_by, digests)


def lots(every: Iterable[Job]) -> list[tuple[Job, ...]]:
    """The jobs in lots that are worked on side by side, the longest lot first.

    Nets of a lot are of one kind and one topic; together they take about `LOT_SECONDS`, but all of a kind
    that is trained on a GPU are one lot.
    """
    kinds: dict[Any, list[Job]] = {}
    for job in every:
        kinds.setdefault(_kind(job), []).append(job)
    cut = [lot for alike in kinds.values() for lot in _cut(alike)]
    return sorted(cut, key=lambda lot: -sum(job.seconds for job in lot))


def _kind(job: Job) -> Any:
    return None if job.plan is None else (job.plan.topic.source, job.plan.recipe.kind)


def _cut(alike: Sequence[Job]) -> list[tuple[Job, ...]]:
    if alike[0].plan is not None and alike[0].plan.recipe.device == "cuda":
        return [tuple(alike)]
    n = max(1, int(LOT_SECONDS / max(job.seconds for job in alike)))
    return [tuple(alike[begin : begin + n]) for begin in range(0, len(alike), n)]


def _study_job(experiment: Experiment, number: int, cell: Cell, made_by: Mapping[str, Any]) -> Job:
    asked = arguments(experiment.study, cell)
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in asked.items()}
    told = {
        name: "-".join(map(str, value)) if isinstance(value, list) else value for name, value in plain.items()
    }
    task = Task("cell", {"study": experiment.study, "arguments": plain, **made_by})
    return Job(number, {"cell": number, **told}, task, LOT_SECONDS)


def _net_job(
    experiment: Experiment,
    number: int,
    cell: Cell,
    topics: Callable[[str], Material],
    made_by: Mapping[str, Any],
    digests: Callable[[str], str],
) -> Job:
    plan = net_plan(experiment, cell, topics)
    _check_by(experiment, plan.topic)
    wanted = experiment.runs
    keeps_run = wanted in ("all", "best") or (isinstance(wanted, tuple) and plan.recipe.seed in wanted)
    inputs = {
        "topic": digests(plan.topic.source),
        "source": plan.topic.source,
        "settings": RARE | plan.recipe.as_settings(),
        "rows_at": list(plan.rows_at),
        "measure": list(experiment.measure),
        "run": keeps_run,
        **made_by,
    }
    columns = {"net": number, **net_columns(plan)}
    return Job(number, columns, Task("net", inputs), net_seconds(plan, experiment.measure), plan, keeps_run)


def net_seconds(plan: NetPlan, measure: Sequence[str]) -> float:
    """About how long a net takes on one core, its measurements included; a guess within a factor of three."""
    asked = plan.recipe
    step = STEP_SECONDS + multiply_adds(asked.widths, asked.batch) / PER_SECOND
    # about N^2 / 2 regions before training, and as many folds are counted for the other measurements
    folds = sum(asked.widths[1:-1]) ** 2 / 2 / REGIONS_PER_SECOND if measure else 0.0
    return asked.steps * step + len(plan.rows_at) * (ROW_SECONDS + folds)


def _check_by(experiment: Experiment, about: Material) -> None:
    """Refuse to choose by what will not be measured, before anything is trained."""
    if not isinstance(about, Dataset) or experiment.by == "loss":
        return
    told = {"accuracy", "balanced_accuracy"} if about.task == TWO_CLASSES else {"accuracy"}
    if about.task == NUMBERS or experiment.by not in told:
        raise InputError(f"by: {about.name} has no {experiment.by}, expected loss")


def _check_different(experiment: Experiment, every: Sequence[Job]) -> None:
    seen: dict[str, Job] = {}
    for job in every:
        other = seen.setdefault(job.task.key, job)
        if other is not job:
            what = "-".join(map(str, job.plan.recipe.widths)) if job.plan else "study"
            raise InputError(
                f"{experiment.where}: cells {other.number} and {job.number} of the grid are the same"
                f" ({what}); expected each once"
            )

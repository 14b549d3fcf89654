"""What a sweep will take, said before it begins: nets, rows, parameters, memory, time."""

from collections.abc import Sequence
from dataclasses import dataclass

from dlvis.errors import InputError
from dlvis.net import n_parameters
from dlvis.sweep.experiment import Experiment
from dlvis.sweep.grid import cell, n_cells
from dlvis.sweep.jobs import Job, job_maker, lots
from dlvis.sweep.studies import TRAINING
from dlvis.tasks import Store
from dlvis.train.memory import lot_bytes

MOST_CELLS = 10_000  # that are begun without --force
LIMIT = 1_000_000  # that are begun at all: each is a file
_LOOKED_AT = 100  # cells by which a large grid is estimated


@dataclass(frozen=True)
class Forecast:
    """`seconds` is about the time that is left, None where a study does not say; `memory` bytes at most."""

    jobs: int
    finished: int
    rows: int | None
    parameters: tuple[int, int] | None
    memory: int | None
    seconds: float | None


def forecast(every: Sequence[Job], store: Store, n_processes: int) -> Forecast:
    """What these jobs take on so many processes."""
    left = [job for job in every if store.found(job.task) is None]
    finished = len(every) - len(left)
    plans = [job.plan for job in every if job.plan is not None]
    if not plans:
        return Forecast(len(every), finished, None, None, None, None)
    parameters = [n_parameters(plan.recipe.widths) for plan in plans]
    return Forecast(
        jobs=len(every),
        finished=finished,
        rows=sum(len(plan.rows_at) for plan in plans),
        parameters=(min(parameters), max(parameters)),
        memory=max((_lot_memory(lot) for lot in lots(left)), default=0) * n_processes,
        seconds=sum(job.seconds for job in left) / n_processes,
    )


def check_size(experiment: Experiment, n_processes: int, force: bool) -> None:
    """Refuse a grid that nobody can have meant, before any of it is made.

    Raises InputError for more than `MOST_CELLS` cells without `force`, with the time they would take, and for
    more than `LIMIT` in any case.
    """
    n = n_cells(experiment)
    if n <= (LIMIT if force else MOST_CELLS):
        return
    remedy = f"expected at most {LIMIT:,}" if n > LIMIT else "make the grid smaller, or begin it with --force"
    raise InputError(
        f"{experiment.where}: the grid has {n:,} cells{_time(experiment, n, n_processes)}; {remedy}"
    )


def duration(seconds: float) -> str:
    """Seconds as people say them: 40 s, 12 min, 3.5 h, 20 days."""
    for size, unit in ((1, "s"), (60, "min"), (3600, "h"), (86400, "days")):
        if seconds < size * 100 or unit == "days":
            return f"{seconds / size:,.{1 if unit in ('h', 'days') and seconds < 10 * size else 0}f} {unit}"
    raise AssertionError


def _time(experiment: Experiment, n: int, n_processes: int) -> str:
    if experiment.study != TRAINING:
        return ""
    make = job_maker(experiment)
    numbers = [k * n // _LOOKED_AT for k in range(_LOOKED_AT)]
    seconds = sum(make(number, cell(experiment, number)).seconds for number in numbers) / _LOOKED_AT * n
    return f", which would take about {duration(seconds / n_processes)} on {n_processes} cores"


def _lot_memory(lot: Sequence[Job]) -> int:
    plans = [job.plan for job in lot if job.plan is not None]
    return lot_bytes(plans[0].topic, [plan.recipe for plan in plans], 1) if plans else 0

"""A whole sweep: all jobs by several processes, then one table, and the runs that were asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlvis.errors import InputError
from dlvis.geometry.memory import available_memory
from dlvis.run import load_run, prepared_place, run_digest, run_name, save_run
from dlvis.sweep.assembly import table
from dlvis.sweep.experiment import Experiment
from dlvis.sweep.jobs import Job, lots
from dlvis.sweep.work import finished_rows, work
from dlvis.tables import Table, load_table, save_table
from dlvis.tasks import Store, run_workers

TABLES, STORE, RUNS = "tables", "sweeps", "runs"
ROUNDS = 3  # a worker may be killed, and another process that was at a job too
WORK = "dlvis.sweep.work:work"

OnProgress = Callable[[float, float, int], None]  # seconds of work done, of all, and finished jobs


@dataclass(frozen=True, eq=False)
class Swept:
    """What a sweep has written: the table's place, the table, and the folders of the runs."""

    place: Path
    table: Table
    runs: tuple[Path, ...]


def sweep(
    experiment: Experiment,
    every: Sequence[Job],
    out: Path,
    n_processes: int,
    overwrite: bool = False,
    on_progress: OnProgress | None = None,
) -> Swept:
    """Do the jobs that are not done (`out`/sweeps holds those that are), and write `out`/tables/NAME.parquet.

    Raises:
        InputError: the table or a run would overwrite another; no room to write; workers that are killed
            again and again. What is finished is kept.
    """
    place = table_place(experiment, out, overwrite)
    store = Store(out / STORE)
    store.check()
    _do_all(experiment, every, store, n_processes, on_progress)
    rows = [finished_rows(_found(store, job)) for job in every]
    made = table(experiment, every, rows)
    save_table(made, place, overwrite=True)
    return Swept(
        place, made, _save_runs(experiment, every, made, store, out / RUNS / experiment.name, overwrite)
    )


def table_place(experiment: Experiment, out: Path, overwrite: bool) -> Path:
    """Where the table goes. InputError where one of another experiment is, unless it may be overwritten."""
    place = out / TABLES / f"{experiment.name}.parquet"
    if place.exists() and not overwrite:
        try:
            same = load_table(place).notes.get("experiment") == dict(experiment.document)
        except InputError:
            same = False
        if not same:
            raise InputError(
                f"{place}: is of another experiment; use --force to overwrite it or --out for another place"
            )
    return place


def processes(every: Sequence[Job], wanted: int) -> int:
    """How many processes work: no more than there are lots, and one for a GPU."""
    on_gpu = any(job.plan is not None and job.plan.recipe.device == "cuda" for job in every)
    return 1 if on_gpu else max(1, min(wanted, len(lots(every))))


def _do_all(
    experiment: Experiment,
    every: Sequence[Job],
    store: Store,
    n_processes: int,
    on_progress: OnProgress | None,
) -> None:
    shares = {job.number: 1.0 if store.found(job.task) else 0.0 for job in every}
    seconds = {job.number: job.seconds for job in every}

    def hear(_: int, said: Any) -> None:
        number, share = said
        shares[number] = max(shares[number], share)
        if on_progress is not None:
            done = sum(seconds[each] * share for each, share in shares.items())
            on_progress(done, sum(seconds.values()), sum(share == 1 for share in shares.values()))

    for again in range(ROUNDS):
        left = [job for job in every if store.found(job.task) is None]
        if not left:
            return
        orders = _orders(experiment, store, processes(left, n_processes), wait=again > 0)
        if len(orders) == 1:
            work(orders[0], lambda said: hear(0, said), lambda: False)
        else:
            run_workers(WORK, orders, hear)
    if any(store.found(job.task) is None for job in every):
        raise InputError(
            "processes of this sweep have been killed again and again, perhaps for want of memory: try fewer"
            " with --jobs; what is finished is kept"
        )


def _orders(experiment: Experiment, store: Store, n: int, wait: bool) -> list[dict[str, Any]]:
    there = available_memory()
    common = {
        "document": dict(experiment.document),
        "name": experiment.name,
        "where": experiment.where,
        "store": str(store.folder),
        "memory": None if there is None else there // 2 // n,
        "wait": wait,
    }
    return [common | {"number": number} for number in range(n)]


def _found(store: Store, job: Job) -> Path:
    place = store.found(job.task)
    if place is None:
        raise InputError(f"{store.folder}: finished work is gone again; something else writes there")
    return place


def _save_runs(
    experiment: Experiment, every: Sequence[Job], made: Table, store: Store, folder: Path, overwrite: bool
) -> tuple[Path, ...]:
    """The nets that the experiment asks for, from the store to `folder`."""
    best = {int(net) for net in made.where(best=True).column("net")} if experiment.runs == "best" else None
    saved = []
    for job in every:
        if job.plan is None or not job.keeps_run or (best is not None and job.number not in best):
            continue
        run = load_run(_found(store, job))
        name = run_name(job.plan.topic.name, job.plan.recipe.widths, job.plan.recipe.seed)
        place = folder / f"{job.number:04d}-{name}"
        if not (place.is_dir() and run_digest(load_run(place)) == run_digest(run)):
            save_run(run, prepared_place(place, overwrite), overwrite)
        saved.append(place)
    return tuple(saved)

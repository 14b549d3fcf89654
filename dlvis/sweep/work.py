"""What a process does for a sweep: lots of jobs that nobody has done, each kept as soon as it is finished."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from dlvis.errors import InputError
from dlvis.run import save_run
from dlvis.run.values import Run, Snapshot
from dlvis.sweep.experiment import Experiment, experiment_of
from dlvis.sweep.jobs import Job, jobs, lots
from dlvis.sweep.rows import kept_run, net_rows
from dlvis.sweep.studies import rows
from dlvis.tasks import Store, Task
from dlvis.tasks.store import cannot_write
from dlvis.train import Recipe, TrainingDivergedError, trained_runs

ROWS = "rows.json"

Tell = Callable[[Any], None]


class Stopped(Exception):  # noqa: N818 it is no error
    """This process has been told to stop."""


def work(values: Mapping[str, Any], tell: Tell, is_stopped: Callable[[], bool]) -> None:
    """Go through all lots from one's own place on, and do those jobs that nobody has done or is at.

    `values` are the experiment's `document`, `name` and `where`, the `store`, the `memory` of a lot, the
    worker's own `number`, and whether to `wait` for what others are at. It tells (job, share done).
    """
    asked = experiment_of(values["document"], values["name"], values["where"])
    store = Store(Path(values["store"]))
    every = lots(jobs(asked))
    own = values["number"] % len(every)
    with suppress(Stopped):
        for lot in (*every[own:], *every[:own]):
            with _mine(store, lot, values["wait"]) as mine:
                if mine and mine[0].plan is None:
                    _do_cells(asked, mine, store, tell, is_stopped)
                elif mine:
                    _train(asked.measure, mine, store, values["memory"], tell, is_stopped)


def finished_rows(place: Path) -> list[dict[str, Any]]:
    """The rows in the folder of a finished job."""
    read: list[dict[str, Any]] = json.loads((place / ROWS).read_text(encoding="utf-8"))
    return read


@contextmanager
def _mine(store: Store, lot: Sequence[Job], wait: bool) -> Iterator[list[Job]]:
    """Those jobs of a lot that are to be done, claimed within the block."""
    with ExitStack() as claims:
        left = [job for job in lot if store.found(job.task) is None]
        claimed = [job for job in left if claims.enter_context(store.claimed(job.task, wait))]
        yield [job for job in claimed if store.found(job.task) is None]


def _do_cells(
    asked: Experiment, lot: Sequence[Job], store: Store, tell: Tell, is_stopped: Callable[[], bool]
) -> None:
    for job in lot:
        if is_stopped():
            raise Stopped
        try:
            told = rows(asked.study, job.task.inputs["arguments"])
        except InputError as error:
            raise InputError(f"{asked.where}: cell {job.number}: {error}") from None
        _keep(store, job.task, told)
        tell((job.number, 1.0))


def _train(
    measure: tuple[str, ...],
    lot: Sequence[Job],
    store: Store,
    memory: int | None,
    tell: Tell,
    is_stopped: Callable[[], bool],
) -> None:
    plans = [job.plan for job in lot if job.plan is not None]
    by_recipe = {job.plan.recipe: job for job in lot if job.plan is not None}

    def watch(recipe: Recipe, snapshot: Snapshot) -> None:
        if is_stopped():
            raise Stopped
        # it is finished when it is measured and kept
        tell((by_recipe[recipe].number, 0.99 * snapshot.step / recipe.steps))

    recipes = [plan.recipe for plan in plans]
    runs = trained_runs(plans[0].topic, recipes, on_snapshot=watch, n_threads=1, memory=memory)
    with suppress(TrainingDivergedError):  # comes after all runs; the rows of those nets say so
        for job, plan, run in zip(lot, plans, runs, strict=False):
            kept = kept_run(run, plan) if job.keeps_run else None
            _keep(store, job.task, net_rows(run, plan, measure), kept)
            tell((job.number, 1.0))


def _keep(store: Store, task: Task, told: list[dict[str, Any]], run: Run | None = None) -> None:
    with store.making(task) as place:
        try:
            (place / ROWS).write_text(json.dumps(told), encoding="utf-8")
        except OSError as error:
            raise cannot_write(store.folder, error) from error
        if run is not None:
            folder = save_run(run, place / "run")
            for file in list(folder.iterdir()):
                file.rename(place / file.name)
            folder.rmdir()

"""The rows of one trained net: the validation part at every kept step, the test part at the last."""

from dataclasses import replace
from typing import Any

from dlvis.errors import InputError
from dlvis.run import Run
from dlvis.sweep.measurements import measured
from dlvis.sweep.nets import NetPlan
from dlvis.sweep.trained import Trained

VALIDATION, TEST = "validation_", "test_"


def net_rows(run: Run, plan: NetPlan, measure: tuple[str, ...]) -> list[dict[str, Any]]:
    """A row for each step of `plan.rows_at` that the run has reached, and for its last.

    A net whose loss became NaN says so (`diverged`) and has no test results. A measurement that is refused,
    as one of folds is for smooth units, is left out, and `skipped` says why.
    """
    last = run.snapshots[-1]
    chosen = [each for each in run.snapshots if each.step in plan.rows_at or each is last]
    kept = replace(run, snapshots=tuple(chosen))
    trained = Trained(kept, run.snapshots[0].net, plan.topic)
    columns: dict[str, list[Any]] = {}
    skipped = []
    for name in measure:
        try:
            columns |= measured([name], trained)
        except InputError as error:
            skipped.append(f"{name}: {error}")
    rows = []
    for place, snapshot in enumerate(chosen):
        row = {"step": snapshot.step, "diverged": not run.finished, "skipped": "; ".join(skipped)}
        row |= {f"{VALIDATION}{name}": value for name, value in snapshot.metrics.items()}
        if snapshot is last and run.finished:
            row |= dict(run.results)
        rows.append(row | {name: values[place] for name, values in columns.items()})
    return rows


def kept_run(run: Run, plan: NetPlan) -> Run:
    """The run with the net before the first step and those of the rows alone."""
    wanted = {0, *plan.rows_at, run.snapshots[-1].step}
    return replace(run, snapshots=tuple(each for each in run.snapshots if each.step in wanted))

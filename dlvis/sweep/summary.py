"""What a sweep's table says in a few lines: each selected configuration, median and range over its seeds."""

import numpy as np

from dlvis.plots.markdown import span
from dlvis.plots.rows import groups, last_rows
from dlvis.sweep.experiment import Experiment
from dlvis.sweep.rows import TEST
from dlvis.sweep.selection import compared
from dlvis.sweep.studies import TRAINING
from dlvis.tables import Table

TOLD = (f"{TEST}balanced_accuracy", f"{TEST}parcels_found")
MOST_LINES = 40


def summary(experiment: Experiment, table: Table) -> list[str]:
    """Lines for people: the budget, then what the selected nets of each configuration do on the test part."""
    if experiment.study != TRAINING:
        return [f"{len(table)} rows, columns: {', '.join(table.columns)}"]
    budget = table.notes["budget"]
    lines = [
        f"equal for all nets: {', '.join(budget['equal']) or 'nothing'};"
        " test part, median (range) over seeds:"
    ]
    parting = [name for name in compared(experiment) if name not in experiment.search]
    parts = [part for _, part in groups(last_rows(table).where(selected=True), parting)]
    lines += [f"  {_named(experiment, group)}: {_quality(group)}" for group in parts[:MOST_LINES]]
    if len(parts) > MOST_LINES:
        lines.append(f"  … {len(parts) - MOST_LINES} more configurations in the table")
    return lines


def _named(experiment: Experiment, group: Table) -> str:
    names = compared(experiment) or ["widths"]
    return ", ".join(f"{name} {group.column(name)[0]}" for name in names)


def _quality(group: Table) -> str:
    accuracy, parcels = (group.numbers(name) if name in group.columns else np.array([]) for name in TOLD)
    diverged = int(group.column("diverged").sum())
    failed = f"; {diverged} of {len(group)} diverged" if diverged else ""
    n_parcels = group.numbers("parcels")[0] if "parcels" in group.columns else np.nan
    of = "" if np.isnan(n_parcels) else f" of {n_parcels:.0f}"
    return f"balanced accuracy {span(accuracy, 1, 100)} %, parcels found {span(parcels, 0)}{of}{failed}"

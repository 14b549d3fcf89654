"""What a sweep's table says in a few lines: each selected configuration, median and range over its seeds."""

from dlvis.plots.axes import is_share, words
from dlvis.plots.markdown import span
from dlvis.plots.rows import groups, last_rows
from dlvis.sweep.experiment import Experiment
from dlvis.sweep.rows import TEST
from dlvis.sweep.selection import compared
from dlvis.sweep.studies import TRAINING
from dlvis.tables import Table

TOLD = (f"{TEST}balanced_accuracy", f"{TEST}parcels_found")
LOSS = f"{TEST}loss"
MOST_LINES = 40


def summary(experiment: Experiment, table: Table) -> list[str]:
    """Lines for people: the budget, then what the selected nets of each configuration do on the test part."""
    if experiment.study != TRAINING:
        return [f"{len(table)} rows, columns: {', '.join(table.columns)}"]
    budget = table.notes["budget"]
    lines = [f"equal for all nets: {', '.join(budget['equal']) or 'nothing'}; median (range) over seeds:"]
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
    there = [name for name in TOLD if name in group.columns] or [LOSS]
    told = [f"{words(name)} {_span(group, name)}" for name in there]
    diverged = int(group.column("diverged").sum())
    return ", ".join(told) + (f"; {diverged} of {len(group)} diverged" if diverged else "")


def _span(group: Table, name: str) -> str:
    values = group.numbers(name)
    if is_share(name):
        return f"{span(values, 1, 100)} %"
    return span(values, 4 if name == LOSS else 0)

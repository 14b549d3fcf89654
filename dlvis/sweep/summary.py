"""What a sweep's table says in a few lines: each selected configuration, median and range over its seeds."""

from collections.abc import Sequence

import numpy as np

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
    groups = configurations(experiment, last_rows(table).where(selected=True))
    lines += [f"  {_named(experiment, group)}: {_quality(group)}" for group in groups[:MOST_LINES]]
    if len(groups) > MOST_LINES:
        lines.append(f"  … {len(groups) - MOST_LINES} more configurations in the table")
    return lines


def last_rows(table: Table) -> Table:
    """The last row of each net."""
    net = table.column("net")
    return table.rows(np.flatnonzero(np.append(net[1:] != net[:-1], True)))


def configurations(experiment: Experiment, rows: Table) -> list[Table]:
    """The rows, parted by what is compared: all settings of the grid but the seed and what is searched."""
    names = [name for name in compared(experiment) if name not in experiment.search]
    keys = list(zip(*(rows.column(name).tolist() for name in names), strict=True)) or [()] * len(rows)
    return [rows.rows(np.array([key == each for each in keys])) for key in dict.fromkeys(keys)]


def span(values: Sequence[float] | np.ndarray, digits: int = 1, factor: float = 1.0) -> str:
    """Median and range of numbers, such as "94.8 (91.0 to 96.2)"; of equal ones, only one of them."""
    there = np.asarray(values, np.float64)
    there = there[~np.isnan(there)] * factor
    if not len(there):
        return "none"
    least, middle, most = (f"{value:,.{digits}f}" for value in (there.min(), np.median(there), there.max()))
    return middle if least == most else f"{middle} ({least} to {most})"


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

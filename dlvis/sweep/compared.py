"""The nets of an experiment that are compared, read from its table: for scenes and plots."""

from pathlib import Path

from dlvis.errors import InputError
from dlvis.plots.rows import last_rows
from dlvis.sweep.experiment import experiment
from dlvis.tables import Table, load_table

LADDER = "ladder"


def experiment_on(name: str | None, topic: str) -> str | None:
    """The experiment `name`; where none is named the ladder, if it is on `topic`, or none."""
    if name is not None:
        return name
    return LADDER if _topic(LADDER) == topic else None


def compared_nets(name: str, topic: str, results: Path) -> Table:
    """The selected nets of experiment `name` at their last step, a row each.

    Raises:
        InputError: the experiment is on another topic than `topic`, there is no table of it in `results`, or
            all of its nets diverged.
    """
    asked = experiment(name)
    if _topic(name) != topic:
        raise InputError(f"experiment {name!r}: expected one on topic {topic!r}, got one on {_topic(name)!r}")
    path = results / "tables" / f"{asked.name}.parquet"
    if not path.is_file():
        raise InputError(f"{path}: there is no such table; make it with `dlvis sweep {name}`")
    nets = last_rows(load_table(path)).where(selected=True, diverged=False)
    if not len(nets):
        raise InputError(f"{path}: expected nets that are trained to the end, but each of them diverged")
    return nets


def middle_rows(table: Table, kinds: tuple[str, ...], by: str) -> list[int]:
    """For each kind of net, told apart by the columns `kinds`, the row in the middle of its seeds."""
    rows = list(zip(*(table.column(name).tolist() for name in kinds), strict=True))
    values = table.numbers(by)
    groups = ([row for row, each in enumerate(rows) if each == kind] for kind in sorted(set(rows)))
    return [sorted(group, key=lambda row: values[row])[len(group) // 2] for group in groups]


def _topic(name: str) -> str | None:
    """The one topic that the nets of an experiment are trained on, None where they have none or several."""
    topic = experiment(name).fixed.get("topic")
    return None if topic is None else str(topic)

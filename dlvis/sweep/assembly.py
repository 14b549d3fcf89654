"""Finished jobs as one table, the same whoever did them and however often they were interrupted."""

from collections.abc import Mapping, Sequence
from typing import Any

from dlvis.datasets import material_digest
from dlvis.sweep.budget import spent
from dlvis.sweep.code import versions
from dlvis.sweep.experiment import Experiment
from dlvis.sweep.jobs import Job
from dlvis.sweep.rows import TEST, VALIDATION
from dlvis.sweep.selection import selection
from dlvis.sweep.studies import TRAINING
from dlvis.tables import Table, table_of


def table(experiment: Experiment, every: Sequence[Job], rows: Sequence[Sequence[Mapping[str, Any]]]) -> Table:
    """The table of all jobs in the order of the grid; `rows` are those of each job."""
    extra: Sequence[Mapping[str, Any]] = [{} for _ in every]
    if experiment.study == TRAINING:
        extra = selection(
            experiment, [{**job.columns, **own[-1]} for job, own in zip(every, rows, strict=True)]
        )
    told = [
        {**job.columns, **more, **row}
        for job, more, own in zip(every, extra, rows, strict=True)
        for row in own
    ]
    return table_of(told, notes(experiment, every), experiment.name)


def notes(experiment: Experiment, every: Sequence[Job]) -> dict[str, Any]:
    """What the file says of it all: the experiment, the versions, and for trainings the budget and parts."""
    told: dict[str, Any] = {
        "experiment": dict(experiment.document),
        "name": experiment.name,
        "title": experiment.title,
        "versions": versions(),
    }
    plans = [job.plan for job in every if job.plan is not None]
    if plans:
        told["budget"] = budget(experiment, every)
        told["topics"] = {plan.topic.source: plan.topic for plan in plans}
        told["topics"] = {source: material_digest(topic) for source, topic in told["topics"].items()}
        told["selection"] = {"by": f"{VALIDATION}{experiment.by}", "search": list(experiment.search)}
        told["parts"] = f"{VALIDATION}… on the validation part; {TEST}… on the test part, for the last step"
    return told


def budget(experiment: Experiment, every: Sequence[Job]) -> dict[str, Any]:
    """What was to be equal, and the least and most that the nets have spent, counted."""
    counted = spent([job.columns for job in every])
    asked: dict[str, Any] = {"equal": [name for name, (least, most) in counted.items() if least == most]}
    if experiment.budget is not None:
        asked |= {"by": experiment.budget[0], "amount": experiment.budget[1]}
    return asked | counted

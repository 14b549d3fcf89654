"""The cells of an experiment's grid: every combination, counted before any is made."""

from collections.abc import Iterator, Mapping
from math import prod
from typing import Any

from dlvis.sweep.experiment import SEED, Experiment

Cell = dict[str, Any]


def n_cells(experiment: Experiment) -> int:
    """How many cells there are, the seeds among them."""
    return prod(len(choices) for choices in _axes(experiment))


def cells(experiment: Experiment) -> Iterator[Cell]:
    """Every combination in the order of the file: the seeds change first, then what is named last."""
    return (cell(experiment, number) for number in range(n_cells(experiment)))


def cell(experiment: Experiment, number: int) -> Cell:
    """The cell of this number, counted from 0."""
    chosen: list[Mapping[str, Any]] = []
    for choices in reversed(_axes(experiment)):
        number, place = divmod(number, len(choices))
        chosen.append(choices[place])
    return {**experiment.fixed, **{name: value for part in reversed(chosen) for name, value in part.items()}}


def _axes(experiment: Experiment) -> list[list[Mapping[str, Any]]]:
    """The lists of settings that are combined."""
    grid: list[list[Mapping[str, Any]]] = [
        [{name: value} for value in values] for name, values in experiment.grid.items()
    ]
    seeds: list[Mapping[str, Any]] = (
        [{}] if experiment.seeds is None else [{SEED: seed} for seed in experiment.seeds]
    )
    return [list(experiment.cases) or [{}], *grid, seeds]

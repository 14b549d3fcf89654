"""The cells of an experiment's grid: every combination, counted before any is made."""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

from dlvis.sweep.experiment import SEED, Experiment

Cell = dict[str, Any]


def n_cells(experiment: Experiment) -> int:
    """How many cells there are, the seeds among them."""
    return prod(map(len, experiment.grid.values())) * len(_cases(experiment)) * len(_seeds(experiment))


def cells(experiment: Experiment) -> Iterator[Cell]:
    """Every combination in the order of the file, the last named changing first, and the seeds before all."""
    for case in _cases(experiment):
        for values in product(*experiment.grid.values()):
            chosen = dict(zip(experiment.grid, values, strict=True))
            for seed in _seeds(experiment):
                yield {**experiment.fixed, **case, **chosen, **seed}


def _cases(experiment: Experiment) -> tuple[Any, ...]:
    return experiment.cases or ({},)


def _seeds(experiment: Experiment) -> tuple[Cell, ...]:
    return ({},) if experiment.seeds is None else tuple({SEED: seed} for seed in experiment.seeds)

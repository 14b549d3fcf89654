"""Which nets a search has found best, by the validation part alone.

A configuration is what an experiment compares: all settings but the seed and those that are searched. In
each, the searched settings with the best median over the seeds are `selected`, and of their nets the one
best by validation is `best`. The test part has no say in it.
"""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from dlvis.sweep.experiment import BY, SEED, Experiment
from dlvis.sweep.rows import VALIDATION

Row = Mapping[str, Any]


def selection(experiment: Experiment, nets: Sequence[Row]) -> list[dict[str, bool]]:
    """For each net (its settings and its last row, together) whether it is `selected`, and whether `best`."""
    groups: dict[Any, dict[Any, list[int]]] = {}
    for place, net in enumerate(nets):
        searched = tuple(net[name] for name in experiment.search)
        groups.setdefault(_configuration(experiment, net), {}).setdefault(searched, []).append(place)
    told = [{"selected": False, "best": False} for _ in nets]
    for candidates in groups.values():
        loss = {
            searched: median(_loss(experiment, nets[place]) for place in places)
            for searched, places in candidates.items()
        }
        chosen = candidates[min(loss, key=lambda searched: loss[searched])]
        for place in chosen:
            told[place]["selected"] = True
        best = min(chosen, key=lambda place: _loss(experiment, nets[place]))
        told[best]["best"] = not nets[best]["diverged"]
    return told


def _configuration(experiment: Experiment, net: Row) -> tuple[Any, ...]:
    """What a net shares with those that it is not compared with."""
    return tuple(net[name] for name in compared(experiment) if name not in experiment.search)


def compared(experiment: Experiment) -> list[str]:
    """The settings that differ between cells, without the seed."""
    names = dict.fromkeys([*experiment.grid, *(name for case in experiment.cases for name in case)])
    return [name for name in names if name != SEED]


def _loss(experiment: Experiment, net: Row) -> float:
    """The smaller the better; a net that diverged is the worst."""
    if net["diverged"]:
        return float("inf")
    value = float(net[f"{VALIDATION}{experiment.by}"])
    return -value if BY[experiment.by] else value

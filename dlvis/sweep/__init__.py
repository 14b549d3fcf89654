"""Experiments as files, and the tables that come of them.

An `Experiment` is a TOML file: a grid of settings, seeds, a budget, what is measured. A sweep goes through
its cells on all cores, keeps what is finished, goes on after an interruption, and writes one table: a row
for each net and kept step. In the order of reading: experiment (the file), grid (its cells), studies and
measurements (what can be done and measured, by name), nets and budget (cells of a training as recipes),
jobs and work (cells as tasks of a store), selection (the best by validation), sweeping (all of it).

**A study of another kind than training** is a function of one cell of the grid, see `dlvis.studies`. Write

    def rotated_quadratic(optimiser: str, rate: float, angle: float = 0.0, seed: int = 0) -> list[dict]:
        \"""How an optimiser goes down a valley that lies askew.\"""
        ...
        return [{"step": 0, "loss": 1.5}, {"step": 1, "loss": 1.1}]

anywhere above this room (in `dlvis/studies/`), add `"rotated_quadratic": "dlvis.studies.…:rotated_quadratic"`
to `STUDIES` in dlvis/sweep/studies.py, and an experiment can say

    study = "rotated_quadratic"
    seeds = 1
    [grid]
    optimiser = ["descent", "adam"]
    rate = [0.001, 0.01]

The types of the arguments (int, float, str, bool, tuples of them, `| None`) are what the file is checked
against. Arguments become columns of the table beside those of the rows; a row may leave columns out. A
`seed` argument takes the experiment's seeds. Equal arguments must give equal rows: they are not asked twice.

**A measurement** of trained nets is a function of one `Trained` (its kept snapshots as a Run, the net before
the first step, the topic) that gives columns, each with one value for each snapshot:

    def effective_rank(trained: Trained) -> dict[str, ArrayLike]:
        \"""The effective rank of the last hidden layer's values.\"""
        return {"effective_rank": [rank(snapshot.net) for snapshot in trained.run.snapshots]}

Add `"effective_rank": "dlvis.….…:effective_rank"` to `MEASUREMENTS` in dlvis/sweep/measurements.py; an
experiment asks for it by `measure = ["effective_rank"]`.
"""

from dlvis.sweep.measurements import MEASUREMENTS
from dlvis.sweep.studies import STUDIES
from dlvis.sweep.trained import Trained

__all__ = ["MEASUREMENTS", "STUDIES", "Trained"]

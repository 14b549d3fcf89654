"""Many nets at once against a plain loop: `python -m benchmarks.training [--quick] [--json]`.

CPU microseconds of one step of one net, warm, the median of five, all sides in one run and on one thread:
the loop that a user of torch would write, the same steps with stacked tensors, and the compiled kernels.
Starts and batches are drawn within the time. The last column is wall time: the loop against the kernels on
all cores. `--quick` leaves out what takes more than some seconds.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from statistics import median
from time import perf_counter, process_time

import click
import numpy as np
import torch

from benchmarks.loops import loop
from dlvis.tasks import usable_cores
from dlvis.topics import load, part
from dlvis.train.advance import advanced
from dlvis.train.cores import spread_over
from dlvis.train.recipe import Recipe, recipe
from dlvis.train.stack import started
from dlvis.train.stacked_steps import step_stacked
from dlvis.train.steps import TrainingPoints, one_thread, training_points

TOPIC = "moons"
SMALL, DEEP = (2, 8, 8, 8, 1), (2, 32, 32, 32, 32, 1)
# widths, nets, batch
BATCHES = ((SMALL, 64, 256), (SMALL, 64, 4096), (DEEP, 16, 256), (DEEP, 16, 4096))
QUICK = BATCHES[::2]
GROWTH = {
    "batch": [((2, 16, 16, 16, 1), 16, 4**k) for k in range(2, 8)],
    "width": [((2, width, width, 1), 8, 1024) for width in (4, 16, 64, 256)],
    "depth": [((2, *[16] * depth, 1), 16, 1024) for depth in (1, 2, 4, 8)],
}
OF_LOOP = 2  # nets that the loop trains: they all cost the same
WORK = 1e9  # multiplications of one measurement of the loop, in LEAST to MOST steps
LEAST, MOST = 10, 400


def measured(widths: tuple[int, ...], n_nets: int, batch: int) -> dict:
    """One kind of nets: the three ways to train them. All must come to the same nets."""
    steps = int(np.clip(WORK / (3 * _size(widths) * batch * OF_LOOP), LEAST, MOST))
    topic, asked = load(TOPIC), {"steps": steps, "batch": batch, "schedule": []}
    recipes = [recipe(topic, widths, seed, **asked) for seed in range(n_nets)]
    data = training_points(*part(topic, "train"), "cpu")
    few, cores = recipes[:OF_LOOP], usable_cores()
    begun = [replace(each, steps=10, schedule=(0, 10)) for each in few]
    assert _furthest(loop(begun, data), compiled(begun, data, 1)) < 0.01
    plain = times(lambda: loop(few, data), steps * len(few))
    stacked = times(lambda: on_stack(recipes, data), steps * n_nets)
    ours = times(lambda: compiled(recipes, data, 1), steps * n_nets)
    shared = times(lambda: compiled(recipes, data, cores), steps * n_nets)
    return {
        "work": f"{n_nets} x {list(widths)}, batch {batch:,}",
        "loop": plain[0],
        "stacked": stacked[0],
        "ours": ours[0],
        "ratio": round(plain[0] / ours[0], 1),
        "stacked_ratio": round(plain[0] / stacked[0], 1),
        "wall_ratio": round(plain[1] / shared[1], 1),
        "cores": cores,
    }


@one_thread()
def times(call: Callable[[], object], n_steps: int, n_times: int = 5) -> tuple[float, float]:
    """CPU and wall microseconds a step, the medians of some calls after one that does not count."""
    call()
    spent = []
    for _ in range(n_times):
        cpu, wall = process_time(), perf_counter()
        call()
        spent.append((process_time() - cpu, perf_counter() - wall))
    cpu, wall = (1e6 * median(each) / n_steps for each in zip(*spent, strict=True))
    return cpu, wall


def compiled(recipes: list[Recipe], data: TrainingPoints, n_threads: int) -> np.ndarray:
    """What `train_many` does on the CPU, without the measuring."""
    stack = started(recipes)
    with spread_over(n_threads) as spread:
        list(advanced(stack, data, spread, n_threads))
    return stack.parameters


def on_stack(recipes: list[Recipe], data: TrainingPoints) -> np.ndarray:
    """What `train_many` does on a GPU, here on the CPU."""
    stack, n = started(recipes), recipes[0].steps
    step_stacked(stack, data, 1, recipes[0].optimiser.shares(1, n, n))
    return stack.parameters


def _size(widths: tuple[int, ...]) -> int:
    return sum(a * b for a, b in pairwise(widths))


def _furthest(plain: list[list[torch.Tensor]], parameters: np.ndarray) -> float:
    """The largest difference of a parameter, in single precision."""
    flat = np.stack([torch.cat([array.ravel() for array in arrays]).numpy() for arrays in plain])
    return float(np.abs(flat - parameters).max())


def _rows(quick: bool) -> Iterator[dict]:
    for kind in QUICK if quick else BATCHES:
        yield measured(*kind)
    if not quick:
        for kinds in GROWTH.values():
            for kind in kinds:
                yield measured(*kind)


def _line(row: dict) -> str:
    return (
        f"| {row['work']} | {row['loop']:.1f} | {row['stacked']:.1f} | {row['ours']:.1f} "
        f"| {row['stacked_ratio']:.1f} | {row['ratio']:.1f} | {row['wall_ratio']:.1f} |"
    )


@click.command()
@click.option("--quick", is_flag=True, help="Only what takes a few seconds.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a row, instead of a table.")
def main(quick: bool, as_json: bool) -> None:
    """Measure batches of nets against a plain loop."""
    if not as_json:
        print("| nets | loop, µs | stacked, µs | ours, µs | loop/stacked | loop/ours | wall, all cores |")
        print("|---|---|---|---|---|---|---|")
    for row in _rows(quick):
        print(json.dumps(row) if as_json else _line(row), flush=True)


if __name__ == "__main__":
    main()

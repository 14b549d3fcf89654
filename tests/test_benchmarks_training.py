import json

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.loops import loop
from benchmarks.training import _furthest, compiled, main, measured
from dlvis.topics import load, part
from dlvis.train.recipe import recipe
from dlvis.train.steps import training_points


def test_the_loop_trains_the_nets_that_we_train():
    recipes = [recipe(load("moons"), (2, 6, 5, 1), seed, steps=10, batch=100, schedule=[]) for seed in (0, 1)]
    data = training_points(*part(load("moons"), "train"), "cpu")
    ours = compiled(recipes, data, 1)
    assert _furthest(loop(recipes, data), ours) < 1e-4
    assert _furthest(loop(recipes[::-1], data), ours) > 0.1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "least"),
    [
        (((2, 8, 8, 8, 1), 64, 256), 15),
        (((2, 8, 8, 8, 1), 64, 4096), 3),
        (((2, 32, 32, 32, 32, 1), 16, 256), 6),
        (((2, 32, 32, 32, 32, 1), 16, 4096), 1),
    ],
)
def test_batches_are_faster_than_the_loop(kind, least):
    assert measured(*kind)["ratio"] > least


@pytest.mark.slow
def test_every_row_is_one_json_object():
    result = CliRunner().invoke(main, ["--quick", "--json"], catch_exceptions=False)
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert len(rows) == 2
    assert all({"work", "loop", "stacked", "ours", "ratio"} <= row.keys() for row in rows)
    assert np.isfinite([row["ours"] for row in rows]).all()

"""facts.md on random labels: they are learned as well, and by heart."""

import numpy as np
import pytest
import torch

from dlvis.errors import InputError
from dlvis.studies.random_labels import _descent, _start, random_labels
from dlvis.sweep.experiment import experiment
from dlvis.sweep.grid import cells

pytest.importorskip("mnist1d")


def test_small_nets_know_random_labels_by_heart():
    rows = random_labels((24,), n=100, steps=3000, rate=0.1)
    assert rows[0]["step"] == 0
    assert rows[-1]["step"] == 3000
    assert rows[0]["train_error"] > 0.75
    assert rows[-1]["train_error"] == 0
    assert rows[-1]["loss"] < 0.1
    assert rows[-1]["test_accuracy"] == pytest.approx(0.1, abs=0.05)  # chance


def test_true_labels_are_learned_as_well():
    rows = random_labels((24,), n=1000, steps=1000, rate=0.1, permuted=False)
    assert rows[-1]["test_accuracy"] > 0.25


def test_descent_is_torchs_on_all_points():
    draw = np.random.default_rng(0)
    points, labels = draw.normal(size=(20, 6)).astype(np.float32), draw.integers(0, 3, 20)
    start = _start((6, 5, 4, 3), draw)
    steps = _descent(start, points, labels, 0.2)
    found = [next(steps) for _ in range(11)][-1][0]
    arrays = [torch.tensor(array, requires_grad=True) for array in start]
    optimiser = torch.optim.SGD(arrays, lr=0.2)
    for _ in range(10):
        values = torch.tensor(points)
        for k in range(0, 6, 2):
            values = values @ arrays[k] + arrays[k + 1]
            values = torch.relu(values) if k < 4 else values
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy(values, torch.tensor(labels)).backward()
        optimiser.step()
    for ours, theirs in zip(found, arrays, strict=True):
        assert np.allclose(ours, theirs.detach().numpy(), atol=1e-6)


def test_the_experiments_have_the_books_parameters():
    """The last is printed as 15,139. The smaller ones are a tenth, as are the points."""
    for name, known in (
        ("random-labels-full", [15_208, 15_210, 15_235, 15_319]),
        ("random-labels", [1540, 1543, 1489, 1495]),
    ):
        asked = [cell for cell in cells(experiment(name)) if cell["seed"] == 0]
        first = [random_labels(tuple(cell["hidden"]), n=10, steps=1)[0] for cell in asked]
        assert [row["parameters"] for row in first] == known
        assert {cell["rate"] * cell["steps"] for cell in asked} == {500}


@pytest.mark.slow
def test_after_the_same_steps_the_deep_are_further():
    """The errors on 400 labels as medians of three draws, for one and for more hidden layers."""

    def error(hidden):
        return np.median(
            [random_labels(hidden, steps=5000, rate=0.025, seed=k)[-1]["train_error"] for k in range(3)]
        )

    one = error((30,))
    assert 0.08 < one < 0.2
    assert all(error(hidden) < 0.6 * one for hidden in ((21, 21), (17,) * 3, (15,) * 4))


def test_what_cannot_be_is_refused():
    with pytest.raises(InputError, match="hidden: expected sizes"):
        random_labels((0,))
    with pytest.raises(InputError, match="expected 10 to 4000 points"):
        random_labels((3,), n=5000)

"""What is measured of a training with the step as axis: folds, drift, gradients."""

from dataclasses import replace

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.geometry import Window, fold_complex, fold_series
from dlvis.geometry.measure import always_on_neurons, dead_neurons
from dlvis.net import ReluNet
from dlvis.run import Run, Snapshot, weight_drift
from dlvis.topics import load, part
from dlvis.train import train
from dlvis.train.gradients import gradient_norms
from dlvis.train.measure import balanced_loss
from tests.nets import he_net

MOONS = replace(load("moons"), n_train=2000, n_validation=500, n_test=500)
SQUARE = Window(-1, 1, -1, 1)


def run_of(nets):
    return Run("moons", "moons", tuple(Snapshot(10 * k, net, {}) for k, net in enumerate(nets)))


@pytest.fixture(scope="module")
def run():
    return train(MOONS, (2, 6, 5, 1), steps=40, batch=64, rate=0.1, schedule=[0, 20])


@pytest.mark.parametrize("n_threads", [1, 2])
def test_each_row_is_that_of_the_snapshots_complex(run, n_threads):
    series = fold_series(run, SQUARE, n_threads)
    assert series.steps.tolist() == [0, 20, 40]
    for k, snapshot in enumerate(run.snapshots):
        folded = fold_complex(snapshot.net, SQUARE)
        assert series.regions[k] == folded.n_regions
        assert series.dead[k].tolist() == [dead_neurons(folded)[:6].sum(), dead_neurons(folded)[6:].sum()]
        assert series.always_on[k].sum() == always_on_neurons(folded).sum()
        assert series.folding[k].sum() == len(np.unique(folded.edge_folds, axis=0))
    assert (series.dead + series.always_on + series.folding).tolist() == [[6, 5]] * 3


def test_a_net_that_is_known_has_its_numbers():
    # three neurons: one folds along x = 0, one is dead, one is on everywhere; the output is 0 at x = 0.5
    first = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    net = ReluNet([first, np.array([[1.0, 1.0, 1.0]])], [np.array([0.0, -1.0, 1.0]), np.array([-1.5])])
    series = fold_series(run_of([net]), SQUARE)
    assert (series.regions[0], series.boundary[0]) == (2, pytest.approx(2.0))
    assert (series.dead.tolist(), series.always_on.tolist(), series.folding.tolist()) == ([[1]], [[1]], [[1]])


def test_without_threads_nothing_is_folded(run):
    with pytest.raises(InputError, match="n_threads: expected at least 1, got 0"):
        fold_series(run, SQUARE, 0)


def test_drift_is_relative_to_the_first_step_and_layer_by_layer():
    net = he_net((2, 4, 1), 0)
    moved = ReluNet([net.weights[0] * 1.5, net.weights[1]], net.biases)
    drift = weight_drift(run_of([net, moved, net]))
    assert np.allclose(drift, [[0, 0], [0.5, 0], [0, 0]])
    assert np.isinf(
        weight_drift(run_of([ReluNet([np.zeros((1, 2))], [np.zeros(1)]), he_net((2, 1), 1)]))[1, 0]
    )


def test_wide_nets_drift_less():
    def drift(width):
        asked = {"steps": 30, "batch": 500, "optimiser": "descent", "curve": "constant", "rate": 0.5}
        return weight_drift(train(MOONS, (2, width, 1), schedule=[], initialisation="scaled", **asked))[-1, 0]

    assert drift(16) / drift(1024) > 3


@pytest.mark.parametrize("widths", [(2, 5, 4, 1), (2, 5, 4, 2)])
def test_gradients_are_the_slopes_of_the_measured_loss(widths):
    points, labels = part(MOONS, "validation")
    nets = [he_net(widths, seed) for seed in range(3)]
    norms = gradient_norms(run_of(nets), points, labels)
    assert norms.shape == (3, 3)
    for net, row in zip(nets, norms, strict=True):
        for layer in range(3):
            assert np.isclose(row[layer], np.sqrt(slopes(net, layer, points, labels)), rtol=1e-4)


def slopes(net, layer, points, labels, h=1e-6):
    """The sum of the squares of the loss's differences by each parameter of a layer."""

    def loss(change, arrays):
        parts = [list(net.weights), list(net.biases)]
        parts[arrays][layer] = parts[arrays][layer] + change
        logits = ReluNet(*parts, net.slope)(points)
        return balanced_loss(logits[:, 0] if logits.shape[1] == 1 else logits[:, 1] - logits[:, 0], labels)

    total = 0.0
    for arrays, shape in enumerate((net.weights[layer].shape, net.biases[layer].shape)):
        for k in range(int(np.prod(shape))):
            change = np.zeros(shape)
            change.flat[k] = h
            total += ((loss(change, arrays) - loss(-change, arrays)) / (2 * h)) ** 2
    return total


def test_gradients_of_smooth_nets_and_of_many_steps_at_a_time(monkeypatch):
    run = train(MOONS, (2, 5, 1), steps=20, batch=64, activation="tanh")
    points, labels = part(MOONS, "validation")
    whole = gradient_norms(run, points, labels)
    assert whole.shape == (21, 2)
    assert whole.min() > 0
    monkeypatch.setattr("dlvis.train.gradients.AT_ONCE", 8 * len(points) * 4)
    assert np.allclose(gradient_norms(run, points, labels), whole, rtol=1e-12)


def test_gradients_of_nets_of_several_kinds_are_refused():
    points, labels = part(MOONS, "validation")
    with pytest.raises(InputError, match="nets of one kind, got 2"):
        gradient_norms([he_net((2, 3, 1), 0), he_net((2, 4, 1), 0)], points, labels)
    with pytest.raises(InputError, match="a label for each point, got 3 and 500"):
        gradient_norms([he_net((2, 3, 1), 0)], points, labels[:3])

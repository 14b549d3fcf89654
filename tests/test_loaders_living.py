"""Nets that live in Python: nn.Sequential, and models of scikit-learn or what looks like them."""

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils import parametrizations, weight_norm

from dlvis.errors import InputError
from dlvis.loaders import from_sequential, from_sklearn
from tests.foreign import POINTS, mlp, model, outputs


@pytest.mark.parametrize(
    ("layers", "widths"),
    [
        ([nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 1)], (2, 4, 1)),
        ([nn.Linear(2, 4, bias=False), nn.LeakyReLU(0.1), nn.Linear(4, 3), nn.LeakyReLU(0.1)], (2, 4, 3, 3)),
        (
            [nn.Flatten(), nn.BatchNorm1d(2), nn.Linear(2, 4), nn.Identity(), nn.ReLU(), nn.Linear(4, 1)],
            (2, 4, 1),
        ),
        ([nn.Linear(2, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Dropout(0.9), nn.Linear(4, 1)], (2, 4, 1)),
        ([nn.Linear(2, 4), nn.ReLU(), nn.BatchNorm1d(4, affine=False), nn.Linear(4, 1)], (2, 4, 1)),
        (
            [nn.Sequential(nn.Linear(2, 4), nn.Sequential(nn.ReLU())), nn.Linear(4, 5), nn.Linear(5, 1)],
            (2, 4, 1),
        ),
        ([parametrizations.weight_norm(nn.Linear(2, 4)), nn.ReLU(), nn.Linear(4, 1)], (2, 4, 1)),
    ],
)
def test_a_sequential_is_its_net(layers, widths):
    made = model(*layers)
    net = from_sequential(made)
    assert net.widths == widths
    assert net(POINTS) == pytest.approx(outputs(made), rel=1e-12, abs=1e-12)


def test_the_net_does_not_change_with_the_model():
    made = mlp(2, 3, 1)
    net = from_sequential(made)
    with torch.no_grad():
        made[0].weight.zero_()
    assert np.abs(net.weights[0]).min() > 0


class Doubling(nn.Linear):
    def forward(self, points):
        return 2 * super().forward(points)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (
            model(nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 1)),
            r"Sequential\.1 \(Sigmoid\): cannot be folded",
        ),
        (model(nn.Conv2d(1, 2, 3)), r"\(Conv2d\): cannot be folded"),
        (model(nn.Linear(2, 2), nn.PReLU(), nn.Linear(2, 1)), r"\(PReLU\): cannot be folded"),
        (model(nn.Sequential(nn.Linear(2, 2), nn.GELU())), r"Sequential\.0\.1 \(GELU\)"),
        (model(Doubling(2, 2)), r"\(Doubling\): cannot be folded"),
        (model(weight_norm(nn.Linear(2, 2))), "has a hook"),
        (model(nn.Linear(2, 4), nn.Flatten(0)), r"\(Flatten\): cannot be folded"),
        (model(nn.Linear(2, 4), nn.BatchNorm1d(4, track_running_stats=False)), "no running statistics"),
        (model(nn.Linear(2, 4), nn.BatchNorm1d(4)).train(), r"training mode.*model\.eval\(\)"),
        (model(nn.Linear(2, 4), nn.Dropout(), nn.Linear(4, 1)).train(), r"training mode.*model\.eval\(\)"),
        (model(nn.Linear(2, 4), nn.ReLU(), nn.Linear(5, 1)), r"Sequential\.2 \(Linear\) expects 5 numbers"),
        (model(nn.ReLU()), "at least one linear layer"),
        (nn.Linear(2, 1), r"expected an nn\.Sequential, got Linear"),
    ],
)
def test_what_is_not_piecewise_linear_is_refused_by_name(made, words):
    with pytest.raises(InputError, match=words):
        from_sequential(made)


def sklearn_like(activation="relu", widths=(2, 5, 1), seed=0, **more):
    """What scikit-learn leaves in a fitted MLP: weights (in, out)."""
    draw = np.random.default_rng(seed)
    coefs = [draw.normal(size=(a, b)) for a, b in pairwise(widths)]
    intercepts = [draw.normal(size=n) for n in widths[1:]]
    hidden = {"activation": activation, "hidden_layer_sizes": widths[1:-1]}
    return SimpleNamespace(**hidden, coefs_=coefs, intercepts_=intercepts, **more)


def test_a_model_of_scikit_learn_is_its_net():
    made = sklearn_like()
    net = from_sklearn(made)
    hidden = np.maximum(POINTS @ made.coefs_[0] + made.intercepts_[0], 0)
    assert net(POINTS) == pytest.approx(hidden @ made.coefs_[1] + made.intercepts_[1])
    assert from_sklearn(sklearn_like("identity", (2, 5, 4, 1))).widths == (2, 1)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (sklearn_like("tanh"), "activation 'tanh' is not piecewise linear"),
        (sklearn_like(out_activation_="exp"), "output goes through 'exp'"),
        (SimpleNamespace(activation="relu", hidden_layer_sizes=(3,)), "is not fitted"),
        (SimpleNamespace(), "expected an MLPClassifier or MLPRegressor, got SimpleNamespace"),
    ],
)
def test_other_models_are_refused(made, words):
    with pytest.raises(InputError, match=words):
        from_sklearn(made)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_a_classifier_decides_as_its_net_does(n_classes):
    neural_network = pytest.importorskip("sklearn.neural_network")
    classes = (np.floor(3 * POINTS[:, 0] + POINTS[:, 1]) % n_classes).astype(int)
    made = neural_network.MLPClassifier((8, 6), max_iter=30, random_state=0)
    made.fit(POINTS, classes)
    outs = from_sklearn(made)(POINTS)
    decided = (outs[:, 0] > 0).astype(int) if n_classes == 2 else outs.argmax(axis=1)
    assert np.array_equal(decided, made.predict(POINTS))


def test_a_regressor_says_what_its_net_says():
    neural_network = pytest.importorskip("sklearn.neural_network")
    made = neural_network.MLPRegressor(hidden_layer_sizes=(8,), max_iter=30, random_state=0)
    made.fit(POINTS, POINTS[:, 0] ** 2)
    assert from_sklearn(made)(POINTS)[:, 0] == pytest.approx(made.predict(POINTS))

"""Optimisers, regularisers, initialisations and activations are those of torch, on each net of a batch."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from dlvis.errors import InputError
from dlvis.geometry import fold_complex
from dlvis.run import load_run, net_between, newest_run, run_digest, run_name, save_run
from dlvis.run.store import run_header
from dlvis.smooth import SmoothNet
from dlvis.topics import load
from dlvis.train import train, train_many
from dlvis.train.dropout import dropped, step_keys
from dlvis.train.measure import measures
from dlvis.train.recipe import RARE, recipe
from dlvis.train.start import Start, initial_parameters
from tests.plain_loop import plain_net
from tests.test_train_many import asked, stacked, stepped

MOONS = replace(load("moons"), n_train=2000, n_validation=500, n_test=500)

CHOICES = [
    {"optimiser": "descent", "curve": "constant", "rate": 0.5},
    {"optimiser": "momentum", "rate": 0.05},
    {"optimiser": "momentum", "momentum": 0.5, "weight_decay": 0.01},
    {"optimiser": "adam", "weight_decay": 0.02, "curve": "constant"},
    {"activation": "tanh", "optimiser": "descent"},
    {"activation": "sigmoid", "widths": (2, 7, 6, 2)},
    {"initialisation": "xavier", "gain": 2.0, "activation": "tanh"},
    {"initialisation": "uniform", "slope": 0.2},
]


@pytest.mark.parametrize("choices", CHOICES)
def test_each_choice_is_the_one_of_torch(choices):
    recipes = asked(range(2), **({"widths": (2, 9, 5, 1)} | choices), batch=300, steps=100, dtype="float64")
    trained = stepped(recipes)
    assert np.abs(trained - np.stack([plain_net(MOONS, each) for each in recipes])).max() < 1e-10
    assert np.abs(trained - stacked(recipes)).max() < 1e-10


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
def test_dropout_is_a_layer_of_torch_with_the_same_drops(activation):
    recipes = asked(
        [3, 2**40],
        widths=(2, 9, 5, 1),
        batch=300,
        steps=60,
        dtype="float64",
        dropout=0.3,
        activation=activation,
    )
    trained = stepped(recipes)
    assert np.abs(trained - stacked(recipes)).max() < 1e-10
    for each, parameters in zip(recipes, trained, strict=True):
        keys = {}

        class Dropout(torch.nn.Module):
            def __init__(self, layer, keys=keys):
                super().__init__()
                self.first, self.keys = (0, 9)[layer], keys

            def forward(self, values):
                return dropped(values[None], self.keys["now"], self.first, 0.7)[0]

        def begin(step, seed=each.seed, keys=keys):
            keys["now"] = step_keys(torch.tensor([seed]), step)

        plain = plain_net(
            MOONS, each, dropout=lambda layer: Dropout(layer) if layer < 2 else None, before_step=begin
        )
        assert np.abs(parameters - plain).max() < 1e-10


def test_what_is_dropped_is_a_fair_draw_that_differs_everywhere():
    keys = step_keys(torch.tensor([1, 2, 1]), 5)
    kept = dropped(torch.ones(3, 4000, 50), keys, 0, 0.7) > 0
    assert torch.equal(kept[0], kept[2])
    assert abs(kept.double().mean() - 0.7) < 0.003
    assert torch.allclose(dropped(torch.ones(1, 10, 5), keys[:1], 0, 0.7).max(), torch.tensor(1 / 0.7))
    columns = [
        kept[0],
        kept[1],
        dropped(torch.ones(1, 4000, 50), step_keys(torch.tensor([1]), 6), 0, 0.7)[0] > 0,
    ]
    alike = torch.corrcoef(torch.cat(columns, dim=1).double().T).fill_diagonal_(0)
    assert alike.abs().max() < 0.09  # 11,000 pairs of 4,000 draws: 5.7 standard deviations


def drawn(name, n_in, n_out, slope=0.0, gain=1.0):
    return initial_parameters(Start(name, gain), (n_in, n_out), slope, torch.Generator().manual_seed(0))[0]


def test_starts_are_those_of_torch():
    init, weight = torch.nn.init, torch.empty(30, 40)

    def stream():
        return torch.Generator().manual_seed(0)

    def alike(name, slope=0.0):
        return torch.allclose(drawn(name, 40, 30, slope), weight, rtol=1e-5, atol=1e-7)

    init.kaiming_normal_(weight, a=0.1, nonlinearity="leaky_relu", generator=stream())
    assert alike("he", 0.1)
    assert not alike("he")
    init.xavier_normal_(weight, generator=stream())
    assert alike("xavier")
    init.kaiming_uniform_(weight, a=5**0.5, generator=stream())
    assert alike("uniform")
    init.normal_(weight, std=40**-0.5, generator=stream())
    assert alike("scaled")


def test_a_gain_scales_every_start():
    for name in ("he", "xavier", "uniform", "scaled"):
        assert torch.allclose(drawn(name, 4, 3, gain=3.0), 3 * drawn(name, 4, 3))


def test_early_stopping_ends_at_the_least_validation_loss():
    # of a rate this high the loss soon jumps about
    usual = {"widths": (2, 6, 1), "steps": 400, "rate": 0.9, "schedule": range(0, 400, 5)}
    recipes = asked(range(4), **usual, patience=20)
    whole = train_many(MOONS, asked(range(4), **usual))
    runs = train_many(MOONS, recipes)
    for run, unstopped in zip(runs, whole, strict=True):
        losses = [snapshot.metrics["loss"] for snapshot in unstopped.snapshots]
        steps = [snapshot.step for snapshot in unstopped.snapshots]
        best = next(k for k in range(len(losses)) if min(losses[: k + 5]) == losses[k])
        assert run.snapshots[-1].step == steps[best] < 400
        assert run.snapshots[-1].metrics["loss"] == losses[best]
        assert np.array_equal(run.net.weights[0], unstopped.snapshots[best].net.weights[0])
        assert run.finished
        assert run.results["test_loss"] == measures(MOONS, "test")(run.net)["loss"]
    assert len({run.snapshots[-1].step for run in runs}) > 1
    assert run_digest(runs[2]) == run_digest(train_many(MOONS, recipes[2:3])[0])


def test_a_run_tells_what_is_rare():
    run = train(
        MOONS,
        (2, 3, 1),
        steps=5,
        batch=9,
        optimiser="momentum",
        momentum=0.5,
        initialisation="xavier",
        dropout=0.1,
    )
    told = {name: run.settings[name] for name in RARE if name in run.settings}
    assert told == {"optimiser": "momentum", "momentum": 0.5, "initialisation": "xavier", "dropout": 0.1}


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"optimiser": "adma"}, "optimiser 'adma' is unknown; did you mean 'adam'"),
        ({"curve": "one"}, "curve 'one' is unknown"),
        ({"initialisation": "hee"}, "initialisation 'hee' is unknown; did you mean 'he'"),
        ({"activation": "gelu"}, "activation: expected relu, tanh or sigmoid, got 'gelu'"),
        ({"activation": "tanh", "slope": 0.1}, "slope: tanh has none, expected 0, got 0.1"),
        ({"momentum": 1.0}, "momentum: expected a number from 0 to below 1"),
        ({"weight_decay": -0.1}, "weight_decay: expected a number from 0"),
        ({"weight_decay": float("nan")}, "weight_decay: expected a number from 0"),
        ({"dropout": 1.0}, "dropout: expected a chance from 0 to below 1"),
        ({"patience": 0}, "patience: expected at least 1 step"),
        ({"gain": 0.0}, "gain: expected a number above 0"),
        ({"dtype": "float16"}, "dtype: expected float32 or float64"),
    ],
)
def test_what_cannot_be_chosen_is_refused(choice, words):
    with pytest.raises(InputError, match=words):
        recipe(MOONS, **choice)


def test_an_unknown_choice_is_named():
    with pytest.raises(TypeError, match="unknown choice 'droput'; did you mean 'dropout'"):
        recipe(MOONS, droput=0.5)


@pytest.fixture(scope="module", params=["tanh", "sigmoid"])
def smooth(request):
    return train(MOONS, (2, 8, 8, 1), steps=200, batch=128, rate=0.03, activation=request.param, schedule=[])


def test_smooth_nets_are_trained_and_measured(smooth):
    net = smooth.snapshots[-1].net
    assert isinstance(net, SmoothNet)
    assert net.widths == (2, 8, 8, 1)
    first, last = smooth.snapshots[0].metrics["loss"], smooth.snapshots[-1].metrics["loss"]
    assert last < first / 1.5
    inner = measures(MOONS, "test")
    right = (net(inner.points)[:, 0] > 0) == inner.labels
    assert smooth.results["test_accuracy"] == right.mean()


def test_folding_them_is_refused_by_name(smooth):
    words = f"its {smooth.settings['activation']} units are smooth and fold nothing"
    for fold in (
        lambda: smooth.net,
        lambda: net_between(smooth, 0.5),
        lambda: fold_complex(smooth.snapshots[0].net, MOONS.window),
    ):
        with pytest.raises(InputError, match=words):
            fold()


def test_smooth_runs_survive_the_disk_and_films_pass_them_over(smooth, tmp_path):
    relu = train(MOONS, (2, 8, 8, 1), steps=5, batch=9)
    old = save_run(relu, tmp_path / run_name("moons", (2, 8, 8, 1), 0))
    place = save_run(smooth, tmp_path / "smooth")
    again = load_run(place)
    assert run_digest(again) == run_digest(smooth)
    assert again.snapshots[-1].net.activation == smooth.settings["activation"]
    assert newest_run(tmp_path, "moons") == old
    # an older dlvis must not take it for a net of ReLUs
    assert (run_header(place)["version"], run_header(old)["version"]) == (2, 1)

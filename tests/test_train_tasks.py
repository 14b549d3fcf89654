"""Nets of any number of inputs and outputs, and the three losses: the nets that plain torch trains."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from dlvis.datasets import CLASSES, NUMBERS, TWO_CLASSES, Dataset, Part, examples, material, task
from dlvis.errors import InputError
from dlvis.geometry.line import line_pieces
from dlvis.run import check_topic, load_run, newest_run, run_digest, run_name, save_run
from dlvis.topics import load, part
from dlvis.train import TrainingDivergedError, train, train_many
from dlvis.train.advance import advanced
from dlvis.train.gradients import gradient_norms
from dlvis.train.measure import softmax_loss
from dlvis.train.memory import lot_bytes, points_bytes
from dlvis.train.recipe import recipe
from dlvis.train.stack import started
from dlvis.train.stacked_steps import step_stacked
from dlvis.train.steps import one_thread, training_points
from tests.plain_loop import plain_loss, plain_module, plain_net

RANDOM = np.random.default_rng(0)


def dataset(kind, n_inputs, n_outputs, n=300):
    """Points about a centre for each class, or smooth functions of the inputs."""
    inputs = RANDOM.normal(size=(n, n_inputs))
    said = np.sin(inputs @ RANDOM.normal(size=(n_inputs, n_outputs)))
    targets = {NUMBERS: said, CLASSES: said.argmax(axis=1), TWO_CLASSES: said[:, 0] > 0.5}[kind]
    parts = [Part(inputs[k::3], targets[k::3]) for k in range(3)]
    names = {NUMBERS: (), CLASSES: tuple("abcdefg"[:n_outputs]), TWO_CLASSES: ("no", "yes")}[kind]
    return Dataset("made", "Made", "made", kind, *parts, class_names=names)


# sizes that fill tiles and some that do not
KINDS = [
    (dataset(NUMBERS, 1, 1), {"widths": (1, 16, 16, 1), "batch": 64}),
    (dataset(NUMBERS, 5, 3), {"widths": (5, 7, 3), "batch": 100, "slope": 0.1}),
    (dataset(CLASSES, 40, 7), {"widths": (40, 9, 16, 7), "batch": 70}),
    (dataset(CLASSES, 2, 3), {"widths": (2, 3), "batch": 600, "optimiser": "momentum", "rate": 0.1}),
    (dataset(TWO_CLASSES, 11, 1), {"widths": (11, 8, 1), "batch": 33, "weight_decay": 0.01}),
    (dataset(TWO_CLASSES, 3, 1), {"widths": (3, 8, 2), "batch": 256, "activation": "tanh"}),
]


def asked(data, settings, n=3, **more):
    return [recipe(data, seed=seed, **settings, **more) for seed in range(n)]


@one_thread()
def stepped(data, recipes, device=None):
    """(N, n) the parameters after all steps, by the kernels, or as stacked tensors on a device."""
    stack, one = started(recipes), recipes[0]
    points = training_points(*examples(data, "train"), device or "cpu", one.dtype, task(data))
    if device is None:
        list(advanced(stack, points, map, 1))
    else:
        step_stacked(stack, points, 1, one.optimiser.shares(1, one.steps, one.steps))
    return stack.parameters


@pytest.mark.parametrize(("data", "settings"), KINDS)
def test_each_net_is_the_one_that_plain_torch_trains(data, settings):
    recipes = asked(data, settings, steps=200, dtype="float64")
    for trained, each in zip(stepped(data, recipes), recipes, strict=True):
        assert np.abs(trained - plain_net(data, each)).max() < 1e-10


@pytest.mark.parametrize(("data", "settings"), KINDS)
def test_in_single_precision_too(data, settings):
    recipes = asked(data, {"rate": 0.002} | settings, steps=20)
    for trained, each in zip(stepped(data, recipes), recipes, strict=True):
        assert np.abs(trained - plain_net(data, each)).max() < 1e-5


@pytest.mark.parametrize(("data", "settings"), KINDS)
def test_stacked_tensors_take_the_same_steps(data, settings):
    recipes = asked(data, settings, steps=200, dtype="float64")
    assert np.abs(stepped(data, recipes) - stepped(data, recipes, "cpu")).max() < 1e-10


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU here")
@pytest.mark.parametrize(("data", "settings"), KINDS)
def test_a_gpu_takes_the_same_steps(data, settings):
    recipes = asked(data, settings, steps=20)
    on_gpu = [replace(each, device="cuda") for each in recipes]
    assert np.abs(stepped(data, recipes) - stepped(data, on_gpu, "cuda")).max() < 1e-4


@pytest.mark.parametrize(("data", "settings"), KINDS)
def test_each_run_has_the_bytes_that_it_has_alone(data, settings):
    recipes = asked(data, settings, n=4, steps=20, schedule=[3, 9])
    alone = [run_digest(train_many(data, [each])[0]) for each in recipes]
    assert len(set(alone)) == 4
    for n_threads in (1, 3):
        assert [run_digest(run) for run in train_many(data, recipes, n_threads=n_threads)] == alone


def test_a_topic_as_a_dataset_gives_the_same_nets():
    topic = replace(load("moons"), n_train=2000, n_validation=500, n_test=500)
    parts = [Part(*part(topic, name)) for name in ("train", "validation", "test")]
    data = Dataset("moons", "", "moons", TWO_CLASSES, *parts, class_names=topic.class_names)
    settings = {"widths": (2, 6, 5, 1), "steps": 50, "batch": 100, "rate": 0.02}
    one, other = train(topic, **settings), train(data, **settings)
    for a, b in zip(one.net.weights, other.net.weights, strict=True):
        assert np.array_equal(a, b)
    metrics = dict(one.snapshots[-1].metrics)
    del metrics["parcels_found"]
    assert other.snapshots[-1].metrics == metrics


def test_what_is_measured_of_classes():
    data, settings = KINDS[2]
    run = train(data, **settings, steps=300, rate=0.01)
    said = run.net(data.test.inputs)
    assert run.results["test_accuracy"] == (said.argmax(axis=1) == data.test.targets).mean()
    plain = torch.nn.functional.cross_entropy(torch.tensor(said), torch.tensor(data.test.targets))
    assert run.results["test_loss"] == pytest.approx(float(plain), rel=1e-12)
    assert set(run.results) == {"test_loss", "test_accuracy"}


def test_what_is_measured_of_numbers():
    data, settings = KINDS[1]
    run = train(data, **settings, steps=300, rate=0.01)
    off = run.net(data.test.inputs) - data.test.targets
    assert run.results == {
        "test_loss": pytest.approx((off**2).mean()),
        "test_rmse": pytest.approx((off**2).mean() ** 0.5),
    }
    losses = [snapshot.metrics["loss"] for snapshot in run.snapshots]
    assert losses[-1] < losses[0] / 3


def test_a_loss_of_sure_outputs_stays_finite():
    assert softmax_loss(np.array([[1e4, -1e4], [0.0, 1e4]]), np.array([0, 0])) == 5e3


def test_a_function_is_learnt_and_folds_in_one_dimension():
    sine = material("function:sin(pi*x)")
    run = train(sine, (1, 20, 1), steps=2000, rate=0.02)
    assert run.results["test_rmse"] < 0.05
    pieces = line_pieces(run.net, (-1.0, 1.0))
    assert 4 < pieces.n_pieces <= 21
    middle = pieces.breakpoints[:-1] + np.diff(pieces.breakpoints) / 3
    drawn = pieces.slopes[:, 0] * middle + pieces.intercepts[:, 0]
    assert drawn == pytest.approx(run.net(middle[:, None])[:, 0], abs=1e-9)


def test_a_run_of_a_dataset_is_kept_and_found_again(tmp_path):
    source = "function:x/(1 + x*x)"
    data = material(source)
    run = train(data, (1, 3, 1), steps=20)
    place = save_run(run, tmp_path / run_name(data.name, run.widths, 0))
    again = load_run(place)
    assert run_digest(again) == run_digest(run)
    assert again.source == source
    assert newest_run(tmp_path, source) == place
    check_topic(again, place, material(again.source))
    with pytest.raises(InputError, match="has changed since this run was trained on it"):
        check_topic(again, place, material("function:x"))


def test_numbers_that_explode_stop_their_net_alone():
    data = KINDS[0][0]
    far = {"widths": (1, 16, 16, 1), "steps": 40, "schedule": [1], "optimiser": "descent"}
    recipes = [recipe(data, seed=seed, rate=rate, **far) for seed, rate in ((0, 1e-4), (1, 9.0))]
    with pytest.raises(TrainingDivergedError, match="the loss became infinite or NaN at step") as caught:
        train_many(data, recipes)
    assert [run.finished for run in caught.value.runs] == [True, False]


def test_memory_counts_the_inputs():
    wide, narrow = dataset(NUMBERS, 200, 1), dataset(NUMBERS, 1, 1)
    assert points_bytes(wide) > 20 * points_bytes(narrow)
    assert lot_bytes(wide, [recipe(wide, (200, 2, 1))], 1) > points_bytes(wide)


@pytest.mark.parametrize(
    ("data", "widths", "words"),
    [
        (KINDS[0][0], (2, 3, 1), r"expected 1 input first and 1 output last, such as \[1, 16, 16, 1\]"),
        (KINDS[2][0], (40, 3, 1), r"expected 40 inputs first and 7 outputs last, .* got \[40, 3, 1\]"),
        (KINDS[4][0], (11, 3, 3), "expected 11 inputs first and 1 or 2 outputs last"),
        (load("moons"), (1, 3, 1), r"expected 2 inputs \(a point of the map\) first and 1 or 2 outputs last"),
    ],
)
def test_widths_that_do_not_fit_are_refused(data, widths, words):
    with pytest.raises(InputError, match=words):
        recipe(data, widths)
    fitting = {"widths": (data.n_inputs if isinstance(data, Dataset) else 2, 3, 1)}
    if isinstance(data, Dataset) and 1 in data.n_outputs:
        with pytest.raises(InputError, match=words):
            train_many(data, [replace(recipe(data, **fitting), widths=widths)])


def test_a_dataset_has_no_border_to_draw_points_near():
    data, settings = KINDS[0]
    with pytest.raises(InputError, match=r"near: expected a topic, .* got the dataset 'made'"):
        train(data, **settings, steps=2, near=0.5)


def test_gradients_and_slices_of_other_losses():
    data, settings = KINDS[1]
    run = train(data, **settings, steps=3, schedule=[1], dtype="float64")
    norms = gradient_norms(run, data.train.inputs, data.train.targets, data.task)
    module = plain_module(recipe(data, **settings, steps=3, dtype="float64"))[0]
    rows = training_points(*examples(data, "train"), "cpu", "float64", data.task).rows
    plain_loss(module, rows, data.task).backward()
    grads = [parameter.grad.ravel() for parameter in module.parameters()]
    assert norms[0] == pytest.approx([float(torch.cat(grads[k : k + 2]).norm()) for k in (0, 2)])

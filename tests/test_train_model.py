import numpy as np
import pytest
import torch

from dlvis.geometry import margin
from dlvis.net import layer_views
from dlvis.topics import load
from dlvis.train.compiled_steps import compiled_margins
from dlvis.train.measure import balanced_loss
from dlvis.train.model import activation, losses, outputs
from dlvis.train.optimiser import one_cycle
from dlvis.train.recipe import recipe
from dlvis.train.stack import started
from dlvis.train.steps import one_thread, training_points


def start(widths, seed=0, slope=0.0):
    """A stack of one net before its first step."""
    return started([recipe(load("moons"), widths, seed, slope=slope)])


@pytest.mark.parametrize("slope", [0.0, 0.1])
@pytest.mark.parametrize("n_outputs", [1, 2])
def test_the_frozen_net_says_what_the_trained_one_says(slope, n_outputs):
    stack = start((2, 7, 5, n_outputs), slope=slope)
    points = np.random.default_rng(0).uniform(-1, 1, (50, 2))
    layers = layer_views(torch.tensor(stack.parameters), stack.recipe.widths)
    (of_torch,) = outputs(
        layers, torch.tensor(points[None], dtype=torch.float32), activation("relu", slope)
    ).numpy()
    assert np.allclose(stack.net(0)(points), of_torch, atol=1e-5)


def test_he_keeps_the_size_of_the_signal():
    net = start((2, 400, 400, 400, 400, 1)).net(0)
    points = np.random.default_rng(0).normal(size=(200, 2))
    sizes = [np.mean(net.pre_activation(points, layer) ** 2) for layer in (1, 4)]
    assert 0.5 < sizes[1] / sizes[0] < 2


def test_the_folds_do_not_all_start_in_one_point():
    net = start((2, 8, 1)).net(0)
    assert len(np.unique(net.biases[0])) == 8


def test_two_outputs_cost_what_their_difference_costs():
    logits = torch.tensor([[0.3, 1.0], [2.0, -1.0], [0.0, 0.0]])
    positive = torch.tensor([1.0, 0.0, 1.0])
    assert torch.allclose(losses(logits, positive), losses(logits[:, 1:] - logits[:, :1], positive))


def test_the_measured_loss_is_the_trained_one():
    labels = np.array([True, False, False, False])
    points = training_points(np.zeros((4, 2)), labels, "cpu")
    logits = torch.tensor([[0.3], [2.0], [-1.0], [0.1]])
    trained = (losses(logits, points.positive) * points.weights).mean()
    assert np.isclose(balanced_loss(logits[:, 0].double().numpy(), labels), float(trained))


def test_a_loss_far_out_stays_finite():
    assert balanced_loss(np.array([1e4, -1e4]), np.array([False, True])) == 1e4


def test_the_rate_rises_once_and_falls():
    rates = np.array([one_cycle(step, 1000, 0.1) for step in range(1, 1001)])
    top = int(rates.argmax())
    assert rates.max() == pytest.approx(0.1, rel=1e-4)
    assert 250 < top < 350
    assert (np.diff(rates[: top + 1]) > 0).all()
    assert (np.diff(rates[top:]) < 0).all()
    assert rates[[0, -1]] == pytest.approx([0.1 / 25, 0.1 / 1e4])


def test_one_step_has_a_rate():
    assert 0 < one_cycle(1, 1, 0.1) <= 0.1


def test_the_number_of_threads_is_given_back():
    before = torch.get_num_threads()
    with one_thread():
        assert torch.get_num_threads() == 1
    assert torch.get_num_threads() == before


@pytest.mark.parametrize("n_outputs", [1, 2])
def test_the_measured_margin_is_the_one_that_is_drawn(n_outputs):
    net = start((2, 6, 6, n_outputs)).net(0)
    points = np.random.default_rng(0).uniform(-1, 1, (50, 2))
    assert np.allclose(compiled_margins(net, points), margin(net, points), atol=1e-12)

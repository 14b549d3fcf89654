import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.net import (
    ReluNet,
    composed,
    decided,
    first_layers,
    interpolant,
    n_parameters,
    one_neuron,
    tent,
    without_activation,
    zigzag,
)


def test_the_tent_has_the_parameters_of_the_paper():
    for times in (1, 2, 10):
        assert tent(times).n_parameters == 6 * times + 1


def test_the_composed_tent_is_the_tent_composed():
    x = np.linspace(0, 1, 257)[:, None]
    tooth = 2 * np.maximum(x, 0) - 4 * np.maximum(x - 0.5, 0)
    again = 2 * np.maximum(tooth, 0) - 4 * np.maximum(tooth - 0.5, 0)
    assert np.array_equal(tent(2)(x), again)


@pytest.mark.parametrize(("widths", "count"), [((1, 6, 1), 19), ((1, 95, 1), 286), ((2, 16, 16, 16, 1), 609)])
def test_parameter_counts(widths, count):
    assert n_parameters(widths) == count


def test_a_net_cannot_be_changed():
    net = tent(2)
    with pytest.raises(ValueError, match="read-only"):
        net.weights[0][0, 0] = 3.0


def test_slope_one_is_the_linear_net():
    net = ReluNet([np.eye(2), np.ones((1, 2))], [np.zeros(2), np.zeros(1)], slope=1.0)
    assert net(np.array([[-2.0, 1.0]])) == -1.0


def test_first_layers_end_in_the_next_pre_activation():
    net = tent(3)
    points = np.array([[0.1], [0.7]])
    assert np.array_equal(first_layers(net, 1)(points), net.pre_activation(points, 1))


@pytest.mark.parametrize(
    ("weights", "biases", "words"),
    [
        ([], [], "at least one"),
        ([np.ones(2)], [np.ones(1)], r"weights\[0\]: expected shape"),
        ([np.ones((2, 2))], [np.ones(3)], r"biases\[0\]"),
        ([np.ones((3, 2)), np.ones((1, 2))], [np.ones(3), np.ones(1)], "to fit layer 0"),
        ([np.full((1, 2), np.nan)], [np.ones(1)], "finite"),
    ],
)
def test_a_net_that_cannot_be_is_refused(weights, biases, words):
    with pytest.raises(InputError, match=words):
        ReluNet(weights, biases)


@pytest.mark.parametrize(("n", "error"), [(8, 0.0704), (16, 0.0188), (32, 0.00479), (64, 0.00120)])
def test_the_interpolant_of_the_sine_errs_as_published(n, error):
    knots, x = np.linspace(0, 1, n + 1), np.linspace(0, 1, 20_001)
    net = interpolant(knots, np.sin(2 * np.pi * knots))
    worst = np.abs(net(x[:, None])[:, 0] - np.sin(2 * np.pi * x)).max()
    assert worst == pytest.approx(error, rel=5e-3)
    assert worst <= (1 / n) ** 2 / 8 * (2 * np.pi) ** 2


def test_the_zigzag_of_ten_layers_has_the_parameters_of_the_book():
    assert zigzag(10, 5).n_parameters == 471


def test_the_zigzag_maps_the_unit_interval_onto_itself():
    y = zigzag(5, 1)(np.linspace(0, 1, 1001)[:, None])
    assert (y.min(), y.max()) == (pytest.approx(0, abs=5e-3), pytest.approx(1, abs=5e-3))


def test_composed_nets_compute_the_composition():
    x = np.linspace(0, 1, 101)[:, None]
    assert np.allclose(composed(zigzag(3, 1), tent(2))(x), zigzag(3, 1)(tent(2)(x)), atol=1e-12)


def test_nets_that_do_not_chain_are_refused():
    with pytest.raises(InputError, match="1 outputs with slope"):
        composed(tent(1), ReluNet([np.ones((2, 1))], [np.zeros(2)]))


def test_one_neuron_is_one_column_of_the_layer():
    net, points = zigzag(4, 2), np.linspace(0, 1, 11)[:, None]
    layer = net.activation(net.pre_activation(points, 0))
    assert np.array_equal(one_neuron(net, 2)(points)[:, 0], layer[:, 2])
    assert np.array_equal(
        one_neuron(net, 2).pre_activation(points, 0)[:, 2], net.pre_activation(points, 0)[:, 2]
    )


def test_a_neuron_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="expected 0 to 1, got 2"):
        one_neuron(tent(1), 2)


def test_without_activation_two_layers_are_one():
    net = zigzag(4, 2)
    straight = ReluNet(net.weights, net.biases, slope=1.0)
    x = np.linspace(-1, 1, 9)[:, None]
    assert without_activation(net).n_hidden_layers == 0
    assert np.allclose(without_activation(net)(x), straight(x), rtol=1e-12)


@pytest.mark.parametrize("n_outputs", [1, 2])
def test_a_decided_net_is_the_positive_part_of_the_margin(n_outputs):
    draw = np.random.default_rng(0)
    net = ReluNet(
        [draw.normal(size=(5, 2)), draw.normal(size=(n_outputs, 5))], [np.ones(5), np.zeros(n_outputs)]
    )
    points = draw.uniform(-1, 1, (50, 2))
    margin = net(points)[:, -1] - (net(points)[:, 0] if n_outputs == 2 else 0)
    assert np.allclose(decided(net)(points)[:, 0], np.maximum(margin, 0), atol=1e-14)


def test_three_outputs_cannot_be_decided():
    with pytest.raises(InputError, match="1 or 2 outputs, got 3"):
        decided(ReluNet([np.ones((3, 2))], [np.zeros(3)]))

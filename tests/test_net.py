import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.net import ReluNet, first_layers, n_parameters, tent


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

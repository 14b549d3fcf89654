"""Steps multiplied into layers, and the order of layers that are known by name and shape."""

import tracemalloc

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.loaders.order import layer_order, natural
from dlvis.loaders.steps import Activation, Linear, Scale, batch_norm, relu_net

RELU = Activation(0.0, "relu")
LEAKY = Activation(0.25, "leaky")


def linear(n_out, n_in, seed=0):
    draw = np.random.default_rng(seed)
    return Linear(draw.normal(size=(n_out, n_in)), draw.normal(size=n_out), f"linear {n_out} x {n_in}")


def scale(n, seed=0):
    draw = np.random.default_rng(seed)
    return Scale(draw.normal(size=n), draw.normal(size=n), f"scale {n}")


def applied(steps, points):
    """The steps one after the other, as they stand."""
    for step in steps:
        if isinstance(step, Linear):
            points = points @ step.weight.T + step.bias
        elif isinstance(step, Scale):
            points = points * step.gain + step.shift
        else:
            points = np.where(points > 0, points, step.slope * points)
    return points


@pytest.mark.parametrize(
    ("steps", "widths"),
    [
        ([linear(4, 2), RELU, linear(1, 4)], (2, 4, 1)),
        ([linear(4, 2), scale(4), RELU, linear(1, 4)], (2, 4, 1)),
        ([linear(4, 2), RELU, scale(4), linear(1, 4)], (2, 4, 1)),
        ([scale(2), linear(4, 2), RELU, linear(3, 4), scale(3, 1)], (2, 4, 3)),
        ([linear(4, 2), scale(4), scale(4, 1), linear(5, 4), RELU, scale(5), scale(5, 1)], (2, 5, 5)),
        ([linear(4, 2), linear(3, 4), linear(1, 3)], (2, 1)),
        ([linear(4, 2), RELU], (2, 4, 4)),
        ([RELU, linear(4, 2), RELU, RELU, linear(1, 4)], (2, 2, 4, 1)),
        ([linear(4, 2), LEAKY, LEAKY, linear(1, 4)], (2, 4, 4, 1)),
        ([linear(4, 2), *[RELU] * 60], (2, 4, 4)),
    ],
)
def test_the_net_does_what_its_steps_do(steps, widths):
    net = relu_net(steps, "file")
    points = np.random.default_rng(9).normal(size=(50, 2))
    assert net.widths == widths
    assert net(points) == pytest.approx(applied(steps, points), rel=1e-12, abs=1e-12)


def test_lone_layers_are_taken_bit_by_bit():
    steps = [linear(4, 2), RELU, linear(1, 4)]
    net = relu_net(steps, "file")
    assert np.array_equal(net.weights[0], steps[0].weight)
    assert np.array_equal(net.biases[1], steps[2].bias)


def test_a_batch_norm_is_the_formula():
    mean, variance = np.array([1.0, -2.0]), np.array([0.0, 4.0])
    norm = batch_norm(np.array([2.0, 3.0]), None, mean, variance, 0.25, "bn")
    assert norm.gain.tolist() == pytest.approx([4.0, 3 / np.sqrt(4.25)])
    assert norm.shift.tolist() == pytest.approx([-4.0, 6 / np.sqrt(4.25)])


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([RELU], "at least one linear layer"),
        ([scale(2)], "at least one linear layer"),
        ([linear(4, 2), RELU, linear(1, 3)], r"linear 1 x 3 expects 3 numbers, but gets 4"),
        ([linear(4, 2), scale(3)], r"scale 3 expects 3 numbers, but linear 4 x 2 gives 4"),
        (
            [linear(2, 2), RELU, linear(2, 2), Activation(0.1, "leaky")],
            "one slope.*0.0 in relu and 0.1 in leaky",
        ),
        ([linear(2, 2), Activation(-0.5, "odd"), linear(1, 2)], "slope: expected a number from 0 to 1"),
        (
            [
                Linear(np.full((1, 2), 1e300), np.zeros(1), "large"),
                Scale(np.full(1, 1e300), np.zeros(1), "s"),
            ],
            "NaN",
        ),
    ],
)
def test_what_makes_no_net_is_refused(steps, words):
    with pytest.raises(InputError, match=f"file: .*{words}"):
        relu_net(steps, "file")


def test_two_thin_layers_that_make_a_thick_one_are_refused_before_the_memory_is_gone():
    wide = 200_000
    thin = [Linear(np.ones((1, wide)), np.ones(1), "in"), Linear(np.ones((wide, 1)), np.ones(wide), "out")]
    with pytest.raises(InputError, match="claims 40,000,200,000"):
        relu_net(thin, "file")
    with pytest.raises(InputError, match="claims 40,000,600,000"):
        relu_net([thin[1], RELU], "file")
    with pytest.raises(InputError, match="claims 40,000,000,000"):
        relu_net([*thin, thin[0]], "file")


def test_identity_layers_are_summed_before_one_is_made():
    wide = Linear(np.ones((3000, 1)), np.ones(3000), "wide")
    ones = Scale(np.ones(3000), np.ones(3000), "ones")
    assert relu_net([wide, LEAKY], "file").widths == (1, 3000, 3000)
    for steps in ([wide, *[LEAKY] * 60], [wide, *[RELU, ones] * 60]):
        tracemalloc.start()
        try:
            with pytest.raises(InputError, match=r"file: .* claims 540,186,000"):
                relu_net(steps, "file")
            assert tracemalloc.get_traced_memory()[1] < 2**22
        finally:
            tracemalloc.stop()


def test_a_negative_variance_is_refused():
    with pytest.raises(InputError, match="bn: expected a running variance of at least 0, got -1"):
        batch_norm(None, None, np.zeros(2), np.array([1.0, -1.0]), 1e-5, "bn")


def test_numbers_in_names_count_as_numbers():
    names = ["a.10.b", "a.2.b", "a.b", "a.02.a", "9" * 9999]
    assert sorted(names, key=natural) == ["9" * 9999, "a.02.a", "a.2.b", "a.10.b", "a.b"]


def shapes(**sizes):
    return {name.replace("_", "."): size for name, size in sizes.items()}


def test_families_of_names_are_put_together_as_the_shapes_chain():
    sizes = shapes(out=(1, 8), hidden_10=(8, 8), hidden_2=(8, 8), into=(8, 2))
    assert layer_order(sizes, "file") == ["into", "hidden.2", "hidden.10", "out"]


def test_an_order_that_is_not_clear_names_the_layers():
    sizes = shapes(encoder_0=(8, 2), encoder_2=(2, 8), decoder_0=(8, 2), decoder_2=(2, 8))
    with pytest.raises(InputError, match=r"not clear from .*: decoder.0 \(8, 2\), .*; say order"):
        layer_order(sizes, "file")
    found = layer_order(sizes, "file", ["encoder", "decoder"])
    assert found == ["encoder.0", "encoder.2", "decoder.0", "decoder.2"]
    with pytest.raises(InputError, match=r"order: expected a beginning of 'decoder.0' too"):
        layer_order(sizes, "file", ["encoder"])


def test_layers_that_do_not_chain_are_named():
    with pytest.raises(InputError, match=r"layers.1 expects 5 numbers, but layers.0 gives 4"):
        layer_order(shapes(layers_0=(4, 2), layers_1=(1, 5)), "file")
    with pytest.raises(InputError, match="no order of the layers lets their shapes chain"):
        layer_order(shapes(one=(4, 2), two=(1, 5)), "file")


@pytest.mark.parametrize("n", [20, 300])
def test_very_many_families_end_in_an_error_and_not_in_a_search_without_end(n):
    # no two chain with the last, which only a search through all orders would find
    sizes = {"ab"[i % 2] * (i + 1): (4, 4) for i in range(n)} | {"end": (3, 5)}
    with pytest.raises(InputError, match="not clear"):
        layer_order(sizes, "file")

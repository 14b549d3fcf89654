"""facts.md on nets that are written down: interpolants, Yarotsky's square, Zhang's memory."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.studies.approximation import sine_interpolation, square_by_tents, square_net
from dlvis.studies.memorising import memorising, memorising_net


@pytest.mark.parametrize(
    ("intervals", "error", "bound"),
    [(8, 0.0704, 0.0771), (16, 0.0188, 0.0193), (32, 0.00479, 0.00482), (64, 0.00120, 0.00120)],
)
def test_interpolants_of_the_sine_miss_it_by_as_much_as_they_may(intervals, error, bound):
    (row,) = sine_interpolation(intervals)
    assert row["error"] == pytest.approx(error, rel=5e-3)
    assert row["bound"] == pytest.approx(bound, rel=5e-3)
    assert row["error"] <= row["bound"]
    assert row["parameters"] == 3 * intervals + 1


@pytest.mark.parametrize("depth", [1, 2, 3, 7, 12])
def test_yarotskys_square_misses_by_a_quarter_for_each_layer(depth):
    (row,) = square_by_tents(depth)
    assert row["error"] == row["known"] == 2.0 ** (-2 * depth - 2)
    knots = np.arange(2**depth + 1)[:, None] / 2**depth
    assert np.array_equal(square_net(depth)(knots), knots**2)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 60), st.integers(1, 8), st.integers(0, 2**32 - 1))
def test_any_labels_are_fitted(n, d, seed):
    draw = np.random.default_rng(seed)
    points, labels, direction = draw.normal(size=(n, d)), draw.normal(size=n), draw.normal(size=d)
    net = memorising_net(points, labels, direction)
    assert net.widths == (d, n, 1)
    assert np.abs(net(points)[:, 0] - labels).max() < 1e-5
    # all units share one direction: d + n + n different numbers
    assert (net.weights[0] == direction).all()
    assert net.biases[1] == 0


def test_what_is_fitted_is_not_learned():
    (row,) = memorising(500)
    assert row["weights"] == 1040
    assert row["train_accuracy"] == 1
    assert row["worst"] < 1e-5
    assert row["test_accuracy"] == pytest.approx(0.5, abs=0.06)


def test_what_cannot_be_is_refused():
    with pytest.raises(InputError, match="lie apart along the direction"):
        memorising_net(np.zeros((2, 3)), np.array([1.0, -1.0]), np.ones(3))
    with pytest.raises(InputError, match="n: expected a whole number from 1"):
        memorising(0)
    with pytest.raises(InputError, match="depth: expected a whole number from 1 to 12, got 13"):
        square_by_tents(13)
    with pytest.raises(InputError, match="intervals: expected"):
        sine_interpolation(0)

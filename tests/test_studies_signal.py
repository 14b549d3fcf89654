"""facts.md on initialisation and gradients: what becomes of signals, slopes and curves before training."""

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.studies.signal import dead_relus, sigmoid_gradient, variance_by_layer
from dlvis.studies.trajectory import trajectory_growth


def last(rows, name):
    return rows[-1][name]


def test_he_keeps_the_variance_and_one_over_d_halves_it_at_each_relu():
    """The same draws, scaled: 49 ReLUs between the first and the last layer."""
    he, half = (variance_by_layer(gain / 256, 256, 50, 32) for gain in (2, 1))
    assert [row["layer"] for row in he] == list(range(1, 51))
    assert last(he, "of_first") / last(half, "of_first") == pytest.approx(2**49)
    # a narrow net strays: the logarithm has the standard deviation sqrt(5 x 49 / 256), about 1
    assert 0.05 < last(he, "of_first") < 20
    assert he[0]["pre_activation_variance"] == pytest.approx(2, rel=0.1)
    # half of the units are off: a halved normal has the variance (1 - 1 / pi) / 2
    assert he[0]["activation_sd"] == pytest.approx(np.sqrt(2 * (1 - 1 / np.pi) / 2), rel=0.05)


@pytest.mark.slow
def test_the_variance_of_512_units_after_50_layers():
    """facts.md: 0.88 against 1.6e-15, one draw. Their median is about exp(-5 x 49 / 1024) = 0.79."""
    shares = [last(variance_by_layer(2 / 512, n_points=16, seed=seed), "of_first") for seed in range(100)]
    assert np.median(shares) == pytest.approx(0.88, rel=0.25)
    assert np.median(shares) * 2.0**-49 == pytest.approx(1.6e-15, rel=0.25)


def test_five_variances_end_at_the_books_orders_of_magnitude():
    """Understanding Deep Learning, figure 7.7: one draw each, and the draws differ by a factor of 3 to 10."""
    book = {0.001: 3e-34, 0.01: 4e-8, 0.02: 1.2, 0.1: 2e17}
    for variance, known in book.items():
        ends = [variance_by_layer(variance, 100, 50, 20, seed) for seed in range(5)]
        median = np.median([last(rows, "activation_sd") for rows in ends])
        assert abs(np.log10(median / known)) < 1
        assert not any(last(rows, "too_large") for rows in ends)
    assert last(variance_by_layer(1.0, 100, 50, 20), "too_large")


@pytest.mark.parametrize(("depth", "known"), [(2, 0.054), (5, 7.5e-4), (10, 5.0e-7), (20, 1.7e-13)])
def test_slopes_die_in_sigmoids(depth, known):
    rows = [sigmoid_gradient(depth, seed=seed)[0] for seed in range(15)]
    # after 20 layers the median of the draws is 2.5e-13
    rel = 0.15 if depth < 20 else 0.5
    assert np.median([row["rms_gradient"] for row in rows]) == pytest.approx(known, rel=rel)
    assert rows[0]["rms_gradient"] < rows[0]["quarters"] == 4.0**-depth


def test_relus_die_of_negative_biases():
    dead = [
        np.mean([dead_relus(bias, n_neurons=5000, seed=seed)[0]["dead"] for seed in range(6)])
        for bias in (0.0, -3.0, -5.0)
    ]
    assert dead[0] == 0
    assert dead[1:] == pytest.approx([0.023, 0.73], rel=0.15)


def test_a_circle_shrinks_a_little_with_he_weights_and_grows_924_times_with_twice_their_variance():
    """Through 20 layers of 64. Without biases a scale of sqrt(2) for each layer's weights is 1024 in all."""
    he, wider = (
        [last(trajectory_growth(gain, n_chords=100, seed=seed), "growth") for seed in range(20)]
        for gain in (2.0, 4.0)
    )
    assert [np.median(he), np.median(wider)] == pytest.approx([0.90, 924], rel=0.15)
    assert np.array(wider) / he == pytest.approx(1024)


def test_what_cannot_be_is_refused():
    with pytest.raises(InputError, match="variance: expected a number above 0"):
        variance_by_layer(0.0)
    with pytest.raises(InputError, match="depth: expected a whole number from 1 to 100000, got 0"):
        sigmoid_gradient(0)
    with pytest.raises(InputError, match="n_neurons: expected"):
        dead_relus(0.0, n_neurons=0)
    with pytest.raises(InputError, match="trajectory: expected a gain"):
        trajectory_growth(2.0, depth=0)

"""facts.md on optimisation and generalisation: where descent goes, how fast, and what it finds."""

from itertools import pairwise

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.studies.gradient_flow import descent_and_flow
from dlvis.studies.lazy import lazy_training
from dlvis.studies.least_squares import double_descent, least_squares_descent
from dlvis.studies.matrix_completion import matrix_completion
from dlvis.studies.quadratic import quadratic


def medians(study, name, seeds, **asked):
    return float(np.median([study(**asked, seed=seed)[0][name] for seed in range(seeds)]))


@pytest.mark.parametrize(("optimiser", "steps"), [("descent", 5008), ("momentum", 257), ("adam", 125)])
def test_steps_down_the_valley_along_the_axes(optimiser, steps):
    assert quadratic(optimiser)[0]["steps"] == steps


@pytest.mark.parametrize("angle", [10.0, 45.0, 75.0])
def test_askew_only_adam_is_slower(angle):
    """Its gain was that of the axes: at 45 degrees it takes 2,076 steps instead of 125."""
    assert quadratic("descent", angle)[0]["steps"] == 5008
    assert quadratic("momentum", angle)[0]["steps"] == 257
    assert quadratic("adam", angle)[0]["steps"] > 1000
    assert quadratic("adam", 90.0)[0]["steps"] == 125  # along the axes again


def test_other_rates_and_a_path_step_by_step():
    # the best rate of convergence is not that of the fewest steps: most of the loss is in y at the start
    assert quadratic("descent", rate=0.001995)[0]["steps"] == 3286
    assert quadratic("descent", rate=0.0021) == [{"steps": None, "chosen_rate": 0.0021}]
    rows = quadratic("momentum", condition=10.0, path=True)
    assert rows[0] == {"step": 0, "loss": 5.5, "x": 1.0, "y": 1.0}
    assert rows[-1]["loss"] <= 1e-6 < rows[-2]["loss"]
    assert rows[-1]["step"] == quadratic("momentum", condition=10.0)[0]["steps"]
    with pytest.raises(InputError, match="optimiser 'adm' is unknown; did you mean 'adam'"):
        quadratic("adm")
    with pytest.raises(InputError, match="quadratic: expected a condition above 1"):
        quadratic("adam", condition=1.0)


def test_descent_from_zero_reaches_the_solution_of_least_norm():
    rows = least_squares_descent()
    assert [row["step"] for row in rows] == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 400]
    assert rows[0]["distance"] == 1
    assert rows[-1]["distance"] < 1e-14  # facts.md: 2e-15
    assert all(b["distance"] < a["distance"] for a, b in pairwise(rows[:-1]))


def test_the_error_falls_again_beyond_as_many_features_as_data():
    errors = [
        medians(double_descent, "test_mse", seeds, features=p, n_test=500)
        for p, seeds in ((30, 60), (100, 200), (3000, 20))
    ]
    assert errors[0] == pytest.approx(0.19, rel=0.15)
    assert errors[1] == pytest.approx(21.9, rel=0.5)  # the peak's draws differ by a factor of 3
    assert errors[2] == pytest.approx(0.14, rel=0.15)
    assert double_descent(30)[0]["train_mse"] > 0.01 > 1e-9 > double_descent(3000)[0]["train_mse"]


def test_depth_finds_the_low_rank():
    shallow, two, three = (
        [matrix_completion(depth, seed=seed)[0] for seed in range(seeds)]
        for depth, seeds in ((1, 3), (2, 7), (3, 7))
    )
    unseen = [np.median([row["unseen_error"] for row in rows]) for rows in (shallow, two, three)]
    assert unseen[0] == pytest.approx(1.00, rel=1e-3)
    assert unseen[1] == pytest.approx(0.020, rel=0.4)  # the draws differ by a factor of 3
    assert unseen[2] == pytest.approx(0.0021, rel=0.15)
    assert max(row["seen_error"] for row in shallow + two + three) <= 5e-4
    assert min(row["effective_rank"] for row in shallow) > 10
    assert max(row["effective_rank"] for row in three) < 2.1


def test_halving_the_rate_halves_and_quarters_the_distances():
    rows = [descent_and_flow(rate)[0] for rate in (0.05, 0.025, 0.0125)]
    for far, near in pairwise(rows):
        assert far["to_flow"] / near["to_flow"] == pytest.approx(2, rel=0.03)
        assert far["to_modified_flow"] / near["to_modified_flow"] == pytest.approx(4, rel=0.03)
    with pytest.raises(InputError, match="rate: expected one that the time"):
        descent_and_flow(0.3)


def drifts(widths, seeds):
    names = ("weight_drift", "kernel_drift")
    found = [[medians(lazy_training, name, seeds, width=width) for name in names] for width in widths]
    return np.polyfit(np.log(widths), np.log(found), 1)[0]


def test_wide_nets_hardly_move():
    weights, kernel = drifts([64, 256, 1024], 4)
    assert weights == pytest.approx(-0.51, rel=0.1)
    assert -1 < kernel < -0.4
    assert lazy_training(256)[0]["loss"] < 1e-5


@pytest.mark.slow
def test_drift_from_64_to_16384_units():
    weights, kernel = drifts([64, 256, 1024, 4096, 16384], 10)
    assert weights == pytest.approx(-0.51, rel=0.05)
    assert kernel == pytest.approx(-0.6, rel=0.15)


def test_what_cannot_be_is_refused():
    with pytest.raises(InputError, match="an even width"):
        lazy_training(3)
    with pytest.raises(InputError, match="features: expected"):
        double_descent(0)
    with pytest.raises(InputError, match="noise: expected"):
        double_descent(3, noise=-1.0)
    with pytest.raises(InputError, match="expected a depth from 1 to 10"):
        matrix_completion(0)
    with pytest.raises(InputError, match="between 0 and 1"):
        matrix_completion(2, seen=1.0)
    with pytest.raises(InputError, match=r"rate: 50\.0 is too large"):
        matrix_completion(3, size=6, rate=50.0, start=1.0)
    with pytest.raises(InputError, match="leaves entries seen and unseen"):
        matrix_completion(2, size=2, seen=1e-9)

"""Slopes of single units, against torch and by hand; what becomes of many seeds."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.measures import check_same_clock, fates, unit_gradients
from dlvis.net import ReluNet
from dlvis.run import Run, Snapshot
from dlvis.smooth import SmoothNet
from dlvis.train.gradients import gradient_norms
from dlvis.window import Window
from tests.nets import he_net

SQUARE = Window(-1, 1, -1, 1)
POINTS = np.random.default_rng(0).uniform(-1, 1, (200, 2))
LABELS = POINTS[:, 0] > 0.4


@pytest.mark.parametrize(
    "net", [he_net((2, 5, 4, 1), 1), he_net((2, 6, 2), 2, slope=0.1), he_net((2, 3, 3, 3, 2), 3)]
)
def test_the_squares_of_a_layer_add_up_to_torch_s(net):
    units = unit_gradients(net, POINTS, LABELS)
    ends = np.cumsum([0, *net.widths[1:-1]])
    layers = [np.linalg.norm(units[a:b]) for a, b in pairwise(ends)]
    np.testing.assert_allclose(layers, gradient_norms([net], POINTS, LABELS)[0, :-1], rtol=1e-9)


def test_a_smooth_net_has_slopes_too():
    relu = he_net((2, 4, 1), 0)
    net = SmoothNet(relu.weights, relu.biases, "tanh")
    units = unit_gradients(net, POINTS, LABELS)
    np.testing.assert_allclose(np.linalg.norm(units), gradient_norms([net], POINTS, LABELS)[0, 0], rtol=1e-9)


def test_a_dead_unit_feels_exactly_nothing():
    weights = [np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[1.0, 1.0]])]
    net = ReluNet(weights, [np.array([0.0, -2.0]), np.zeros(1)])
    alive, dead = unit_gradients(net, POINTS, LABELS)
    assert alive > 0
    assert dead == 0


def test_points_without_labels_are_refused():
    with pytest.raises(InputError, match="a label for each point, got 3 and 200"):
        unit_gradients(he_net((2, 3, 1), 0), POINTS, LABELS[:3])


def run(seed, losses, last_bias=0.0):
    """Two kept steps; the last one's second unit has its fold at x = -last_bias."""
    first = ReluNet([np.eye(2), np.ones((1, 2))], [np.zeros(2), np.zeros(1)])
    last = ReluNet([np.eye(2), np.ones((1, 2))], [np.array([0.0, last_bias]), np.zeros(1)])
    pairs = zip((0, 10), (first, last), losses, strict=True)
    snapshots = tuple(Snapshot(step, net, {"loss": loss}) for step, net, loss in pairs)
    settings = {"seed": seed, "steps": 10, "batch": 4, "rate": 0.1}
    return Run("moons", "moons", snapshots, settings)


def test_the_fates_of_seeds():
    runs = [run(0, (1, 0.4)), run(1, (1, 0.3)), run(2, (1, 0.9)), run(3, (1, 0.7), -3.0), run(4, (1, 0.31))]
    ways = fates(runs, SQUARE)
    assert ways.best is runs[1]
    assert ways.stuck is runs[3]  # not the worst, but its unit has died
    assert ways.dead_units(runs[3]) == (1,)
    assert (ways.n_dead, ways.n_near_best) == (1, 2)


def test_where_no_unit_has_died_the_worst_is_stuck():
    runs = [run(0, (1, 0.4)), run(1, (1, 0.3)), run(2, (1, 0.9))]
    assert fates(runs, SQUARE).stuck is runs[2]


def test_the_best_is_never_the_stuck_one():
    runs = [run(0, (1, 0.2), -3.0), run(1, (1, 0.3))]
    assert fates(runs, SQUARE).stuck is runs[1]


def test_runs_that_were_not_trained_alike_have_no_common_clock():
    one, other = run(0, (1, 0.4)), run(1, (1, 0.3))
    check_same_clock(one, other)
    with pytest.raises(InputError, match=r"steps 10, batch 4.*steps 10, batch 8.*train them alike"):
        check_same_clock(one, replace(other, settings={**other.settings, "batch": 8}))
    with pytest.raises(InputError, match="the same training"):
        fates([one, replace(other, snapshots=other.snapshots[:1])], SQUARE)
    with pytest.raises(InputError, match="2 or more runs"):
        fates([one], SQUARE)

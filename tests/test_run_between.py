import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.run import Run, Snapshot, excerpt, net_between, snapshot_at, watchable
from tests.nets import he_net

NETS = [he_net((2, 3, 1), seed, slope=0.1) for seed in range(3)]
RUN = Run("moons", "moons", [Snapshot(s, n, {"loss": s}) for s, n in zip((2, 3, 11), NETS, strict=True)])


@pytest.mark.parametrize("kept", range(3))
def test_a_kept_step_is_its_snapshot(kept):
    snapshot = RUN.snapshots[kept]
    assert net_between(RUN, snapshot.step) is snapshot.net
    assert snapshot_at(RUN, snapshot.step) is snapshot


def test_between_two_kept_steps_every_parameter_lies_on_a_straight_line():
    net = net_between(RUN, 5)  # a quarter of the way from 3 to 11
    for found, low, high in zip(net.weights, NETS[1].weights, NETS[2].weights, strict=True):
        np.testing.assert_allclose(found, 0.75 * low + 0.25 * high)
    for found, low, high in zip(net.biases, NETS[1].biases, NETS[2].biases, strict=True):
        np.testing.assert_allclose(found, 0.75 * low + 0.25 * high)
    assert net.slope == 0.1


def test_a_net_does_not_jump_at_a_kept_step():
    near = net_between(RUN, 11 - 1e-9)
    np.testing.assert_allclose(near.weights[0], NETS[2].weights[0], atol=1e-8)


@pytest.mark.parametrize(("step", "kept"), [(2.5, 2), (3.0, 3), (10.999, 3), (11, 11)])
def test_what_is_known_at_a_step_was_measured_before(step, kept):
    assert snapshot_at(RUN, step).step == kept


@pytest.mark.parametrize("step", [1.9, 11.1, float("nan")])
def test_a_step_outside_the_run_is_named(step):
    with pytest.raises(InputError, match="expected 2 to 11"):
        net_between(RUN, step)


MANY = Run("moons", "moons", [Snapshot(step, NETS[0], {}) for step in (0, 1, 2, 3, 7, 8, 20, 24)])


@pytest.mark.parametrize(
    ("first", "last", "apart", "kept"),
    [
        (0, 24, 0, [0, 1, 2, 3, 7, 8, 20, 24]),
        (0, 24, 5, [0, 7, 24]),
        (1, 8, 3, [1, 8]),
        (1, 8, 2, [1, 3, 8]),
        (3, 3, 2, [3]),
    ],
)
def test_an_excerpt_keeps_its_ends_and_what_is_apart(first, last, apart, kept):
    part = excerpt(MANY, first, last, apart)
    assert [snapshot.step for snapshot in part.snapshots] == kept


@pytest.mark.parametrize(("first", "last"), [(0, 23), (4, 24), (8, 2)])
def test_an_excerpt_lies_between_kept_steps(first, last):
    with pytest.raises(InputError, match="expected two kept steps in order"):
        excerpt(MANY, first, last, 1)


def test_what_is_watched_has_few_steps_and_both_ends():
    long = Run("moons", "moons", [Snapshot(step, NETS[0], {"loss": 1.0}) for step in range(0, 1000, 7)])
    steps = [each.step for each in watchable(long, 10).snapshots]
    assert (steps[0], steps[-1]) == (0, long.snapshots[-1].step)
    assert 8 <= len(steps) <= 11


def test_one_step_cannot_be_watched():
    with pytest.raises(InputError, match="expected 2 or more kept steps to show a training, got 1"):
        watchable(Run("moons", "moons", RUN.snapshots[:1]), 10)

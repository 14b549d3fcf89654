import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.run import Run, Snapshot, net_between, snapshot_at
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

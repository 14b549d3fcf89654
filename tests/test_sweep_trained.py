import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.geometry import fold_series
from dlvis.net import ReluNet
from dlvis.run import Run, Snapshot
from dlvis.sweep.trained import Trained
from dlvis.topics import load

MOONS = load("moons")


def trained(nets):
    run = Run("moons", "moons", [Snapshot(step, net, {}) for step, net in enumerate(nets)])
    return Trained(run, nets[0], MOONS)


@settings(deadline=None)  # the first folding compiles
@given(st.integers(0, 10**6), st.integers(1, 9), st.floats(0, 3))
def test_neurons_of_one_layer_are_counted_as_by_folding(seed, width, bias):
    random = np.random.default_rng(seed)
    nets = [
        ReluNet(
            [random.normal(size=(width, 2)), random.normal(size=(1, width))],
            [random.normal(0, bias, width), np.ones(1)],
        )
        for _ in range(2)
    ]
    quick, slow = trained(nets).neurons, fold_series(trained(nets).run, MOONS.window)
    for name in ("dead", "always_on", "folding"):
        np.testing.assert_array_equal(getattr(quick, name), getattr(slow, name))


def test_a_wide_layers_boundary_is_traced_in_tiles_to_the_same_length(monkeypatch):
    random = np.random.default_rng(0)
    net = ReluNet(
        [random.normal(size=(60, 2)), random.normal(size=(1, 60))], [random.normal(0, 1, 60), np.zeros(1)]
    )
    folded = trained([net]).regions_and_boundary[0]
    monkeypatch.setattr("dlvis.geometry.traced.WIDE", 10)
    tiled = trained([net]).regions_and_boundary[0]
    assert tiled[0] == folded[0] > 60
    assert tiled[1] == pytest.approx(folded[1], rel=1e-9)

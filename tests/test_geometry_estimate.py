import time
import tracemalloc

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.geometry import Window, estimated_regions, fold_complex
from dlvis.geometry import estimate as estimate_module
from dlvis.geometry import growing as growing_module
from dlvis.geometry.estimate import BYTES_PER_REGION, estimated_size, shortage
from dlvis.geometry.memory import available_memory
from dlvis.net import ReluNet, first_layers
from tests.nets import he_net

SQUARE = Window(-1, 1, -1, 1)


def ring_net(widths, seed):
    """As training leaves them: the first layer's folds touch a circle, and the later ones bend round it."""
    draw = np.random.default_rng(seed)
    turn = draw.uniform(0, 2 * np.pi, widths[1])
    net = he_net(widths, seed)
    first = np.column_stack([np.cos(turn), np.sin(turn)])
    radius = draw.normal(0.4, 0.05, widths[1])
    return ReluNet((2 * first, *net.weights[1:]), (-2 * radius, *net.biases[1:]))


@pytest.mark.parametrize("window", [SQUARE, Window(-4, 4, -4, 4), Window(0, 0.5, -0.1, 0.1)])
@pytest.mark.parametrize("made", [he_net, ring_net])
@pytest.mark.parametrize("widths", [(2, 20, 1), (2, 700, 1), (2, 24, 24, 1), (2, 128, 128, 128, 1)])
def test_the_estimate_is_within_a_factor_of_two(widths, made, window):
    net = made(widths, 1)
    true = fold_complex(net, window).n_regions
    assert true / 2 <= estimated_regions(net, window) <= true * 2


def test_a_few_folds_are_counted_and_not_estimated():
    for seed in range(10):
        net = he_net((2, 50, 1), seed)
        assert estimated_regions(net, SQUARE) == fold_complex(net, SQUARE).n_regions
    assert estimated_regions(he_net((2, 1), 0), SQUARE) == 1


def test_lines_through_one_point_cross_once():
    net = he_net((2, 5000, 1), 0, bias=0.0)
    assert estimated_regions(net, SQUARE) < 10_000


def test_a_million_neurons_are_refused_at_once_and_in_little_memory():
    net = he_net((2, 1_000_000, 1), 0)
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(InputError, match=r"about [23]\.\de\+11 linear regions .*tiled_boundary"):
        fold_complex(net, SQUARE)
    assert time.process_time() - began < 10
    assert tracemalloc.get_traced_memory()[1] < 1e9
    tracemalloc.stop()


def test_the_refusal_names_what_is_needed_and_what_there_is(monkeypatch):
    monkeypatch.setattr(estimate_module, "available_memory", lambda: 10**8)
    said = r"about 2\.7e\+06 linear regions \(estimated\), which take 0\.\d+ GB of the 0\.1 GB there are"
    for kernel in ("numba", "numpy"):
        with pytest.raises(InputError, match=said):
            fold_complex(he_net((2, 3000, 1), 0), SQUARE, kernel)
    assert shortage(he_net((2, 2000, 1), 0), SQUARE) == ""


def test_a_deep_net_has_no_tiles_to_go_to(monkeypatch):
    monkeypatch.setattr(estimate_module, "available_memory", lambda: 10**8)
    with pytest.raises(InputError, match=r"take a smaller window$"):
        fold_complex(he_net((2, 1500, 1000, 1), 0), SQUARE)


def test_a_system_that_does_not_say_what_it_has_is_trusted(monkeypatch):
    monkeypatch.setattr(estimate_module, "available_memory", lambda: None)
    assert shortage(he_net((2, 3000, 1), 0), SQUARE) == ""


def test_what_no_estimate_foresaw_is_refused_while_it_grows(monkeypatch):
    """A net of few neurons is not estimated at all; its arrays are watched."""
    monkeypatch.setattr(growing_module, "_LARGE", 10**5)
    monkeypatch.setattr(growing_module, "available_memory", lambda: 10**5)
    with pytest.raises(InputError, match="one that needs another"):
        fold_complex(he_net((2, 64, 64, 64, 64, 1), 0), SQUARE)


def test_a_layer_s_values_are_part_of_the_memory():
    net = he_net((2, 64, 64, 1), 0)
    flat, deep = estimated_size(first_layers(net, 1), SQUARE), estimated_size(net, SQUARE)
    assert flat.n_bytes == BYTES_PER_REGION * flat.regions
    assert deep.n_bytes == BYTES_PER_REGION * deep.regions + flat.regions * 8 * 128


def test_there_is_memory():
    assert 10**7 < available_memory() < 10**15

"""The kernels against their readable twin in numpy, on nets made to be hard."""

import os
import subprocess
import sys
from pathlib import Path
from time import sleep
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.compiled import first_use_told
from dlvis.errors import InputError
from dlvis.geometry import Window, fold_complex
from dlvis.geometry.measure import certificate
from dlvis.net import ReluNet
from tests.nets import he_net, integer_net, line_net

SQUARE = Window(-1, 1, -1, 1)


def assert_twins(net, window=SQUARE):
    """Both paths find the same regions: counts, areas, patterns, vertices, folds on edges, ancestors."""
    ours, twin = fold_complex(net, window), fold_complex(net, window, "numpy")
    for name in ("n_regions", "n_vertices", "n_edges"):
        assert getattr(ours, name) == getattr(twin, name), name
    assert ours.euler_characteristic == 1
    assert abs(ours.areas().sum() - window.area) <= 1e-12 * window.area
    ours_first, twin_first = _order(ours), _order(twin)
    assert np.array_equal(ours.patterns()[ours_first], twin.patterns()[twin_first])
    size = window.width + window.height
    assert np.allclose(ours.areas()[ours_first], twin.areas()[twin_first], rtol=1e-6, atol=1e-14 * size**2)
    assert np.allclose(_middles(ours, ours_first), _middles(twin, twin_first), rtol=0, atol=1e-11 * size)
    assert np.array_equal(_fold_counts(ours), _fold_counts(twin))
    for layer in range(net.n_hidden_layers):
        children = [np.sort(np.bincount(folded.ancestors[layer])) for folded in (ours, twin)]
        assert np.array_equal(*children)
    return ours


def _order(folded):
    """The regions by place; nets here have no two with middles nearer than rounding."""
    return np.lexsort(np.round(folded.interior_points() / folded.window.width, 9).T)


def _middles(folded, order):
    return folded.interior_points()[order]


def _fold_counts(folded):
    """How many edges each (layer, neuron) folds on."""
    return np.unique(folded.edge_folds, axis=0, return_counts=True)[1]


def hard_net(seed):
    """He-initialised, small integers, or rows doubled and scaled by 4 and -1/4; up to four layers."""
    draw = np.random.default_rng(seed)
    widths = (2, *draw.integers(1, 13, draw.integers(1, 5)), 1)
    if seed % 3 == 0:
        return he_net(widths, seed, slope=float(draw.choice([0.0, 0.125, 1.0])))
    net = integer_net(widths[:4], seed) if seed % 3 == 1 else he_net((*widths[:3], 1), seed)
    if seed % 2:
        return net
    scale = draw.choice([1.0, 4.0, -0.25], net.widths[1])
    first = np.vstack([net.weights[0], scale[:, None] * net.weights[0]])
    second = np.hstack([net.weights[1], np.zeros_like(net.weights[1])])
    bias = np.concatenate([net.biases[0], scale * net.biases[0]])
    return ReluNet([first, second, *net.weights[2:]], [bias, *net.biases[1:]])


@pytest.mark.parametrize("seed", range(120))
def test_hard_nets_fold_as_their_twins_do(seed):
    assert_twins(hard_net(seed))


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_two_thousand_hard_nets_fold_as_their_twins_do(block):
    for seed in range(100 * block, 100 * block + 100):
        assert_twins(hard_net(seed))


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10**6),
    st.lists(st.integers(1, 10), min_size=1, max_size=3),
    st.floats(-3, 3),
    st.floats(-3, 3),
    st.floats(0.01, 5),
)
def test_any_window_gives_the_same_complex_from_both(seed, hidden, x, y, size):
    assert_twins(he_net((2, *hidden, 1), seed), Window(x, x + size, y, y + 2 * size))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4), st.integers(-4, 4)), min_size=1, max_size=90)
)
def test_lines_with_small_integers_give_the_same_complex_from_both(lines):
    assert_twins(line_net(lines))


@pytest.mark.parametrize("kernel", ["numba", "numpy"])
def test_a_neuron_that_is_0_but_for_rounding_on_whole_regions_is_off_there(kernel):
    first = np.array([[0.1, 0.0], [0.2, 0.0], [0.3, 0.0]])
    net = ReluNet([first, [[1.0, 1.0, -1.0]], [[1.0]]], [np.zeros(3), np.zeros(1), np.zeros(1)])
    folded = fold_complex(net, SQUARE, kernel)
    assert net.pre_activation(folded.vertices, 1).max() > 0  # 0.1 + 0.2 - 0.3 in float64
    assert np.unique(folded.patterns(), axis=0).tolist() == [[False] * 4, [True, True, True, False]]


@pytest.mark.parametrize("widths", [(2, 150, 1), (2, 6, 150, 1), (2, 5, 90, 70, 1)])
def test_layers_too_wide_for_one_carving(widths):
    folded = assert_twins(he_net(widths, 1))
    assert folded.n_regions > 1000


def test_a_wide_layer_of_doubles_folds_as_often_as_once():
    plain = he_net((2, 40, 1), 7)
    weight, bias = plain.weights[0], plain.biases[0]
    net = ReluNet(
        [np.vstack([weight, 4 * weight, -weight / 4]), np.ones((1, 120))],
        [np.concatenate([bias, 4 * bias, -bias / 4]), [0.0]],
    )
    assert assert_twins(net).n_regions == fold_complex(plain, SQUARE).n_regions


@pytest.mark.parametrize("seed", [9, 11, 20, 37, 39])
def test_a_wide_layer_of_near_doubles_folds_where_its_neurons_are_0(seed):
    net, draw = he_net((2, 95, 1), seed), np.random.default_rng(seed)
    weight, bias = net.weights[0].copy(), net.biases[0].copy()
    for to, source in draw.integers(95, size=(95, 2)):
        near = 10.0 ** draw.integers(-15, -11)
        weight[to] = weight[source] * (1 + near * draw.normal(size=2))
        bias[to] = bias[source] * (1 + near * draw.normal())
    folded = fold_complex(ReluNet([weight, net.weights[1]], [bias, [0.0]]), SQUARE)
    assert certificate(folded).residual < 1e-12


def test_a_wide_grid_with_its_diagonals():
    k = np.arange(-31, 32) / 32
    lines = [line for c in k for line in ((1, 0, -c), (0, 1, -c), (1, 1, -c))]
    assert_twins(line_net(lines))


def test_regions_of_one_ancestor_are_consecutive():
    folded = fold_complex(he_net((2, 8, 8, 8, 1), 2), SQUARE)
    assert (np.diff(folded.ancestors, axis=1) >= 0).all()


def test_the_arrays_cannot_be_written_to_and_own_their_memory():
    folded = fold_complex(he_net((2, 8, 8, 1), 2), SQUARE)
    for name in ("vertices", "edges", "edge_folds", "region_vertices", "region_offsets", "ancestors"):
        array = getattr(folded, name)
        assert array.flags.owndata
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@pytest.mark.parametrize("scale", [1e300, 1e-300])
@pytest.mark.parametrize("kernel", ["numba", "numpy"])
def test_weights_beyond_float64_are_refused(scale, kernel):
    net = ReluNet([[[scale, scale]], [[1.0]]], [[scale], [0.0]])
    with pytest.raises(InputError, match="layer 0: expected values that float64"):
        fold_complex(net, SQUARE, kernel)


def test_the_numpy_kernel_needs_no_numba():
    code = """
import sys
sys.modules["numba"] = None  # an import of it fails
from dlvis.geometry import Window, fold_complex
from dlvis.geometry.measure import check
from tests.nets import he_net
folded = fold_complex(he_net((2, 9, 7, 1), 3), Window(-1, 1, -1, 1), "numpy")
check(folded)
print(*folded.areas().tolist())
"""
    root = Path(__file__).parent.parent
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    areas = fold_complex(he_net((2, 9, 7, 1), 3), SQUARE, "numpy").areas()
    assert np.array(result.stdout.split(), float) == pytest.approx(areas, rel=1e-12)


def test_an_unknown_kernel_is_refused():
    with pytest.raises(InputError, match='expected "numba" or "numpy"'):
        fold_complex(he_net((2, 3, 1), 0), SQUARE, "fortran")


@pytest.mark.parametrize(("misses", "n_told"), [({"signature": 1}, 1), ({}, 0)])
def test_a_first_use_that_takes_long_is_told_once_if_it_is_compiled(capsys, misses, n_told):
    kernel = SimpleNamespace(signatures=(), stats=SimpleNamespace(cache_misses=misses))
    with first_use_told(kernel, after=0.01):
        sleep(0.3)
    assert capsys.readouterr().err.count("compiling") == n_told


@pytest.mark.slow
def test_no_kernel_reads_or_writes_out_of_bounds(tmp_path):
    """The tests of this file, of the complex and of its counts again, each index checked."""
    here = Path(__file__).parent
    names = ("geometry_kernels", "geometry_fold", "geometry_boundary", "facts_regions")
    files = [here / f"test_{name}.py" for name in names]
    checked = os.environ | {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", "-p", "no:cacheprovider", *files]
    result = subprocess.run(
        command, env=checked, cwd=here.parent, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout[-3000:]

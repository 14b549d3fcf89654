import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.geometry import Window, argmax_cells, decision_boundary, fold_complex, layer_values, lifted
from dlvis.geometry.measure import affine_maps
from dlvis.net import ReluNet
from tests.nets import he_net, integer_net

SQUARE = Window(-1, 1, -1, 1)


def clipped(polygon, values):
    """The part of a convex polygon (n, 2) where affine values at its corners are not negative."""
    kept = []
    for i, (corner, z) in enumerate(zip(polygon, values, strict=True)):
        before, z_before = polygon[i - 1], values[i - 1]
        if z * z_before < 0:
            kept.append(before + z_before / (z_before - z) * (corner - before))
        if z >= 0:
            kept.append(corner)
    return np.array(kept).reshape(-1, 2)


def area(polygon):
    x, y = polygon.T
    return 0.5 * (x @ np.roll(y, -1) - y @ np.roll(x, -1)) if len(polygon) > 2 else 0.0


def slow_areas(folded):
    """{(region, class): area}: every region clipped by every pair of outputs, one polygon at a time."""
    areas = {}
    maps = affine_maps(folded)
    for region in range(folded.n_regions):
        for winner in range(maps.shape[1]):
            polygon = folded.region(region)
            for other in range(maps.shape[1]):
                if other != winner and len(polygon):
                    excess = maps[region, winner] - maps[region, other]
                    polygon = clipped(polygon, polygon @ excess[:2] + excess[2])
            areas[region, winner] = area(polygon)
    return areas


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 6))
def test_cells_have_the_areas_of_polygons_clipped_one_by_one(seed, n_outputs):
    net = he_net((2, 6, 5, n_outputs), seed)
    cells = argmax_cells(net, fold_complex(net, SQUARE))
    assert cells.complex.areas().sum() == pytest.approx(SQUARE.area, rel=1e-12)
    assert cells.complex.euler_characteristic == 1
    expected = slow_areas(fold_complex(net, SQUARE))
    found = dict.fromkeys(expected, 0.0)
    keys = list(zip(cells.regions.tolist(), cells.classes.tolist(), strict=True))
    assert len(set(keys)) == len(keys) == cells.n_cells  # a class has one cell in a region
    found.update(zip(keys, cells.complex.areas().tolist(), strict=True))
    assert found == pytest.approx(expected, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 5))
def test_every_cell_of_an_integer_net_has_its_class_at_every_corner(seed, n_outputs):
    net = integer_net((2, 4, 4, n_outputs), seed)
    cells = argmax_cells(net, fold_complex(net, SQUARE))
    folded = cells.complex
    assert (folded.euler_characteristic, folded.areas().sum()) == (1, pytest.approx(4, rel=1e-12))
    assert (folded.areas() > 0).all()
    outputs = net(folded.vertices)[folded.region_vertices]
    own = np.repeat(cells.classes, np.diff(folded.region_offsets))
    assert np.allclose(outputs[np.arange(len(own)), own], outputs.max(axis=1), atol=1e-11)
    middles = net(folded.interior_points())
    best = np.argmax(np.round(middles, 9), axis=1)  # of equal outputs the first
    assert np.array_equal(best, cells.classes)


@pytest.mark.parametrize("seed", range(10))
def test_points_have_the_class_of_the_cell_that_they_lie_in(seed):
    net = he_net((2, 8, 8, 4), seed)
    cells = argmax_cells(net, fold_complex(net, SQUARE))
    points = np.random.default_rng(seed).uniform(-1, 1, (300, 2))
    best = np.argmax(net(points), axis=1)
    for point, winner in zip(points, best, strict=True):
        holding = [k for k in range(cells.n_cells) if contains(cells.complex.region(k), point)]
        assert winner in cells.classes[holding]


def contains(polygon, point):
    step, to_point = np.roll(polygon, -1, axis=0) - polygon, point - polygon
    return (step[:, 0] * to_point[:, 1] - step[:, 1] * to_point[:, 0] >= -1e-12).all()


@pytest.mark.parametrize("seed", range(20))
def test_two_outputs_part_where_the_decision_boundary_runs(seed):
    net = he_net((2, 7, 7, 2), seed)
    folded = fold_complex(net, SQUARE)
    cells = argmax_cells(net, folded)
    length = total_length(cells.complex, cells.boundary_edges())
    assert length == pytest.approx(decision_boundary(net, folded).length, rel=1e-9)
    crossing = net(cells.complex.vertices[cells.complex.edges[cells.boundary_edges()].ravel()])
    assert np.allclose(crossing[:, 0], crossing[:, 1], atol=1e-12)


def test_three_sectors_meet_in_one_point():
    net = ReluNet([[[1.0, 0.0], [-1.0, 1.0], [-1.0, -1.0]]], [np.zeros(3)])
    cells = argmax_cells(net, fold_complex(net, SQUARE))
    assert sorted(cells.classes) == [0, 1, 2]
    assert [0.0, 0.0] in cells.complex.vertices.tolist()
    # 2x > y > -2x is the first one's: to its left the lines y = 2x and y = -2x leave at x = 1/2
    assert cells.class_areas() == pytest.approx([1.5, 1.25, 1.25], rel=1e-15)
    assert (cells.n_cells, cells.complex.n_vertices, cells.complex.n_edges) == (3, 8, 10)


def test_equal_outputs_go_to_the_first_and_cut_nothing():
    net = he_net((2, 5, 1), 1)
    twins = ReluNet([net.weights[0], np.repeat(net.weights[1], 3, axis=0)], [net.biases[0], np.zeros(3)])
    folded = fold_complex(twins, SQUARE)
    cells = argmax_cells(twins, folded)
    assert (cells.n_cells, set(cells.classes)) == (folded.n_regions, {0})
    assert len(cells.boundary_edges()) == 0


def test_folds_stay_on_the_edges_that_they_fold():
    net = he_net((2, 6, 6, 3), 3)
    folded = fold_complex(net, SQUARE)
    cells = argmax_cells(net, folded).complex
    assert np.array_equal(np.unique(cells.edge_folds, axis=0), np.unique(folded.edge_folds, axis=0))
    for layer, neuron in np.unique(folded.edge_folds, axis=0):
        found, expected = (total_length(f, f.fold_edges(layer, neuron)) for f in (cells, folded))
        assert found == pytest.approx(expected, rel=1e-12)


def total_length(folded, edges):
    ends = folded.vertices[folded.edges[edges]]
    return np.hypot(*(ends[:, 0] - ends[:, 1]).T).sum()


@pytest.mark.parametrize("widths", [(2, 4, 1), (2, 5, 3)])
def test_a_net_that_is_not_the_complex_s_or_has_one_output_is_refused(widths):
    with pytest.raises(InputError, match="at least 2 outputs"):
        argmax_cells(he_net(widths, 0), fold_complex(he_net((2, 4, 1), 0), SQUARE))


def test_the_lifted_boundary_lies_in_the_sheet_of_any_layer():
    net = he_net((2, 8, 8, 1), 5)
    lines = decision_boundary(net, fold_complex(net, SQUARE))
    assert len(lines.points) > 10
    inside = np.ones(len(lines.points), bool)
    inside[lines.offsets[1:] - 1] = False
    starts = np.flatnonzero(inside)
    for layer in (0, 1, 2):
        heights = lifted(lines, net, layer, 0, activated=True)
        between = layer_values(
            net, (lines.points[starts] + lines.points[starts + 1]) / 2, layer, 0, activated=True
        )
        assert np.allclose((heights[starts] + heights[starts + 1]) / 2, between, atol=1e-12)
    assert np.abs(lifted(lines, net, 2, 0)).max() < 1e-12


def test_values_come_before_or_after_the_activation():
    net, points = he_net((2, 3, 1), 0, slope=0.25), np.random.default_rng(0).uniform(-1, 1, (50, 2))
    before, after = (layer_values(net, points, 0, activated=activated) for activated in (False, True))
    assert before.shape == (50, 3)
    assert (before < 0).any()
    assert np.array_equal(after, np.where(before > 0, before, before / 4))
    assert np.array_equal(layer_values(net, points, 1, 0, activated=True), net(points)[:, 0])


@pytest.mark.parametrize(
    ("layer", "neuron", "words"), [(2, None, "0 to 1 .the output., got 2"), (0, 3, "0 to 2 in")]
)
def test_layers_and_neurons_that_are_not_there_are_refused(layer, neuron, words):
    with pytest.raises(InputError, match=words):
        layer_values(he_net((2, 3, 1), 0), np.zeros((1, 2)), layer, neuron)

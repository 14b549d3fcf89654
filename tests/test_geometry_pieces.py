"""The pieces that a net says, against slow twins: faces put together by shapely, a raster flooded."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.geometry import (
    Polylines,
    Window,
    decision_boundary,
    fold_complex,
    margin,
    predicted_pieces,
    tiled_boundary,
)
from dlvis.geometry.pieces import Pieces
from dlvis.net import ReluNet, zigzag
from tests.nets import he_net, integer_net

SQUARE = Window(-1, 1, -1, 1)
EAST = np.array([[1.0, 0.0], [-1.0, 0.0]])


def tent_net(outer, height):
    """outer (|x| + |y|) + height."""
    first = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    return ReluNet([first, np.full((1, 4), outer)], [np.zeros(4), np.array([height])])


def slow_pieces(net, window):
    """Each region of the complex cut by its own affine map, put together by class; slow and plain."""
    folded = fold_complex(net, window)
    classes = {True: [], False: []}
    for r in range(folded.n_regions):
        region = shapely.Polygon(folded.region(r))
        corners = folded.region(r)
        values = margin(net, corners)
        (a, b, c), *_ = np.linalg.lstsq(np.column_stack([corners, np.ones(len(corners))]), values, rcond=None)
        high = (
            shapely.intersection(region, half_plane(a, b, c)) if values.max() > 1e-12 else shapely.Polygon()
        )
        classes[True].append(high)
        classes[False].append(shapely.difference(region, high))
    return {kind: shapely.union_all(parts, grid_size=1e-11) for kind, parts in classes.items()}


def half_plane(a, b, c):
    """{a x + b y + c > 0} near the origin, as a large rectangle."""
    size, far = np.hypot(a, b), 10.0
    if size < 1e-12:
        return shapely.box(-far, -far, far, far) if c > 0 else shapely.Polygon()
    n = np.array([a, b]) / size
    far += 2 * abs(c) / size
    along, foot = np.array([-n[1], n[0]]), -c / size * n
    return shapely.Polygon(
        [foot + far * along, foot - far * along, foot + far * (n - along), foot + far * (n + along)]
    )


def flooded(net, window, n=250):
    """How many connected areas of each class an n x n raster of the net has, by flooding it."""
    x = window.xmin + (np.arange(n) + 0.5) / n * window.width
    y = window.ymin + (np.arange(n) + 0.5) / n * window.height
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    left = (margin(net, grid) > 0).reshape(n, n)
    seen, counts = np.zeros((n, n), bool), {True: 0, False: 0}
    for start in np.ndindex(n, n):
        if seen[start]:
            continue
        counts[bool(left[start])] += 1
        todo = [start]
        seen[start] = True
        while todo:
            i, j = todo.pop()
            for k, m in ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)):
                if 0 <= k < n and 0 <= m < n and not seen[k, m] and left[k, m] == left[i, j]:
                    seen[k, m] = True
                    todo.append((k, m))
    return counts


def count(pieces):
    return {kind: int((pieces.positive == kind).sum()) for kind in (True, False)}


def test_a_diamond_is_a_piece_and_so_is_what_lies_around_it():
    pieces = predicted_pieces(tent_net(-1.0, 0.5), SQUARE)
    assert pieces.positive.tolist() == [False, True]
    assert pieces.areas() == pytest.approx([3.5, 0.5], rel=1e-12)
    assert len(pieces.polygons[0].interiors) == 1
    assert predicted_pieces(tent_net(1.0, -0.5), SQUARE).positive.tolist() == [True, False]


def test_a_boundary_that_touches_the_windows_sides_cuts_there():
    pieces = predicted_pieces(tent_net(-1.0, 1.0), SQUARE)
    assert pieces.positive.tolist() == [True, False, False, False, False]
    assert pieces.areas() == pytest.approx([2, 0.5, 0.5, 0.5, 0.5], rel=1e-12)
    # its line runs from a corner to a side, and touches another side between
    first = np.array([[-2.0, 2.0], [1.0, 1.0], [-2.0, 1.0], [-1.0, 0.0]])
    net = ReluNet(
        [first, np.array([[1.0, -1.0, -2.0, 0.0]])], [np.array([-1.0, 1.0, -1.0, 0.0]), np.array([1.0])]
    )
    pieces = predicted_pieces(net, SQUARE)
    twin = slow_pieces(net, SQUARE)
    for kind in (True, False):
        assert shapely.symmetric_difference(pieces.of_class(kind), twin[kind]).area < 1e-8


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 10**6),
    st.sampled_from([(2, 8, 8, 1), (2, 12, 1), (2, 6, 6, 2)]),
    st.sampled_from([0.0, 0.2]),
)
def test_the_pieces_are_those_of_the_slow_twin(seed, widths, slope):
    net = he_net(widths, seed, slope=slope)
    pieces, twin = predicted_pieces(net, SQUARE), slow_pieces(net, SQUARE)
    assert pieces.areas().sum() == pytest.approx(4.0, rel=1e-12)
    assert (np.diff(pieces.areas()) <= 0).all()
    for kind in (True, False):
        mine = pieces.of_class(kind)
        assert mine.is_valid
        assert shapely.symmetric_difference(shapely.union_all(list(mine.geoms)), twin[kind]).area < 1e-8


@pytest.mark.parametrize("seed", [15, 19, 24, 31])
def test_there_are_as_many_as_a_flood_finds(seed):
    net, grid = he_net((2, 12, 12, 1), seed, bias=0.7), np.random.default_rng(0).uniform(-1, 1, (2000, 2))
    half = ReluNet(net.weights, [*net.biases[:-1], net.biases[-1] - np.median(net(grid))])
    pieces = predicted_pieces(half, SQUARE)
    # a raster sees them: none is small, none has a neck
    assert all(isinstance(polygon.buffer(-0.008), shapely.Polygon) for polygon in pieces.polygons)
    assert len(pieces) > 2
    assert count(pieces) == flooded(half, SQUARE)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([(2, 5, 1), (2, 4, 4, 1), (2, 3, 3, 2)]))
def test_nets_with_concurrent_folds_and_plateaus_are_cut_up_whole(seed, widths):
    net = integer_net(widths, seed)
    pieces = predicted_pieces(net, Window(-2, 2, -2, 2))
    assert pieces.areas().sum() == pytest.approx(16.0, rel=1e-12)
    for polygon, positive in zip(pieces.polygons, pieces.positive, strict=True):
        inside = polygon.point_on_surface()
        value = margin(net, np.array([[inside.x, inside.y]]))[0]
        assert value >= 0 if positive else value <= 0


def test_where_the_output_is_0_all_over_it_is_of_the_negative_class():
    zero = ReluNet([np.zeros((1, 2)), np.ones((1, 1))], [np.zeros(1), np.zeros(1)])
    assert predicted_pieces(zero, SQUARE).positive.tolist() == [False]
    ramp = ReluNet([np.array([[1.0, 0.0]]), np.ones((1, 1))], [np.zeros(1), np.zeros(1)])
    pieces = predicted_pieces(ramp, SQUARE)
    assert sorted(pieces.positive.tolist()) == [False, True]
    assert pieces.areas() == pytest.approx([2.0, 2.0])


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_without_a_boundary_the_window_is_one_piece(sign):
    positive = predicted_pieces(tent_net(sign, sign * 0.3), SQUARE)
    assert positive.positive.tolist() == [sign > 0]
    assert positive.areas() == pytest.approx([4.0])


def test_a_valley_that_only_touches_0_parts_nothing():
    valley = ReluNet([EAST, np.ones((1, 2))], [np.zeros(2), np.zeros(1)])  # |x|
    assert predicted_pieces(valley, SQUARE).positive.tolist() == [True]
    ridge = ReluNet([EAST, -np.ones((1, 2))], [np.zeros(2), np.zeros(1)])
    assert predicted_pieces(ridge, SQUARE).positive.tolist() == [False]


def test_pieces_that_touch_in_a_point_are_two():
    # |x| - |y|: four wedges that meet in the middle, as at Baarle's quadripoint
    saddle = ReluNet(
        [np.vstack([EAST, EAST[:, ::-1]]), np.array([[1.0, 1.0, -1.0, -1.0]])], [np.zeros(4), np.zeros(1)]
    )
    pieces = predicted_pieces(saddle, SQUARE)
    assert count(pieces) == {True: 2, False: 2}
    assert pieces.areas() == pytest.approx([1.0] * 4, rel=1e-12)


def test_a_piece_that_bites_its_own_tail_in_a_point_has_a_hole_there():
    # the ring 1/4 < |x| + |y| < 1 - |x + y - 3/4|-like: a zigzag of the distance, moved to touch a diamond
    first = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    two = ReluNet(
        [
            np.vstack([first, first]),
            np.vstack([np.r_[-np.ones(4), np.zeros(4)], np.r_[np.zeros(4), -np.ones(4)]]),
            np.array([[1.0, 1.0]]),
        ],
        [np.array([0.4, -0.4, 0, 0, -0.4, 0.4, 0, 0]), np.array([0.4, 0.4]), np.array([0.0])],
    )
    pieces = predicted_pieces(two, SQUARE)  # two diamonds, about (-0.4, 0) and (0.4, 0), touch in the middle
    assert count(pieces) == {True: 2, False: 1}
    assert pieces.areas() == pytest.approx([4 - 2 * 0.32, 0.32, 0.32], rel=1e-12)
    assert all(polygon.is_valid for polygon in pieces.polygons)


def test_a_zigzag_has_a_strip_for_each_tooth():
    line = zigzag(3, 2)
    teeth = ReluNet(
        [np.column_stack([line.weights[0], np.zeros(len(line.weights[0]))]), *line.weights[1:]],
        [*line.biases[:-1], line.biases[-1] - 0.5],
    )
    square = Window(0, 1, 0, 1)
    assert count(predicted_pieces(teeth, square)) == flooded(teeth, square) == {True: 8, False: 9}


def test_a_boundary_traced_in_tiles_gives_the_same_pieces():
    net = he_net((2, 40, 1), 3)
    one = predicted_pieces(net, SQUARE)
    other = predicted_pieces(net, SQUARE, tiled_boundary(net, SQUARE))
    assert one.positive.tolist() == other.positive.tolist()
    assert one.areas() == pytest.approx(other.areas(), abs=1e-12)


def test_a_boundary_of_another_window_is_refused():
    net = tent_net(-1.0, 0.9)
    boundary = decision_boundary(net, fold_complex(net, Window(-0.5, 0.5, -0.5, 0.5)))
    moved = Polylines(boundary.points + 0.7, boundary.offsets)
    with pytest.raises(
        InputError, match="pieces: expected a boundary whose lines close or end on this window"
    ):
        predicted_pieces(net, SQUARE, moved)


def test_each_piece_needs_its_class():
    with pytest.raises(InputError, match="expected a class for each, got 1 and 2"):
        Pieces((shapely.box(0, 0, 1, 1),), [True, False])


def test_three_outputs_have_no_two_classes():
    with pytest.raises(InputError, match="1 or 2 outputs"):
        predicted_pieces(he_net((2, 4, 3), 0), SQUARE)

"""Facets and strokes with true depth: known pictures, rules that hold for every picture, and a slow twin."""

import os
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dlvis.draw.clipping import Lens, clipped_rings
from dlvis.draw.solid import LIFT, Facets, Segments, draw_solid
from dlvis.draw.view import FOCAL_DISTANCE, View
from dlvis.errors import InputError
from dlvis.geometry import Window, fold_complex
from dlvis.geometry.complex import region_triangles
from tests.nets import he_net
from tests.raycast import raycast

RED, GREEN, BLUE, WHITE = (1, 0, 0, 1), (0, 1, 0, 1), (0, 0, 1, 1), (1, 1, 1, 1)
SQUARE = Window(-1, 1, -1, 1)
LENS = Lens((60.0, 60.0), (80.0, 60.0))
SHAPE = (120, 160)


def picture(*things, shape=SHAPE, ground=(0, 0, 0, 255)):
    frame = np.empty((*shape, 4), np.uint8)
    frame[:] = ground
    draw_solid(frame, things)
    return frame


def polygon(points, colour, order=0):
    return Facets(points, [0, len(points)], [0], [colour], order)


def rectangle(left, top, right, bottom, colour, q=(1, 1, 1, 1), order=0):
    corners = np.column_stack([[left, right, right, left], [top, top, bottom, bottom], q])
    return polygon(corners, colour, order)


def sheet(seed, view, *, widths=(2, 8, 6, 1), lift=0.0, size=0.5):
    """A folded sheet in camera axes: points (N, 3) of rings, offsets, and its complex."""
    folded = fold_complex(he_net(widths, seed), SQUARE)
    heights = folded.net(folded.vertices)[:, 0]
    heights = size * heights / np.abs(heights).max() + lift
    space = np.column_stack([folded.vertices, heights]) @ view.rotation.T
    return space, folded


def facets_of(space, folded, colours, order=0, lens=LENS):
    points, offsets, owners = clipped_rings(
        space[folded.region_vertices], folded.region_offsets, np.arange(folded.n_regions), lens
    )
    return Facets(points, offsets, owners, colours, order)


def rings_of(space, folded):
    return [
        (r, space[folded.region_vertices[slice(*folded.region_offsets[r : r + 2])]])
        for r in range(folded.n_regions)
    ]


def colours_for(n, alpha, seed=0):
    draw = np.random.default_rng(seed)
    return np.column_stack([draw.uniform(0, 1, (n, 3)), np.full(n, alpha)])


# known pictures


def test_an_opaque_square_covers_its_pixels_and_no_others():
    frame = picture(rectangle(10, 20, 30, 50, RED))
    expected = np.zeros((*SHAPE, 4), np.uint8)
    expected[..., 3] = 255
    expected[20:50, 10:30, 0] = 255
    assert np.array_equal(frame, expected)


def test_a_translucent_square_is_laid_over_the_frame():
    frame = picture(rectangle(10, 20, 30, 50, (1, 0.5, 0, 0.4)), ground=(100, 100, 100, 255))
    assert frame[30, 20].tolist() == [162, 111, 60, 255]
    assert frame[30, 40].tolist() == [100, 100, 100, 255]
    # over nothing it is premultiplied
    assert picture(rectangle(0, 0, 9, 9, (1, 0.5, 0, 0.4)), ground=(0, 0, 0, 0))[5, 5].tolist() == [
        102,
        51,
        0,
        102,
    ]


def test_half_a_pixel_is_half_covered():
    assert picture(rectangle(10, 20, 30.5, 50, WHITE))[30, 30, 0] == 128
    assert picture(rectangle(10, 20, 30, 50.25, WHITE))[50, 20, 0] == 64


def test_the_nearer_of_two_is_on_top_whatever_comes_first():
    near, far = (
        rectangle(10, 10, 60, 60, (1, 0, 0, 0.5), [1.1] * 4),
        rectangle(10, 10, 60, 60, (0, 0, 1, 0.5)),
    )
    for things in permutations([near, far]):
        assert picture(*things)[30, 30].tolist() == [128, 0, 64, 255]


def test_two_squares_cut_one_another_in_a_straight_smooth_line():
    # q of the red one rises, of the blue one falls, equal at x = 20 + 0.29 y
    corners = np.array([[0, 0.0], [100, 0], [100, 100], [0, 100]])
    slant = (corners[:, 0] - 0.29 * corners[:, 1] - 20) / 1000
    red = polygon(np.column_stack([corners, 1 + slant]), RED)
    blue = polygon(np.column_stack([corners, 1 - slant]), BLUE)
    frame = picture(red, blue)
    rows = np.arange(100)
    # how much of each row is blue says where the line is, to the spacing of the samples
    for each in (frame, picture(blue, red)):
        off = each[:100, :100, 2].sum(axis=1) / 255 - (20 + 0.29 * (rows + 0.5))
        assert np.abs(off).max() < 0.2
        assert abs(off.mean()) < 0.01
    between = (frame[:100, :100, 2] > 0) & (frame[:100, :100, 0] > 0)
    assert between.sum(axis=1).max() <= 2
    assert len(np.unique(frame[:100, :100, 2])) > 6


def test_a_hole_is_left_open():
    ring, hole = rectangle(10, 10, 50, 50, RED).points, rectangle(20, 20, 30, 30, RED).points[::-1]
    frame = picture(Facets(np.concatenate([ring, hole]), [0, 4, 8], [0, 0], [RED]))
    assert (frame[20:30, 20:30, 0] == 0).all()
    assert frame[..., 0].sum() == 255 * (1600 - 100)
    # by the nonzero rule a ring that runs the same way fills
    frame = picture(Facets(np.concatenate([ring, hole[::-1]]), [0, 4, 8], [0, 0], [RED]))
    assert frame[..., 0].sum() == 255 * 1600


def test_rings_need_not_stand_side_by_side():
    ring, hole = rectangle(10, 10, 50, 50, RED).points, rectangle(20, 20, 30, 30, RED).points[::-1]
    other = rectangle(60, 10, 70, 20, RED).points
    one = Facets(np.concatenate([ring, hole, other]), [0, 4, 8, 12], [0, 0, 1], [RED, GREEN])
    two = Facets(np.concatenate([hole, other, ring]), [0, 4, 8, 12], [0, 1, 0], [RED, GREEN])
    assert np.array_equal(picture(one), picture(two))


# rules that hold for every picture


@pytest.mark.parametrize("seed", range(4))
def test_a_sheet_and_its_triangles_are_one_picture(seed):
    space, folded = sheet(seed, View(1.0, 0.3 + seed))
    colours = colours_for(folded.n_regions, 1.0, seed)
    triangles, owner = region_triangles(folded)
    points, offsets, owners = clipped_rings(
        space[triangles.ravel()], np.arange(0, 3 * len(triangles) + 1, 3), owner, LENS
    )
    whole, cut = picture(facets_of(space, folded, colours)), picture(Facets(points, offsets, owners, colours))
    assert np.abs(whole.astype(int) - cut).max() <= 1


@pytest.mark.parametrize("seed", range(6))
def test_an_opaque_sheet_has_no_hole_inside_its_silhouette(seed):
    # from far away each column of the picture is one upright slice through the sheet, hence one piece
    far = Lens((60.0, 60.0), (80.0, 60.0), 1e6)
    space, folded = sheet(seed, View(0.2 + 0.22 * seed, 2.0 * seed), widths=(2, 12, 10, 1))
    facets = facets_of(space, folded, np.ones((folded.n_regions, 4)), lens=far)
    frame = picture(facets)[..., 0]
    whole = [np.flatnonzero(column == 255) for column in frame.T]
    assert sum(map(len, whole)) > 2000
    assert all(np.ptp(rows) + 1 == len(rows) for rows in whole if len(rows))
    assert np.array_equal(frame, picture(turned_round(facets))[..., 0])


def turned_round(facets):
    """The same facets with all rings in the other direction, and the last one first."""
    offsets = np.cumsum([0, *np.diff(facets.offsets)[::-1]])
    return Facets(facets.points[::-1], offsets, facets.facets[::-1], facets.colours)


@pytest.mark.parametrize(("seed", "alpha"), [(0, 1.0), (1, 0.5), (2, 0.5), (3, 1.0)])
def test_two_sheets_that_cut_one_another_agree_with_rays(seed, alpha):
    view = View(0.6 + 0.2 * seed, 1.0 + seed)
    sheets = [sheet(2 * seed + k, view, lift=0.05 * k) for k in range(2)]
    colours = [colours_for(folded.n_regions, alpha, k) for k, (_, folded) in enumerate(sheets)]
    things = [facets_of(*each, c) for each, c in zip(sheets, colours, strict=True)]
    expected = raycast(SHAPE, LENS, [(rings_of(*each), c) for each, c in zip(sheets, colours, strict=True)])
    off = np.abs(picture(*things, ground=(0, 0, 0, 0)) - expected).max(axis=-1)
    assert (off > 1.01).mean() <= 1e-4


# strokes


def test_a_dot_is_round_and_a_stroke_has_its_width():
    frame = picture(Segments([[50.0, 50, 1]], [[50.0, 50, 1]], [WHITE], 20.0))[..., 0] / 255
    assert frame.sum() == pytest.approx(np.pi * 100, rel=0.01)
    assert np.array_equal(frame[30:70, 30:70], frame[30:70, 30:70].T)
    line = picture(Segments([[20.0, 20, 1]], [[20.0, 90, 1]], [WHITE], 3.0))[50, :, 0] / 255
    assert line.sum() == pytest.approx(3, abs=0.02)
    thin = picture(Segments([[20.5, 20, 1]], [[20.5, 90, 1]], [WHITE], 0.25))[50, :, 0] / 255
    assert thin.sum() == pytest.approx(0.25, abs=0.01)


def test_overlapping_joints_of_one_thing_do_not_add_up():
    half = (1, 1, 1, 0.5)
    frame = picture(
        Segments([[20.0, 50, 1], [60.0, 50, 1]], [[60.0, 50, 1], [60, 90, 1.0]], [half, half], 8.0)
    )
    assert frame[..., 0].max() == 128
    # those of two things do, and so do those that lie apart in depth
    ends = [[20.0, 50, 1]], [[60.0, 50, 1]], [half], 8.0
    assert picture(Segments(*ends), Segments(*ends))[..., 0].max() == 191
    crossed = Segments([[20.0, 50, 1], [40, 20, 1.1]], [[60.0, 50, 1], [40, 80, 1.1]], [half, half], 8.0)
    assert picture(crossed)[..., 0].max() == 191


@pytest.mark.parametrize("steep", [0.0, 0.003, 0.1])
def test_a_stroke_on_a_facet_is_seen_over_its_whole_width(steep):
    corners = np.array([[10, 10.0], [100, 10], [100, 100], [10, 100]])
    facet = polygon(np.column_stack([corners, 5 + steep * (corners[:, 0] - 50)]), RED)
    line = Segments([[50.0, 20, 5]], [[50.0, 90, 5]], [WHITE], 6.0, order=1)
    for things in permutations([facet, line]):
        assert picture(*things)[50, :, 2].sum() / 255 == pytest.approx(6, abs=0.02)
    below = Segments(line.starts, line.ends, line.colours, 6.0, order=-1)
    assert picture(facet, below)[50, :, 2].sum() == 0


def test_of_coplanar_things_the_higher_order_is_on_top():
    corners = np.array([[10, 10.0], [100, 10], [100, 100], [10, 100]])
    q = 1 + 0.001 * corners[:, 0] + 0.0007 * corners[:, 1]
    sheet_, map_ = (
        polygon(np.column_stack([corners + k / 3, q + (0.001 + 0.0007) * k / 3]), c, k)
        for k, c in enumerate((RED, GREEN))
    )
    for things in permutations([sheet_, map_]):
        assert (picture(*things)[12:99, 12:99, :3] == (0, 255, 0)).all()
    same = [Facets(each.points, each.offsets, each.facets, each.colours) for each in (map_, sheet_)]
    assert (picture(*same)[12:99, 12:99, :3] == (255, 0, 0)).all()  # the later one


def test_a_step_of_order_is_worth_no_more_than_the_lift():
    far = 1 - 1.5 * LIFT / FOCAL_DISTANCE
    things = rectangle(0, 0, 50, 50, RED), rectangle(0, 0, 50, 50, BLUE, [far] * 4, order=1)
    assert picture(*things)[20, 20].tolist() == [255, 0, 0, 255]


# bad input


def test_nothing_draws_nothing():
    nothing = [Facets([], [0], [], []), Segments([], [], [], [])]
    assert (picture(*nothing) == (0, 0, 0, 255)).all()
    assert (picture() == (0, 0, 0, 255)).all()
    draw_solid(np.zeros((0, 5, 4), np.uint8), [rectangle(0, 0, 9, 9, RED)])


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e13])
def test_what_is_not_finite_is_named(bad):
    with pytest.raises(InputError, match="Facets points: expected finite"):
        polygon([[0, 0, 1], [9, 0, 1], [9, bad, 1]], RED)
    with pytest.raises(InputError, match="Segments ends: expected finite"):
        Segments([[0, 0, 1]], [[0, bad, 1]], [RED], 1.0)
    with pytest.raises(InputError, match="Facets colours: expected finite"):
        polygon([[0, 0, 1], [9, 0, 1], [9, 9, 1]], (1, 1, bad, 1))
    with pytest.raises(InputError, match="widths"):
        Segments([[0, 0, 1]], [[0, 5, 1]], [RED], -bad)


def test_what_does_not_fit_is_refused():
    points = [[0, 0, 1], [9, 0, 1], [9, 9, 1]]
    for offsets, facets in [
        ([0, 2], [0]),
        ([0, 3, 3], [0]),
        ([1, 3], [0]),
        ([0, 4, 3], [0, 0]),
        ([0, 3], [1]),
    ]:
        with pytest.raises(InputError, match="Facets"):
            Facets(points, offsets, facets, [RED])
    with pytest.raises(InputError, match="as many ends"):
        Segments([[0, 0, 1]], [[0, 5, 1]] * 2, [RED], 1.0)
    with pytest.raises(InputError, match="shape"):
        Facets([[0, 0]], [0, 1], [0], [RED])
    with pytest.raises(InputError, match="frame"):
        draw_solid(np.zeros((4, 4, 3), np.uint8), [])


@pytest.mark.parametrize("shape", [(1, 1), (4320, 7680)])
def test_frames_of_one_pixel_and_of_8k(shape):
    height, width = shape
    frame = picture(
        rectangle(-5, -5, width + 5, height + 5, RED),
        Segments([[-9.0, -9, 2]], [[width + 9.0, height + 9, 2]], [BLUE], 9.0),
        shape=shape,
    )
    assert frame[-1, -1].tolist() == [0, 0, 255, 255]
    assert frame[0, -1, 0] == 255 - 255 * (width == 1)


def test_more_layers_than_expected_are_all_drawn():
    n = 300
    points = np.concatenate([rectangle(5, 5, 20, 20, RED, [1 + k / 100] * 4).points for k in range(n)])
    colours = np.full((n, 4), 0.02)
    colours[:, :3] = 1
    things = Facets(points, np.arange(0, 4 * n + 1, 4), np.arange(n), colours)
    frame = picture(things, ground=(0, 0, 0, 0), shape=(30, 30))
    assert frame[10, 10, 3] == round(255 * (1 - 0.98**n))
    assert np.array_equal(frame[10, 10], frame[19, 5])


coordinate = st.one_of(st.integers(-3, 20), st.floats(-5, 25), st.sampled_from([-1e9, 1e9, 10 + 1e-9]))
corner = st.tuples(coordinate, coordinate, st.floats(0.1, 3))


@settings(deadline=None)
@given(st.lists(st.lists(corner, min_size=1, max_size=6), min_size=1, max_size=5), st.booleans())
@example([[(5, 5, 1), (5, 5, 1), (5, 5, 1)]], True)
@example([[(0, 5, 1), (20, 5, 2), (10, 5, 3)]], True)
def test_degenerate_polygons_do_no_harm(rings, opaque):
    alpha = 1.0 if opaque else 0.5
    points = np.array([point for ring in rings for point in ring], float)
    offsets = np.cumsum([0, *map(len, rings)])
    n = len(rings)
    strokes = Segments(points, np.roll(points, 1, axis=0), colours_for(len(points), alpha), 2.0)
    things = [Facets(points, offsets, np.arange(n), colours_for(n, alpha)), strokes]
    frames = [picture(*things, shape=(16, 16), ground=(0, 0, 0, 0)) for _ in range(2)]
    assert np.array_equal(*frames)
    assert (frames[0][..., :3].max(axis=-1) <= frames[0][..., 3]).all()


@pytest.mark.slow
def test_no_kernel_reads_or_writes_out_of_bounds(tmp_path):
    checked = os.environ | {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)}
    here = Path(__file__)
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", "-p", "no:cacheprovider", here]
    result = subprocess.run(
        command, env=checked, cwd=here.parent.parent, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout[-3000:]

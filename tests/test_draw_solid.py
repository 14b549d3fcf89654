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

from dlvis.draw.clipping import Lens, clipped_rings, clipped_segments
from dlvis.draw.solid import draw_solid
from dlvis.draw.solid_things import Facets, Segments
from dlvis.draw.view import View
from dlvis.errors import InputError
from dlvis.geometry.complex import region_triangles
from tests.raycast import raycast
from tests.solids import (
    BLUE,
    GREEN,
    LENS,
    RED,
    SHAPE,
    WHITE,
    colours_for,
    facets_of,
    picture,
    polygon,
    rectangle,
    rings_of,
    sheet,
    strokes_of,
)

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


@pytest.mark.parametrize("thin", [1e-2, 1e-6, 1e-9, 1e-11])
@pytest.mark.parametrize("length", [100, 1e6])
def test_a_sliver_keeps_the_depth_of_its_line(thin, length):
    # about a row of samples; the flattest one's corners say nothing of its slope across
    y = 50 + 1 / 16
    corners = [[0, y - thin], [length, y - thin], [length, y + thin], [0, y + thin]]
    sliver = polygon(np.column_stack([corners, 1 + np.array([0, length, length, 0]) / 100]), WHITE)
    row = picture(rectangle(0, 0, 100, 100, RED, [1.5] * 4), sliver)[50, :100, 2]
    assert (row[:49] == 0).all()
    assert (row[51:] == 32).all()


def test_of_the_same_facet_twice_the_later_is_on_top():
    twice = np.tile(rectangle(10, 10, 50, 50, RED, [1, 1.2, 1.2, 1]).points, (2, 1))
    assert picture(Facets(twice, [0, 4, 8], [0, 1], [RED, GREEN]))[30, 30].tolist() == [0, 255, 0, 255]


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


def test_the_order_of_things_does_not_matter_where_depths_differ():
    view = View(0.9, 0.7)
    one, two = sheet(0, view), sheet(1, view, lift=0.1)
    half = [colours_for(each[1].n_regions, 0.5) for each in (one, two)]
    things = [facets_of(*one, half[0]), facets_of(*two, half[1])]
    things += [strokes_of(space, folded.edges, (1, 1, 1, 0.6), 2.0, 1) for space, folded in (one, two)]
    first = picture(*things).astype(int)
    for others in permutations(things):
        # strokes of two sheets that meet within a pixel lie on one another in the order given
        assert (np.abs(picture(*others) - first) > 2).any(axis=-1).mean() < 1e-3


def test_a_picture_is_like_one_of_sixteen_times_the_pixels():
    view, large = View(1.15, 0.7), Lens((240.0, 240.0), (320.0, 240.0))
    pictures = []
    for lens, width, shape in ((LENS, 2.0, SHAPE), (large, 8.0, (480, 640))):
        things = []
        for seed, colour in ((0, (1, 0.6, 0)), (1, (0.3, 0.7, 0.9))):
            space, folded = sheet(seed, view, lift=0.1 * seed)
            colours = np.tile([*colour, 0.5], (folded.n_regions, 1))
            starts, ends, _ = clipped_segments(*space[folded.edges.T], lens)
            paints = np.tile((1, 1, 1, 0.6), (len(starts), 1))
            things += [facets_of(space, folded, colours, lens=lens), Segments(starts, ends, paints, width, 1)]
        pictures.append(picture(*things, shape=shape).astype(float))
    small, fine = pictures[0], pictures[1].reshape(120, 4, 160, 4, 4).mean(axis=(1, 3))
    off = np.abs(small - fine).max(axis=-1)
    assert off.mean() < 1.5
    assert (off > 40).mean() < 3e-3


def test_facets_through_the_eye_fill_the_frame():
    ground = np.array([[-50, -1.0, -500], [50, -1, -500], [50, -1, 50], [-50, -1, 50]])
    points, offsets, facets = clipped_rings(ground, [0, 4], [0], LENS)
    frame = picture(Facets(points, offsets, facets, [RED]))
    # the far end of the ground is seen at y = -1 * 20 / 520, just below the middle
    horizon = 60 + 60 * 20 / 520
    assert (frame[int(horizon) + 1 :, :, 0] == 255).all()
    assert (frame[: int(horizon), :, 0] == 0).all()


def test_the_same_input_gives_the_same_bytes_however_it_lies_in_memory():
    space, folded = sheet(2, View(0.9, 0.7))
    colours = colours_for(folded.n_regions, 0.6)
    facets = facets_of(space, folded, colours)
    wide = np.zeros((len(facets.points), 7))
    wide[:, ::3] = facets.points
    same = Facets(
        wide[:, ::3], list(facets.offsets), facets.facets.astype(np.int32), np.asfortranarray(colours)
    )
    assert np.array_equal(picture(facets), picture(same))


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
    for order in (0.5, np.nan, 10**6):
        with pytest.raises(InputError, match="order: expected a whole number"):
            Facets(points, [0, 3], [0], [RED], order)
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


def test_more_layers_than_there_is_room_for_are_refused(monkeypatch):
    # the room is made small, so that the test need not fill a gigabyte
    monkeypatch.setattr("dlvis.draw.solid_bands.MOST_FRAGMENTS", 2000)
    points = np.concatenate([rectangle(0, 0, 100, 9, RED, [1 + k / 100] * 4).points for k in range(90)])
    many = Facets(points, np.arange(0, 361, 4), np.arange(90), np.tile(RED, (90, 1)))
    few = Facets(points[:16], np.arange(0, 17, 4), np.arange(4), np.tile(RED, (4, 1)))
    assert picture(few, shape=(9, 100))[5, 5].tolist() == [255, 0, 0, 255]
    with pytest.raises(InputError, match=r"draw_solid: more than .* layers .* over one row of 100 pixels"):
        picture(many, shape=(9, 100))
    monkeypatch.setattr("dlvis.draw.solid.available_memory", lambda: 1000)
    with pytest.raises(InputError, match="90 facets and strokes with 360 corners need"):
        picture(many)
    monkeypatch.setattr("dlvis.draw.solid.available_memory", lambda: None)
    monkeypatch.setattr("dlvis.draw.solid_bands.available_memory", lambda: 1000)
    with pytest.raises(InputError, match=r"draw_solid: expected .* MB of free memory"):
        picture(many)


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
    files = [here, here.with_name("test_draw_solid_strokes.py")]
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", "-p", "no:cacheprovider", *files]
    result = subprocess.run(
        command, env=checked, cwd=here.parent.parent, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout[-3000:]

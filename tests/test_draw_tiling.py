"""Tilings: exact, without seams, clipped, and refused where they cannot be drawn."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import Delaunay

from dlvis.draw.patchwork import region_patches
from dlvis.draw.tiling import draw_tiling, ring_edges
from dlvis.errors import InputError
from dlvis.geometry import Window, fold_complex
from tests.nets import he_net
from tests.rasters import over, sampled_polygons

SQUARE = Window(-1, 1, -1, 1)
HEIGHT, WIDTH = 45, 60
seeds = st.integers(0, 10**6)


def black(height=HEIGHT, width=WIDTH):
    frame = np.zeros((height, width, 4), np.uint8)
    frame[..., 3] = 255
    return frame


def noise(height=HEIGHT, width=WIDTH, seed=0):
    """An opaque frame with something on it."""
    frame = np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)
    frame[..., 3] = 255
    return frame


def folded_tiling(seed, widths=(2, 7, 5, 1), turn=0.3, size=20.0, centre=(30.0, 22.0)):
    """points, edges, left, right of a folded window, turned, y down; and its polygons."""
    folded = fold_complex(he_net(widths, seed), SQUARE)
    c, s = size * np.cos(turn), size * np.sin(turn)
    points = folded.vertices @ np.array([[c, s], [-s, c]]) * [1, -1] + centre
    corners = np.split(points[folded.region_vertices], folded.region_offsets[1:-1])
    work = region_patches(folded)
    return (points, work.edges, work.left, work.right), corners


def delaunay_tiling(seed, n=60, low=(-12, -9), high=(72, 54)):
    """points, edges, left, right of random points in pixels, triangulated; and the triangles."""
    points = np.random.default_rng(seed).uniform(low, high, (n, 2))
    triangles = Delaunay(points * [1, -1]).simplices  # anticlockwise where y is up
    edges, left, right = {}, {}, {}
    for region, corners in enumerate(triangles):
        for a, b in zip(corners, np.roll(corners, -1), strict=True):
            key = (min(a, b), max(a, b))
            edges[key] = key
            (left if (a, b) == key else right)[key] = region
    keys = list(edges)
    sides = [[side.get(key, -1) for key in keys] for side in (left, right)]
    return (points, np.array(keys), *map(np.array, sides)), points[triangles]


def random_colours(n, seed=0, alpha=True):
    colours = np.random.default_rng(seed).uniform(0, 1, (n, 4))
    if not alpha:
        colours[:, 3] = 1
    return colours


def square_tiling(x=10.0, y=8.0, size=12.0):
    points = np.array([[x, y], [x + size, y], [x + size, y + size], [x, y + size]])[::-1]
    edges, ring = ring_edges([0, 4])
    return points, edges, ring, np.full(4, -1)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("tiling", [folded_tiling, delaunay_tiling])
def test_a_tiling_is_its_sampled_twin(seed, tiling):
    parts, polygons = tiling(seed)
    colours = random_colours(len(polygons), seed)
    frame = noise(seed=seed)
    expected = over(frame, sampled_polygons(frame.shape, polygons, colours))
    draw_tiling(frame, *parts, colours)
    difference = np.abs(frame - expected)
    assert difference.mean() <= 1.0
    assert difference.max() <= 10


@settings(max_examples=60, deadline=None)
@given(seeds, st.sampled_from([folded_tiling, delaunay_tiling]), st.floats(-40, 40), st.floats(0.02, 3000))
def test_a_picture_and_its_negative_add_up_to_white_without_a_seam(seed, tiling, shift, scale):
    (points, *sides), polygons = tiling(seed)
    points = (points - [30, 22]) * scale + [30 + shift, 22]
    colours = random_colours(len(polygons), seed, alpha=False)
    colours[::2, :3] = colours[::2, :3].round()
    pictures = [black() for _ in range(3)]
    draw_tiling(pictures[0], points, *sides, colours)
    draw_tiling(pictures[1], points, *sides, negative(colours))
    outline = np.array(sides[1:]).min(axis=0) < 0  # the hull alone, drawn as one white region
    one = [np.minimum(side[outline], 0) for side in np.array(sides[1:])]
    draw_tiling(pictures[2], points, sides[0][outline], *one, [(1, 1, 1, 1)])
    positive, other, white = (picture[..., :3].astype(int) for picture in pictures)
    assert np.abs(positive + other - white).max() <= 1


def negative(colours):
    return np.hstack([1 - colours[:, :3], colours[:, 3:]])


@pytest.mark.parametrize("widths", [(2, 40, 1), (2, 12, 12, 12, 1)])
def test_white_on_black_is_white_all_over_the_inside(widths):
    parts, polygons = folded_tiling(3, widths, size=60.0)
    frame = black()
    draw_tiling(frame, *parts, np.ones((len(polygons), 4)))
    assert len(polygons) > 200
    assert frame.min() >= 254


def test_a_translucent_tiling_is_one_even_veil():
    parts, polygons = folded_tiling(3, (2, 30, 1), size=60.0)
    frame = np.full((HEIGHT, WIDTH, 4), 200, np.uint8)
    draw_tiling(frame, *parts, np.tile([1.0, 0.0, 0.0, 0.5], (len(polygons), 1)))
    assert np.abs(frame.astype(int) - [228, 100, 100, 228]).max() <= 1


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_all_coverage_together_is_the_area(seed):
    parts, polygons = delaunay_tiling(seed, low=(5, 4), high=(55, 40))
    frame = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    draw_tiling(frame, *parts, np.ones((len(polygons), 4)))
    area = sum(abs(np.linalg.det(corners[1:] - corners[0])) for corners in polygons) / 2
    assert frame[..., 3].sum() / 255 == pytest.approx(area, abs=0.5)


@settings(max_examples=25, deadline=None)
@given(seeds, st.sampled_from([(-1, 1), (1, -1)]))
def test_a_mirrored_projection_gives_the_mirrored_picture(seed, mirror):
    (points, *sides), polygons = folded_tiling(seed)
    colours = random_colours(len(polygons), seed)
    frames = [black(), black()]
    draw_tiling(frames[0], points, *sides, colours)
    draw_tiling(frames[1], points * mirror + (np.array(mirror) < 0) * [WIDTH, HEIGHT], *sides, colours)
    back = frames[1][:: mirror[1], :: mirror[0]]
    assert np.abs(frames[0].astype(int) - back).max() <= 1


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_colour_channels_do_not_touch_each_other(seed):
    parts, polygons = delaunay_tiling(seed)
    colours = random_colours(len(polygons), seed)
    frames = [black(), black()]
    draw_tiling(frames[0], *parts, colours)
    draw_tiling(frames[1], *parts, colours[:, [2, 0, 1, 3]])
    assert np.array_equal(frames[0][..., [2, 0, 1, 3]], frames[1])


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_the_order_of_regions_and_edges_does_not_matter(seed):
    (points, edges, left, right), polygons = delaunay_tiling(seed)
    colours = random_colours(len(polygons), seed)
    frames = [black(), black()]
    draw_tiling(frames[0], points, edges, left, right, colours)
    draw = np.random.default_rng(seed)
    regions, order = draw.permutation(len(polygons)), draw.permutation(len(edges))
    number = np.append(np.argsort(regions), -1)
    draw_tiling(
        frames[1], points, edges[order, ::-1], number[right[order]], number[left[order]], colours[regions]
    )
    assert np.abs(frames[0].astype(int) - frames[1]).max() <= 1


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(-20, 20), st.integers(-20, 20))
def test_a_shift_by_whole_pixels_shifts_the_picture(seed, dx, dy):
    (points, *sides), polygons = delaunay_tiling(seed, low=(-30, -30), high=(90, 75))
    colours = random_colours(len(polygons), seed)
    large, small = black(HEIGHT + 40, WIDTH + 40), black()
    draw_tiling(large, points + 20, *sides, colours)
    draw_tiling(small, points + np.array([dx, dy]), *sides, colours)
    part = large[20 - dy : 20 - dy + HEIGHT, 20 - dx : 20 - dx + WIDTH]
    assert np.abs(part.astype(int) - small).max() <= 1


def test_half_a_pixel_is_half_a_pixel():
    frame = black()
    draw_tiling(frame, *square_tiling(10.5, 8.25, 12), [(1, 1, 1, 1)])
    assert frame[10, 9:12, 0].tolist() == [0, 128, 255]
    assert frame[7:10, 15, 0].tolist() == [0, 191, 255]
    assert frame[20, 22, 0] == 32  # half of it across, a quarter of it down


def test_a_hole_stays_open_and_pixels_beside_the_tiling_as_they_were():
    outer, *_ = square_tiling(10, 8, 20)
    inner, *_ = square_tiling(14, 12, 8)
    edges, _ = ring_edges([0, 4, 8])
    frame = noise()
    before = frame.copy()
    draw_tiling(
        frame, np.vstack([outer, inner[::-1]]), edges, np.zeros(8, int), np.full(8, -1), [(1, 1, 1, 1)]
    )
    inside = np.zeros(frame.shape[:2], bool)
    inside[8:28, 10:30] = True
    inside[12:20, 14:22] = False
    assert (frame[inside] == 255).all()
    assert np.array_equal(frame[~inside], before[~inside])


def test_an_empty_ring_has_no_edges():
    edges, ring = ring_edges([0, 3, 3, 6])
    assert edges.tolist() == [[0, 1], [1, 2], [2, 0], [3, 4], [4, 5], [5, 3]]
    assert ring.tolist() == [0, 0, 0, 2, 2, 2]


@pytest.mark.parametrize("far", [1e3, 1e6, 1e9, 1e30, 1e100])
def test_geometry_far_outside_counts_and_costs_nothing(far):
    frame = black()
    points = [[-far, far], [far, far], [far, -far], [-far, -far]]
    draw_tiling(frame, points, *square_tiling()[1:], [(0, 1, 0, 1)])
    assert (frame == [0, 255, 0, 255]).all()
    half = black()
    points = [[-far, far], [30.25, far], [30.25, -far], [-far, -far]]
    draw_tiling(half, points, *square_tiling()[1:], [(1, 1, 1, 1)])
    assert (half[:, :30] == 255).all()
    assert (half[:, 30, 0] == 64).all()
    assert (half[:, 31:, 0] == 0).all()


@pytest.mark.parametrize("shift", [(-70, 0), (70, 0), (0, -60), (0, 60), (1e9, 1e9)])
def test_a_tiling_beside_the_frame_leaves_it_alone(shift):
    frame = noise()
    before = frame.copy()
    draw_tiling(frame, square_tiling()[0] + shift, *square_tiling()[1:], [(1, 1, 1, 1)])
    assert np.array_equal(frame, before)


@pytest.mark.parametrize("size", [(1, 1), (1, 50), (50, 1), (4320, 7680)])
def test_frames_of_any_size(size):
    frame = np.zeros((*size, 4), np.uint8)
    points = [[0, size[0]], [size[1], size[0]], [size[1], 0], [0, 0]]
    draw_tiling(frame, points, *square_tiling()[1:], [(0.2, 0.4, 0.6, 1)])
    assert (frame == [51, 102, 153, 255]).all()


def test_nothing_draws_nothing():
    frame = noise()
    before = frame.copy()
    draw_tiling(frame, np.empty((0, 2)), np.empty((0, 2), int), [], [], np.empty((0, 4)))
    draw_tiling(frame, [[3, 3], [9, 9]], np.empty((0, 2), int), [], [], [(1, 1, 1, 1)])
    draw_tiling(frame, *square_tiling()[:3], square_tiling()[2], [(1, 1, 1, 1)])  # no change at any edge
    assert np.array_equal(frame, before)
    draw_tiling(np.zeros((0, 7, 4), np.uint8), *square_tiling(), [(1, 1, 1, 1)])
    draw_tiling(np.zeros((7, 0, 4), np.uint8), *square_tiling(), [(1, 1, 1, 1)])


def test_regions_that_overlap_and_colours_beyond_1_stay_within_a_byte():
    frame = black()
    points = np.vstack([square_tiling()[0]] * 3)
    edges, ring = ring_edges([0, 4, 8, 12])
    draw_tiling(frame, points, edges, ring, np.full(12, -1), [(2, -1, 1, 5)] * 3)
    assert (frame[9:19, 11:21] == [255, 0, 255, 255]).all()


def test_the_arguments_may_be_read_only_and_of_any_number_type():
    points, edges, left, right = square_tiling()
    frames = [black(), black()]
    draw_tiling(frames[0], points, edges, left, right, [(1, 1, 1, 1)])
    arrays = [
        points.astype(np.float32),
        edges.astype(np.uint16),
        left.astype(np.int8),
        right.astype(np.int64),
    ]
    for array in arrays:
        array.setflags(write=False)
    draw_tiling(frames[1], *arrays, np.ones((1, 4), int))
    assert np.array_equal(*frames)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"points": [[0, 0], [1, np.nan], [1, 1], [0, 1]]}, "points: expected finite coordinates .* at 1"),
        ({"points": [[0, 0], [1, 0], [1, 1], [0, np.inf]]}, "points: expected finite coordinates .* at 3"),
        ({"points": [[0, 0, 0]] * 4}, r"points: expected points of shape \(any number, 2\), got \(4, 3\)"),
        ({"points": "four"}, "points: expected an array of numbers"),
        ({"edges": [[0, 1], [1, 2], [2, 3], [3, 4]]}, "edges: expected numbers from 0 to 3, got 4"),
        ({"edges": [[0, 1], [1, 2], [2, 3], [3, -1]]}, "edges: expected numbers from 0 to 3, got -1"),
        ({"edges": [[0.0, 1], [1, 2], [2, 3], [3, 0]]}, "edges: expected whole numbers, got float64"),
        ({"edges": [0, 1, 2, 3]}, r"edges: expected the shape \(4, 2\), got \(4,\)"),
        ({"left": [0, 0, 0, 1]}, "left: expected numbers from -1 to 0, got 1"),
        ({"right": [-1, -1, -1, -2]}, "right: expected numbers from -1 to 0, got -2"),
        ({"right": [-1, -1, -1]}, r"right: expected the shape \(4,\), got \(3,\)"),
        ({"colours": [(1, 1, np.nan, 1)]}, "colours: expected finite numbers"),
        (
            {"colours": [(1, 1, 1)]},
            r"colours: expected RGBA colours of shape \(any number, 4\), got \(1, 3\)",
        ),
        (
            {"frame": np.zeros((4, 4, 3), np.uint8)},
            r"frame: expected an array of uint8 .* got uint8 \(4, 4, 3\)",
        ),
        ({"frame": np.zeros((4, 4, 4))}, "frame: expected an array of uint8"),
        ({"frame": [[1]]}, "frame: expected an array of uint8 .* got list"),
        ({"frame": np.zeros((4, 8, 4), np.uint8)[:, ::2]}, "frame: expected a C-contiguous array"),
    ],
)
def test_bad_input_is_named(change, told):
    names = ("points", "edges", "left", "right")
    arguments = {
        "frame": black(),
        **dict(zip(names, square_tiling(), strict=True)),
        "colours": [(1, 1, 1, 1)],
    }
    before = arguments["frame"].copy()
    with pytest.raises(InputError, match=told):
        draw_tiling(**(arguments | change))
    assert np.array_equal(arguments["frame"], before)


@pytest.mark.parametrize("offsets", [[], [1, 3], [0, 3, 2], [[0, 3]]])
def test_offsets_that_are_none_are_refused(offsets):
    with pytest.raises(InputError, match="ring_edges offsets"):
        ring_edges(offsets)


def jittered_grid(columns, rows, width, height):
    """points, edges, left, right of a grid a little larger than a frame, its corners moved at random."""
    x, y = np.meshgrid(np.linspace(-9, width + 9, columns + 1), np.linspace(-9, height + 9, rows + 1))
    corner = np.arange(x.size).reshape(x.shape)
    region = np.pad(np.arange(columns * rows).reshape(rows, columns), 1, constant_values=-1)
    across = np.stack([corner[:, :-1], corner[:, 1:]], -1).reshape(-1, 2)
    down = np.stack([corner[:-1], corner[1:]], -1).reshape(-1, 2)
    left = np.concatenate([region[:-1, 1:-1].ravel(), region[1:-1, 1:].ravel()])
    right = np.concatenate([region[1:, 1:-1].ravel(), region[1:-1, :-1].ravel()])
    steps = np.array([(width + 18) / columns, (height + 18) / rows])
    jitter = np.random.default_rng(0).uniform(-0.3, 0.3, (x.size, 2)) * steps
    return np.stack([x, y], -1).reshape(-1, 2) + jitter, np.vstack([across, down]), left, right


@pytest.mark.parametrize(
    ("columns", "rows"),
    [(480, 8), (3000, 60), pytest.param(20000, 50, marks=pytest.mark.slow)],
)
def test_sums_along_wide_rows_stay_exact(columns, rows):
    """Up to a million regions, black or white in each channel: the most that sums can be wrong by."""
    parts = jittered_grid(columns, rows, 1920, 32)
    colours = random_colours(columns * rows, alpha=False).round()
    pictures = [black(32, 1920), black(32, 1920)]
    draw_tiling(pictures[0], *parts, colours)
    draw_tiling(pictures[1], *parts, negative(colours))
    positive, other = (picture[..., :3].astype(int) for picture in pictures)
    assert np.abs(positive + other - 255).max() <= 1
    assert positive.std() > 20


@pytest.mark.slow
def test_no_kernel_reads_or_writes_out_of_bounds(tmp_path):
    """The tests of this file and of the strokes again, each index checked."""
    here = Path(__file__).parent
    files = [here / "test_draw_tiling.py", here / "test_draw_strokes.py"]
    checked = os.environ | {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", "-p", "no:cacheprovider", *files]
    result = subprocess.run(
        command, env=checked, cwd=here.parent, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout[-3000:]

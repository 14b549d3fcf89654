"""Strokes: as bright at any angle, of the width they say, joined without a trace, dashed in one rhythm."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.draw.strokes import dashed_on_screen, draw_strokes
from dlvis.errors import InputError
from tests.rasters import largest_strokes, over, sampled_strokes

HEIGHT, WIDTH = 45, 60
WHITE = (1.0, 1.0, 1.0, 1.0)
seeds = st.integers(0, 10**6)


def black(height=HEIGHT, width=WIDTH):
    frame = np.zeros((height, width, 4), np.uint8)
    frame[..., 3] = 255
    return frame


def drawn(starts, ends, colours=WHITE, widths=1.0, shape=(HEIGHT, WIDTH)):
    """(H, W): the red channel, 0..1, of strokes on black."""
    frame = black(*shape)
    draw_strokes(frame, starts, ends, colours, widths)
    return frame[..., 0] / 255


def some_strokes(seed, n=6, low=(-10, -10), high=(70, 55)):
    draw = np.random.default_rng(seed)
    return draw.uniform(low, high, (n, 2)), draw.uniform(low, high, (n, 2))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("width", "worst"), [(0.4, 42), (0.7, 42), (1.0, 30), (1.7, 20), (3.0, 12), (9.0, 10)]
)
def test_strokes_are_their_sampled_twins(seed, width, worst):
    starts, ends = some_strokes(seed)
    ends[0] = starts[0]
    widths = np.full(len(starts), width)
    frame = black()
    expected = over(frame, largest_strokes(frame.shape, starts, ends, widths))
    draw_strokes(frame, starts, ends, WHITE, widths)
    difference = np.abs(frame - expected)
    assert difference.mean() <= 0.5
    assert difference.max() <= worst
    # beside the sampled union, a crossing lacks some of what two half-covered pixels have together
    union = over(black(), sampled_strokes(frame.shape, starts, ends, [WHITE] * len(starts), widths))
    assert np.abs(frame - union).mean() <= 1


@pytest.mark.parametrize("width", [0.3, 0.5, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("offset", [0.0, 0.2, 0.5, 0.9])
def test_a_level_line_is_as_wide_as_it_says(width, offset):
    line = drawn([[-20, 20 + offset]], [[90, 20 + offset]], widths=width)
    assert line.sum(axis=0) == pytest.approx(np.full(WIDTH, width), rel=0.02)


@settings(max_examples=60, deadline=None)
@given(st.floats(-1, 1), st.floats(0, 1), st.sampled_from([0.5, 1.0, 1.5, 3.0]))
def test_a_line_is_equally_bright_all_along_at_any_angle(slope, offset, width):
    line = drawn([[-20, 22 + offset - 50 * slope]], [[80, 22 + offset + 50 * slope]], widths=width)
    inner = np.abs(slope * (np.arange(WIDTH) - 29.5)) < 18
    assert line.sum(axis=0)[inner] == pytest.approx(width * np.hypot(1, slope), abs=0.012)


@settings(max_examples=40, deadline=None)
@given(seeds, st.integers(2, 40), st.sampled_from([0.6, 1.0, 2.5]))
def test_a_line_does_not_show_where_it_is_cut(seed, n, width):
    starts, ends = some_strokes(seed, 1)
    cuts = np.sort(np.random.default_rng(seed).uniform(0, 1, n))
    points = starts + np.concatenate([[0], cuts, [1]])[:, None] * (ends - starts)
    half = (1, 1, 1, 0.5)
    whole, cut = drawn(starts, ends, half, width), drawn(points[:-1], points[1:], half, width)
    assert np.abs(whole - cut).max() <= 1.01 / 255


def test_a_later_line_lies_on_top_and_its_sides_are_smooth():
    frame = black()
    starts, ends = [[30, -9], [-9, 20]], [[30, 80], [90, 24]]
    colours, widths = np.array([[0, 0, 1, 1], [1, 0, 0, 1]]), np.array([20.0, 6.0])
    expected = over(frame, sampled_strokes(frame.shape, starts, ends, colours, widths))
    draw_strokes(frame, starts, ends, colours, widths)
    assert np.abs(frame - expected).max() <= 12
    assert frame[22, 30].tolist() == [255, 0, 0, 255]


@pytest.mark.parametrize("width", [0.5, 1.0, 1.5, 3.0, 8.0])
def test_a_dot_covers_its_disc(width):
    dots = [
        drawn([[20 + dx, 20 + dx / 3]], [[20 + dx, 20 + dx / 3]], widths=width) for dx in np.arange(0, 1, 0.1)
    ]
    assert np.mean([dot.sum() for dot in dots]) == pytest.approx(np.pi / 4 * width**2, rel=0.12)


def test_thin_lines_fade_and_none_has_no_width():
    sums = [drawn([[5, 20]], [[50, 21]], widths=width).sum() for width in (0, 0.01, 0.1, 0.5, 1)]
    assert sums[0] == 0
    assert np.diff(sums).min() > 0


@settings(max_examples=30, deadline=None)
@given(seeds, st.integers(-20, 20), st.integers(-20, 20))
def test_a_shift_by_whole_pixels_shifts_the_picture(seed, dx, dy):
    starts, ends = some_strokes(seed)
    large, small = black(HEIGHT + 40, WIDTH + 40), black()
    draw_strokes(large, starts + 20, ends + 20, WHITE, 1.4)
    draw_strokes(small, starts + np.array([dx, dy]), ends + np.array([dx, dy]), WHITE, 1.4)
    part = large[20 - dy : 20 - dy + HEIGHT, 20 - dx : 20 - dx + WIDTH]
    assert np.abs(part.astype(int) - small).max() <= 1


@settings(max_examples=30, deadline=None)
@given(seeds, st.sampled_from([0.7, 1.0, 4.0]))
def test_a_mirrored_or_turned_frame_shows_the_same_strokes(seed, width):
    starts, ends = some_strokes(seed)
    plain = drawn(starts, ends, widths=width)
    mirrored = drawn([WIDTH, 0] + starts * [-1, 1], [WIDTH, 0] + ends * [-1, 1], widths=width)
    turned = drawn(ends[:, ::-1], starts[:, ::-1], widths=width, shape=(WIDTH, HEIGHT))
    # rows and columns are walked differently, and two roundings add up
    assert np.abs(plain - mirrored[:, ::-1]).max() <= 2.01 / 255
    assert np.abs(plain - turned.T).max() <= 2.01 / 255


@pytest.mark.parametrize("far", [1e3, 1e6, 1e9])
def test_ends_far_outside_do_not_matter(far):
    near = drawn([[-30, 10]], [[90, 40]], widths=2)
    step = np.array([120.0, 30.0]) * far
    starts, ends = np.array([[-30, 10]]) - step, np.array([[90, 40]]) + step
    assert np.abs(drawn(starts, ends, widths=2) - near).max() <= 1.01 / 255


@pytest.mark.parametrize("far", [1e30, 1e100])
def test_any_finite_number_can_be_drawn(far):
    assert (drawn([[-far, 20.5]], [[far, 20.5]], widths=1)[20] == 1).all()
    assert (drawn([[-far, -far]], [[far, far]], widths=far) == 1).all()
    assert drawn([[far, far]], [[far, far]], widths=3).max() == 0
    drawn([[-far, far / 3]], [[far / 7, -far]])


@pytest.mark.parametrize("size", [(1, 1), (1, 50), (50, 1), (4320, 7680)])
def test_frames_of_any_size(size):
    frame = black(*size)
    draw_strokes(frame, [[-5, -5]], [[size[1] + 5, size[0] + 5]], (1, 0, 0, 1), 20000)
    assert (frame == [255, 0, 0, 255]).all()


def test_nothing_draws_nothing():
    frame = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 4), np.uint8)
    before = frame.copy()
    draw_strokes(frame, np.empty((0, 2)), np.empty((0, 2)), np.empty((0, 4)), [])
    draw_strokes(frame, [[3, 3]], [[20, 20]], (1, 1, 1, 0), 3)
    draw_strokes(frame, [[-30, 3]], [[-8, 20]], WHITE, 3)
    assert np.array_equal(frame, before)
    draw_strokes(np.zeros((0, 7, 4), np.uint8), [[3, 3]], [[20, 20]], WHITE, 3)
    draw_strokes(np.zeros((7, 0, 4), np.uint8), [[3, 3]], [[20, 20]], WHITE, 3)


def test_one_colour_and_width_for_all_or_one_each():
    starts, ends = some_strokes(1, 3)
    one = drawn(starts, ends, (0.5, 0.5, 0.5, 1), 2)
    each = drawn(starts, ends, [(0.5, 0.5, 0.5, 1)] * 3, [2, 2, 2])
    assert np.array_equal(one, each)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"starts": [[0, np.nan], [1, 1]]}, "starts: expected finite coordinates .* at 0"),
        ({"ends": [[0, 1], [-np.inf, 1]]}, "ends: expected finite coordinates .* at 1"),
        ({"ends": [[0, 1]]}, r"ends: expected points of shape \(2, 2\), got \(1, 2\)"),
        ({"colours": [1, 1, 1, np.nan]}, "colours: expected finite numbers"),
        ({"colours": [1, 1, 1]}, r"colours: expected the shape \(2, 4\) or \(4,\), got \(3,\)"),
        ({"widths": -1}, "widths: expected pixels from 0 up, got -1.0 at 0"),
        ({"widths": [1, np.nan]}, "widths: expected pixels from 0 up, got nan at 1"),
        ({"widths": [1, 2, 3]}, r"widths: expected the shape \(2,\) or \(\), got \(3,\)"),
        ({"frame": np.zeros((4, 4, 3), np.uint8)}, "frame: expected an array of uint8"),
    ],
)
def test_bad_input_is_named(change, told):
    arguments = {
        "frame": black(),
        "starts": [[0, 0], [1, 1]],
        "ends": [[9, 9], [5, 8]],
        "colours": WHITE,
        "widths": 1,
    }
    with pytest.raises(InputError, match=told):
        draw_strokes(**(arguments | change))
    assert (arguments["frame"] == black()).all()


def test_dashes_have_their_length_and_their_gap():
    starts, ends, which = dashed_on_screen([[0, 0], [0, 9]], [[100, 0], [0, 50]], (6, 4))
    on_first = which == 0
    assert np.allclose((ends - starts)[on_first][1:-1], [6, 0])
    assert np.allclose(np.diff(starts[on_first][1:], axis=0), [10, 0])
    assert np.allclose(starts[on_first][:2], [[0, 0], [7, 0]])  # a dash has its middle at the anchor
    assert set(which) == {0, 1}


@settings(max_examples=40, deadline=None)
@given(seeds, st.sampled_from([(6.0, 4.0), (8.0, 3.0, 1.0, 3.0)]), st.floats(-500, 500))
def test_cut_lines_carry_one_rhythm(seed, dash, anchor):
    starts, ends = some_strokes(seed, 1)
    cuts = np.sort(np.random.default_rng(seed).uniform(0, 1, 7))
    points = starts + np.concatenate([[0], cuts, [1]])[:, None] * (ends - starts)
    whole = dashed_on_screen(starts, ends, dash, anchor=(anchor, 3))
    pieces = dashed_on_screen(points[:-1], points[1:], dash, anchor=(anchor, 3))
    pictures = [drawn(*each[:2]) for each in (whole, pieces)]
    assert np.abs(pictures[0] - pictures[1]).max() <= 1.01 / 255


def test_an_end_that_moves_leaves_the_dashes_where_they_are():
    short = dashed_on_screen([[3, 5]], [[40, 30]], (5, 3))
    long = dashed_on_screen([[3, 5]], [[3 + 2 * 37, 5 + 2 * 25]], (5, 3))
    n = len(short[0]) - 1
    assert np.allclose(short[0][:n], long[0][:n])
    assert np.allclose(short[1][:n], long[1][:n])
    back = dashed_on_screen([[40, 30]], [[3, 5]], (5, 3))
    assert np.allclose(np.sort(short[0], axis=0), np.sort(np.minimum(*back[:2]), axis=0))


def test_dashes_move_with_the_anchor():
    plain = dashed_on_screen([[3, 5]], [[40, 30]], (5, 3), anchor=(7, 7))
    moved = dashed_on_screen([[13, 25]], [[50, 50]], (5, 3), anchor=(17, 27))
    assert np.allclose(plain[0] + [10, 20], moved[0])


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_dashes_far_outside_are_left_out_and_the_others_stay(seed):
    starts, ends = some_strokes(seed, 3, low=(-3000, -3000), high=(3000, 3000))
    starts[0, 0] = ends[0, 0]
    starts[1, 1] = ends[1, 1]
    everything = dashed_on_screen(starts, ends, (5, 3))
    near = dashed_on_screen(starts, ends, (5, 3), size=(WIDTH, HEIGHT))
    assert len(near[0]) < len(everything[0])
    assert np.array_equal(drawn(*everything[:2]), drawn(*near[:2]))


def test_a_line_to_the_horizon_has_few_dashes_in_the_frame():
    starts, ends, _ = dashed_on_screen([[-1e9, 10]], [[1e9, 10]], (5, 3), size=(WIDTH, HEIGHT))
    assert len(starts) < 100
    assert np.allclose(ends[1:-1] - starts[1:-1], [5, 0], atol=1e-6)
    with pytest.raises(InputError, match="more than ten million dashes"):
        dashed_on_screen([[-1e9, 10]], [[1e9, 10]], (5, 3))


def test_no_dash_is_the_line_itself():
    starts, ends = some_strokes(0)
    same = dashed_on_screen(starts, ends, ())
    assert np.array_equal(same[0], starts)
    assert np.array_equal(same[2], np.arange(6))
    assert [len(part) for part in dashed_on_screen(np.empty((0, 2)), np.empty((0, 2)), (5, 3))] == [0, 0, 0]


@pytest.mark.parametrize("dash", [(5,), (5, 3, 1), (0, 0), (-1, 3), (np.nan, 1), ((1, 2), (3, 4))])
def test_a_dash_that_is_none_is_refused(dash):
    with pytest.raises(InputError, match="dash: expected pairs of lengths"):
        dashed_on_screen([[0, 0]], [[9, 9]], dash)

"""Lanes under a magnifying glass: exact pieces, widths that stay, a bar that tells the size."""

import numpy as np
import pytest

from dlvis.draw.zoom import view_between
from dlvis.errors import InputError
from dlvis.geometry import line_pieces
from dlvis.mobjects import LiveWords, PieceLanes
from dlvis.net import zigzag
from dlvis.style import spaced, theme
from dlvis.window import Window
from tests.canvas import canvas, inked

NIGHT = theme("night")
BOX = Window(-6, 6, -3, 3)


def functions(width=10, depth=5):
    found = [line_pieces(zigzag(width, k + 1), (0, 1)) for k in range(depth)]
    return [(each.breakpoints, each.values[:, 0]) for each in found]


def lanes(each, **more):
    names = [f"depth {k + 1}" for k in range(len(each))]
    return PieceLanes(each, NIGHT, box=BOX, names=names, head="in view", magnified="x {}".format, **more)


@pytest.fixture(scope="module")
def deep():
    return functions()


def test_pieces_too_fine_to_be_seen_are_a_faint_band(deep):
    made = lanes(deep)
    assert len(deep[-1][0]) - 1 == 161_051
    assert [line.n_parts for line in made.lines] == [11, 121, 0, 0, 0]
    assert [band.is_visible for band in made.bands] == [False, False, True, True, True]
    assert all(band.colours[0, 3] < 0.5 for band in made.bands)


def test_a_band_gives_way_to_its_line_as_the_pieces_spread(deep):
    made = lanes(deep)
    line, band = [], []
    for times in np.geomspace(1, 400, 40):
        made.redraw((0.0, 1.0 / times))
        line.append(made.lines[2].colours[0, 3] if made.lines[2].n_parts else 0.0)
        band.append(made.bands[2].colours[0, 3])
    assert (line[0], band[-1]) == (0, 0)
    assert (np.diff(line) >= 0).all()
    assert (np.diff(band) <= 0).all()
    assert line[-1] == 1


def test_at_the_end_of_the_zoom_each_piece_is_seen(deep):
    made = lanes(deep)
    end = (0.0, float(deep[-2][0][1]))
    made.redraw(view_between((0.0, 1.0), end, 1.0))
    last = made.lines[-1]
    assert last.n_parts == 11
    widths = last.ends[:, 0] - last.starts[:, 0]
    assert widths.min() * 135 > 20  # pixels of a 1080p frame
    assert [line.n_parts for line in made.lines] == [1, 1, 1, 1, 11]
    assert last.starts[0, 0] == pytest.approx(made.lanes_box.xmin)
    assert last.ends[-1, 0] == pytest.approx(made.lanes_box.xmax)


def test_lines_keep_their_width_and_lanes_their_place(deep):
    made = lanes(deep)
    before = [line.stroke_width for line in made.lines]
    for share in (0.3, 0.7, 1.0):
        made.redraw(view_between((0.0, 1.0), (0.4, 0.4001), share))
        assert [line.stroke_width for line in made.lines] == before
        for line, lane in zip(made.lines, made.lanes, strict=True):
            if not line.is_void:
                assert lane.ymin - 1e-9 <= line.points[:, 1].min()
                assert line.points[:, 1].max() <= lane.ymax + 1e-9


@pytest.mark.parametrize("share", [0.0, 0.35, 1.0])
def test_the_bar_is_as_long_as_it_says(share):
    made = lanes(functions(3, 3))
    view = view_between((0.0, 1.0), (0.25, 0.26), share)
    made.redraw(view)
    starts = made.bar.starts
    length = (made.bar.ends[0, 0] - starts[0, 0]) / made.lanes_box.width * (view[1] - view[0])
    mantissa = length / 10 ** np.floor(np.log10(length * (1 + 1e-9)))
    assert min(abs(mantissa - nice) for nice in (1, 2, 5)) < 1e-6
    assert length <= 0.3 * (view[1] - view[0]) * (1 + 1e-9)


def test_moved_lanes_are_redrawn_where_they_are():
    made = lanes(functions(3, 2))
    before = made.lines[1].points.copy()
    made.shift([1.0, -0.5, 0.0])
    made.redraw(made.view)
    np.testing.assert_allclose(made.lines[1].points, before + np.array([1.0, -0.5, 0.0]), atol=1e-9)


def test_all_lanes_are_drawn():
    made = lanes(functions(3, 3))
    with canvas() as frame:
        picture = inked(frame.draw(made), NIGHT)
    for lane in made.lanes:
        rows = slice(int(90 - lane.ymax * 22.5), int(90 - lane.ymin * 22.5))
        columns = slice(int(160 + lane.xmin * 22.5), int(160 + lane.xmax * 22.5))
        assert picture[rows, columns].any()


def test_values_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match="at least one function"):
        lanes([])
    with pytest.raises(InputError, match="a value for each"):
        lanes([(np.array([0.0, 1.0]), np.array([0.0]))])


def test_live_words_are_written_anew_in_their_place():
    words = LiveWords("1", NIGHT, (2.0, 1.0), align="right")
    right = words.get_right()[0]
    words.redraw(spaced(161_051))
    assert words.get_right()[0] == pytest.approx(right, abs=0.02)
    assert words.width > 0.5
    words.shift([1.0, 0.0, 0.0])
    words.redraw("7")
    assert words.get_right()[0] == pytest.approx(right + 1, abs=0.06)
    words.fade(0.5)
    assert words.redraw("8").line.fill_rgbas[0, 3] == pytest.approx(0.5)

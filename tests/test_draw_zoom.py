"""The magnifying glass: an even zoom, and the pieces that are in view."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvis.draw.zoom import pieces_in_view, seen_strokes, view_between
from dlvis.errors import InputError
from dlvis.geometry import line_pieces
from dlvis.net import zigzag

PIECES = line_pieces(zigzag(4, 3), (0, 1))
X = PIECES.breakpoints
Y = PIECES.net(X[:, None])[:, 0]
views = st.tuples(st.floats(0, 0.98), st.floats(1e-4, 1)).map(lambda v: (v[0], min(1.0, v[0] + v[1])))


@pytest.mark.parametrize("end", [(0.0, 1e-5), (0.3, 0.3001), (0.2, 1.2), (1.0, 2.0)])
def test_the_zoom_is_even_and_one_point_stands_still(end):
    seen = np.array([view_between((0.0, 1.0), end, t) for t in np.linspace(0, 1, 9)])
    widths = seen[:, 1] - seen[:, 0]
    np.testing.assert_allclose(widths[1:] / widths[:-1], widths[1] / widths[0], rtol=1e-6)
    assert tuple(seen[0]) == (0, 1)
    assert tuple(seen[-1]) == end
    if end[1] - end[0] < 1:
        fixed = end[0] / (1 - (end[1] - end[0]))
        np.testing.assert_allclose((fixed - seen[:, 0]) / widths, fixed, atol=1e-6)


@given(views)
def test_pieces_in_view_are_those_that_meet_it(view):
    slow = sum(min(b, view[1]) - max(a, view[0]) > 0 for a, b in itertools.pairwise(X))
    assert pieces_in_view(X, view) == slow


@given(views)
def test_the_pieces_in_view_are_drawn_as_they_are(view):
    starts, ends = seen_strokes(X, Y, view)
    assert len(starts) == pieces_in_view(X, view)
    np.testing.assert_array_equal(starts[1:], ends[:-1])
    assert (starts[0, 0], ends[-1, 0]) == view
    np.testing.assert_allclose(starts[:, 1], PIECES.net(starts[:, :1])[:, 0], atol=1e-9)


@pytest.mark.parametrize("view", [(-0.1, 0.5), (0.5, 0.5), (0.5, 1.5)])
def test_a_view_of_nothing_is_refused(view):
    with pytest.raises(InputError, match="view"):
        seen_strokes(X, Y, view)

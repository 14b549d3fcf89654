"""Straight outlines as Bezier points, and dashes that stay put."""

import numpy as np
import pytest

from dlvis.draw.paths import closed_path, dashed, open_path


def test_a_closed_path_comes_back_to_its_start():
    square = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0.0]])
    path = closed_path(np.vstack([square, square + 5]), np.array([0, 4, 8]))
    assert path.shape == (32, 3)
    np.testing.assert_allclose(path[15], path[0])
    np.testing.assert_allclose(path[31], path[16])
    np.testing.assert_allclose(path[1], [1 / 3, 0, 0])


def test_an_open_path_does_not():
    points = np.arange(15.0).reshape(5, 3)
    path = open_path(points, np.array([0, 3, 5]))
    np.testing.assert_array_equal(path[::4], points[[0, 1, 3]])
    np.testing.assert_array_equal(path[3::4], points[[1, 2, 4]])


def test_dashes_cover_their_share_of_a_line():
    starts, ends = np.array([[0.0, 0, 0]]), np.array([[30.0, 40, 0]])
    begin, end = dashed(starts, ends, (3.0, 2.0))
    assert np.linalg.norm(end - begin, axis=1).sum() == pytest.approx(30)
    assert len(begin) == 10


def test_a_cut_line_carries_one_rhythm():
    whole = dashed(np.array([[0.3, 0.1, 0]]), np.array([[9.3, 3.1, 0]]), (0.7, 0.4))
    middle = np.array([[3.3, 1.1, 0]])
    halves = dashed(
        np.vstack([[[0.3, 0.1, 0]], [[9.3, 3.1, 0]]]), np.vstack([middle, middle]), (0.7, 0.4)
    )  # the second half is even drawn the other way round

    def covered(begin, end):
        low, high = np.minimum(begin[:, 0], end[:, 0]), np.maximum(begin[:, 0], end[:, 0])
        at = np.linspace(0.31, 9.29, 2000)
        return ((at[:, None] > low) & (at[:, None] < high)).any(axis=1)

    assert (covered(*whole) != covered(*halves)).mean() < 0.002


def test_dashes_keep_the_height_of_their_line():
    begin, end = dashed(np.array([[0.0, 0, 0]]), np.array([[10.0, 0, 5]]), (1.0, 1.0))
    np.testing.assert_allclose(begin[:, 2], begin[:, 0] / 2)
    np.testing.assert_allclose(end[:, 2], end[:, 0] / 2)


def test_no_dash_is_the_line_itself():
    starts, ends = np.zeros((2, 3)), np.ones((2, 3))
    assert dashed(starts, ends, ())[0] is starts
    assert len(dashed(np.empty((0, 3)), np.empty((0, 3)), (1.0, 1.0))[0]) == 0

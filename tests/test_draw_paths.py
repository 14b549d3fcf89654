"""Straight outlines as Bezier points."""

import numpy as np

from dlvis.draw.paths import closed_path, open_path


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

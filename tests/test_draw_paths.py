"""Which points follow each other in closed rings and in open lines."""

import numpy as np

from dlvis.draw.paths import following, going_on


def test_a_ring_comes_back_to_its_start():
    np.testing.assert_array_equal(following(np.array([0, 4, 7])), [1, 2, 3, 0, 5, 6, 4])


def test_a_line_does_not():
    np.testing.assert_array_equal(going_on(np.array([0, 3, 4, 6])), [0, 1, 4])
    assert len(going_on(np.array([0]))) == 0

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.window import Window


def test_corners_go_anticlockwise_and_enclose_the_area():
    window = Window(-1, 2, 0, 1)
    x, y = window.corners.T
    assert 0.5 * (x @ np.roll(y, -1) - y @ np.roll(x, -1)) == window.area == 3


def test_the_sides_belong_to_the_window():
    assert Window(0, 1, 0, 1).contains(np.array([[0.0, 1.0], [1.1, 0.5]])).tolist() == [True, False]


@pytest.mark.parametrize("size", [1e-170, 1e-150, 1e154, 1e160, 1e308])
def test_a_window_whose_area_float64_cannot_hold_is_refused(size):
    with pytest.raises(InputError, match="expected an area"):
        Window(-size, size, -size, size)


def test_only_the_area_counts():
    assert Window(0, 1e-200, 0, 1e200).area == pytest.approx(1)


@pytest.mark.parametrize(
    "sides", [(0, 0, 0, 1), (1, 0, 0, 1), (0, float("nan"), 0, 1), (0, float("inf"), 0, 1)]
)
def test_an_empty_or_endless_window_is_refused(sides):
    with pytest.raises(InputError, match="expected"):
        Window(*sides)

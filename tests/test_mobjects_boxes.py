import numpy as np
import pytest
from manim import DL, DOWN, UR, Square

from dlvis.mobjects import corner, put
from dlvis.window import Window

BOX = Window(1, 5, -2, 4)


@pytest.mark.parametrize(("direction", "place"), [(UR, [5, 4, 0]), (DL, [1, -2, 0]), (DOWN, [3, -2, 0])])
def test_a_corner_of_a_box(direction, place):
    assert corner(BOX, direction).tolist() == place
    assert np.allclose(put(Square(0.5), BOX, direction).get_critical_point(direction), place)

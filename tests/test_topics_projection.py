import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from dlvis.errors import InputError
from dlvis.topics import Projection, load

degrees = st.tuples(st.floats(4.80, 5.02), st.floats(51.36, 51.50))


@given(degrees)
def test_there_and_back_is_the_same_place(place):
    projection = Projection(4.91, 51.43, 1800.0, 12.0, -7.0)
    lonlat = np.array([place])
    # a tenth of the source's grid, 1 mm: PROJ's inverse is a series
    assert np.abs(projection.to_lonlat(projection.from_lonlat(lonlat)) - lonlat).max() < 1e-8


@given(degrees, degrees)
def test_distances_are_those_on_the_ground_to_a_hundred_thousandth(one, other):
    projection = Projection(4.91, 51.43, 1800.0)
    points = projection.from_lonlat(np.array([one, other]))
    metres = np.hypot(*(points[1] - points[0])) * projection.metres_per_unit
    ground = Geod(ellps="WGS84").inv(*one, *other)[2]
    assert metres == pytest.approx(ground, rel=1e-5, abs=1e-5)


def test_the_window_of_the_town_is_the_one_asked_for():
    topic = load("baarle")
    window = topic.window
    middles = np.array([[window.xmin, 0], [window.xmax, 0], [0, window.ymin], [0, window.ymax]])
    lonlat = topic.projection.to_lonlat(middles)
    assert lonlat[:2, 0] == pytest.approx([4.905, 4.957], abs=1e-8)
    assert lonlat[2:, 1] == pytest.approx([51.428, 51.458], abs=1e-8)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((4.9, 91.0), "in degrees"),
        ((float("nan"), 51.0), "in degrees"),
        ((4.9, 51.0, 0.0), "metres_per_unit"),
    ],
)
def test_a_projection_that_cannot_be_is_refused(arguments, words):
    with pytest.raises(InputError, match=words):
        Projection(*arguments)

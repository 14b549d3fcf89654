import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvis.geometry import Window
from dlvis.geometry.viewpoint import (
    FRONT,
    clearest_fold,
    deepest_point,
    fold_azimuth,
    liveliest_point,
    open_tilt,
)
from dlvis.net import one_neuron
from tests.nets import line_net

SQUARE = Window(-1, 1, -1, 1)


def test_the_clearest_fold_is_the_most_even_of_those_that_rise_away():
    net = line_net([(0, -1, 0), (1, 0.5, 0.9), (0.5, 1, 0.1), (1, 1, 9)])
    assert clearest_fold(net, SQUARE) == 2


def test_a_neuron_that_folds_goes_before_one_that_does_not():
    assert clearest_fold(line_net([(0, 1, 9), (0, -1, 0.5)]), SQUARE) == 1


@given(st.floats(-np.pi, np.pi))
def test_the_low_side_is_towards_the_viewer_and_the_hinge_seen_from_the_side(angle):
    azimuth = fold_azimuth(np.array([np.cos(angle), np.sin(angle)]))
    towards_viewer = np.cos(azimuth - (angle + np.pi))
    assert towards_viewer == pytest.approx(np.cos(np.radians(55)), abs=1e-9)
    assert abs(azimuth - FRONT) <= np.pi


def test_the_deepest_point_is_folded_away():
    net = one_neuron(line_net([(1, 0, 0.5), (0, 1, 0)]), 0)
    point = deepest_point(net, SQUARE)
    assert SQUARE.contains(point[None]).all()
    assert net.pre_activation(point[None], 0)[0, 0] < 0


def test_at_the_liveliest_point_most_neurons_are_on():
    # three folds about the middle: all are on below the lowest only
    net = line_net([[0.0, -1.0, 0.5], [0.0, -1.0, 0.0], [0.0, -1.0, -0.5]])
    point = liveliest_point(net, Window(-1, 1, -1, 1))
    assert (net.pre_activation(point[None], 0) > 0).all()
    assert point[1] < -0.5


def test_an_open_tilt_shows_every_facet_and_is_the_largest():
    facets = np.array([[0.0, -0.8], [0.3, 0.2]])
    tilt = open_tilt(facets, FRONT, 0.95, least=0.4)
    # the first rises towards the viewer: it is seen from its edge at a tilt of pi / 2 - atan(0.8)
    assert tilt == pytest.approx(np.pi / 2 - np.arctan(0.8) - np.arcsin(0.4), abs=0.01)
    assert open_tilt(facets[1:], FRONT, 0.95) == 0.95
    assert open_tilt(np.array([[0.0, -9.0]]), FRONT, 0.95) == 0.0

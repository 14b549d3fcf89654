import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import ThreeDCamera

from dlvis.draw.view import View, aimed, framed, projected
from dlvis.window import Window

tilts, azimuths = st.floats(0, 1.4), st.floats(-3.1, 3.1)


@given(tilts, azimuths)
def test_points_are_seen_where_manim_draws_them(tilt, azimuth):
    points = np.random.default_rng(0).uniform(-3, 3, (20, 3))
    camera = ThreeDCamera(phi=tilt, theta=azimuth)
    camera.exponential_projection = False
    camera.reset_rotation_matrix()
    assert np.allclose(projected(points, View(tilt, azimuth)), camera.project_points(points)[:, :2])


@given(tilts, azimuths, st.floats(0.5, 2))
def test_a_framed_shape_fills_its_box_one_way_and_fits_the_other(tilt, azimuth, aspect):
    shape = np.random.default_rng(1).uniform(-1, 1, (12, 3))
    box = Window(-2, -2 + 4 * aspect, -3, 1)
    scale, centre = framed(shape, View(tilt, azimuth), box)
    seen = projected(centre + scale * shape, View(tilt, azimuth))
    assert np.allclose((seen.min(axis=0) + seen.max(axis=0)) / 2, box.centre, atol=1e-3)
    filled = np.ptp(seen, axis=0) / (box.width, box.height)
    assert filled.max() == pytest.approx(1, abs=1e-3)


@given(tilts, azimuths, st.floats(0.5, 2))
def test_a_camera_that_is_aimed_sees_points_fill_a_box(tilt, azimuth, aspect):
    points = np.random.default_rng(2).uniform(-2, 3, (12, 3))
    box, view = Window(-2, -2 + 4 * aspect, -3, 1), View(tilt, azimuth)
    zoom, centre = aimed(points, view, box)
    seen = zoom * projected(points - centre, view)
    assert np.allclose((seen.min(axis=0) + seen.max(axis=0)) / 2, box.centre, atol=1e-3)
    assert (np.ptp(seen, axis=0) / (box.width, box.height)).max() == pytest.approx(1, abs=1e-3)

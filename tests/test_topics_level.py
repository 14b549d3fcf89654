"""Shapes and formulas as polygons: as exact as they say."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvis.errors import InputError
from dlvis.formula import Formula
from dlvis.topics import labels_at, load
from dlvis.topics.level import CELLS, formula_plane
from dlvis.topics.shapes import SHAPES

POINTS = np.random.default_rng(0).uniform(-1, 1, (20_000, 2))


def corners_inside(shape, bounds=(-1, -1, 1, 1)):
    points = shapely.get_coordinates(shape)
    low, high = np.array(bounds[:2]), np.array(bounds[2:])
    return points[((points > low) & (points < high)).all(axis=1)]


@pytest.mark.parametrize("text", ["y - 0.5*sin(3*pi*x)", "x*x + y*y - 0.5", "sin(5*x)*sin(4*y)", "x + y/3"])
def test_every_corner_lies_on_the_zero_line(text):
    corners = corners_inside(formula_plane(text).positive)
    assert len(corners) > 100
    assert np.abs(Formula(text, ("x", "y"))(*corners.T)).max() < 1e-12


def test_a_disc_has_its_area():
    area = formula_plane("0.5 - x*x - y*y").positive.area
    # a chord as long as a cell's diagonal leaves h^2 / 8r: the area is too small by that share at most
    assert 0 < np.pi / 2 - area < 2 * np.pi * (2 * np.sqrt(2) / CELLS) ** 2 / 8


def test_a_formula_finer_than_the_grid_is_refused():
    with pytest.raises(InputError, match="expected at most 10000 pieces and holes in the window, got"):
        formula_plane("sin(1000*x)*sin(1000*y)")


def test_a_hole_stays_a_hole():
    plane = formula_plane("(x*x + y*y - 0.2)*(0.6 - x*x - y*y)")
    (ring,) = plane.positive.geoms
    assert len(ring.interiors) == 1


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_labels_are_those_of_the_formula(seed):
    a, b, c, d = np.random.default_rng(seed).uniform(-3, 3, 4).round(2)
    text = f"sin({a}*x + {b}*y) + {c / 9:.2f} - cos({d}*x*y)/2"
    values = Formula(text, ("x", "y"))(*POINTS.T)
    if (values > 0).all() or not (values > 0).any():
        return
    shape = formula_plane(text).positive
    assert shape.is_valid
    inside = shapely.intersects_xy(shape, *POINTS.T)
    # only beside the line, by less than the sagitta of a cell's diagonal, can they differ
    assert np.abs(values[inside != (values > 0)]).max(initial=0) < 3e-4


def test_the_built_in_sine_is_split_by_it():
    labels = labels_at(load("sine"), POINTS)
    values = POINTS[:, 1] - 0.5 * np.sin(3 * np.pi * POINTS[:, 0])
    assert (labels >= 0).all()
    assert np.abs(values[(labels == 1) != (values > 0)]).max(initial=0) < 1e-4


def test_a_window_of_its_own(tmp_path):
    path = tmp_path / "far.toml"
    path.write_text('[source]\nformula = "y - x**2"\n[window]\nx = [-2, 2]\ny = [0, 2]\n')
    topic = load(path)
    assert (topic.window.width, topic.window.height) == (2, 1)
    assert list(labels_at(topic, np.array([[0.0, 0.0], [0.9, 0.0]]))) == [1, 0]


@pytest.mark.parametrize("name", SHAPES)
def test_the_classes_of_a_shape_lie_apart(name):
    plane = SHAPES[name]()
    assert plane.positive.is_valid
    assert plane.negative.is_valid
    assert plane.positive.distance(plane.negative) > 0.03
    xmin, ymin, xmax, ymax = plane.bounds
    assert shapely.box(xmin, ymin, xmax, ymax).contains(shapely.union(plane.positive, plane.negative))


def test_the_arms_of_the_spiral_are_turned_by_half():
    plane = SHAPES["spiral"]()
    turned = shapely.transform(plane.positive, np.negative)
    assert turned.symmetric_difference(plane.negative).area < 1e-9

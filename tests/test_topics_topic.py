"""The built-in topics, as values."""

import dataclasses

import numpy as np
import pytest
import shapely

from dlvis.errors import InputError
from dlvis.topics import TrainingDefaults, built_in_names, load, rings


@pytest.fixture(scope="module", params=built_in_names())
def topic(request):
    return load(request.param)


def test_the_longer_side_of_the_window_is_two_units_about_the_origin(topic):
    window = topic.window
    assert max(window.width, window.height) == pytest.approx(2.0, abs=1e-12)
    assert window.centre == pytest.approx((0.0, 0.0), abs=1e-12)


def test_the_classes_are_valid_lie_in_the_window_and_do_not_overlap(topic):
    window = shapely.box(topic.window.xmin, topic.window.ymin, topic.window.xmax, topic.window.ymax)
    assert topic.positive.is_valid
    assert topic.negative.is_valid
    assert window.covers(topic.positive)
    assert window.covers(topic.negative)
    assert topic.positive.intersection(topic.negative).area == 0


def test_every_parcel_is_a_piece_of_its_class(topic):
    for parcel in topic.parcels:
        own = topic.positive if parcel.positive else topic.negative
        assert own.intersection(parcel.polygon).area == pytest.approx(parcel.polygon.area, rel=1e-9)


def test_the_town_has_16_belgian_and_7_dutch_parcels_with_their_areas():
    topic = load("baarle")
    areas = {parcel.name: parcel.area_m2 for parcel in topic.parcels}
    assert sum(parcel.positive for parcel in topic.parcels) == 16
    assert len(topic.parcels) == 16 + 7
    assert areas["H1"] == pytest.approx(1_536_448, rel=0.005)
    assert areas["NL 1"] == pytest.approx(53_667, rel=0.005)
    assert min(areas.values()) == pytest.approx(2_469, rel=0.005)
    assert topic.credits == ("© OpenStreetMap contributors, ODbL 1.0",)


def test_the_wide_map_has_all_thirty_parcels_and_both_countries():
    topic = load("baarle-wide")
    assert [sum(parcel.positive == kind for parcel in topic.parcels) for kind in (True, False)] == [22, 8]
    smallest = min(parcel.polygon.area for parcel in topic.parcels) / topic.window.area
    assert smallest == pytest.approx(1.04e-5, rel=0.01)
    for own in (topic.positive, topic.negative):
        assert max(part.area for part in own.geoms) > 0.4 * topic.window.area
    town = {parcel.name: parcel.area_m2 for parcel in load("baarle").parcels}
    wide = {parcel.name: parcel.area_m2 for parcel in topic.parcels}
    assert {name: wide[name] for name in town} == pytest.approx(town, rel=1e-3)


def test_the_two_classes_of_the_town_cover_the_window():
    topic = load("baarle")
    assert topic.positive.area + topic.negative.area == pytest.approx(topic.window.area, rel=1e-12)


def test_the_quadripoint_survives_projection_and_clipping():
    polygons = {parcel.name: parcel.polygon for parcel in load("baarle").parcels}
    common = polygons["H1"].intersection(polygons["BE 6"])
    assert common.geom_type == "Point"
    lonlat = load("baarle").projection.to_lonlat(np.array([[common.x, common.y]]))
    assert lonlat[0] == pytest.approx([4.93997, 51.43612], abs=1e-5)


def test_the_moons_are_two_bands_with_the_plane_around_them_unlabelled():
    topic = load("moons")
    band = np.pi * (1.2**2 - 0.8**2) / 2 / 4  # half a ring; two units of the moons are one of input space
    assert topic.positive.area == pytest.approx(band, rel=1e-3)
    assert topic.negative.area == pytest.approx(band, rel=1e-3)
    assert [parcel.name for parcel in topic.parcels] == ["lower moon", "upper moon"]
    assert topic.projection is None


def test_rings_enclose_their_class(topic):
    def signed(ring):
        return 0.5 * np.sum(ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1])

    for positive, polygons in ((True, topic.positive), (False, topic.negative)):
        drawn = rings(topic, positive)
        assert all(np.array_equal(ring[0], ring[-1]) for ring in drawn)
        assert sum(map(signed, drawn)) == pytest.approx(polygons.area)


def test_a_topic_without_one_of_its_classes_is_refused(topic):
    with pytest.raises(InputError, match="expected both classes in the window"):
        dataclasses.replace(topic, positive=shapely.MultiPolygon())


@pytest.mark.parametrize("widths", [(3, 8, 1), (2, 8, 3), (2,), (2, 0, 1)])
def test_widths_that_do_not_fit_a_plane_with_two_classes_are_refused(topic, widths):
    with pytest.raises(InputError, match="expected 2 inputs first and 1 or 2 outputs last"):
        dataclasses.replace(topic, training=TrainingDefaults(widths=widths))

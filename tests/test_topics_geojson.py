import json

import numpy as np
import pytest
from shapely import box, to_geojson

from dlvis.errors import InputError
from dlvis.shipped import shipped
from dlvis.topics import labels_at, load
from dlvis.topics.geojson import geojson_plane

BOW_TIE = {"type": "Polygon", "coordinates": [[[5, 51], [6, 52], [6, 51], [5, 52], [5, 51]]]}


def feature(shape, **properties):
    geometry = shape if isinstance(shape, dict) else json.loads(to_geojson(shape))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def saved(path, *features, **members):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **members}))
    return path


LAND, ISLAND = box(5, 51, 5.2, 51.1).difference(box(5.05, 51.02, 5.1, 51.05)), box(5.05, 51.02, 5.1, 51.05)


def test_two_classes_by_a_property_the_smaller_is_positive(tmp_path):
    path = saved(
        tmp_path / "a.geojson", feature(LAND, soil="clay"), feature(ISLAND, soil="sand"), credits="me"
    )
    topic = load(path)
    assert topic.class_names == ("clay", "sand")
    assert topic.credits == ("me",)
    assert [parcel.name for parcel in topic.parcels] == ["sand"]
    assert topic.parcels[0].area_m2 == pytest.approx(3505 * 3338, rel=0.01)
    point = topic.projection.from_lonlat(np.array([[5.07, 51.03], [5.15, 51.03]]))
    assert labels_at(topic, point).tolist() == [1, 0]
    assert geojson_plane(path, "soil", "clay").class_names == ("sand", "clay")


def test_polygons_without_a_class_are_inside_against_outside(tmp_path):
    path = tmp_path / "bare.geojson"
    path.write_text(to_geojson(ISLAND))
    topic = load(path)
    assert topic.class_names == ("outside", "inside")
    assert topic.positive.area + topic.negative.area == pytest.approx(topic.window.area)
    assert [parcel.name for parcel in topic.parcels] == ["inside"]


def test_the_whole_border_file_is_a_topic_as_it_is():
    topic = load(shipped("assets") / "baarle.geojson")
    assert topic.class_names == ("NL", "BE")  # in this window Belgium is the smaller
    assert sorted(parcel.name[:2] for parcel in topic.parcels) == ["BE"] * 21 + ["H1"] + ["NL"] * 8


def test_a_parcel_cut_by_the_window_counts_from_half_its_area_on(tmp_path):
    saved(tmp_path / "a.geojson", feature(LAND, soil="clay"), feature(ISLAND, soil="sand", kind="parcel"))
    toml = tmp_path / "a.toml"
    window = '[source]\nfile = "a.geojson"\n[window]\nlat = [51.01, 51.06]\nlon = '
    toml.write_text(window + "[5.06, 5.12]\n")
    (parcel,) = load(toml).parcels
    assert parcel.area_m2 == pytest.approx(0.8 * 3505 * 3338, rel=0.01)
    toml.write_text(window + "[5.08, 5.12]\n")
    assert load(toml).parcels == ()


def test_where_the_classes_overlap_the_positive_has_it(tmp_path):
    path = saved(tmp_path / "a.geojson", feature(LAND.envelope, soil="clay"), feature(ISLAND, soil="sand"))
    topic = load(path)
    assert topic.positive.intersection(topic.negative).area == 0
    assert topic.positive.area + topic.negative.area == pytest.approx(topic.window.area, rel=2e-3)


def test_a_self_crossing_ring_is_refused_with_its_place(tmp_path):
    path = saved(
        tmp_path / "a.geojson", feature(LAND, soil="clay"), feature(BOW_TIE, name="tie", soil="sand")
    )
    with pytest.raises(
        InputError, match=r"a.geojson, feature 2 \(tie\): .*Self-intersection at 5.5 51.5; repair"
    ):
        load(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"type": "FeatureCollection", "features": []}', "expected at least one polygon, found none"),
        ('{"type": "Point", "coordinates": [5, 51]}', "expected at least one polygon, found none"),
        ('{"type": "Feature", "geometry": null}', "expected at least one polygon, found none"),
        ('{"type": "FeatureCollection",\n "features": [}', "line 2: expected GeoJSON, got broken JSON"),
        ('{"type": "FeatureCollection", "features": 3}', "to be a list of features"),
        ('{"type": "FeatureCollection", "features": [{"properties": 3}]}', "'properties' to be an object"),
        ('{"kind": "Topology"}', "an object with a member 'type'"),
        ('{"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}', "feature 1: expected a geometry"),
        ('{"type": "Polygon", "coordinates": "here"}', "feature 1: expected a geometry"),
        ("\x00\x01", "got broken JSON"),
    ],
)
def test_what_is_no_map_of_areas_is_refused(tmp_path, text, words):
    path = tmp_path / "a.geojson"
    path.write_text(text)
    with pytest.raises(InputError, match=words) as error:
        load(path)
    assert "a.geojson" in str(error.value)


@pytest.mark.parametrize("credits", [None, 3, [3, None], {"by": "me"}])
def test_credits_that_are_no_text_are_passed_over(tmp_path, credits):
    assert load(saved(tmp_path / "a.geojson", feature(ISLAND), credits=credits)).credits == ()


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "a.geojson").write_bytes(b"\xff\xfe\x80")
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path / "a.geojson")


def test_metres_instead_of_degrees_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"expected longitude and latitude in degrees, .*EPSG:4326"):
        load(saved(tmp_path / "a.geojson", feature(box(110_000, 380_000, 120_000, 390_000))))


def test_three_classes_are_refused_until_the_positive_is_named(tmp_path):
    shapes = [feature(box(k, 51, k + 1, 52), soil=soil) for k, soil in enumerate(["clay", "sand", "peat"])]
    path = saved(tmp_path / "a.geojson", *shapes)
    with pytest.raises(InputError, match=r"two classes by 'soil', found 3 \(clay, peat, sand\)"):
        geojson_plane(path, "soil")
    assert geojson_plane(path, "soil", "peat").class_names == ("other", "peat")
    with pytest.raises(InputError, match="no feature has the soil 'pet'; did you mean 'peat'"):
        geojson_plane(path, "soil", "pet")
    with pytest.raises(InputError, match="feature 1 has no property 'sol'; did you mean 'soil'"):
        geojson_plane(path, "sol")

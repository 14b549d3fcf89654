"""The border file against what is published about the border."""

import json
import subprocess
import sys

import numpy as np
import pytest
from shapely import Point, from_geojson, get_coordinates, union_all

from dlvis.shipped import shipped

BORDER = shipped("assets") / "baarle.geojson"


@pytest.fixture(scope="module")
def border():
    return json.loads(BORDER.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def parcels(border):
    """{country: [(name, area, polygon)]}"""
    found = {"BE": [], "NL": []}
    for feature in border["features"]:
        own = feature["properties"]
        if own["kind"] == "parcel":
            polygon = from_geojson(json.dumps(feature["geometry"]))
            found[own["country"]].append((own["name"], own["area_m2"], polygon))
    return found


def test_there_are_22_belgian_and_8_dutch_parcels_and_two_mainlands(border, parcels):
    assert len(parcels["BE"]) == 22
    assert len(parcels["NL"]) == 8
    kinds = [feature["properties"]["kind"] for feature in border["features"]]
    assert kinds.count("mainland") == 2
    assert len(kinds) == 32


def test_areas_are_the_published_ones_to_half_a_percent(parcels):
    belgian = [area for _, area, _ in parcels["BE"]]
    dutch = [area for _, area, _ in parcels["NL"]]
    measured = [max(belgian), min(belgian), max(dutch)]
    assert measured == pytest.approx([1_536_448, 2_469, 53_667], rel=0.005)
    assert sum(belgian) == pytest.approx(2.34e6, rel=0.005)
    assert sum(dutch) == pytest.approx(0.15e6, rel=0.01)  # published with two figures
    assert parcels["BE"][0][0] == "H1"


def test_h1_and_the_parcel_of_2_4_hectares_touch_in_exactly_one_point(parcels):
    polygons = {name: polygon for name, _, polygon in parcels["BE"]}
    touching = [
        (one, other)
        for one in polygons
        for other in polygons
        if one < other and polygons[one].intersects(polygons[other])
    ]
    assert touching == [("BE 6", "H1")]
    common = polygons["H1"].intersection(polygons["BE 6"])
    assert isinstance(common, Point)
    assert (common.x, common.y) == pytest.approx((4.93997, 51.43612), abs=1e-5)


def test_the_features_tile_the_window_without_gap_or_overlap(border):
    shapes = [from_geojson(json.dumps(feature["geometry"])) for feature in border["features"]]
    assert all(shape.is_valid for shape in shapes)
    window = 0.22 * 0.14
    assert sum(shape.area for shape in shapes) == pytest.approx(window, rel=1e-9)
    assert union_all(shapes).area == pytest.approx(window, rel=1e-9)


def test_coordinates_are_on_the_grid_of_the_source(border):
    for feature in border["features"]:
        units = get_coordinates(from_geojson(json.dumps(feature["geometry"]))) * 1e7
        assert np.abs(units - np.round(units)).max() < 1e-5


def test_the_file_carries_its_licence(border):
    assert border["credits"] == "© OpenStreetMap contributors, ODbL 1.0"
    assert "odbl" in border["licence"]


def test_a_source_that_is_not_the_known_one_is_refused(tmp_path):
    other = tmp_path / "timezonefinder-6.2.0.tar.gz"
    other.write_bytes(b"something else")
    script = shipped("assets") / "make_baarle.py"
    made = subprocess.run([sys.executable, script, other], capture_output=True, text=True, check=False)
    assert made.returncode == 1
    assert "expected sha256 d41fd265" in made.stderr

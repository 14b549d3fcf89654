import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from dlvis.errors import InputError
from dlvis.export import save_geojson, save_npz
from dlvis.geometry import FoldComplex, Window, decision_boundary, fold_complex, margin
from dlvis.net import ReluNet
from dlvis.topics import load


def random_complex(topic, widths=(2, 5, 4, 1), seed=3):
    rng = np.random.default_rng(seed)
    layers = list(pairwise(widths))
    weights = [rng.normal(size=(n_out, n_in)) for n_in, n_out in layers]
    net = ReluNet(weights, [rng.normal(size=n_out) * 0.3 for _, n_out in layers], 0.1)
    return fold_complex(net, topic.window)


@pytest.fixture(scope="module")
def baarle():
    return load("baarle")


@pytest.fixture(scope="module")
def moons():
    return load("moons")


def features(path, kind):
    collection = json.loads(path.read_text())
    return [f for f in collection["features"] if f["properties"]["kind"] == kind]


def test_the_complex_can_be_made_again_from_the_archive(tmp_path, moons):
    folded = random_complex(moons)
    with np.load(save_npz(folded, tmp_path / "fold.npz"), allow_pickle=False) as archive:
        arrays = dict(archive)
    layers = range(len(folded.net.weights))
    net = ReluNet(
        [arrays[f"weights_{k}"] for k in layers],
        [arrays[f"biases_{k}"] for k in layers],
        float(arrays["slope"]),
    )
    names = ("vertices", "edges", "edge_fold_offsets", "edge_folds", "region_offsets", "region_vertices")
    parts = [arrays[name] for name in (*names, "region_edges", "ancestors")]
    again = FoldComplex(net, Window(*arrays["window"]), *parts)
    assert np.array_equal(again.areas(), folded.areas())
    assert np.array_equal(again.areas(), arrays["areas"])
    assert np.array_equal(again.patterns(), arrays["patterns"])
    assert np.array_equal(margin(net, again.vertices), arrays["vertex_margins"])
    assert np.array_equal(decision_boundary(net, again).points, arrays["boundary_points"])
    assert str(arrays["format"]) == "dlvis fold complex"


def test_every_array_of_the_archive_is_documented(tmp_path, moons):
    import dlvis.export.npz as room

    with np.load(save_npz(random_complex(moons), tmp_path / "fold.npz"), allow_pickle=False) as archive:
        for name in archive.files:
            assert name.replace("_0", "_k").replace("_1", "_k").replace("_2", "_k") in room.__doc__


def test_the_regions_of_a_map_lie_in_longitude_and_latitude(tmp_path, baarle):
    folded = random_complex(baarle)
    regions = features(save_geojson(folded, baarle, tmp_path / "fold.geojson"), "region")
    polygons = [shape(region["geometry"]) for region in regions]
    assert len(regions) == folded.n_regions
    assert all(polygon.is_valid and polygon.exterior.is_ccw for polygon in polygons)
    west, south, east, north = shapely.total_bounds(polygons)
    assert (west, south, east, north) == pytest.approx((4.905, 51.428, 4.957, 51.458), abs=2e-4)


def test_areas_are_square_metres_on_the_ground(tmp_path, baarle):
    folded = random_complex(baarle)
    regions = features(save_geojson(folded, baarle, tmp_path / "fold.geojson"), "region")
    total = sum(region["properties"]["area_m2"] for region in regions)
    assert total == pytest.approx(baarle.window.area * baarle.projection.metres_per_unit**2)
    assert 11e6 < total < 13e6


def test_pattern_and_output_are_those_of_the_net(tmp_path, moons):
    folded = random_complex(moons)
    net = folded.net
    for region in features(save_geojson(folded, moons, tmp_path / "fold.geojson"), "region"):
        said = region["properties"]
        polygon = shape(region["geometry"])
        inside = np.array(polygon.representative_point().coords)
        signs = [net.pre_activation(inside, layer)[0] > 0 for layer in (0, 1)]
        assert said["pattern"] == "-".join("".join("01"[int(on)] for on in layer) for layer in signs)
        corners = net(np.array(polygon.exterior.coords))
        expected = "both" if corners.min() < 0 < corners.max() else moons.class_names[int(corners.max() > 0)]
        assert said["output"] == expected
        assert said["area"] == pytest.approx(polygon.area)


def test_the_boundary_runs_where_the_net_is_undecided(tmp_path, moons):
    folded = random_complex(moons)
    lines = features(save_geojson(folded, moons, tmp_path / "fold.geojson"), "decision_boundary")
    points = np.concatenate([line["geometry"]["coordinates"] for line in lines])
    assert len(points) > 2
    assert np.abs(folded.net(points)).max() < 1e-12


def test_the_credits_of_the_data_go_along(tmp_path, baarle):
    collection = json.loads(save_geojson(random_complex(baarle), baarle, tmp_path / "a.geojson").read_text())
    assert collection["credits"] == list(baarle.credits)
    assert "OpenStreetMap" in collection["credits"][0]


def test_a_net_without_folds_is_one_region(tmp_path, moons):
    folded = fold_complex(ReluNet([np.array([[1.0, 0.0]])], [np.zeros(1)]), moons.window)
    (region,) = features(save_geojson(folded, moons, tmp_path / "fold.geojson"), "region")
    assert region["properties"]["pattern"] == ""
    assert region["properties"]["output"] == "both"
    save_npz(folded, tmp_path / "fold.npz")


@pytest.mark.parametrize("n_outputs", [1, 2])
def test_an_output_that_is_0_but_for_rounding_is_neither_class(tmp_path, n_outputs):
    first = [[0.1, 0.0], [0.2, 0.0], [0.3, 0.0]]
    last = [[1.0, 1.0, -1.0]] if n_outputs == 1 else [[0.0, 0.0, 0.0], [1.0, 1.0, -1.0]]
    net = ReluNet([first, last], [np.zeros(3), np.zeros(n_outputs)])
    assert np.abs(net([[1.0, 0.0]])).max() > 0  # 0.1 + 0.2 - 0.3 in float64
    folded = fold_complex(net, Window(-1, 1, -1, 1))
    said = features(save_geojson(folded, None, tmp_path / "fold.geojson"), "region")
    assert [region["properties"]["output"] for region in said] == ["neither"] * 2


def test_files_are_only_overwritten_when_asked(tmp_path, moons):
    folded = random_complex(moons)
    (tmp_path / "fold.npz").write_text("mine")
    with pytest.raises(InputError, match=r"fold\.npz: is there already; use --force"):
        save_npz(folded, tmp_path / "fold.npz")
    assert (tmp_path / "fold.npz").read_text() == "mine"
    save_npz(folded, tmp_path / "fold.npz", overwrite=True)
    assert np.load(tmp_path / "fold.npz")["version"] == 1
    assert [file.name for file in tmp_path.iterdir()] == ["fold.npz"]


def test_an_unwritable_place_is_named(tmp_path, moons):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"fold\.geojson: cannot be written"):
        save_geojson(random_complex(moons), moons, tmp_path / "file" / "fold.geojson")


def test_a_disk_that_fails_leaves_nothing(tmp_path, moons, monkeypatch):
    def failing(self, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", failing)
    with pytest.raises(InputError, match="No space left"):
        save_npz(random_complex(moons), tmp_path / "fold.npz")
    assert list(tmp_path.iterdir()) == []

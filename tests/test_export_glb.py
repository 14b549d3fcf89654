import json
import struct

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.export import layer_view, output_view, save_glb
from dlvis.export.glb import BYTES_OF_CORNER, BYTES_OF_PLACE, sheets_glb
from dlvis.export.views import sheet_heights
from dlvis.geometry import Window, fold_complex, margin
from dlvis.net import ReluNet
from dlvis.style import theme
from tests.nets import he_net

NIGHT = theme("night")
WINDOW = Window(0, 2, -1, 0)
DTYPES = {5126: "<f4", 5125: "<u4", 5123: "<u2"}
SIZES = {"SCALAR": 1, "VEC3": 3, "VEC4": 4}


class Loaded:
    """A GLB taken apart by the specification and by nothing of the writer's."""

    def __init__(self, content):
        magic, version, length = struct.unpack_from("<4sII", content)
        assert (magic, version, length) == (b"glTF", 2, len(content))
        json_length, kind = struct.unpack_from("<I4s", content, 12)
        assert (kind, json_length % 4) == (b"JSON", 0)
        self.scene = json.loads(content[20 : 20 + json_length])
        size, kind = struct.unpack_from("<I4s", content, 20 + json_length)
        assert (kind, size % 4) == (b"BIN\0", 0)
        self.buffer = content[28 + json_length :]
        assert len(self.buffer) == size == self.scene["buffers"][0]["byteLength"]

    def array(self, accessor):
        told = self.scene["accessors"][accessor]
        view = self.scene["bufferViews"][told["bufferView"]]
        assert view["byteOffset"] % 4 == 0
        data = self.buffer[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
        values = np.frombuffer(data, DTYPES[told["componentType"]]).reshape(
            told["count"], SIZES[told["type"]]
        )
        if "min" in told:
            assert np.array_equal(values.min(axis=0), told["min"])
            assert np.array_equal(values.max(axis=0), told["max"])
        return values

    def mesh(self, number):
        (primitive,) = self.scene["meshes"][number]["primitives"]
        attributes = {name: self.array(a) for name, a in primitive["attributes"].items()}
        return attributes, self.array(primitive["indices"]).ravel(), primitive.get("mode", 4)


def folded(widths=(2, 6, 5, 1), seed=3):
    return fold_complex(he_net(widths, seed), WINDOW)


def true_points(positions, window=WINDOW):
    """From y-up about the window's centre back to the window."""
    return np.column_stack([positions[:, 0], -positions[:, 2]]) + window.centre


def test_the_sheet_stands_on_the_net_and_covers_the_window():
    complex = folded()
    attributes, index, mode = Loaded(sheets_glb(output_view(complex, NIGHT), NIGHT)).mesh(0)
    position = attributes["POSITION"].astype(float)
    heights = margin(complex.net, true_points(position))
    assert np.allclose(position[:, 1], heights, atol=1e-5)
    corners = true_points(position)[index].reshape(-1, 3, 2)
    one, other = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = (one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]) / 2
    assert mode == 4
    assert area.min() > -1e-6  # anticlockwise from above
    assert area.sum() == pytest.approx(WINDOW.area, rel=1e-5)


def test_each_facet_has_its_own_flat_normal_and_colour():
    complex = folded()
    view = output_view(complex, NIGHT)
    attributes, index, _ = Loaded(sheets_glb(view, NIGHT)).mesh(0)
    normal, colour = attributes["NORMAL"], attributes["COLOR_0"]
    assert np.allclose(np.linalg.norm(normal, axis=1), 1, atol=1e-6)
    assert (normal[:, 1] > 0).all()
    facet = index.reshape(-1, 3)
    for values in (normal, colour):
        assert (values[facet] == values[facet[:, :1]]).all()
    position = attributes["POSITION"].astype(float)[facet]
    across = np.cross(position[:, 1] - position[:, 0], position[:, 2] - position[:, 0])
    large = np.linalg.norm(across, axis=1) > 1e-3
    across = across[large] / np.linalg.norm(across[large], axis=1, keepdims=True)
    assert np.allclose(across, normal[facet[large, 0]], atol=1e-3)


def test_colours_are_amounts_of_light_and_opaque():
    complex = fold_complex(ReluNet([[[0.0, 0.0]]], [[50.0]]), WINDOW)
    view = output_view(complex, NIGHT)
    attributes, _, _ = Loaded(sheets_glb(view, NIGHT)).mesh(0)
    shown = attributes["COLOR_0"][0] / 65535
    red, green, blue = view.colours[0]
    assert shown[3] == 1
    # the gamma of sRGB, from IEC 61966-2-1
    assert shown[:3] == pytest.approx(
        [((c + 0.055) / 1.055) ** 2.4 if c > 0.04045 else c / 12.92 for c in (red, green, blue)], abs=1e-4
    )


def test_a_layer_has_a_sheet_for_each_neuron_side_by_side():
    complex = folded((2, 5, 4, 1))
    view = layer_view(complex, 1, None, NIGHT)
    loaded = Loaded(sheets_glb(view, NIGHT))
    root, *sheets = loaded.scene["nodes"]
    assert [sheet["name"] for sheet in sheets] == [f"layer 1 neuron {k}" for k in range(4)]
    assert root["children"] == [1, 2, 3, 4]
    assert len({tuple(sheet["translation"]) for sheet in sheets}) == 4
    for number in range(4):
        attributes, _, _ = loaded.mesh(number)
        points = true_points(attributes["POSITION"].astype(float))
        after = complex.net.activation(complex.net.pre_activation(points, 1))[:, number]
        assert np.allclose(attributes["POSITION"][:, 1], after, atol=1e-5)


def test_one_neuron_stands_at_the_origin_and_its_scale_makes_it_fit():
    view = layer_view(folded(), 0, 2, NIGHT)
    scene = Loaded(sheets_glb(view, NIGHT)).scene
    root, sheet = scene["nodes"]
    assert (sheet["name"], sheet["translation"]) == ("layer 0 neuron 2", [0, 0, 0])
    assert root["scale"][1] * np.ptp(sheet_heights(view)) == pytest.approx(0.4 * WINDOW.width)
    assert root["scale"][::2] == [1, 1]


def test_the_boundary_is_lines_on_the_sheet():
    view = output_view(folded(seed=6), NIGHT)
    loaded = Loaded(sheets_glb(view, NIGHT))
    attributes, index, mode = loaded.mesh(1)
    assert (mode, len(index)) == (1, 2 * (len(view.boundary.points) - len(view.boundary)))
    assert np.allclose(attributes["POSITION"][:, 1], 0, atol=1e-6)
    ends = attributes["POSITION"][index.reshape(-1, 2)].astype(float)
    length = np.linalg.norm(ends[:, 0] - ends[:, 1], axis=1).sum()
    assert length == pytest.approx(view.boundary.length, rel=1e-5)
    assert loaded.scene["extensionsUsed"] == ["KHR_materials_unlit"]


def test_many_outputs_have_their_largest_as_the_sheet():
    complex = fold_complex(he_net((2, 6, 4), 1), WINDOW)
    attributes, _, _ = Loaded(sheets_glb(output_view(complex, NIGHT), NIGHT)).mesh(0)
    points = true_points(attributes["POSITION"].astype(float))
    assert np.allclose(attributes["POSITION"][:, 1], complex.net(points).max(axis=1), atol=1e-5)


def test_a_level_sheet_and_a_file_without_a_boundary():
    complex = fold_complex(ReluNet([[[0.0, 0.0]]], [[2.0]]), WINDOW)
    scene = Loaded(sheets_glb(output_view(complex, NIGHT), NIGHT)).scene
    assert scene["nodes"][0]["scale"] == [1, 1, 1]
    assert (len(scene["meshes"]), len(scene["materials"])) == (1, 1)
    assert "extensionsUsed" not in scene


def test_regions_thinner_than_the_floats_of_the_format_still_have_a_unit_normal():
    near = np.array([[1.0, 0.0], [1.0, 1e-9], [1.0, 2e-9]])
    net = ReluNet([near, [[1.0, -1.0, 1.0]]], [np.zeros(3) - 1, np.zeros(1)])
    attributes, _, _ = Loaded(sheets_glb(output_view(fold_complex(net, WINDOW), NIGHT), NIGHT)).mesh(0)
    assert np.allclose(np.linalg.norm(attributes["NORMAL"], axis=1), 1, atol=1e-6)


def test_more_sheets_than_can_be_told_apart_are_refused():
    complex = fold_complex(he_net((2, 65, 1), 0), WINDOW)
    with pytest.raises(InputError, match="at most 64 sheets in a file, got the 65 neurons of layer 0"):
        sheets_glb(layer_view(complex, 0, None, NIGHT), NIGHT)
    sheets_glb(layer_view(complex, 0, 64, NIGHT), NIGHT)


def test_a_file_larger_than_the_format_can_say_is_refused_before_it_is_made(monkeypatch):
    monkeypatch.setattr("dlvis.export.glb.MOST_BYTES", 1000)
    with pytest.raises(InputError, match="at most 4 GiB, which the format can hold, got"):
        sheets_glb(output_view(folded(), NIGHT), NIGHT)


def test_the_estimate_of_the_size_is_never_too_small():
    view = layer_view(folded(), 1, None, NIGHT)
    corners, sheets = len(view.tiles.region_vertices), 5
    content = len(Loaded(sheets_glb(view, NIGHT)).buffer)
    assert content <= corners * (BYTES_OF_CORNER + sheets * BYTES_OF_PLACE) <= 1.2 * content


def test_heights_beyond_the_format_are_refused():
    complex = fold_complex(ReluNet([[[1e39, 0.0]]], [[0.0]]), WINDOW)
    with pytest.raises(InputError, match="32-bit floats"):
        sheets_glb(output_view(complex, NIGHT), NIGHT)


def test_a_file_is_not_overwritten_unasked(tmp_path):
    view = output_view(folded(), NIGHT)
    save_glb(view, NIGHT, tmp_path / "a.glb")
    with pytest.raises(InputError, match="is there already"):
        save_glb(view, NIGHT, tmp_path / "a.glb")
    assert Loaded((tmp_path / "a.glb").read_bytes()).scene["asset"]["version"] == "2.0"

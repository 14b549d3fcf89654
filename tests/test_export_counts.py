import csv

import numpy as np
import pytest

import dlvis.export.counts as room
from dlvis.errors import InputError
from dlvis.export import Export, contents, save_counts
from dlvis.export.counts import COLUMNS, count_rows
from dlvis.geometry import Window, argmax_cells, decision_boundary, fold_complex
from dlvis.net import ReluNet, first_layers
from dlvis.topics import load
from tests.nets import he_net

SQUARE = Window(-1, 1, -1, 1)


def test_each_layer_is_counted_as_if_it_were_folded_alone(tmp_path):
    net = he_net((2, 9, 7, 5, 1), 3)
    folded = fold_complex(net, SQUARE)
    with save_counts(folded, tmp_path / "counts.csv").open() as file:
        *rows, total = csv.DictReader(file)
    points = np.random.default_rng(0).uniform(-1, 1, (20000, 2))
    for layer, row in enumerate(rows):
        on = net.pre_activation(points, layer) > 0
        assert (row["layer"], row["neurons"]) == (str(layer), str(on.shape[1]))
        assert int(row["regions"]) == fold_complex(first_layers(net, layer + 1), SQUARE).n_regions
        assert int(row["dead"]) <= np.count_nonzero(~on.any(axis=0))
        assert int(row["dead"]) + int(row["always_on"]) + int(row["folding"]) == on.shape[1]
        assert row["boundary_length"] == ""
    assert (total["layer"], total["neurons"]) == ("all", "21")
    assert int(total["regions"]) == folded.n_regions == int(rows[-1]["regions"])
    assert float(total["boundary_length"]) == decision_boundary(net, folded).length
    assert int(total["folding"]) == sum(int(row["folding"]) for row in rows)


def test_a_map_has_its_boundary_in_metres_too():
    baarle = load("baarle")
    folded = fold_complex(he_net((2, 8, 1), 1), baarle.window)
    total = count_rows(folded, baarle)[-1]
    assert total["boundary_length_m"] == total["boundary_length"] * baarle.projection.metres_per_unit > 100
    assert "boundary_length_m" not in count_rows(folded, load("moons"))[-1]


def test_more_outputs_are_parted_by_the_edges_between_their_cells():
    net = ReluNet([[[1.0, 0.0], [-1.0, 1.0], [-1.0, -1.0]]], [np.zeros(3)])
    (total,) = count_rows(fold_complex(net, SQUARE))
    assert total["boundary_length"] == pytest.approx(1 + np.sqrt(5))
    assert (total["regions"], total["neurons"]) == (1, 0)


def test_every_column_is_documented():
    assert all(f"{name} " in room.__doc__ or f"{name}," in room.__doc__ for name in COLUMNS)


def test_every_format_has_its_content():
    folded = fold_complex(he_net((2, 5, 4, 1), 0), SQUARE)
    made = contents(Export(folded), ("npz", "geojson", "glb", "svg", "pdf", "csv"))
    begins = {name: content[:4] for name, content in made.items()}
    assert begins == {
        "npz": b"PK\x03\x04",
        "geojson": b'{"ty',
        "glb": b"glTF",
        "svg": b"<?xm",
        "pdf": b"%PDF",
        "csv": b"laye",
    }


@pytest.mark.parametrize("widths", [(2, 5, 4, 1), (2, 4, 3), (2, 3, 2, 2)])
def test_the_complex_after_a_layer_says_nothing_of_classes(widths):
    import json
    from io import BytesIO

    folded = fold_complex(he_net(widths, 1), SQUARE)
    made = contents(Export(folded, layer=0), ("npz", "geojson", "svg"))
    early = fold_complex(first_layers(folded.net, 1), SQUARE)
    with np.load(BytesIO(made["npz"])) as archive:
        assert len(archive["areas"]) == early.n_regions
        assert not {"vertex_margins", "boundary_points", "boundary_offsets"} & set(archive.files)
    features = json.loads(made["geojson"])["features"]
    assert len(features) == early.n_regions
    assert all("output" not in feature["properties"] for feature in features)
    assert b'id="boundary"' not in made["svg"]


def test_regions_of_many_classes_name_those_that_they_hold():
    import json

    net = he_net((2, 6, 4), 3)
    folded = fold_complex(net, SQUARE)
    features = json.loads(contents(Export(folded), ["geojson"])["geojson"])["features"]
    regions = [f["properties"] for f in features if f["properties"]["kind"] == "region"]
    cells = argmax_cells(net, folded)
    for region in regions:
        held = sorted(cells.classes[cells.regions == region["region"]].tolist())
        assert region["output"] == " ".join(map(str, held))
    assert any(" " in region["output"] for region in regions)
    assert any(f["properties"]["kind"] == "decision_boundary" for f in features)


def test_a_neuron_needs_its_layer():
    folded = fold_complex(he_net((2, 5, 1), 0), SQUARE)
    with pytest.raises(InputError, match="--neuron: expected --layer with it"):
        Export(folded, neuron=1)

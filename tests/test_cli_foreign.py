"""Other people's nets from the command line: a state dict becomes a count, a picture and a boundary."""

import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from dlvis.cli import group
from dlvis.geometry import Window, decision_boundary, fold_complex
from dlvis.net import ReluNet
from tests.nets import he_net

SQUARE = Window(-1, 1, -1, 1)


@pytest.fixture(params=["model.", "module.net.", ""])
def file(request, tmp_path):
    """A torch state dict as nn.Sequential writes it, under a key prefix."""
    net = he_net((2, 8, 8, 1), 1)
    state = {}
    for k, (weight, bias) in enumerate(zip(net.weights, net.biases, strict=True)):
        state[f"{request.param}{2 * k}.weight"] = torch.tensor(weight, dtype=torch.float32)
        state[f"{request.param}{2 * k}.bias"] = torch.tensor(bias, dtype=torch.float32)
    torch.save(state, tmp_path / "net.pt")
    return tmp_path / "net.pt"


def rounded(net):
    """The net as float32 keeps it."""
    return ReluNet(*([np.float32(part) for part in parts] for parts in (net.weights, net.biases)))


def said(*arguments):
    result = CliRunner().invoke(group, [*map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_a_state_dict_is_counted_drawn_and_has_its_boundary(file, tmp_path):
    folded = fold_complex(rounded(he_net((2, 8, 8, 1), 1)), SQUARE)
    boundary = decision_boundary(folded.net, folded)
    counted = json.loads(said("count", file, "--json"))
    assert (counted["regions"], counted["widths"]) == (folded.n_regions, [2, 8, 8, 1])
    assert counted["boundary_length"] == pytest.approx(boundary.length) != 0

    assert f"{folded.n_regions} linear regions" in said("export", file, "--out", tmp_path)
    collection = json.loads((tmp_path / "tables" / "net.geojson").read_text())
    kinds = [feature["geometry"]["type"] for feature in collection["features"]]
    assert kinds.count("Polygon") == folded.n_regions
    assert set(kinds) > {"Polygon"}  # the boundary's lines
    with np.load(tmp_path / "tables" / "net.npz") as archive:
        assert np.array_equal(archive["areas"], folded.areas())

    said("export", file, "--to", "svg", "--out", tmp_path)
    picture = (tmp_path / "tables" / "net.svg").read_text()
    names = {element.get("id") for element in ET.fromstring(picture).iter()}
    assert {"regions", "boundary"} <= names

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from dlvis.cli import group
from dlvis.errors import InputError
from dlvis.geometry import fold_complex
from dlvis.net import ReluNet
from dlvis.run import Run, Snapshot, load_run, save_run
from dlvis.topics import load
from dlvis.window import Window
from tests.nets import he_net


@pytest.fixture
def run(tmp_path):
    net = ReluNet([np.array([[1.0, 0.2], [0.1, 1.0]]), np.array([[1.0, -1.0]])], [np.zeros(2), np.zeros(1)])
    return save_run(Run("moons", "moons", (Snapshot(0, net, {}),)), tmp_path / "runs" / "small")


def exported(tmp_path, *arguments):
    line = ["export", *map(str, arguments), "--out", str(tmp_path)]
    return CliRunner().invoke(group, line, catch_exceptions=False)


def test_a_topic_means_its_newest_run(tmp_path, run):
    said = json.loads(exported(tmp_path, "moons", "--json").stdout)
    assert said["files"] == [str(tmp_path / "tables" / f"small.{kind}") for kind in ("npz", "geojson")]
    with np.load(said["files"][0]) as archive:
        assert len(archive["areas"]) == said["regions"] == 4
    assert len(json.loads((tmp_path / "tables" / "small.geojson").read_text())["features"]) > 4


def test_the_window_is_the_one_of_the_topic(tmp_path, run):
    exported(tmp_path, run, "--to", "npz")
    with np.load(tmp_path / "tables" / "small.npz") as archive:
        net = ReluNet(
            [archive["weights_0"], archive["weights_1"]], [archive["biases_0"], archive["biases_1"]]
        )
        assert np.array_equal(archive["areas"], fold_complex(net, load("moons").window).areas())


def test_only_what_is_asked_for_is_written(tmp_path, run):
    assert "4 linear regions" in exported(tmp_path, run, "--to", "geojson").stdout
    assert [file.name for file in (tmp_path / "tables").iterdir()] == ["small.geojson"]


def test_nothing_is_written_when_one_file_is_there(tmp_path, run):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "small.geojson").write_text("mine")
    with pytest.raises(InputError, match=r"small\.geojson: is there already; use --force"):
        exported(tmp_path, run)
    assert [file.name for file in (tmp_path / "tables").iterdir()] == ["small.geojson"]
    exported(tmp_path, run, "--force")
    assert (tmp_path / "tables" / "small.geojson").read_text() != "mine"


def test_a_run_of_a_topic_that_has_changed_since_is_refused(tmp_path, run):
    save_run(replace(load_run(run), topic_digest="of other moons"), run, overwrite=True)
    with pytest.raises(InputError, match=r"has changed since .* `dlvis train moons --widths 2,2,1"):
        exported(tmp_path, run)
    assert not (tmp_path / "tables").exists()


def test_every_format_is_written_for_the_net_and_for_a_layer(tmp_path, run):
    kinds = "npz,geojson,svg,pdf,glb,csv"
    exported(tmp_path, run, "--to", kinds)
    said = exported(
        tmp_path, run, "--to", kinds, "--layer", "0", "--neuron", "1", "--theme", "night", "--json"
    )
    names = {f"small{part}.{kind}" for part in ("", "-layer0-neuron1") for kind in kinds.split(",")}
    assert {file.name for file in (tmp_path / "tables").iterdir()} == names
    assert [Path(file).suffix for file in json.loads(said.stdout)["files"]] == [
        f".{k}" for k in kinds.split(",")
    ]
    pictures = [(tmp_path / "tables" / f"small{part}.svg").read_text() for part in ("", "-layer0-neuron1")]
    assert ['fill="#FBF9F4"' in text for text in pictures] == [True, False]
    assert ['id="fold-0-1"' in text for text in pictures] == [False, True]


def test_the_size_of_a_picture_is_the_one_asked_for(tmp_path, run):
    exported(tmp_path, run, "--to", "svg", "--size", "500px")
    assert 'width="500px"' in (tmp_path / "tables" / "small.svg").read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--layer", "1"),
        ("--layer", "0", "--neuron", "2"),
        ("--neuron", "0"),
        ("--theme", "nigth"),
        ("--size", "9"),
    ],
)
def test_nothing_is_written_when_one_file_cannot_be_made(tmp_path, run, arguments):
    with pytest.raises(InputError, match=r"expected|did you mean 'night'"):
        exported(tmp_path, run, "--to", "csv,npz,glb", *arguments)
    assert not (tmp_path / "tables").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["moons", "--to", "jeojson"], "unknown format 'jeojson'; did you mean 'geojson'"),
        (["baarle"], r"no run of topic 'baarle' .* `dlvis train baarle --out"),
        (["some/where"], "some/where: is not there; expected the folder of a run"),
    ],
)
def test_bad_input_is_refused(tmp_path, arguments, words):
    with pytest.raises(InputError, match=words):
        exported(tmp_path, *arguments)


def test_a_net_file_of_anybody_is_exported_in_a_window_of_its_own(tmp_path):
    net = he_net((2, 5, 4, 1), 0)
    state = {"fc1.weight": net.weights[0], "fc2.weight": net.weights[1], "fc3.weight": net.weights[2]}
    np.savez(
        tmp_path / "theirs.npz", **state, **{f"fc{k + 1}.bias": bias for k, bias in enumerate(net.biases)}
    )
    exported(tmp_path, tmp_path / "theirs.npz", "--to", "npz", "--window", "-2,2,-1,1")
    with np.load(tmp_path / "tables" / "theirs.npz") as archive:
        assert len(archive["areas"]) == fold_complex(net, Window(-2, 2, -1, 1)).n_regions
    exported(tmp_path, tmp_path / "theirs.npz", "--to", "geojson,svg,pdf,glb,csv")
    collection = json.loads((tmp_path / "tables" / "theirs.geojson").read_text())
    assert (collection["coordinates"], collection["credits"]) == ("input space", [])
    said = {feature["properties"].get("output") for feature in collection["features"]}
    assert said <= {"negative", "positive", "both", None}

"""`dlvis count`, and what its NET may be: a file, a run, a topic."""

import json

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from dlvis.cli import group
from dlvis.cli.count import _short
from dlvis.errors import InputError
from dlvis.geometry import decision_boundary, fold_complex, parcel_score
from dlvis.geometry.bounds import serra_upper
from dlvis.geometry.carved import carved_complex
from dlvis.geometry.measure import dead_neurons
from dlvis.net import ReluNet
from dlvis.run import Run, Snapshot, save_run
from dlvis.topics import load
from dlvis.window import Window
from tests.foreign import arrays, mlp
from tests.nets import he_net


def answered(*arguments):
    return CliRunner().invoke(group, ["count", *map(str, arguments)], catch_exceptions=False).stdout


def counted(*arguments):
    return json.loads(answered(*arguments, "--json"))


def save_net(path, net, prefix="model."):
    state = {f"{prefix}{2 * k}.weight": weight for k, weight in enumerate(net.weights)}
    np.savez(path, **state, **{f"{prefix}{2 * k}.bias": bias for k, bias in enumerate(net.biases)})
    return path


@pytest.fixture
def net():
    return he_net((2, 6, 5, 1), 4)


@pytest.fixture
def run(tmp_path, net):
    return save_run(Run("baarle", "baarle", (Snapshot(0, net, {}),)), tmp_path / "runs" / "small")


def test_the_numbers_are_those_of_the_complex(tmp_path, net):
    said = counted(save_net(tmp_path / "net.npz", net))
    folded = fold_complex(net, Window(-1, 1, -1, 1))
    first = fold_complex(ReluNet(net.weights[:2], net.biases[:2]), Window(-1, 1, -1, 1))
    assert said["net"] == "net"
    assert said["regions"] == folded.n_regions
    assert said["regions_after_layer"] == [first.n_regions, folded.n_regions]
    assert sum(said["dead_neurons"]) == dead_neurons(folded).sum()
    assert said["parameters"] == net.n_parameters
    assert said["boundary_length"] == decision_boundary(net, folded).length
    assert said["bounds"][0]["regions"] == serra_upper((2, 6, 5, 1)) >= folded.n_regions


def test_dead_neurons_are_told_by_layer(tmp_path):
    net = ReluNet(
        [np.eye(2), np.ones((3, 2)), np.ones((1, 3))], [np.array([0, -5]), np.zeros(3), np.zeros(1)]
    )
    assert counted(save_net(tmp_path / "net.npz", net))["dead_neurons"] == [1, 0]
    assert "dead        1 of 5 neurons (by layer: 1, 0)" in answered(tmp_path / "net.npz")


def test_the_window_of_a_run_is_its_topics(tmp_path, run, net):
    topic = load("baarle")
    folded = fold_complex(net, topic.window)
    for name in (run, "baarle"):
        said = counted(name, "--out", tmp_path)
        assert said["regions"] == folded.n_regions
        length = decision_boundary(net, folded).length
        assert said["boundary_length_m"] == pytest.approx(length * topic.projection.metres_per_unit)
    assert (
        counted(run, "--window", "-3,3,-3,3")["regions"] == fold_complex(net, Window(-3, 3, -3, 3)).n_regions
    )


def test_a_run_in_its_window_tells_how_the_parcels_fare(run, net):
    told, score = counted(run)["parcels"], parcel_score(net, load("baarle"))
    assert (told["class_names"], told["positive"], told["negative"]) == (["Netherlands", "Belgium"], 16, 7)
    assert {name: told[name] for name in score.numbers()} == score.numbers()
    words = f"Netherlands {told['negative_found']:g} of 7, Belgium {told['positive_found']:g} of 16 found; "
    assert words + f"{told['phantom']:g} phantom and {told['fused']:g} fused pieces" in answered(run)
    assert "parcels" not in counted(run, "--window", "-1,1,-1,1")


def test_what_the_file_does_not_say_is_said_by_options(tmp_path):
    made = mlp(2, 4, 4, 1)
    state = {"critic." + key: value for key, value in made.state_dict().items()} | {"log_std": torch.zeros(1)}
    torch.save(state, tmp_path / "net.pth")
    said = counted(
        tmp_path / "net.pth",
        "--prefix",
        "critic.",
        "--slope",
        "0.5",
        "--order",
        "critic.0, critic.2,critic.4",
    )
    assert (said["widths"], said["slope"]) == ([2, 4, 4, 1], 0.5)
    with pytest.raises(InputError, match="log_std belongs to no Linear"):
        counted(tmp_path / "net.pth")


def test_more_outputs_have_no_boundary_and_one_layer_has_zaslavsky(tmp_path):
    said = counted(save_net(tmp_path / "net.npz", he_net((2, 5, 3), 0)))
    assert "boundary_length" not in said
    assert said["bounds"][0]["source"] == "Zaslavsky 1975"
    assert said["bounds"][0]["regions"] == 16


def test_a_net_without_a_hidden_layer_is_one_region(tmp_path):
    said = counted(save_net(tmp_path / "net.npz", he_net((2, 1), 0)))
    assert (said["regions"], said["bounds"], said["dead_neurons"]) == (1, [], [])


def test_bounds_with_thousands_of_digits_can_be_told(tmp_path):
    deep = ReluNet(
        [np.zeros((40, 2)), *[np.zeros((40, 40))] * 400, np.zeros((1, 40))], [*[np.zeros(40)] * 401, [0.0]]
    )
    path = save_net(tmp_path / "net.npz", deep)
    assert counted(path)["bounds"][1]["regions"] == "3.3e4828"
    assert "at most 3.3e4828 (one region for each pattern)" in answered(path)


def test_a_layer_too_wide_for_memory_has_an_estimate_and_an_exact_boundary(tmp_path, monkeypatch):
    net, window = he_net((2, 2500, 1), 1), Window(-0.02, 0.02, -0.02, 0.02)
    net = ReluNet(net.weights, (net.biases[0], net.biases[1] - net(np.zeros((1, 2)))[0]))
    path = save_net(tmp_path / "net.npz", net)
    arguments = (path, "--window=-0.02,0.02,-0.02,0.02")
    there = counted(*arguments)
    monkeypatch.setattr("dlvis.geometry.estimate.available_memory", lambda: 10**4)
    said = counted(*arguments)
    folded = carved_complex(net, window)  # which does not ask for memory
    assert "regions" not in said
    assert there["regions"] == folded.n_regions == pytest.approx(said["regions_estimated"], rel=0.05)
    assert said["boundary_length"] > 0.02
    assert there["dead_neurons"] == said["dead_neurons"] == [int(dead_neurons(folded).sum())]
    for counts in (there, said):
        assert counts["boundary_length"] == pytest.approx(decision_boundary(net, folded).length, rel=1e-12)
    assert f"regions     about {said['regions_estimated']:.1e}, estimated".replace("e+", "e") in answered(
        *arguments
    )


def test_a_million_neurons_are_refused_with_the_estimate(tmp_path):
    path = save_net(tmp_path / "net.npz", he_net((2, 1_000_000, 1), 0))
    with pytest.raises(InputError, match=r"about 2\.9e\+11 linear regions \(estimated\)"):
        answered(path)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["net.pt"], r"net\.pt: cannot be read \(No such file"),
        (["moons", "--slope", "0.1"], "--slope: is for net files, but moons is a run or a topic"),
        (["moons"], r"no run of topic 'moons' .* `dlvis train moons"),
        (["wide.npz"], r"wide: expected a net with 2 inputs, got 5; .*dlvis\.geometry\.Slice"),
        (["thin.npz", "--window", "1,2,3"], "--window: expected four numbers with commas.*got '1,2,3'"),
        (["thin.npz", "--window", "1,0,0,1"], "window: expected xmin < xmax"),
        (["thin.npz", "--batchnorm", "beside"], "batchnorm: expected before or after"),
        (["page.html"], r"page\.html: expected a torch state dict, safetensors, ONNX, npz"),
    ],
)
def test_bad_input_is_refused(tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    np.savez("wide.npz", **arrays(mlp(5, 3, 1)))
    np.savez("thin.npz", **arrays(mlp(2, 3, 1)))
    (tmp_path / "page.html").write_text("<html>")
    with pytest.raises(InputError, match=words):
        answered(*arguments)


@pytest.mark.parametrize(
    ("base", "power", "printed"),
    [(2, 100_000, "1.0e30103"), (10, 300, "1.0e300"), (94, 200, "4.2e394"), (7, 1, 7)],
)
def test_a_number_too_long_to_print_is_rounded(base, power, printed):
    assert _short(base**power) == printed

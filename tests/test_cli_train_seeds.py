"""`dlvis train --seeds`: a batch in one go, each net as it would be alone."""

import json
import re
import signal
import subprocess

import pytest

from dlvis.cli.seeds import parsed_seeds
from dlvis.errors import InputError
from dlvis.run import load_run, run_digest
from tests.test_cli_train import QUICK, dlvis, trained


@pytest.mark.parametrize(
    ("text", "seeds"),
    [("3", (0, 1, 2)), ("2..4", (2, 3, 4)), ("5..5", (5,)), ("4,1,9", (4, 1, 9)), ("[4, 1]", (4, 1))],
)
def test_what_seeds_mean(text, seeds):
    assert parsed_seeds(text) == seeds


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ten", "--seeds: expected 10, 0..9 or 0,3,7, got 'ten'"),
        ("1..2..3", "--seeds: expected 10, 0..9"),
        ("1.5", "--seeds: expected 10, 0..9"),
        ("", "--seeds: expected 10, 0..9"),
        ("0", "--seeds: expected 1 to 10000 seeds, got '0'"),
        ("-4", "--seeds: expected 1 to 10000 seeds"),
        ("4..3", "--seeds: expected 1 to 10000 seeds"),
        ("0..99999999999", "--seeds: expected 1 to 10000 seeds"),
        ("0..1" + 30 * "0", "--seeds: expected 1 to 10000 seeds"),
        ("3,4,3", "--seeds: expected each once, but 3 is there twice"),
        ("3,-1", "seed: expected a whole number from 0 to"),
        ("-2..4", "seed: expected a whole number from 0 to"),
    ],
)
def test_seeds_that_cannot_be_are_refused_before_anything_is_made(tmp_path, text, words):
    with pytest.raises(InputError, match=words.replace(".", r"\.")):
        trained(tmp_path, *QUICK, "--seeds", text)
    assert list(tmp_path.iterdir()) == []


def test_a_seed_and_seeds_are_one_too_many(tmp_path):
    with pytest.raises(InputError, match="either one seed or many, got both"):
        trained(tmp_path, *QUICK, "--seeds", "3", "--seed", "3")


def test_each_seed_has_the_run_that_it_has_alone(tmp_path):
    answer = trained(tmp_path / "many", *QUICK, "--seeds", "4,2", "--json")
    said = json.loads(answer.stdout)
    assert [run["settings"]["seed"] for run in said["runs"]] == [4, 2]
    trained(tmp_path / "one", *QUICK, "--seed", "2")
    places = [tmp_path / name / "runs" / "moons-2-3-1-seed2" for name in ("many", "one")]
    assert said["runs"][1]["run"] == str(places[0])
    assert run_digest(load_run(places[0])) == run_digest(load_run(places[1]))


def test_the_answer_for_people_says_memory_first_and_the_median_last(tmp_path):
    answer = trained(tmp_path, *QUICK, "--seeds", "3")
    assert "dlvis: 3 nets at once, in at most" in answer.stderr
    accuracies = sorted(
        load_run(tmp_path / "runs" / f"moons-2-3-1-seed{seed}").results["test_balanced_accuracy"]
        for seed in range(3)
    )
    assert f"median: balanced accuracy {accuracies[1]:.1%}" in answer.stdout


def test_what_is_there_is_kept_and_nothing_is_trained(tmp_path):
    trained(tmp_path, *QUICK, "--seed", "1")
    with pytest.raises(InputError, match="seed1: is there already"):
        trained(tmp_path, *QUICK, "--seeds", "3", "--steps", "100000000")
    assert [place.name for place in (tmp_path / "runs").iterdir()] == ["moons-2-3-1-seed1"]


def test_choices_are_options_and_settings(tmp_path):
    flags = ["--optimiser", "momentum", "--initialisation", "xavier", "--weight-decay", "0.01"]
    trained(
        tmp_path / "flags", *QUICK, *flags, "--dropout", "0.1", "--patience", "100", "--activation", "relu"
    )
    sets = ["train.optimiser=momentum", "net.initialisation=xavier", "train.weight_decay=0.01"]
    sets += ["train.dropout=0.1", "train.patience=100", "net.activation=relu"]
    trained(tmp_path / "sets", *QUICK, *[part for each in sets for part in ("--set", each)])
    runs = [load_run(tmp_path / name / "runs" / "moons-2-3-1-seed0") for name in ("flags", "sets")]
    assert run_digest(runs[0]) == run_digest(runs[1])
    assert runs[0].settings["weight_decay"] == 0.01


def test_smooth_nets_are_trained_and_not_counted(tmp_path):
    trained(tmp_path, *QUICK, "--activation", "tanh")
    run = tmp_path / "runs" / "moons-2-3-1-seed0"
    counted = subprocess.run(dlvis("count", run), capture_output=True, text=True)
    assert counted.returncode == 2
    assert "its tanh units are smooth and fold nothing" in counted.stderr


def test_explosions_keep_all_runs_and_name_the_net(tmp_path):
    deep = ",".join(["2", *["8"] * 60, "1"])
    explode = ["--widths", deep, "--rate", "9", "--slope", "1", "--steps", "4", "--batch", "64"]
    with pytest.raises(
        InputError, match=r"seed 0: rate: the loss became .*\(the steps before it lie in .*seed0"
    ):
        trained(tmp_path, *explode, "--seeds", "2")
    runs = sorted((tmp_path / "runs").iterdir())
    assert len(runs) == 2
    assert not any(load_run(run).finished for run in runs)


def test_ctrl_c_keeps_the_steps_of_all_nets(tmp_path):
    steps = ["--steps", 10**7, "--batch", 64, "--seeds", 3]
    line = dlvis("train", "moons", "--widths", "2,3,1", *steps, "--out", tmp_path)
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True) as training:
        said = ""
        while not re.search(r"[1-9]\d\d/30000000", said):  # each net has some steps
            said += training.stderr.read(1)
        training.send_signal(signal.SIGINT)
        said += training.stderr.read()
        assert training.wait(timeout=20) == 130
    runs = [load_run(tmp_path / "runs" / f"moons-2-3-1-seed{seed}") for seed in range(3)]
    assert not any(run.finished for run in runs)
    assert f"of 10000000; the steps so far lie in {tmp_path / 'runs'}" in said
    assert "Traceback" not in said

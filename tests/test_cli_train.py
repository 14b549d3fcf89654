import json
import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner

from dlvis.cli import group
from dlvis.cli.train import parsed_widths
from dlvis.errors import InputError
from dlvis.run import load_run, run_digest

QUICK = ["--widths", "2,3,1", "--steps", "30", "--batch", "64"]


def trained(tmp_path, *arguments):
    return CliRunner().invoke(
        group, ["train", "moons", "--out", str(tmp_path), *arguments], catch_exceptions=False
    )


def test_a_run_lies_where_the_answer_says(tmp_path):
    answer = trained(tmp_path, *QUICK, "--seed", "4", "--json")
    run = tmp_path / "runs" / "moons-2-3-1-seed4"
    said = json.loads(answer.stdout)
    assert said["run"] == str(run)
    assert said["results"] == dict(load_run(run).results)
    assert said["settings"]["steps"] == 30


def test_the_answer_for_people_tells_the_test_results(tmp_path):
    answer = trained(tmp_path, *QUICK)
    run = load_run(tmp_path / "runs" / "moons-2-3-1-seed0")
    assert f"balanced accuracy {run.results['test_balanced_accuracy']:.1%}" in answer.stdout
    assert "moons-2-3-1-seed0" in answer.stdout
    assert "of 2" in answer.stdout


def test_settings_do_what_the_options_do(tmp_path):
    props = tmp_path / "my.toml"
    props.write_text("[train]\nsteps = 7\nbatch = 64\n[net]\nseed = 9\n")
    trained(tmp_path, "--props", str(props), "--set", "net.widths=[2,3,1]", "--set", "train.steps=30")
    trained(tmp_path / "other", *QUICK, "--seed", "9")
    runs = [load_run(place / "runs" / "moons-2-3-1-seed9") for place in (tmp_path, tmp_path / "other")]
    assert run_digest(runs[0]) == run_digest(runs[1])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--widths", "2,x,1"], "--widths: expected layer sizes"),
        (["--widths", "3,4,1"], "widths: expected 2 inputs"),
        (["--set", "net.width=[2,1]"], "unknown setting 'net.width'; did you mean 'net.widths'"),
        (["--set", "net.widths=3"], "net.widths: expected a list of layer sizes"),
        (["--set", "train.steps=true"], "train.steps: expected a whole number, got True"),
        (["--set", "train.rate=fast"], "train.rate: expected a number, got 'fast'"),
        (["--props", "none.toml"], "none.toml: cannot be read"),
        (["--steps", "0"], "steps: expected"),
        (["--device", "tpu"], "device: expected auto, cpu or cuda"),
    ],
)
def test_bad_input_is_refused_before_anything_is_made(tmp_path, arguments, words):
    with pytest.raises(InputError, match=words):
        trained(tmp_path, *arguments)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_run_is_kept_unless_forced(tmp_path):
    trained(tmp_path, *QUICK)
    run = tmp_path / "runs" / "moons-2-3-1-seed0"
    before = run_digest(load_run(run))
    with pytest.raises(InputError, match="is there already; use --force"):
        trained(tmp_path, *QUICK, "--rate", "0.5", "--steps", "100000000")
    assert run_digest(load_run(run)) == before
    trained(tmp_path, *QUICK, "--rate", "0.5", "--force")
    assert run_digest(load_run(run)) != before


def test_an_unwritable_place_is_refused_before_training(tmp_path):
    (tmp_path / "runs").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        trained(tmp_path, *QUICK, "--steps", "100000000")


def test_brackets_are_no_trouble():
    assert parsed_widths("[2, 16, 1]") == (2, 16, 1)


def test_an_explosion_keeps_the_steps_before_it(tmp_path):
    deep = ",".join(["2", *["8"] * 60, "1"])
    explode = ["--widths", deep, "--rate", "9", "--slope", "1", "--steps", "4", "--batch", "64"]
    with pytest.raises(InputError, match=r"try 0\.9 \(the steps before it lie in"):
        trained(tmp_path, *explode)
    (run,) = (tmp_path / "runs").iterdir()
    assert not load_run(run).finished


def dlvis(*arguments):
    return [sys.executable, "-c", "from dlvis.cli import main; main()", *map(str, arguments)]


def test_ctrl_c_keeps_the_steps_and_exits_with_130(tmp_path):
    line = dlvis("train", "moons", "--widths", "2,3,1", "--steps", 10**7, "--batch", 64, "--out", tmp_path)
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True) as training:
        said = ""
        while "loss=" not in said:
            said += training.stderr.read(1)
        training.send_signal(signal.SIGINT)
        said += training.stderr.read()
        assert training.wait(timeout=20) == 130
    run = load_run(tmp_path / "runs" / "moons-2-3-1-seed0")
    assert not run.finished
    assert f"interrupted after step {run.snapshots[-1].step} of 10000000" in said
    assert "Traceback" not in said


def test_bad_input_exits_with_2_and_one_sentence(tmp_path):
    line = dlvis("train", "moons", "--widths", "2,0,1", "--out", tmp_path)
    done = subprocess.run(line, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == "dlvis: widths: expected whole numbers of at least 1, got [2, 0, 1]\n"

import json
import signal
import subprocess
import time

import pytest
from click.testing import CliRunner

from dlvis.cli import group
from dlvis.errors import InputError
from dlvis.tables import load_table
from tests.test_cli_render import DLVIS

SMALL = 'seeds = 2\n[fixed]\ntopic = "moons"\nsteps = 20\nbatch = 32\n[grid]\nwidth = [3, 4]\n'


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text(SMALL)
    return path


def said(*arguments):
    return CliRunner().invoke(group, ["sweep", *map(str, arguments)], catch_exceptions=False)


def test_a_sweep_answers_with_its_table(small, tmp_path):
    answer = json.loads(said(small, "--out", tmp_path, "--jobs", 1, "--json").stdout)
    table = load_table(answer["table"])
    assert answer["table"] == str(tmp_path / "tables" / "small.parquet")
    assert answer["rows"] == len(table) == 4
    assert answer["budget"]["equal"] == ["steps", "samples"]


def test_the_answer_for_people_tells_each_configuration(small, tmp_path):
    answer = said(small, "--out", tmp_path, "--jobs", 1)
    assert answer.stdout.startswith(str(tmp_path / "tables" / "small.parquet"))
    assert "  width 3: balanced accuracy" in answer.stdout
    assert "4 nets, 4 rows, 13 to 17 parameters each; at most" in answer.stderr


def test_a_dry_run_says_what_it_would_take_and_does_nothing(small, tmp_path):
    answer = said(small, "--out", tmp_path / "out", "--dry-run")
    assert "small: 4 nets, 4 rows, 13 to 17 parameters each; at most" in answer.stdout
    assert "MB, about 0 s on" in answer.stdout
    told = json.loads(said(small, "--out", tmp_path / "out", "--dry-run", "--json").stdout)
    assert (told["jobs"], told["finished"], told["parameters"]) == (4, 0, [13, 17])
    assert not (tmp_path / "out").exists()


def test_what_there_is_is_listed():
    told = json.loads(said("--list", "--json").stdout)
    assert "regions-at-start" in told["experiments"]
    assert "regions_at_start" in told["studies"]
    assert "weight_drift" in told["measurements"]
    assert all(line.endswith(".") for name in ("studies", "measurements") for line in told[name].values())
    assert "  weight_drift" in said().stdout


def test_bad_input_ends_in_one_sentence(small):
    small.write_text(SMALL + "[fixd]\n")
    done = subprocess.run([*DLVIS, "sweep", str(small)], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == f"dlvis: {small}, line 8: 'fixd' is unknown; did you mean 'fixed'?\n"


def test_a_shipped_experiment_is_called_by_name(tmp_path):
    answer = said("regions-at-start", "--out", tmp_path, "--dry-run")
    assert "regions-at-start: 72 cells, on " in answer.stdout
    with pytest.raises(InputError, match="experiment 'regions-at-stat' is unknown; did you mean"):
        said("regions-at-stat")


def test_ctrl_c_says_that_what_is_finished_is_kept(tmp_path):
    path = tmp_path / "long.toml"
    path.write_text(SMALL.replace("steps = 20", "steps = 3000000"))
    command = [*DLVIS, "sweep", str(path), "--out", str(tmp_path / "out"), "--jobs", "1"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not (tmp_path / "out" / "sweeps" / "claims").is_dir() and process.poll() is None:
        time.sleep(0.05)
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate()
    assert process.returncode == 130
    assert "what is finished is kept in" in told
    assert "Traceback" not in told

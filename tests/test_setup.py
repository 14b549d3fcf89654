"""The road to a working .venv: what can be tried without installing anything."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ["bash", "cat", "cksum", "dirname", "grep", "mkdir", "rm", "tail", "tr"]


def constraints() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    return {pin.split("==")[0]: pin for pin in pins}


def program(folder: Path, name: str, script: str) -> None:
    """Put a program of our own into `folder`."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what setup.sh reads, with a `bin` that holds all the programs it can find."""
    folder = tmp_path / "checkout"
    (folder / "bin").mkdir(parents=True)
    for name in ("setup.sh", "setup_torch.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder / name)
    for tool in TOOLS:
        (folder / "bin" / tool).symlink_to(str(shutil.which(tool)))
    (folder / "bin" / "python3").symlink_to(sys.executable)
    program(folder / "bin", "uname", "echo Linux")
    return folder


def set_up(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    variables = {"PATH": str(checkout / "bin")} | environment
    command = [str(checkout / "bin" / "bash"), str(checkout / "setup.sh")]
    return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60)


def test_constraints_are_plain_pins() -> None:
    for pin in constraints().values():
        assert re.fullmatch(r'[a-z0-9-]+==[0-9][0-9a-z.]*( ; python_version [<>]=? "3\.\d+")?', pin), pin


def test_every_direct_dependency_has_its_pin() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.split(r"[\[<>=]", requirement)[0] for requirement in wanted}
    assert names <= constraints().keys()


@pytest.mark.parametrize(
    ("target", "does"),
    [
        ("setup", "setup.sh"),
        ("demo", "dlvis demo"),
        ("test", '-m "not slow"'),
        ("test-all", "-rs"),
        ("lint", "mypy"),
        ("clean", "rm -rf .venv"),
    ],
)
def test_make_knows_its_targets(target: str, does: str) -> None:
    plan = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)
    assert plan.returncode == 0
    assert does in plan.stdout


def test_make_alone_says_what_can_be_made() -> None:
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True).stdout
    assert {line.split()[1] for line in said.splitlines()} >= {"demo", "test", "test-all", "lint"}


def test_nothing_is_done_when_nothing_changed(checkout: Path) -> None:
    program(checkout / ".venv" / "bin", "python", "exit 0")
    files = "cat pyproject.toml constraints.txt setup.sh; pwd -P"
    stamp = subprocess.run(f"({files}) | cksum", shell=True, cwd=checkout, capture_output=True, check=True)
    (checkout / ".venv" / "setup.stamp").write_bytes(stamp.stdout)
    started = time.monotonic()
    done = set_up(checkout)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert time.monotonic() - started < 3

    with (checkout / "constraints.txt").open("a") as file:
        file.write("more==1.0\n")
    assert "Setting dlvis up" in set_up(checkout, PYTHON="nowhere").stdout


def test_an_old_python_is_named(checkout: Path) -> None:
    (checkout / "bin" / "python3").unlink()
    program(checkout / "bin", "python3", 'test "$1" = --version && echo Python 3.9.2')
    done = set_up(checkout)
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed; python3 is Python 3.9.2" in done.stderr


def test_windows_is_told_to_use_wsl(checkout: Path) -> None:
    program(checkout / "bin", "uname", "echo MINGW64_NT-10.0")
    done = set_up(checkout)
    assert done.returncode == 1
    assert "use WSL" in done.stderr


def test_without_root_and_sudo_the_line_to_run_is_given(checkout: Path) -> None:
    program(checkout / "bin", "id", "echo 1000")
    program(checkout / "bin", "apt-get", "echo must not run; exit 1")
    done = set_up(checkout)
    assert done.returncode == 1
    assert (
        "apt-get install -y --no-install-recommends pkg-config libcairo2-dev libpango1.0-dev g++"
        in done.stderr
    )
    assert "must not run" not in done.stdout + done.stderr


def test_a_failing_stage_shows_its_log_and_leaves_no_stamp(checkout: Path) -> None:
    program(checkout / "bin", "id", "echo 0")
    program(checkout / "bin", "apt-get", 'echo "E: no route to $1" >&2; exit 7')
    program(checkout / "bin", "env", 'shift; exec "$@"')
    done = set_up(checkout)
    assert done.returncode == 1
    assert "E: no route to install" in done.stderr
    assert not (checkout / ".venv" / "setup.stamp").exists()


def wheel(folder: Path, name: str, n_bytes: int = 0) -> dict[str, object]:
    """An entry of pip's report, for a wheel on disk."""
    file = folder / f"{name}.whl"
    file.write_bytes(b"")
    os.truncate(file, n_bytes)
    return {"metadata": {"name": name, "version": "1.0"}, "download_info": {"url": file.as_uri()}}


@pytest.mark.parametrize(
    ("packages", "verdict"),
    [
        ({}, "present"),
        ({"torch": 200_000_000, "filelock": 0}, "cpu"),
        ({"torch": 900_000_000, "nvidia-cublas": 600_000_000}, "cuda 1.5 GB"),
        ({"torch": 0, "triton": 0}, "cuda several GB"),
    ],
)
def test_what_pip_would_bring_as_torch(tmp_path: Path, packages: dict[str, int], verdict: str) -> None:
    report = json.dumps({"install": [wheel(tmp_path, name, size) for name, size in packages.items()]})
    command = [sys.executable, str(ROOT / "setup_torch.py")]
    said = subprocess.run(command, input=report, capture_output=True, text=True, check=True).stdout
    assert said == verdict + "\n"


@pytest.mark.parametrize("failing", [None, "make", "ruff", "python"])
def test_ci_runs_every_step_and_fails_when_one_does(tmp_path: Path, failing: str | None) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    for place, name in (("bin", "make"), (".venv/bin", "ruff"), (".venv/bin", "python")):
        program(tmp_path / place, name, f'echo "{name} $*"; exit {int(name == failing)}')
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run([tmp_path / ".ci" / "run"], env={"PATH": path}, capture_output=True, text=True)
    steps = [line for line in done.stdout.splitlines() if line.startswith(("make", "ruff", "python"))]
    assert steps == ["make test", "ruff check .", "ruff format --check .", "python -m mypy"]
    assert done.returncode == (failing is not None)

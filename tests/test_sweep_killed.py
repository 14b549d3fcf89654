"""A sweep that is killed, however often, ends with the table of an undisturbed one."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from dlvis.sweep.experiment import experiment
from dlvis.sweep.jobs import jobs
from dlvis.sweep.sweeping import sweep

PATIENCE = 120.0


def written(tmp_path, n_nets, steps):
    """An experiment whose every net is a lot of its own: their sizes differ."""
    path = tmp_path / "often.toml"
    path.write_text(
        f'kept = 4\nmeasure = ["regions"]\nruns = "best"\n[fixed]\ntopic = "moons"\nsteps = {steps}\n'
        f"batch = 128\n[grid]\nwidth = {list(range(3, 3 + n_nets))}\n"
    )
    return path


def undisturbed(path, out):
    asked = experiment(path)
    return sweep(asked, jobs(asked), out, 1).place.read_bytes()


def begun(path, out, n_jobs):
    command = [sys.executable, "-m", "dlvis", "sweep", str(path), "--out", str(out), "--jobs", str(n_jobs)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def finished(out):
    """The finished nets, and when the rows of each were written."""
    return {place: place.stat().st_mtime_ns for place in out.glob("sweeps/net/*/rows.json")}


def killed_after_progress(path, out, n_jobs, and_workers):
    """Begin the sweep, and kill -9 it as soon as one more net is finished."""
    before = len(finished(out))
    process = begun(path, out, n_jobs)
    end = time.monotonic() + PATIENCE
    while len(finished(out)) == before and process.poll() is None and time.monotonic() < end:
        time.sleep(0.005)
    assert process.poll() is None, process.stderr.read()
    victims = [process.pid, *(children(process.pid) if and_workers else [])]
    for pid in victims:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.communicate()
    assert not (out / "tables").exists()


def children(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_killed_sweep_goes_on_where_it_was(tmp_path):
    path, out = written(tmp_path, 5, 30_000), tmp_path / "killed"
    killed_after_progress(path, out, 1, and_workers=False)
    done = finished(out)
    assert 1 <= len(done) < 5
    swept = begun(path, out, 1)
    assert swept.wait() == 0, swept.stderr.read()
    assert (out / "tables" / "often.parquet").read_bytes() == undisturbed(path, tmp_path / "undisturbed")
    assert done.items() <= finished(out).items()


@pytest.mark.slow
def test_ten_kills_change_nothing(tmp_path):
    path, out = written(tmp_path, 24, 40_000), tmp_path / "killed"
    for kill in range(10):
        done = finished(out)
        killed_after_progress(path, out, 2, and_workers=kill % 2 == 1)
        assert done.items() <= finished(out).items()
    assert 10 <= len(finished(out)) < 24
    swept = begun(path, out, 2)
    assert swept.wait() == 0, swept.stderr.read()
    assert (out / "tables" / "often.parquet").read_bytes() == undisturbed(path, tmp_path / "undisturbed")

"""A film is the same by one process or several, and goes on where it was cut short."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from dlvis.cli import main
from dlvis.clip import load_clip
from dlvis.errors import InputError
from dlvis.render.clips import render_clip
from tests.films import LANES, TINY, finished, frames

RENDER = [sys.executable, "-m", "dlvis", "render", str(LANES), "-q", TINY]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The film of the lanes by one process, and where it lies."""
    out = tmp_path_factory.mktemp("renders")
    return render_clip(LANES, quality_name=TINY, out=out), out


@pytest.fixture(scope="module")
def seen(whole):
    return frames(whole[0])


def test_it_has_several_parts_and_nothing_else_is_left(whole):
    assert len(finished(whole[1])) >= 4
    assert list((whole[1] / "cache" / "making").iterdir()) == []
    assert list((whole[1] / "cache" / "claims").iterdir()) == []


def test_every_frame_has_its_time(whole):
    clip, _ = whole
    with av.open(clip.path) as container:
        stream = container.streams.video[0]
        times = [frame.pts * stream.time_base * clip.fps for frame in container.decode(stream)]
        assert times == list(range(round(clip.seconds * clip.fps)))
        assert stream.average_rate == clip.fps


@pytest.mark.parametrize("jobs", [2, 3])
def test_several_processes_make_the_same_bytes(whole, tmp_path, jobs):
    told = []
    clip = render_clip(
        LANES, quality_name=TINY, out=tmp_path, jobs=jobs, on_progress=lambda *done: told.append(done)
    )
    assert clip.path.read_bytes() == whole[0].path.read_bytes()
    assert clip.poster.read_bytes() == whole[0].poster.read_bytes()
    assert clip.chapters == whole[0].chapters
    assert finished(tmp_path).keys() == finished(whole[1]).keys()
    assert told[-1] == (clip.seconds * 10, clip.seconds * 10)
    assert all(one[0] <= following[0] for one, following in pairwise(told))


def test_the_frames_are_those_of_manim_itself(seen, tmp_path):
    line = [sys.executable, "-m", "manim", "-r", "64,36", "--fps", "10", "--media_dir", str(tmp_path)]
    subprocess.run([*line, str(LANES), "Lanes"], check=True, capture_output=True, cwd=tmp_path)
    with av.open(next(tmp_path.glob("videos/lanes/*/Lanes.mp4"))) as container:
        plain = np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])
    assert plain.shape == seen.shape
    assert np.abs(plain.astype(int) - seen).mean(axis=(1, 2, 3)).max() < 6


def test_a_lost_part_alone_is_drawn_again(whole, seen, tmp_path):
    shutil.copytree(whole[1], tmp_path, dirs_exist_ok=True)
    for known in ("clips", "cache/seen"):
        shutil.rmtree(tmp_path / known)
    before = finished(tmp_path)
    lost, damaged, *_ = sorted(before)
    shutil.rmtree(tmp_path / "cache" / "part" / lost)
    film = tmp_path / "cache" / "part" / damaged / "film.mp4"
    film.write_bytes(film.read_bytes()[:-9])
    assert np.array_equal(frames(render_clip(LANES, quality_name=TINY, out=tmp_path)), seen)
    after = finished(tmp_path)
    assert {name for name in after if after[name] != before[name]} == {lost, damaged}


def children(pid):
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:  # it has come to its end
        return []


def killed(out, jobs, victim, is_time):
    """Start a render and kill it, or one of its workers, when `is_time`; what was finished at that moment."""
    command = [*RENDER, "--out", str(out), "--jobs", str(jobs)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not is_time():
        time.sleep(0.01)
    if victim == "worker":
        for child in children(process.pid)[:1]:
            os.kill(child, signal.SIGKILL)
        assert process.wait(120) == 0
        return {}
    process.kill()
    process.wait()
    return finished(out)


def check_it_goes_on(out, jobs, done, seen):
    """Render again: the same film, of which nothing is drawn again but what was being drawn."""
    time.sleep(0.3)  # until the workers have noticed
    assert len(list((out / "cache" / "making").glob("*/film.mp4"))) <= jobs
    command = [*RENDER, "--out", str(out), "--jobs", str(jobs)]
    subprocess.run(command, check=True, capture_output=True)
    assert np.array_equal(frames(load_clip(out / "clips" / "lanes")), seen)
    after = finished(out)
    assert {name: after[name] for name in done} == done
    assert list((out / "cache" / "making").iterdir()) == []


@pytest.mark.parametrize(("jobs", "victim", "n_parts"), [(1, "all", 1), (2, "all", 2), (2, "worker", 1)])
def test_killed_it_goes_on_where_it_was(seen, tmp_path, jobs, victim, n_parts):
    done = killed(tmp_path, jobs, victim, lambda: len(finished(tmp_path)) >= n_parts)
    check_it_goes_on(tmp_path, jobs, done, seen)


VICTIMS = [(1, "all"), (2, "all"), (3, "all"), (2, "worker")] * 5


@pytest.mark.slow
@pytest.mark.parametrize("number", range(20))
def test_killed_at_any_moment_it_goes_on_where_it_was(seen, tmp_path, number):
    jobs, victim = VICTIMS[number]
    moment = time.monotonic() + random.Random(number).uniform(0.5, 6)
    done = killed(tmp_path, jobs, victim, lambda: time.monotonic() > moment)
    check_it_goes_on(tmp_path, jobs, done, seen)


def test_renders_of_one_film_at_the_same_time_do_not_spoil_each_other(seen, tmp_path):
    command = [*RENDER, "--out", str(tmp_path), "--jobs", "1"]
    both = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    assert np.array_equal(frames(load_clip(tmp_path / "clips" / "lanes")), seen)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_scene_raises_is_told_with_its_line(tmp_path, jobs):
    with pytest.raises(InputError, match=r"lanes.py, line 38: .*ValueError: out of lane"):
        render_clip(LANES, {"broken": True}, quality_name=TINY, out=tmp_path, jobs=jobs)
    assert not list(tmp_path.rglob("*.mp4")) or (tmp_path / "clips").exists()
    assert list((tmp_path / "cache" / "making").iterdir()) == []
    assert children(os.getpid()) == []


def test_unchanged_it_is_answered_at_once(whole, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["dlvis", *RENDER[3:], "--out", str(whole[1])])
    began = time.process_time()
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert time.process_time() - began < 3
    assert "lanes.mp4  2" in capsys.readouterr().out


LIMITED = """
import resource, sys
from dlvis.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
main()
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_disk_that_takes_no_more_is_told_and_leaves_nothing_that_looks_whole(tmp_path, jobs):
    command = [sys.executable, "-c", LIMITED, "4000", *RENDER[3:], "--out", str(tmp_path), "--jobs", jobs]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr.splitlines()[-1]
    assert list((tmp_path / "clips").iterdir()) == []
    assert list((tmp_path / "cache" / "making").iterdir()) == []


def test_the_smallest_frame_and_the_fewest_frames(tmp_path):
    clip = render_clip(LANES, quality_name="16x16@1", out=tmp_path, jobs=1)
    assert frames(clip).shape == (clip.seconds, 16, 16, 3)


def test_sound_is_refused_rather_than_lost(tmp_path):
    source = LANES.read_text().replace("self.add(shadow)", 'self.add_sound("bell.wav")')
    (tmp_path / "lanes.py").write_text(source)
    shutil.copy(LANES.with_name("lanes.en.toml"), tmp_path)
    with pytest.raises(InputError, match=r"bell.wav: a film of dlvis has no sound track"):
        render_clip(tmp_path / "lanes.py", quality_name=TINY, out=tmp_path)

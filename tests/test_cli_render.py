"""The commands that draw, run as a user runs them: in a process of their own."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dlvis.cli import main
from dlvis.clip import load_clip

DOT = str(Path(__file__).parent / "scenes" / "dot.py")
SLOW = """
from manim import RIGHT, Dot

from dlvis.film import FilmScene


class Slow(FilmScene):
    def construct(self):
        dot = Dot()
        with self.beat("start"):
            print("playing", flush=True)
            for _ in range(1000):
                self.play(dot.animate.shift(RIGHT), run_time=1)
"""
WORDS = 'title = "Slow"\n[beats.start]\ntitle = "s"\nnarration = "s"\nalt = "s"\n'
DLVIS = [sys.executable, "-m", "dlvis"]


def dlvis(*arguments, cwd):
    return subprocess.run([*DLVIS, *arguments], cwd=cwd, capture_output=True, text=True, timeout=120)


def test_render_still_and_sheet_lie_under_renders(tmp_path):
    done = dlvis("render", DOT, "-q", "128x72@10", "--set", "distance=1", "--theme", "paper", cwd=tmp_path)
    film = "renders/clips/dot-paper/dot-paper.mp4"
    assert (done.returncode, done.stdout) == (0, f"{film}  6.7 s, 128x72 at 10\n")
    clip = load_clip(tmp_path / "renders" / "clips" / "dot-paper")
    assert clip.made_from["params"]["distance"] == 1.0
    assert clip.made_from["params"]["theme"] == "paper"
    still = dlvis("still", DOT, "--at", "1", "-q", "128x72@10", cwd=tmp_path)
    assert still.stdout == "renders/stills/dot-1s.png\n"
    sheet = dlvis("sheet", DOT, "-q", "128x72@10", cwd=tmp_path)
    assert sheet.stdout == "renders/sheets/dot.png\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["renders"]


def test_props_from_a_file_and_json_for_programs(tmp_path):
    (tmp_path / "my.toml").write_text("distance = 0.5\n[style]\nsizes = [7]\n")
    done = dlvis(
        "render",
        DOT,
        "-q",
        "128x72@10",
        "--props",
        "my.toml",
        "--set",
        "distance=3",
        "--out",
        "o",
        "--json",
        cwd=tmp_path,
    )
    params = json.loads(done.stdout)["made_from"]["params"]
    assert (params["distance"], params["style"]["sizes"]) == (3.0, [7])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["render", "fodl"], "scene 'fodl' is unknown; did you mean 'fold'"),
        (["render", DOT, "--set", "distanse=1"], "did you mean 'distance'"),
        (["render", DOT, "--set", "distance=far"], "parameter distance: expected a number, got 'far'"),
        (["render", DOT, "--props", "none.toml"], "none.toml: cannot be read"),
        (["render", DOT, "-q", "huge"], "quality 'huge' is unknown"),
        (["render", DOT, "--out", "file"], "cannot be written"),
        (["still", DOT, "--name", "plcaed"], "did you mean 'placed'"),
        (["still", DOT], "either the name of a still or a time"),
        (["sheet", DOT, "--language", "nl"], "no words in language 'nl'"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(tmp_path, monkeypatch, capsys, arguments, message):
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["dlvis", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    errors = capsys.readouterr().err
    assert message in errors
    assert len(errors.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_with_130_and_leaves_nothing_half_made(tmp_path, jobs):
    (tmp_path / "slow.py").write_text(SLOW)
    (tmp_path / "slow.en.toml").write_text(WORDS)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    process = subprocess.Popen(
        [*DLVIS, "render", "slow.py", "-q", "128x72@10", "--jobs", jobs],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    assert process.stdout.readline() == "playing\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert [line for line in errors.splitlines() if line][-2:] == [
        "what is drawn is kept in renders/cache; the same command goes on from there",
        "dlvis: interrupted",
    ]
    assert list((tmp_path / "renders" / "clips").iterdir()) == []
    assert list((tmp_path / "renders" / "cache" / "making").iterdir()) == []
    assert list(temporary.iterdir()) == []

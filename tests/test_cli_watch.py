import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

from dlvis.cli import main
from dlvis.clip import load_clip
from dlvis.render.clips import render_clip
from tests.films import LANES, SCENES, TINY, finished
from tests.test_cli_render import DLVIS


@pytest.fixture
def own(tmp_path):
    """A scene of one's own with a module and a table beside it."""
    for name in ("lanes.py", "lanes.en.toml"):
        shutil.copy(SCENES / name, tmp_path)
    source = (
        (tmp_path / "lanes.py")
        .read_text()
        .replace("class Lanes", "from lengths import BACK\n\n\nclass Lanes")
    )
    (tmp_path / "lanes.py").write_text(source.replace("2 * LEFT", "BACK * LEFT"))
    (tmp_path / "lengths.py").write_text("BACK = 2\n")
    return tmp_path


class Lines:
    """What a process says, line by line as it comes."""

    def __init__(self, stream):
        self.said = []
        threading.Thread(target=lambda: self.said.extend(iter(stream.readline, "")), daemon=True).start()

    def wait_for(self, words, times):
        for _ in range(600):
            if sum(words in line for line in self.said) >= times:
                return
            time.sleep(0.1)
        pytest.fail(f"{words!r} was not said {times} times in {self.said}")


def test_each_save_draws_what_has_changed_until_ctrl_c(own):
    process = subprocess.Popen(
        [*DLVIS, "watch", "lanes.py", "-q", TINY, "--jobs", "1"],
        cwd=own,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    lines = Lines(process.stdout)
    lines.wait_for("watching", 1)
    first = parts(own)
    (own / "lengths.py").write_text("BACK = 3\n")
    lines.wait_for("watching", 2)
    second = parts(own)
    assert 0 < len(second - first) < len(first) / 2
    (own / "lanes.py").write_text((own / "lanes.py").read_text() + "\n1 / 0\n")
    lines.wait_for("ZeroDivisionError", 1)
    lines.wait_for("watching", 3)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(30) == 130
    assert load_clip(own / "renders" / "clips" / "lanes")


def parts(folder):
    """The films of parts in the cache, each once, whatever they are kept under."""
    return {
        (folder / "renders" / "cache" / "part" / name / "film.mp4").stat().st_ino
        for name in finished(folder / "renders")
    }


def cache(monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", ["dlvis", "cache", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_the_cache_is_shown_and_cleared(tmp_path, monkeypatch, capsys):
    assert "cache  0 outputs, 0.0 MB" in cache(monkeypatch, capsys, "show", "--out", tmp_path)
    clip = render_clip(LANES, quality_name=TINY, out=tmp_path)
    shown = cache(monkeypatch, capsys, "show", "--out", tmp_path)
    assert int(shown.split()[1]) > 2 * len(finished(tmp_path))
    assert "MB freed" in cache(monkeypatch, capsys, "clear", "--out", tmp_path)
    assert finished(tmp_path) == {}
    assert clip.path.is_file()

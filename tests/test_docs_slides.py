"""What docs/slides.md and docs/notebooks.md show runs."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from dlvis.notebook.shown import show
from tests.small_clips import small_clip

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.fixture
def there(tmp_path, monkeypatch):
    for name in ("fold", "training"):
        small_clip(tmp_path / "renders" / "clips" / name, name=name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_lines_for_slides_write_what_stands_beside_them(there):
    (block,) = re.findall(r"^```sh\n(.*?)^```", (DOCS / "slides.md").read_text(), flags=re.M | re.S)
    for line in block.splitlines():
        command = [sys.executable, "-m", *shlex.split(line, comments=True)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        named = line.partition("# ")[2]
        assert (there / named).is_file() or named == "both in one deck"


def test_a_finished_clip_is_shown_by_its_folder_as_the_page_says(there):
    text = (DOCS / "notebooks.md").read_text()
    (place,) = re.findall(r'^dlvis\.show\("(renders[^"]*)"\)', text, flags=re.M)
    assert show(place).clip.path == Path(place, "training.mp4")

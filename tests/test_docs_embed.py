"""What docs/embed.md shows runs."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_clips import small_clip

PAGE = Path(__file__).resolve().parent.parent / "docs" / "embed.md"


def blocks(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.M | re.S)


@pytest.fixture
def there(tmp_path, monkeypatch):
    """A folder with a clip in the place of `fold`, whose beats are named as there."""
    clip = small_clip(tmp_path / "renders" / "clips" / "fold", name="fold")
    manifest = clip.path.with_name("clip.json")
    manifest.write_text(manifest.read_text().replace('"name": "go"', '"name": "hinge"'))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_lines_for_python_run(there, capsys):
    (block,) = blocks("python")
    exec(block, {})
    assert capsys.readouterr().out.startswith('<iframe src="first/embed.html"')
    assert (there / "talk" / "first" / "01-begin.gif").stat().st_size < 2_000_000


@pytest.mark.slow
def test_the_lines_for_the_shell_run(there):
    lines = "".join(blocks("sh")).replace("04-hinge", "02-hinge").splitlines()
    for line in filter(None, lines):
        words = shlex.split(line, comments=True)
        subprocess.run([sys.executable, "-m", *words], check=True, capture_output=True)
    assert (there / "talk" / "02-hinge" / "02-hinge.mp4").is_file()
    assert (there / "renders" / "embed" / "02-hinge" / "02-hinge.gif").is_file()


def test_the_files_of_the_table_are_those_that_are_made(there):
    from dlvis.clip import load_clip
    from dlvis.embed.folder import embed

    embed(load_clip("renders/clips/fold"), "out")
    told = re.findall(r"`([^`]+)`", "".join(re.findall(r"^\| (`.*?) \|", PAGE.read_text(), flags=re.M)))
    assert {path.name for path in Path("out").iterdir()} == {name.rstrip("/") for name in told}

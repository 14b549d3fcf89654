"""The pages about rendering and remixing: every line is understood, and a film comes of three TOML files."""

import re
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw

from dlvis.cli import group
from dlvis.clip import load_clip
from dlvis.render.clips import render_clip
from dlvis.style.own import own_theme
from tests.films import frames
from tests.test_readme import command_lines, understood

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("docs/render.md", "docs/remix.md", "CONTRIBUTING.md")
LOOK = "160x90@5"


def page(name):
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name, kind):
    return re.findall(rf"^```{kind}\n(.*?)^```", page(name), flags=re.M | re.S)


def answer(*line):
    result = CliRunner().invoke(group, list(map(str, line)), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(
    "line", [line for name in PAGES for line in command_lines(page(name))], ids=lambda line: " ".join(line)
)
def test_every_line_of_the_pages_is_understood(line):
    assert isinstance(understood(line), click.Command)


def test_the_theme_of_the_page_is_one(tmp_path):
    (tmp_path / "warm.toml").write_text(blocks("docs/remix.md", "toml")[0])
    assert own_theme(tmp_path / "warm.toml").ground == "#FFF6E5"


def test_every_toml_of_the_pages_and_the_readme_is_toml():
    for name in (*PAGES, "README.md"):
        assert all(tomllib.loads(block) for block in blocks(name, "toml")), name


def test_a_scene_made_by_the_ten_lines_renders(tmp_path, monkeypatch):
    """The commands of "How to add a scene", in a folder that has a `scenes` too."""
    monkeypatch.chdir(tmp_path)
    lines = command_lines(page("CONTRIBUTING.md").split("## How to add a scene")[1])
    assert [line[0] for line in lines] == ["new", "watch", "check"]
    answer(*lines[0])
    clip = render_clip("scenes/coast.py", {"topic": "moons"}, quality_name=LOOK, out="renders")
    assert clip.scene == "coast"
    answer(*lines[2], "--set", "topic=moons")


def painted(path):
    """A picture of one's own: an island with a lake, in the colours of a paint program."""
    picture = Image.new("RGB", (240, 160), "#285aa0")
    ImageDraw.Draw(picture).ellipse((40, 20, 200, 140), fill="#dcc88c")
    ImageDraw.Draw(picture).ellipse((120, 60, 160, 100), fill="#285aa0")
    picture.save(path)


TITLES = {
    "fold": "Eine Insel, gefaltet",
    "growth": "Wie viele Stücke?",
    "training": "Ein Netz lernt die Insel",
}


def changed(file, **lines):
    """Give other values to the first lines of a TOML file that begin with these keys, as an editor would."""
    text = file.read_text(encoding="utf-8")
    for key, value in lines.items():
        text = re.sub(rf"^{key} = .*", f"{key} = {value}", text, count=1, flags=re.M)
    file.write_text(text, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("film", TITLES)
def test_a_film_of_ones_own_by_toml_alone(tmp_path, monkeypatch, film):
    """An own picture as the map, own words in German, own colours: nothing is edited but TOML files."""
    monkeypatch.chdir(tmp_path)
    painted(Path("island.png"))
    answer("new", "topic", "island", "--from", "island.png")
    topic = Path("island.toml")
    changed(topic, title='"Eine Insel"', classes='["Meer", "Land"]', widths="[2, 8, 8, 1]\nsteps = 400")
    Path("warm.toml").write_text(blocks("docs/remix.md", "toml")[0])
    answer("new", "words", film, "--language", "de")
    changed(Path(f"{film}.de.toml"), title=f'"{TITLES[film]}"')
    mine = blocks("docs/remix.md", "toml")[1].replace("training.de", f"{film}.de")
    few = {"few.seeds": 3, "net.widths": "[2, 8, 8, 1]"} if film == "training" else {}
    Path("mine.toml").write_text(mine + "".join(f"{key} = {value}\n" for key, value in few.items()))
    answer("render", film, "--prepare", "--props", "mine.toml", "-q", LOOK)
    clip = load_clip(f"renders/clips/{film}-island-warm-de")
    assert (clip.title, clip.language) == (TITLES[film], "de")
    assert clip.made_from["theme"]["ground"] == "#FFF6E5"
    # the frame's corner is the theme's ground, but for what the encoder loses
    assert abs(frames(clip)[-1][0, 0].astype(int) - (0xFF, 0xF6, 0xE5)).max() <= 4
    assert 'topic = "island.toml"' in answer("remix", clip.path.parent)


@pytest.mark.slow
def test_the_page_of_rendering_speaks(tmp_path):
    """The voice of the page, with a film of this folder's in the place of `fold`."""
    if not any(Path(folder, "espeak-ng").is_file() for folder in ("/usr/bin", "/opt/homebrew/bin")):
        pytest.skip("espeak-ng is not installed")
    line = next(line for line in command_lines(page("docs/render.md")) if "--voice" in line)
    dot = ROOT / "tests" / "scenes" / "dot.py"
    answer(line[0], dot, *line[2:], "-q", LOOK, "--out", tmp_path)
    assert load_clip(tmp_path / "clips" / "dot-spoken").made_from["voice"].startswith("espeak-ng")

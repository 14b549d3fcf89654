"""`dlvis new`: what it writes works at once, and it overwrites nothing."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw

from dlvis.checks.film import findings
from dlvis.cli import group
from dlvis.errors import InputError
from dlvis.remix.naming import class_name
from dlvis.render.clips import render_clip
from dlvis.topics import load

SQUARE = {"type": "Polygon", "coordinates": [[[4, 51], [4.1, 51], [4.1, 51.1], [4, 51.1], [4, 51]]]}


def answer(*arguments):
    result = CliRunner().invoke(group, ["new", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def painted(path, smooth=False):
    """A picture of two colours; with `smooth` edges, of more."""
    picture = Image.new("RGB", (240, 160), "#285aa0")
    ImageDraw.Draw(picture).ellipse((60, 30, 180, 130), fill="#dcc88c")
    (picture.resize((120, 80)) if smooth else picture).save(path)


def with_points(path):
    draw = np.random.default_rng(0)
    points = draw.uniform(-1, 1, (200, 2))
    rows = [f"{x},{y},{'up' if y > x else 'down'}" for x, y in points]
    path.write_text("x,y,label\n" + "\n".join(rows))


def with_a_map(path):
    path.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": SQUARE}))


@pytest.mark.parametrize(
    ("file", "write", "classes"),
    [
        ("coast.png", painted, ("#285aa0", "#dcc88c")),
        ("points.csv", with_points, ("down", "up")),
        ("field.geojson", with_a_map, ("outside", "inside")),
    ],
)
def test_a_topic_from_a_file_loads_and_says_what_it_is(tmp_path, file, write, classes):
    write(tmp_path / file)
    said = answer("topic", "my-island", "--from", tmp_path / file, "--out", tmp_path / "own")
    topic = load(tmp_path / "own" / "my-island.toml")
    assert topic.class_names == classes
    assert topic.title == "My island"
    assert "My island" in said
    assert [path.name for path in (tmp_path / "own").iterdir()] == ["my-island.toml"]


def test_smooth_edges_are_seen_to(tmp_path):
    painted(tmp_path / "coast.png", smooth=True)
    answer("topic", "island", "--from", tmp_path / "coast.png", "--out", tmp_path)
    assert "nearest_colour = true" in (tmp_path / "island.toml").read_text()
    assert len(load(tmp_path / "island.toml").parcels) == 1


@pytest.mark.parametrize(("name", "write"), [("field.geojson", with_a_map), ("coast.png", painted)])
def test_each_commented_line_of_a_topic_is_right_too(tmp_path, name, write):
    """A window that is no comment any more is the one that the topic has."""
    write(tmp_path / name)
    answer("topic", "field", "--from", tmp_path / name, "--out", tmp_path)
    file = tmp_path / "field.toml"
    whole = load(file).window
    file.write_text(re.sub(r"# (\[window|lon|lat|x =|y =)", r"\1", file.read_text()))
    assert load(file).window.width == pytest.approx(whole.width, abs=0.01)
    assert load(file).window.height == pytest.approx(whole.height, abs=0.01)


def test_a_topic_from_a_formula(tmp_path):
    answer("topic", "disc", "--formula", "0.5 - x**2 - y**2", "--out", tmp_path)
    assert load(tmp_path / "disc.toml").positive.area == pytest.approx(np.pi / 2, rel=0.01)
    answer("topic", "wave", "--out", tmp_path)
    assert load(tmp_path / "wave.toml").positive.area > 0


@pytest.fixture(scope="module")
def own_scene(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    answer("scene", "my-coast", "--out", folder)
    return folder / "my_coast.py"


def test_a_new_scene_renders_at_once(own_scene, tmp_path):
    clip = render_clip(own_scene, {"topic": "moons"}, quality_name="160x90@5", out=tmp_path)
    assert clip.title == "My coast"
    assert [chapter.name for chapter in clip.chapters] == ["map", "pieces"]
    assert clip.stills[0].path.is_file()
    assert "{" not in "".join(chapter.narration for chapter in clip.chapters)


@pytest.mark.slow
@pytest.mark.parametrize("aspect", ["16:9", "1:1", "4:5", "9:16"])
def test_a_new_scene_passes_the_checks(own_scene, tmp_path, aspect):
    assert findings(own_scene, quality_name=f"426x240@15 in {aspect}", out=tmp_path) == ()


def test_a_new_scenes_parameters_have_meanings(own_scene):
    result = CliRunner().invoke(group, ["scenes", "show", str(own_scene)], catch_exceptions=False)
    assert "layer sizes of the net" in result.output


def test_words_are_copied_for_a_translation(own_scene, tmp_path):
    answer("words", own_scene, "--language", "de", "--out", tmp_path)
    copied = (tmp_path / "my_coast.de.toml").read_bytes()
    assert copied == own_scene.with_name("my_coast.en.toml").read_bytes()


def test_words_that_ship_in_the_language_are_the_ones_that_are_copied(tmp_path):
    answer("words", "fold", "--language", "de", "--out", tmp_path)
    shipped = Path(__file__).resolve().parent.parent / "scenes" / "fold.de.toml"
    assert (tmp_path / "fold.de.toml").read_bytes() == shipped.read_bytes()


@pytest.mark.parametrize(
    "name",
    ["../x", "a/b", "/tmp/x", ".x", "", "x y", "x.toml", "-x", "ä", "x\n", "a" * 41, "CON", "x'", '"', "<b>"],
)
@pytest.mark.parametrize("kind", ["topic", "scene"])
def test_a_name_that_is_no_file_name_is_refused(tmp_path, kind, name):
    with pytest.raises(InputError, match="name: expected letters and digits"):
        CliRunner().invoke(
            group, ["new", kind, "--out", str(tmp_path / "in"), "--", name], catch_exceptions=False
        )
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("topic", "baarle"), "'baarle' ships with dlvis"),
        (("scene", "fold"), "'fold' ships with dlvis"),
        (("scene", "numpy"), "'numpy' is a word of Python's or a module, which numpy.py"),
        (("scene", "class"), "'class' is a word of Python"),
        (("topic", "x", "--from", "none.png"), "none.png: there is no such file"),
        (("topic", "x", "--formula", "y - "), "x.toml, formula in .source."),
        (("topic", "x", "--formula", "y", "--from", "a.png"), "got both"),
        (("words", "fodl", "--language", "de"), "did you mean 'fold'"),
        (("words", "fold", "--language", "../de"), "language: expected letters"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=message):
        CliRunner().invoke(group, ["new", *arguments], catch_exceptions=False)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("x.toml", "x.en.toml", "fold.de.toml"):
        Path(name).write_text("mine")
    for line in ("topic x", "scene x", "words fold --language de"):
        with pytest.raises(InputError, match="is there already"):
            CliRunner().invoke(group, ["new", *line.split()], catch_exceptions=False)
    assert {path.read_text() for path in tmp_path.iterdir()} == {"mine"}
    assert not Path("x.py").exists()


def test_a_class_is_called_as_no_name_that_a_scene_imports():
    assert class_name("my_coast") == "MyCoastFilm"
    assert class_name("film_scene") == "FilmSceneFilm"

import json
from pathlib import Path
from shutil import copy

import pytest
from click.testing import CliRunner

from dlvis.cli import group
from dlvis.errors import InputError
from dlvis.params import parameters
from dlvis.render.registry import scene_class, scene_files, scene_named

DOT = str(Path(__file__).parent / "scenes" / "dot.py")


def answer(*arguments):
    result = CliRunner().invoke(group, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def only_dot(monkeypatch, tmp_path):
    for file in Path(DOT).parent.glob("dot.*"):
        copy(file, tmp_path)
    monkeypatch.setattr("dlvis.render.registry.shipped", lambda folder: tmp_path)


@pytest.mark.usefixtures("only_dot")
def test_scenes_are_listed_for_people_and_programs():
    assert "dot          A dot moves" in answer("scenes", "list")
    assert answer("scenes") == answer("scenes", "list")
    rows = json.loads(answer("scenes", "list", "--json"))
    assert [(row["name"], row["title"]) for row in rows] == [("dot", "A dot moves")]
    assert Path(rows[0]["file"]).is_file()


def test_a_scene_shows_its_beats_and_parameters():
    text = answer("scenes", "show", DOT)
    for expected in ("The move", "style.sizes", "list of int", "[1, 2]", "str or none", '"baarle"'):
        assert expected in text


def test_a_scene_shows_the_same_to_programs():
    shown = json.loads(answer("scenes", "show", DOT, "--json"))
    assert shown["beats"] == {"start": "The start", "move": "The move"}
    row = {"name": "distance", "type": "float", "default": 2.0, "meaning": "how far the dot moves"}
    assert row in shown["parameters"]
    assert "float                2.0            how far the dot moves\n" in answer("scenes", "show", DOT)


@pytest.mark.parametrize("scene", [scene.name for scene in scene_files()])
def test_every_parameter_of_the_films_says_what_it_means(scene):
    rows = parameters(scene_class(scene_named(scene)).Params)
    assert [row.name for row in rows if not row.meaning] == []


def test_an_unknown_scene_names_the_nearest(only_dot):
    with pytest.raises(InputError, match="did you mean 'dot'"):
        CliRunner().invoke(group, ["scenes", "show", "dott"], catch_exceptions=False)

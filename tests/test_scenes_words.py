"""The words beside every scene are complete, short enough to be read, and none is left over."""

import ast
from pathlib import Path

import pytest

from dlvis.params import params_dict, params_from
from dlvis.render.registry import SceneFile, scene_class, scene_files
from dlvis.words import MOST_WORDS, load_words

PARTS = Path(__file__).parent.parent / "dlvis" / "mobjects"
TESTS_OWN = Path(__file__).parent / "scenes"
FILES = [scene.path for scene in (*scene_files(), *scene_files(TESTS_OWN))]
# one case for each language of each scene
WORDS = [(path, words) for path in FILES for words in sorted(path.parent.glob(f"{path.stem}.*.toml"))]

each_scene = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_language = pytest.mark.parametrize(("path", "toml"), WORDS, ids=lambda path: path.name)


def named_in(code, method):
    """The names that code gives to `self.METHOD("…")` or `METHOD("…")`."""
    calls = [node for node in ast.walk(code) if isinstance(node, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if method in (getattr(call.func, "attr", ""), getattr(call.func, "id", ""))
        if call.args and isinstance(call.args[0], ast.Constant)
    }


def tree(path):
    return ast.parse(path.read_text())


def imported_parts(code):
    """The names that code imports from dlvis.mobjects."""
    imports = (node for node in ast.walk(code) if isinstance(node, ast.ImportFrom))
    ours = (node for node in imports if str(node.module).startswith("dlvis.mobjects"))
    return {alias.name for node in ours for alias in node.names}


def parts_of(path):
    """What a scene imports of dlvis.mobjects, classes and functions, what they are made of, and helpers."""
    files = [tree(file) for file in PARTS.glob("*.py") if file.stem != "__init__"]
    made = [(code, {getattr(node, "name", "") for node in code.body}) for code in files]
    asked, before = imported_parts(tree(path)), None
    while asked != before:
        before = asked
        asked = asked.union(*(imported_parts(code) for code, names in made if asked & names))
    nodes = (node for code, names in made if asked & names for node in code.body)
    return [node for node in nodes if getattr(node, "name", "_").startswith("_") or node.name in asked]


@each_language
@pytest.mark.parametrize(("method", "table"), [("beat", "beats"), ("still", "stills")])
def test_the_words_are_those_that_the_scene_says(path, toml, method, table):
    written = set(getattr(load_words(toml), table))
    assert named_in(tree(path), method) == written


@each_language
def test_every_label_is_there_and_none_is_left_over(path, toml):
    written = set(load_words(toml).labels)
    sources = [tree(path), *parts_of(path)]  # parts take their words from the scene that shows them
    assert set().union(*(named_in(source, "label") for source in sources)) <= written
    # a label's name may reach `self.label` by a variable
    constants = (node for source in sources for node in ast.walk(source) if isinstance(node, ast.Constant))
    assert written <= {node.value for node in constants}


def test_the_words_of_a_part_are_asked_of_its_scene(tmp_path):
    scene = tmp_path / "scene.py"
    scene.write_text("from dlvis.mobjects import BoundCharts")
    assert {"at_most", "drawn"} <= set().union(*(named_in(part, "label") for part in parts_of(scene)))


@each_language
def test_every_narration_can_be_read_while_its_beat_plays(path, toml):
    for name, beat in load_words(toml).beats.items():
        others = [texts["narration"] for texts in beat.variants.values() if "narration" in texts]
        assert all(len(said.split()) <= MOST_WORDS for said in (beat.narration, *others)), name


@each_scene
def test_every_scene_has_english_words(path):
    assert (path, path.with_name(f"{path.stem}.en.toml")) in WORDS


@each_scene
def test_the_default_parameters_round_trip(path):
    params = scene_class(SceneFile(path)).Params()
    assert params_from(type(params), params_dict(params)) == params

"""The words beside every scene are complete, short enough to be read, and none is left over."""

import ast
from pathlib import Path

import pytest

from dlvis.params import params_dict, params_from
from dlvis.render.registry import SceneFile, scene_class, scene_files
from dlvis.words import MOST_WORDS, load_words

ROWS = Path(__file__).parent.parent / "dlvis" / "mobjects" / "training_rows.py"
TESTS_OWN = Path(__file__).parent / "scenes"
FILES = [scene.path for scene in (*scene_files(), *scene_files(TESTS_OWN))]
# one case for each language of each scene
WORDS = [(path, words) for path in FILES for words in sorted(path.parent.glob(f"{path.stem}.*.toml"))]

each_scene = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_language = pytest.mark.parametrize(("path", "toml"), WORDS, ids=lambda path: path.name)


def named_in(path, method):
    """The names that the scene's code gives to `self.METHOD("…")`."""
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == method
        if call.args and isinstance(call.args[0], ast.Constant)
    }


@each_language
@pytest.mark.parametrize(("method", "table"), [("beat", "beats"), ("still", "stills")])
def test_the_words_are_those_that_the_scene_says(path, toml, method, table):
    written = set(getattr(load_words(toml), table))
    assert named_in(path, method) == written


@each_language
def test_every_label_is_there_and_none_is_left_over(path, toml):
    written = set(load_words(toml).labels)
    assert named_in(path, "label") <= written
    # a label's name may reach `self.label` by a variable, or from the rows that the scene shows
    sources = [path, *([ROWS] if "TrainingRows" in path.read_text() else [])]
    assert written <= {
        node.value
        for source in sources
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.Constant)
    }


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

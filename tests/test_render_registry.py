from pathlib import Path

import pytest

from dlvis.errors import InputError
from dlvis.film import FilmScene
from dlvis.render.registry import SceneFile, chosen_scene, scene_class, scene_files, scene_named

DOT = Path(__file__).parent / "scenes" / "dot.py"
SCENE = "from dlvis.film import FilmScene\n\n\nclass {0}(FilmScene):\n    pass\n"


def test_the_scenes_of_a_folder_are_listed_by_name():
    assert [scene.name for scene in scene_files(DOT.parent)] == ["dot", "lanes"]
    assert scene_files(DOT.parent)[0].title() == "A dot moves"


def test_a_scene_is_found_by_its_file():
    assert scene_class(scene_named(DOT)).__name__ == "DotMoves"
    assert scene_class(scene_named(f"{DOT}:DotMoves")).__name__ == "DotMoves"


def test_parameters_come_with_the_scene():
    chosen = chosen_scene(DOT, {"style": {"sizes": [4]}})
    assert chosen.params.style.sizes == (4,)
    assert isinstance(chosen.params, chosen.cls.Params)


def test_an_unknown_scene_names_the_nearest(monkeypatch):
    monkeypatch.setattr("dlvis.render.registry.shipped", lambda folder: DOT.parent)
    with pytest.raises(InputError, match="scene 'dto' is unknown; did you mean 'dot'"):
        scene_named("dto")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match="no such scene file"):
        scene_named(tmp_path / "none.py")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x = 1\n", "expected a class that extends dlvis.film.FilmScene, got none"),
        (
            SCENE.format("One") + SCENE.format("Two"),
            "has several scenes .One, Two.; say which, as own.py:One",
        ),
        ("class One(\n", "line 1 is no Python"),
        (
            "\nimport no_such_thing\n",
            "own.py, line 2: .* ModuleNotFoundError: No module named",
        ),
        (
            "from dlvis.film import FilmSzene\n",
            "own.py, line 1: .* ImportError: cannot import name",
        ),
        ("import json\n\njson.loads('{')\n", "own.py, line 3: the scene cannot be imported: JSONDecodeError"),
        ("1 / 0\n", "own.py, line 1: .* ZeroDivisionError: division by zero"),
        ("x = '\0'\n", "own.py.*null bytes"),
    ],
)
def test_a_file_that_is_no_scene_is_refused(tmp_path, source, message):
    path = tmp_path / "own.py"
    path.write_text(source)
    with pytest.raises(InputError, match=message):
        scene_class(SceneFile(path))


def test_an_unknown_class_names_the_nearest(tmp_path):
    with pytest.raises(InputError, match="has no scene 'DotMove'; did you mean 'DotMoves'"):
        scene_class(SceneFile(DOT, "DotMove"))


def test_one_of_several_scenes(tmp_path):
    path = tmp_path / "own.py"
    path.write_text(SCENE.format("One") + SCENE.format("Two"))
    found = scene_class(scene_named(f"{path}:Two"))
    assert found.__name__ == "Two"
    assert issubclass(found, FilmScene)

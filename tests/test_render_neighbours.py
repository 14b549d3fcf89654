import sys
from pathlib import Path

import pytest

from dlvis.errors import InputError
from dlvis.render.registry import scene_class, scene_named

SCENE = """
from dlvis.film import FilmScene
from nearby import SIZE
from parcel.inner import DEPTH


class Own(FilmScene):
    size, depth = SIZE, DEPTH
"""


@pytest.fixture
def scene(tmp_path):
    return written(tmp_path / "one", 1)


def written(folder: Path, size):
    (folder / "parcel").mkdir(parents=True)
    (folder / "parcel" / "__init__.py").touch()
    (folder / "parcel" / "inner.py").write_text(f"DEPTH = {size}\n")
    (folder / "nearby.py").write_text(f"SIZE = {size}\n")
    (folder / "own.py").write_text(SCENE)
    return folder / "own.py"


def own(path):
    loaded = scene_class(scene_named(path))
    return loaded.size, loaded.depth


def test_modules_beside_a_scene_are_found_and_python_s_path_is_left_alone(scene):
    before = list(sys.path), list(sys.meta_path)
    assert own(scene) == (1, 1)
    assert (list(sys.path), list(sys.meta_path)) == before


def test_they_are_as_they_are_now_even_within_a_second(scene):
    for size in range(2, 9):
        (scene.parent / "nearby.py").write_text(f"SIZE = {size}\n")
        (scene.parent / "parcel" / "inner.py").write_text(f"DEPTH = {size}\n")
        assert own(scene) == (size, size)


def test_a_scene_gets_its_own_and_not_another_s_of_the_same_name(scene, tmp_path):
    other = written(tmp_path / "other", 5)
    assert [own(path) for path in (scene, other, scene)] == [(1, 1), (5, 5), (1, 1)]


def test_one_that_is_not_there_is_named(scene):
    (scene.parent / "nearby.py").unlink()
    with pytest.raises(InputError, match=r"own.py, line 3: .*No module named 'nearby'"):
        own(scene)

"""Scenes of other packages: listed and rendered by name, and a broken one does not stop the others."""

import json
import os
import subprocess
import sys
from shutil import copy

import pytest

from dlvis.clip import load_clip
from tests.films import DOT, TINY

DLVIS = [sys.executable, "-m", "dlvis"]


def install(target, name, points, version="1.0"):
    """What pip puts into `target` for a package that consists of entry points."""
    info = target / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    lines = "".join(f"{key} = {value}\n" for key, value in points.items())
    (info / "entry_points.txt").write_text(f"[dlvis.scenes]\n{lines}")


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    """A place with a sound package, a broken one, and one whose import would raise."""
    target = tmp_path_factory.mktemp("installed")
    films = target / "my_films"
    films.mkdir()
    (films / "__init__.py").write_text("raise SystemExit('listing has run this')\n")
    copy(DOT, films / "wanderer.py")
    copy(DOT.with_name("dot.en.toml"), films / "wanderer.en.toml")
    copy(DOT, films / "mute.py")
    install(target, "my-films", {"wanderer": "my_films.wanderer:DotMoves", "mute": "my_films.mute:DotMoves"})
    broken = {
        "lost": "no_such_package.lost:Lost",
        "odd": "my_films.wanderer:DotMoves",
        "gone": "my_films.gone:X",
    }
    install(target, "her-films", broken | {"fold": "my_films.wanderer:DotMoves", "bad": ":"})
    return target


def dlvis(target, *arguments):
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(target), os.environ.get("PYTHONPATH", "")])}
    return subprocess.run([*DLVIS, *map(str, arguments)], capture_output=True, text=True, env=env)


def test_they_are_listed_beside_ours_and_the_broken_ones_are_named(target):
    done = dlvis(target, "scenes", "list")
    assert done.returncode == 0, done.stderr
    assert "wanderer     A dot moves  (my-films 1.0)\n" in done.stdout
    assert "\nfold " in f"\n{done.stdout}"
    for expected in (
        "scene 'lost' of the package her-films 1.0: 'no_such_package.lost:Lost': there is no package",
        "'odd' of the package her-films 1.0: 'my_films.wanderer:DotMoves': expected a file called odd.py",
        "scene 'gone' of the package her-films 1.0: 'my_films.gone:X': there is no file my_films/gone.py",
        "scene 'fold' of the package her-films 1.0: there is a scene of this name already",
        "scene 'bad' of the package her-films 1.0: ':'",
    ):
        assert expected in done.stderr
    assert "scene 'mute' of the package my-films 1.0" in done.stderr
    assert "no words in language 'en'" in done.stderr


def test_programs_get_the_same(target):
    rows = {row["name"]: row for row in json.loads(dlvis(target, "scenes", "list", "--json").stdout)}
    assert rows["wanderer"]["package"] == "my-films 1.0"
    assert rows["wanderer"]["file"] == str(target / "my_films" / "wanderer.py")
    assert "fault" in rows["lost"]


def test_one_is_rendered_by_its_name_by_several_processes(target, tmp_path):
    done = dlvis(target, "render", "wanderer", "-q", TINY, "--jobs", 2, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    clip = load_clip(tmp_path / "clips" / "wanderer")
    assert clip.made_from["scene"]["package"] == "my-films 1.0"
    before = clip.path.stat().st_mtime_ns
    assert dlvis(target, "render", "wanderer", "-q", TINY, "--out", tmp_path).returncode == 0
    assert clip.path.stat().st_mtime_ns == before


def test_a_broken_one_and_a_nearly_right_name_are_one_sentence(target):
    lost, wrong = (dlvis(target, "scenes", "show", name) for name in ("lost", "wandrer"))
    assert (lost.returncode, wrong.returncode) == (2, 2)
    assert "scene 'lost' of the package her-films 1.0: 'no_such_package.lost:Lost'" in lost.stderr
    assert "did you mean 'wanderer'" in wrong.stderr


def test_one_that_pip_installed_is_there(tmp_path):
    """The whole way: a pyproject with the entry point, built and installed by pip."""
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "pip_films").mkdir(parents=True)
    (source / "pip_films" / "__init__.py").touch()
    copy(DOT, source / "pip_films" / "wanderer.py")
    copy(DOT.with_name("dot.en.toml"), source / "pip_films" / "wanderer.en.toml")
    (source / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "pip-films"\nversion = "2.0"\n'
        '[project.entry-points."dlvis.scenes"]\nwanderer = "pip_films.wanderer:DotMoves"\n'
    )
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--target", str(target), str(source)], check=True, capture_output=True)
    assert "(pip-films 2.0)" in dlvis(target, "scenes", "list").stdout

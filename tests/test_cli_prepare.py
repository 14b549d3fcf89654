"""`dlvis prepare` and `dlvis render --prepare`, run as a user runs them."""

import re
import shlex

import pytest

from dlvis.run import load_run
from tests.test_cli_render import dlvis

SCENE = """
from manim import Dot

from dlvis.film import FilmScene
from dlvis.needs import TrainedRun


class Needy(FilmScene):
    @classmethod
    def needs(cls, params):
        settings = (("steps", 4), ("batch", 16))
        return TrainedRun("moons", (2, 2, 1), 1, settings), TrainedRun("moons", (2, 3, 1), None, settings)

    def construct(self):
        run = self.trained_run((2, 2, 1), seed=1)
        with self.beat("start", steps=run.settings["steps"]):
            self.add(Dot())
            self.wait(0.5)
"""
WORDS = 'title = "n"\n[beats.start]\ntitle = "s"\nnarration = "{steps} steps"\nalt = "s"\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "needy.py").write_text(SCENE)
    (tmp_path / "needy.en.toml").write_text(WORDS)
    return tmp_path


def test_what_is_missing_is_made_once_and_the_film_can_ask_for_it(folder):
    told = dlvis("prepare", "needy.py", "--dry-run", cwd=folder)
    assert "0 of what is needed is there, 2 to make, about" in told.stderr
    assert "dlvis train moons --widths 2,2,1 --seed 1 --set train.steps=4" in told.stderr
    assert not (folder / "renders").exists()
    refused = dlvis("render", "needy.py", "--set", "topic=moons", "-q", "64x36@5", cwd=folder)
    assert refused.returncode == 2
    assert "or all that the scene needs with `dlvis prepare" in refused.stderr
    filmed = dlvis("render", "needy.py", "--set", "topic=moons", "--prepare", "-q", "64x36@5", cwd=folder)
    assert filmed.returncode == 0, filmed.stderr
    assert load_run(folder / "renders" / "runs" / "moons-2-2-1-seed1").settings["steps"] == 4
    again = dlvis("prepare", "needy.py", cwd=folder)
    assert again.stdout == "nothing to prepare: needy.py\n"
    assert "2 of what is needed is there, 0 to make" in again.stderr


def test_the_line_that_makes_what_a_film_lacks_has_the_films_parameters(tmp_path):
    asked = ["--set", "net.widths=[2,8,8,1]", "--theme", "paper"]
    refused = dlvis("sheet", "fold", *asked, cwd=tmp_path)
    (line,) = re.findall("needs with `dlvis (.*)`", refused.stderr)
    assert line == "prepare fold --set 'net.widths=[2,8,8,1]'"
    assert "train baarle --widths 2,8,8,1" in dlvis(*shlex.split(line), "--dry-run", cwd=tmp_path).stderr


def test_a_scene_or_all_of_them_must_be_named(folder):
    done = dlvis("prepare", cwd=folder)
    assert done.returncode == 2
    assert done.stderr == "dlvis: prepare: expected the name of a scene or --all, one of the two\n"

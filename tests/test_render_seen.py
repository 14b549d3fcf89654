"""After a change what shows it is drawn again, and nothing else is."""

import os
import shutil

import numpy as np
import pytest

from dlvis.net import ReluNet
from dlvis.render.clips import render_clip
from dlvis.run import Run, Snapshot, save_run
from tests.films import TINY, finished, frames

SCENE = """
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from manim import RIGHT, Dot, FadeIn, Square

from dlvis.film import FilmScene, Params
from sizes import RADIUS


class Own(FilmScene):
    @dataclass(frozen=True, kw_only=True)
    class Params(Params):
        side: float = 2.0

    def construct(self):
        net = self.trained_run().net
        table = np.loadtxt(Path(__file__).with_name("table.csv"))
        with self.beat("first"):
            dot = Dot(radius=RADIUS, color=self.theme.positive)
            self.play(FadeIn(dot), run_time=3)
        with self.beat("second"):
            self.play(dot.animate.shift(table * RIGHT), run_time=3)
        with self.beat("third"):
            self.play(FadeIn(Square(self.params.side).rotate(net.biases[0][0])), run_time=3)
"""
WORDS = 'title = "Own"\n' + "".join(
    f'[beats.{name}]\ntitle = "s"\nnarration = "s"\nalt = "s"\n' for name in ("first", "second", "third")
)


def run(bias):
    net = ReluNet(weights=[np.ones((2, 2)), np.ones((1, 2))], biases=[np.full(2, bias), np.zeros(1)])
    return Run(topic="baarle", source="baarle", snapshots=(Snapshot(0, net, {}),), settings={"seed": 0})


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    (folder / "own.py").write_text(SCENE)
    (folder / "own.en.toml").write_text(WORDS)
    (folder / "sizes.py").write_text("RADIUS = 0.5\n")
    (folder / "table.csv").write_text("1.0\n")
    save_run(run(0.3), folder / "renders" / "runs" / "few")
    render(folder)
    return folder


@pytest.fixture
def own(made, tmp_path):
    """A copy of a scene with all that it is made of, filmed."""
    return shutil.copytree(made, tmp_path / "own", copy_function=copied)


def copied(file, to):
    """What is kept under two keys in the cache is one file, and stays so."""
    return os.link(file, to) if file.endswith(".mp4") else shutil.copy2(file, to)


def render(folder, **options):
    return render_clip(folder / "own.py", quality_name=TINY, out=folder / "renders", **options)


def drawn(folder):
    """The parts in the cache, each once, whatever key they are kept under."""
    return {
        (folder / "renders" / "cache" / "part" / name / "film.mp4").stat().st_ino
        for name in finished(folder / "renders")
    }


def changed(file, old, new):
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


CHANGES = {
    "a weight": (lambda folder: save_run(run(0.9), folder / "renders" / "runs" / "few", overwrite=True), 60),
    "a file": (lambda folder: (folder / "table.csv").write_text("2.0\n"), 30),
    "a module": (lambda folder: changed(folder / "sizes.py", "0.5", "0.8"), 0),
    "a line": (lambda folder: changed(folder / "own.py", "(self.params.side)", "(2 * self.params.side)"), 60),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_changed_is_seen_and_nothing_else_is_drawn(own, what):
    before, parts = frames(render(own)), drawn(own)
    change, first = CHANGES[what]
    change(own)
    after = frames(render(own))
    differing = [k for k in range(len(before)) if not np.array_equal(before[k], after[k])]
    assert differing
    assert differing[0] >= first
    n_unchanged = first // 30
    assert len(drawn(own) - parts) == len(parts) - n_unchanged


def test_a_parameter_is_seen_from_where_it_shows(own):
    before, parts = frames(render(own)), drawn(own)
    after = frames(render(own, params={"side": 3.0}))
    assert np.array_equal(before[:59], after[:59])
    assert not np.array_equal(before, after)
    assert len(drawn(own) - parts) == len(parts) - 2


@pytest.mark.parametrize("comment", ["# nothing new", "X = 1"])
def test_a_line_that_shows_nowhere_draws_nothing(own, comment):
    before, parts = render(own).path.read_bytes(), drawn(own)
    (own / "own.py").write_text(f"{comment}\n{SCENE}")
    assert render(own).path.read_bytes() == before
    assert drawn(own) == parts


def test_another_dlvis_draws_all_anew(own, monkeypatch):
    parts = drawn(own)
    monkeypatch.setattr("dlvis.render.key.source_digest", lambda: "another")
    render(own)
    assert len(drawn(own) - parts) == len(parts)

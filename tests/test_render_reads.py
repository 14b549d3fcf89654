"""What a film reads while it is drawn, and what adds up from frame to frame: no stale and no short film."""

import json
import shutil

import numpy as np
import pytest

from dlvis.errors import InputError
from dlvis.render.clips import render_clip
from tests.films import TINY, frames

SCENE = """
import json
import os
import time
from pathlib import Path

from manim import LEFT, RIGHT, Dot, Square, VMobject, linear

from dlvis.film import FilmScene

HERE = Path(__file__).parent


class Film(FilmScene):
    def construct(self):
        with self.beat("go"):
            {play}
"""
WORDS = """
title = "A film"
[beats.go]
title = "Go"
narration = "Go."
alt = "Something goes."
"""
READING = """
            square = Square(4, stroke_width=0)
            square.add_updater(lambda each: each.set_fill(json.loads((HERE / "c.json").read_text()), 1))
            self.add(square)
            self.play(square.animate.shift(RIGHT), run_time=1)
"""
TRACING = """
            dot, trace = Dot(3 * LEFT), VMobject(stroke_width=20).set_points_as_corners([3 * LEFT, 3 * LEFT])
            trace.add_updater(lambda each: each.add_points_as_corners([dot.get_center()]))
            self.add(dot, trace)
            self.play(dot.animate(rate_func=linear).shift(6 * RIGHT), run_time=15)
"""
LOOKING = """
            self.play(Square().animate.shift(RIGHT))
            if "LOOKS" in os.environ:
                (HERE / "c.json").read_text()
            self.play(Dot().animate.shift(LEFT))
"""
# who draws the first part looks into a file after it, the others come to their end later
DRAWING = """
            class Drawn(Square):
                def fingerprint(self):
                    drawn.append(1)
                    return [tuple(point) for point in self.points.tolist()]

            drawn = []
            self.play(Drawn().animate.shift(RIGHT))
            (HERE / "c.json").read_text() if drawn else time.sleep(1)
            self.play(Dot().animate.shift(LEFT), run_time=2)
            self.play(Dot().animate.shift(RIGHT), run_time=2)
"""


def scene(folder, play):
    (folder / "film.en.toml").write_text(WORDS)
    (folder / "film.py").write_text(SCENE.format(play=play.strip()))
    return folder / "film.py"


def test_a_file_that_an_updater_reads_counts(tmp_path):
    path, seen = scene(tmp_path, READING), []
    for colour in ("#FF0000", "#0000FF", "#FF0000"):
        (tmp_path / "c.json").write_text(json.dumps(colour))
        seen.append(frames(render_clip(path, quality_name=TINY, out=tmp_path / "out"))[5, 18, 32])
    assert seen[0][0] > 200 > 60 > seen[1][0]
    assert np.abs(seen[0].astype(int) - seen[2]).max() <= 3


@pytest.mark.parametrize("play", [READING, TRACING], ids=["reading", "tracing"])
def test_however_many_draw_the_film_is_the_same_and_whole(tmp_path, play):
    (tmp_path / "c.json").write_text('"#FF0000"')
    path = scene(tmp_path, play)
    one, two = (
        render_clip(path, quality_name=TINY, out=tmp_path / str(jobs), jobs=jobs, cache=False)
        for jobs in (1, 2)
    )
    np.testing.assert_array_equal(frames(one), frames(two))
    assert len(frames(one)) == round(one.seconds * one.fps)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_part_that_ended_elsewhere_is_drawn_again(tmp_path, monkeypatch, jobs):
    (tmp_path / "c.json").touch()
    path, out = scene(tmp_path, LOOKING), tmp_path / "out"
    fresh = render_clip(path, quality_name=TINY, out=tmp_path / "fresh")
    with monkeypatch.context() as patched:
        patched.setenv("LOOKS", "1")
        render_clip(path, quality_name=TINY, out=out)
    shutil.rmtree(out / "clips")
    healed = render_clip(path, quality_name=TINY, out=out, jobs=jobs)
    assert len(frames(healed)) == round(healed.seconds * healed.fps)
    np.testing.assert_array_equal(frames(healed), frames(fresh))


def test_processes_that_cut_a_film_differently_make_a_whole_one(tmp_path):
    (tmp_path / "c.json").touch()
    clip = render_clip(scene(tmp_path, DRAWING), quality_name=TINY, out=tmp_path / "out", jobs=2)
    assert len(frames(clip)) == round(clip.seconds * clip.fps)


@pytest.mark.parametrize("line", ["raise SystemExit('bye')", "import sys; sys.exit()"])
def test_a_scene_that_leaves_is_told_of(tmp_path, line):
    with pytest.raises(InputError, match="SystemExit"):
        render_clip(scene(tmp_path, line), quality_name=TINY, out=tmp_path / "out")

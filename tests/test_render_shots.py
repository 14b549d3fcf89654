"""A frame that is drawn by itself is the frame of the film, whatever was drawn before it."""

from pathlib import Path

import numpy as np
import pytest

from dlvis.render.quality import quality
from dlvis.render.registry import scene_class, scene_named
from dlvis.render.shots import ShotRenderer
from dlvis.render.stage import play, stage
from tests.films import LANES, TINY

TRANSLUCENT = '''
from manim import OUT, RIGHT, Dot, Square
from dlvis.film import FilmScene


class Panes(FilmScene):
    """Panes one behind the other; what moves comes to lie behind what does not."""

    def construct(self):
        pane, behind = Square(4, fill_opacity=0.5), Square(2, color="#ff0000", fill_opacity=1)
        for each in (pane, behind):
            each.set_shade_in_3d(True)
        with self.beat("wait"):
            self.add(pane.shift(OUT), behind)
            self.wait(0.5)
            self.play(behind.animate.shift(RIGHT), run_time=0.5)
            self.wait(0.5)
'''
WORDS = 'title = "Panes"\n[beats.wait]\ntitle = "s"\nnarration = "s"\nalt = "s"\n'


def drawn(path, wanted):
    """The frames of the film for which `wanted` says yes, by number."""
    found = {}

    def take(shot):
        for number in range(shot.n_frames):
            if wanted(shot.first + number):
                frame = shot.picture(number)
                if frame is not None:
                    found[shot.first + number] = frame

    with stage(quality(TINY)):
        renderer = ShotRenderer(take)
        play(scene_class(scene_named(path))(renderer=renderer))
    return found, renderer.n_frames


@pytest.fixture(scope="module")
def all_frames():
    return drawn(LANES, lambda number: True)


def test_there_is_a_frame_for_each_moment(all_frames):
    frames, n_frames = all_frames
    assert sorted(frames) == list(range(n_frames))


@pytest.mark.parametrize("every", [2, 7, 31])
def test_frames_that_are_left_out_change_nothing(all_frames, every):
    frames, n_frames = all_frames
    some, n_frames_of_some = drawn(LANES, lambda number: number % every == 1)
    assert n_frames_of_some == n_frames
    assert sorted(some) == list(range(1, n_frames, every))
    for number, frame in some.items():
        assert np.array_equal(frame, frames[number]), number


@pytest.fixture
def panes(tmp_path):
    (tmp_path / "panes.py").write_text(TRANSLUCENT)
    (tmp_path / "panes.en.toml").write_text(WORDS)
    return drawn(Path(tmp_path / "panes.py"), lambda number: True)[0]


def test_what_stands_still_is_painted_once_and_what_is_behind_stays_there(panes):
    centre = [frame[18, 32, :3].astype(int) for _, frame in sorted(panes.items())]
    assert np.ptp(centre[:9], axis=0).max() == 0
    # white at one half over red, not red over it
    assert centre[0][1] > 60

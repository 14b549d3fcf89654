import dataclasses
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest
from manim import DEGREES, ORIGIN, UP, Dot, Square, VGroup, always_redraw, config, tempconfig

import dlvis.film
from dlvis.camera import FilmCamera
from dlvis.errors import InputError
from dlvis.film import FilmScene, Mark, credit_lines, crossing
from dlvis.net import ReluNet
from dlvis.params import params_from
from dlvis.render.registry import SceneFile, scene_class
from dlvis.render.shots import ShotRenderer
from dlvis.run import Run, Snapshot, run_name, save_run
from dlvis.style import theme
from tests.scenes.dot import DotMoves

DOT = Path(__file__).parent / "scenes" / "dot.py"
CREASE_WORDS = """
title = "Crease"
beats.tilt = {title = "Tilt", narration = "It tilts.", alt = "A sheet."}
beats.count = {title = "Count", narration = "It has {n} linear regions.", alt = "A number."}
labels = {regions = "linear regions"}
stills.tilted = {alt = "A tilted sheet."}
"""
SMALL = {"pixel_width": 64, "pixel_height": 36, "frame_rate": 10, "dry_run": True, "progress_bar": "none"}


def played(scene_class, **kwargs):
    with tempconfig(SMALL):
        scene = scene_class(**kwargs)
        scene.render()
    return scene


def small_run(widths=(2, 3, 1), topic="baarle"):
    rng = np.random.default_rng(0)
    pairs = list(zip(widths[1:], widths[:-1], strict=True))
    net = ReluNet(
        weights=[rng.normal(size=pair) for pair in pairs], biases=[rng.normal(size=out) for out, _ in pairs]
    )
    return Run(topic=topic, source=topic, snapshots=(Snapshot(0, net, {}),), settings={"seed": 0})


def test_a_scene_plays_without_arguments_and_marks_its_beats():
    scene = played(DotMoves)
    kinds = [(mark.kind, mark.name) for mark in scene.marks]
    assert kinds == [("still", "placed"), ("beat", "start"), ("beat", "move")]


def test_no_frame_between_two_pictures_is_empty():
    seen = []

    class Crossing(FilmScene):
        def construct(self):
            self.add(Square(side_length=4, fill_opacity=1))
            self.play(*crossing(self.mobjects, [Dot(radius=1)]), run_time=1.2)
            self.left = list(self.mobjects)

    def take(shot):
        if not shot.is_still:
            seen.extend(shot.picture(number) for number in range(shot.n_frames))

    Crossing.__module__ = DotMoves.__module__
    with tempconfig(SMALL | {"frame_rate": 30}):
        scene = Crossing(renderer=ShotRenderer(take))
        scene.render()
    assert [type(each) for each in scene.left] == [Dot]
    assert min(int(frame[..., :3].max()) - int(frame[0, 0, :3].max()) for frame in seen) > 10


def test_each_beat_lasts_until_its_narration_can_be_read():
    scene = played(DotMoves)
    for mark in scene.marks:
        if mark.kind == "beat":
            needed = scene.words.beat(mark.name).reading_seconds
            assert mark.end - mark.start == pytest.approx(needed, abs=0.15)


def test_beats_follow_one_another():
    beats = [mark for mark in played(DotMoves).marks if mark.kind == "beat"]
    assert beats[0].start == 0
    assert beats[1].start == beats[0].end


def test_marks_are_told_while_they_happen():
    seen = []
    played(DotMoves, on_mark=lambda scene, mark: seen.append((mark.name, scene.time)))
    assert [name for name, _ in seen] == ["placed", "start", "move"]
    assert seen[1][1] > seen[0][1]


def test_the_ground_is_of_the_theme():
    scene = played(DotMoves, params=params_from(DotMoves.Params, {"theme": "paper"}))
    assert scene.camera.background_color.to_hex().upper() == scene.theme.ground


def test_credits_stand_in_the_last_two_seconds():
    scene = played(DotMoves)
    beats = [mark for mark in scene.marks if mark.kind == "beat"]
    assert scene.credits == ["Made up for the tests, CC0"]
    assert scene.time - beats[-1].end == pytest.approx(2.5, abs=0.15)


def test_a_mark_sees_the_frame_as_the_camera_now_stands():
    seen = []

    class Turning(DotMoves):
        def construct(self):
            self.move_camera(phi=0.7, theta=0.3, run_time=0.5)
            self._mark(Mark("still", "now", 0.5, 0.5, ""))

    def look(scene, mark):
        before = scene.film_camera.get_rotation_matrix().copy()
        scene.film_camera.reset_rotation_matrix()
        seen.append((before, scene.film_camera.get_rotation_matrix()))

    Turning.__module__ = DotMoves.__module__
    played(Turning, on_mark=look)
    np.testing.assert_array_equal(*seen[0])


def test_what_leaves_as_the_credits_come_is_gone_when_they_stand():
    class Leaving(DotMoves):
        def construct(self):
            super().construct()
            self.before = list(self.mobjects)
            self.end_credits(leaving=self.mobjects)

    Leaving.__module__ = DotMoves.__module__
    scene = played(Leaving)
    assert scene.before
    assert not set(scene.before) & set(scene.mobjects)


def test_an_unknown_theme_is_an_input_error():
    with pytest.raises(InputError, match="nigt"):
        played(DotMoves, params=params_from(DotMoves.Params, {"theme": "nigt"}))


class Pinned(DotMoves):
    """A group redrawn in each frame is pinned while the camera looks from aside."""

    def construct(self):
        self.set_camera_orientation(phi=80 * DEGREES)
        self.panel = self.pin(always_redraw(lambda: VGroup(Square(2, fill_opacity=1).move_to(2 * UP))))
        self.add(self.panel, Dot(ORIGIN))
        self.play(self.panel.animate.set_opacity(1), run_time=0.2)
        self.panel.update()
        self.renderer.update_frame(self)
        self.picture = self.renderer.get_frame()


Pinned.__module__ = DotMoves.__module__


def test_a_pinned_panel_stays_when_its_parts_are_redrawn():
    lit = played(Pinned).picture[:, :, 0] > 128
    rows = np.flatnonzero(lit.any(axis=1))
    assert rows[0] == pytest.approx(36 * 1 / 8, abs=1)
    assert np.flatnonzero(lit[:14].any(axis=1))[-1] >= 12


def idle_scene(**kwargs):
    with tempconfig(SMALL):
        return DotMoves(**kwargs)


def test_the_newest_run_of_the_topic_is_taken(tmp_path):
    save_run(small_run(), tmp_path / "few")
    scene = idle_scene(runs=tmp_path)
    assert scene.trained_run(widths=(2, 3, 1)).widths == (2, 3, 1)
    assert scene.runs_used[0].path == tmp_path / "few"


def test_without_a_run_the_line_to_type_is_given(tmp_path):
    with pytest.raises(InputError, match="dlvis train baarle --widths 2,8,1"):
        idle_scene(runs=tmp_path).trained_run(widths=(2, 8, 1))


def test_a_given_run_is_taken_where_its_widths_fit(tmp_path):
    save_run(small_run((2, 3, 1)), tmp_path / "few")
    save_run(small_run((2, 4, 4, 1)), tmp_path / "deep")
    params = params_from(DotMoves.Params, {"run": str(tmp_path / "deep")})
    scene = idle_scene(runs=tmp_path, params=params)
    assert scene.trained_run(widths=(2, 3, 1)).widths == (2, 3, 1)
    assert scene.trained_run().widths == (2, 4, 4, 1)


def test_a_given_run_that_fits_nowhere_is_refused(tmp_path):
    save_run(small_run((2, 3, 1)), tmp_path / "few")
    save_run(small_run((2, 4, 4, 1)), tmp_path / "deep")
    scene = idle_scene(runs=tmp_path, params=params_from(DotMoves.Params, {"run": str(tmp_path / "deep")}))
    scene.trained_run(widths=(2, 3, 1))
    with (
        pytest.raises(InputError, match="expected a run with widths 2,3,1, got"),
        scene.beat("start"),
    ):
        pass


def test_a_run_of_more_regions_than_a_film_draws_is_refused(tmp_path):
    widths = (2, 3000, 1)
    save_run(small_run(widths), tmp_path / run_name("baarle", widths, 0))
    with pytest.raises(InputError, match=r"widths 2,3000,1: about [\d,]+ linear regions in the window"):
        idle_scene(runs=tmp_path).trained_run(widths)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Net:
    widths: tuple[int, ...] = (2, 3, 1)


class WithNet(DotMoves):
    @dataclasses.dataclass(frozen=True, kw_only=True)
    class Params(DotMoves.Params):
        net: Net = Net()


WithNet.__module__ = DotMoves.__module__


def test_the_remedy_is_named_where_the_scene_can_be_told_the_widths(tmp_path):
    folder = save_run(small_run((2, 4, 4, 1)), tmp_path / "deep")
    save_run(small_run((2, 3, 1)), tmp_path / "few")
    with tempconfig(SMALL):
        scene = WithNet(runs=tmp_path, params=params_from(WithNet.Params, {"run": str(folder)}))
    scene.trained_run(widths=scene.params.net.widths)
    with (
        pytest.raises(InputError, match=r"got 2,4,4,1; add --set net\.widths=\[2,4,4,1\]"),
        scene.beat("start"),
    ):
        pass


def test_a_run_of_another_topic_is_refused(tmp_path):
    save_run(small_run(topic="moons"), tmp_path / "moons")
    scene = idle_scene(params=params_from(DotMoves.Params, {"run": str(tmp_path / "moons")}))
    with pytest.raises(InputError, match="add --set topic=moons"):
        scene.trained_run()


@pytest.mark.parametrize("named", [True, False])
def test_a_run_of_a_topic_that_has_changed_since_is_refused(tmp_path, named):
    folder = save_run(dataclasses.replace(small_run(), topic_digest="of another map"), tmp_path / "few")
    params = params_from(DotMoves.Params, {"run": str(folder)} if named else {})
    with pytest.raises(InputError, match=r"has changed since .* `dlvis train baarle --widths 2,3,1"):
        idle_scene(runs=tmp_path, params=params).trained_run(widths=(2, 3, 1))


def test_an_unknown_beat_is_refused_before_it_plays():
    scene = idle_scene()
    with pytest.raises(InputError, match="has no 'strat'; did you mean 'start'"), scene.beat("strat"):
        pytest.fail("the beat was entered")


def test_any_film_scene_has_the_common_parameters():
    assert FilmScene.Params().topic == "baarle"


def test_the_example_in_the_manual_plays(tmp_path):
    manual = dlvis.film.__doc__
    source = manual[manual.index("    from dataclasses") : manual.index("`dlvis render crease`")]
    (tmp_path / "crease.py").write_text(dedent(source))
    (tmp_path / "crease.en.toml").write_text(CREASE_WORDS)
    save_run(small_run(), tmp_path / "run")
    scene = scene_class(SceneFile(tmp_path / "crease.py"))
    film = played(scene, params=params_from(scene.Params, {"run": str(tmp_path / "run"), "hold": 0.2}))
    assert [mark.name for mark in film.marks] == ["tilted", "tilt", "count"]
    assert "regions" in film.marks[-1].narration
    assert "{" not in film.marks[-1].narration


def test_credits_stand_above_the_captions_and_within_the_frame():
    with tempconfig(SMALL):
        lines = credit_lines(["© OpenStreetMap contributors, ODbL 1.0", "word " * 60], theme("night"))
        assert lines.width < 0.95 * config.frame_width
        assert lines.get_bottom()[1] > -config.frame_height * (1 / 2 - 1 / 8) - 0.2


def test_plain_manim_plays_a_scene_too(tmp_path):
    line = [
        sys.executable,
        "-m",
        "manim",
        "-r",
        "128,72",
        "--fps",
        "10",
        "--media_dir",
        str(tmp_path),
        str(DOT),
    ]
    subprocess.run([*line, "DotMoves"], check=True, capture_output=True, cwd=tmp_path)
    assert [path.name for path in tmp_path.glob("videos/dot/*/*.mp4")] == ["DotMoves.mp4"]


def test_without_a_run_named_the_default_widths_are_shown(tmp_path):
    save_run(small_run((2, 4, 4, 1)), tmp_path / "deep")
    save_run(small_run(), tmp_path / "few")
    scene = idle_scene(runs=tmp_path)
    assert scene.trained_run(default=(2, 4, 4, 1)).widths == (2, 4, 4, 1)
    assert scene.trained_run((2, 3, 1), default=(2, 4, 4, 1)).widths == (2, 3, 1)


def test_a_run_that_is_named_may_have_other_widths_than_the_default(tmp_path):
    save_run(small_run((2, 5, 1)), tmp_path / "mine")
    scene = idle_scene(runs=tmp_path, params=params_from(DotMoves.Params, {"run": str(tmp_path / "mine")}))
    assert scene.trained_run(default=(2, 4, 4, 1)).widths == (2, 5, 1)


@pytest.mark.parametrize("noise", [0.0, 1e-16, -1e-16])
def test_facets_that_are_equally_far_are_drawn_in_the_scene_s_order(noise):
    first, second, lower = Square(), Square(), Square().shift([0, 0, -1])
    for facet in (first, second, lower):
        facet.shade_in_3d = True
    second.shift([0, 0, noise])
    with tempconfig(SMALL):
        camera = FilmCamera(phi=0)
        order = camera.get_mobjects_to_display([first, second, lower])
    assert [id(facet) for facet in order] == [id(lower), id(first), id(second)]

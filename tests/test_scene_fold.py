"""The film of chapter 2 on another topic and other nets: it plays, and says the numbers of what it shows."""

from dataclasses import replace
from itertools import pairwise

import pytest

from dlvis.errors import InputError
from dlvis.geometry import fold_complex
from dlvis.net import first_layers
from dlvis.render.frames import beat_pictures
from dlvis.render.quality import quality
from dlvis.render.registry import chosen_scene
from dlvis.render.stage import stage
from dlvis.run import run_name, save_run
from dlvis.style import spaced
from dlvis.topics import load
from tests.test_film import small_run

FEW, DEEP = (2, 4, 1), (2, 6, 5, 2)
PARAMS = {"topic": "moons", "few": {"widths": list(FEW)}, "net": {"widths": list(DEEP)}}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    runs = tmp_path_factory.mktemp("renders") / "runs"
    for widths in (FEW, DEEP):
        run = replace(small_run(widths, "moons"), results={"test_balanced_accuracy": 0.5})
        save_run(run, runs / run_name("moons", widths, 0))
    chosen = chosen_scene("fold", PARAMS)
    with stage(quality("160x90@5"), video=False):
        return beat_pictures(chosen.cls, params=chosen.params, runs=runs)


def test_every_beat_has_its_frame_and_shows_something(played):
    pictures, scene = played
    assert [mark.name for mark, _ in pictures] == list(scene.words.beats)
    assert all(picture[..., :3].std() > 3 for _, picture in pictures)


def test_the_film_lasts_a_minute_and_its_beats_join(played):
    pictures, scene = played
    marks = [mark for mark, _ in pictures]
    assert scene.time >= 60
    assert all(after.start == pytest.approx(before.end) for before, after in pairwise(marks))


def test_the_numbers_that_are_said_are_counted(played):
    pictures, _ = played
    said = {mark.name: mark.narration for mark, _ in pictures}
    few, deep = small_run(FEW).net, small_run(DEEP).net
    window = load("moons").window
    counts = [spaced(fold_complex(first_layers(deep, k + 1), window).n_regions) for k in range(2)]
    assert f"{fold_complex(few, window).n_regions} flat pieces" in said["sum"]
    assert said["deep"].endswith(f"{', '.join(counts)}.")
    assert "of 2 parcels" in said["border"]


def test_a_net_without_its_run_is_asked_for_by_name(tmp_path):
    chosen = chosen_scene("fold", PARAMS)
    with (
        stage(quality("160x90@5"), video=False),
        pytest.raises(InputError, match="dlvis train moons --widths 2,4,1"),
    ):
        beat_pictures(chosen.cls, params=chosen.params, runs=tmp_path)

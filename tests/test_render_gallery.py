import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from dlvis.film import Mark
from dlvis.render.gallery import MOST_BYTES, Shown, draw_gallery, page
from dlvis.render.timeline import Timeline, plain, timeline
from tests.films import DOT, LANES

MARK = Mark("beat", "one", 0.0, 2.0, "", "One", "Of 1 051 | all", (("n", "1\u2009051"),))
FILM = Shown("my", "Mine", Image.new("RGB", (30, 20)), (MARK,), ("moons-2-3-1-seed0",), ("© me",))


def test_a_row_tells_fact_values_and_source():
    rows = page([FILM]).splitlines()
    assert "| 1 | One | Of 1 051 \\| all | n 1\u2009051 | `moons-2-3-1-seed0` |" in rows
    assert "![The beats of my in their order: One](gallery-my.jpg)" in rows
    assert "Data: © me." in rows


@pytest.mark.parametrize(
    ("seeds", "told"),
    [
        ((2, 0, 1), "`moons-seed0` to `2`<br>`mine`"),
        ((0, 1), "`moons-seed0`<br>`moons-seed1`<br>`mine`"),
        ((0, 1, 5), "`moons-seed0`<br>`moons-seed1`<br>`moons-seed5`<br>`mine`"),
    ],
)
def test_many_seeds_of_a_net_stand_in_one_line(seeds, told):
    film = replace(FILM, sources=(*(f"moons-seed{seed}" for seed in seeds), "mine"))
    assert f"| {told} |" in page([film])


def test_every_beat_of_every_film_has_its_row_and_its_picture(tmp_path):
    place = draw_gallery([DOT, LANES], out=tmp_path, folder=tmp_path / "docs")
    told = place.read_text(encoding="utf-8")
    assert place == tmp_path / "docs" / "gallery.md"
    assert told.index("## `dot`") < told.index("## `lanes`")
    for name in ("dot", "lanes"):
        picture = tmp_path / "docs" / f"gallery-{name}.jpg"
        assert f"({picture.name})" in told
        assert 0 < picture.stat().st_size <= MOST_BYTES
    again = draw_gallery([DOT, LANES], out=tmp_path, folder=tmp_path / "again")
    assert again.read_bytes() == place.read_bytes()


def test_a_mark_keeps_its_values_on_the_way_to_another_process():

    played = Timeline(3, (), (), (MARK,), (), (), {}, {})
    assert timeline(json.loads(json.dumps(plain(played)))).marks == (MARK,)


@pytest.mark.slow
def test_the_page_in_the_docs_has_a_row_for_every_beat_of_every_film():
    from dlvis.render.registry import scene_files
    from dlvis.words import load_words, words_path

    told = (Path(__file__).resolve().parent.parent / "docs" / "gallery.md").read_text(encoding="utf-8")
    for scene in scene_files():
        beats = load_words(words_path(scene.path, "en")).beats
        missing = [beat.title for beat in beats.values() if f"| {beat.title} |" not in told]
        assert not missing, f"{scene.name}: {missing}; rebuild it by `dlvis gallery`"

from pathlib import Path

import pytest
from PIL import Image

from dlvis.clip import is_intact
from dlvis.render.clips import render_clip
from dlvis.render.naming import film_name
from dlvis.render.pictures import draw_sheet, draw_still
from dlvis.render.quality import quality
from dlvis.render.registry import chosen_scene

DOT = Path(__file__).parent / "scenes" / "dot.py"
SMALL = "128x72@10"


@pytest.mark.parametrize(
    ("params", "name"),
    [
        ({}, "dot"),
        ({"topic": "baarle", "theme": "night", "distance": 7.0}, "dot"),
        ({"topic": "moons"}, "dot-moons"),
        ({"theme": "paper"}, "dot-paper"),
        ({"language": "nl", "topic": "moons", "theme": "paper"}, "dot-moons-paper-nl"),
    ],
)
def test_a_film_is_called_by_what_is_not_usual(params, name):
    assert film_name(chosen_scene(DOT, params), quality(SMALL)) == name


def test_a_film_is_called_by_an_aspect_that_is_not_usual():
    chosen = chosen_scene(DOT, {"theme": "paper"})
    assert film_name(chosen, quality("1080p30 in 9:16")) == "dot-paper-9x16"
    assert film_name(chosen, quality("160x120@5")) == "dot-paper"


def test_a_topic_from_a_file_is_called_by_its_name(tmp_path):
    image = Image.new("RGB", (32, 32), "white")
    image.paste("red", (8, 8, 20, 20))
    image.save(tmp_path / "my map.png")
    assert (
        film_name(chosen_scene(DOT, {"topic": str(tmp_path / "my map.png")}), quality(SMALL)) == "dot-my-map"
    )


def test_another_topic_does_not_take_the_place_of_the_first(tmp_path):
    first = render_clip(DOT, quality_name=SMALL, out=tmp_path)
    second = render_clip(DOT, {"topic": "moons"}, quality_name=SMALL, out=tmp_path)
    assert second.path == tmp_path / "clips" / "dot-moons" / "dot-moons.mp4"
    assert [path.name for path in second.captions] == ["dot-moons.en.srt", "dot-moons.en.vtt"]
    assert first.scene == second.scene == "dot"
    assert is_intact(first.path.parent)
    assert 'src="dot-moons.mp4"' in (second.path.parent / "embed.html").read_text()


def test_pictures_are_called_as_the_film_is(tmp_path):
    options = {"quality_name": SMALL, "out": tmp_path}
    assert draw_sheet(DOT, {"topic": "moons"}, **options) == tmp_path / "sheets" / "dot-moons.png"
    still = draw_still(DOT, {"theme": "paper"}, name="placed", **options)
    assert still == tmp_path / "stills" / "dot-paper-placed.png"

"""The PPTX, read back by python-pptx."""

import shutil
from dataclasses import replace
from zipfile import ZipFile

import av
import pptx
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from dlvis.embed.decks import write_deck
from dlvis.embed.powerpoint import fitted, write
from dlvis.embed.slides import deck_of
from tests.hostile import WORDS, with_words
from tests.small_clips import small_clip


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    place = tmp_path_factory.mktemp("pptx")
    return write_deck([small_clip(place / "bar")], "pptx", place / "deck", theme="paper")


@pytest.fixture(scope="module")
def show(file):
    return pptx.Presentation(str(file))


def films(slide):
    return [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.MEDIA]


def alt(shape):
    return shape._element.nvPicPr.cNvPr.get("descr")


def test_there_is_a_title_a_slide_for_each_beat_and_the_credits(show):
    titles = [slide.shapes.title.text for slide in show.slides]
    assert titles == ["A bar moves", "It begins", "It goes", "It ends", "Credits"]
    assert "Made up for the tests, CC0" in show.slides[4].shapes[1].text_frame.text
    assert show.core_properties.title == "A bar moves"


def test_each_beat_has_its_film_its_notes_and_its_alternative_text(show):
    slide = show.slides[2]
    (film,) = films(slide)
    assert alt(film) == "A bar."
    assert slide.notes_slide.notes_text_frame.text == "It goes to the right, and the ground grows light."
    assert film.width / film.height == pytest.approx(160 / 90, rel=1e-3)
    assert film.top + film.height <= show.slide_height
    assert film.left >= 0
    assert film.left + film.width <= show.slide_width


def test_the_films_are_inside_and_play(file, tmp_path):
    assert sorted(path.name for path in file.parent.iterdir()) == ["bar.pptx", "deck.json"]
    with ZipFile(file) as archive:
        inside = [name for name in archive.namelist() if name.endswith(".mp4")]
        seconds = []
        for name in inside:
            with av.open(archive.extract(name, tmp_path)) as film:
                assert film.streams.video[0].codec_context.name == "h264"
                seconds.append(float(film.duration / av.time_base))
    assert sorted(seconds) == pytest.approx([1.0, 1.5, 1.5], abs=0.05)


def test_the_slide_has_the_shape_of_the_films(show):
    assert show.slide_width / show.slide_height == pytest.approx(16 / 9, rel=1e-3)


@pytest.mark.parametrize(
    ("sizes", "shape"),
    [([(90, 160)], 9 / 16), ([(1, 1)], 1.0), ([(90, 160), (160, 90)], 16 / 9), ([(1, 1), (4, 5)], 16 / 9)],
)
def test_films_of_other_shapes_keep_them(tmp_path, sizes, shape):
    clip = small_clip(tmp_path / "bar")
    made = deck_of([clip] * len(sizes), tmp_path)
    acts = [
        replace(act, slides=tuple(replace(slide, width=width, height=height) for slide in act.slides))
        for act, (width, height) in zip(made.acts, sizes, strict=True)
    ]
    show = pptx.Presentation(str(write(replace(made, acts=tuple(acts)), tmp_path, "bars")))
    assert show.slide_width / show.slide_height == pytest.approx(shape, rel=1e-3)
    seen = [film for slide in show.slides for film in films(slide)]
    expected = [size for size in sizes for _ in range(3)]
    for film, (width, height) in zip(seen, expected, strict=True):
        assert film.width / film.height == pytest.approx(width / height, rel=1e-3)
        assert film.left >= 0
        assert film.top + film.height <= show.slide_height


def test_fitted_fills_the_box_one_way_and_is_in_its_middle():
    assert fitted(16, 9, (0, 0, 160, 200)) == (0, 55, 160, 90)
    assert fitted(9, 16, (10, 20, 160, 160)) == (45, 20, 90, 160)


def test_hostile_words_are_words(tmp_path):
    file = write_deck([with_words(small_clip(tmp_path / "bar"))], "pptx", tmp_path / "deck")
    show = pptx.Presentation(str(file))
    assert [slide.notes_slide.notes_text_frame.text for slide in list(show.slides)[1:-1]] == list(WORDS)
    titles = [slide.shapes.title.text for slide in show.slides]
    assert titles == [WORDS[0], *(" ".join(word.split("\n")) for word in WORDS), "Credits"]
    with ZipFile(file) as archive:
        assert not [name for name in archive.namelist() if ".." in name or name.startswith("/")]
        assert not [
            name
            for name in archive.namelist()
            if name.endswith(".rels")
            if b"TargetMode" in archive.read(name)
        ]
    shutil.rmtree(tmp_path / "deck")
    assert [path.name for path in tmp_path.iterdir()] == ["bar"]

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from dlvis.errors import InputError
from dlvis.render.clips import render_clip
from dlvis.render.frames import beat_pictures
from dlvis.render.pictures import KINDS, draw_sheet, draw_still
from dlvis.render.quality import quality
from dlvis.render.registry import scene_class, scene_named
from dlvis.render.stage import stage
from tests.printed import n_images, needs_pdftoppm
from tests.printed import pixels as printed_pixels

DOT = Path(__file__).parent / "scenes" / "dot.py"
SMALL = "160x90@10"


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return render_clip(DOT, quality_name=SMALL, out=tmp_path_factory.mktemp("renders"))


def pixels(path):
    return np.asarray(Image.open(path).convert("RGB")).astype(int)


@pytest.mark.parametrize("at", [0.0, 2.15, 2.3, 2.79, 3.5, 4.3, 6.55])
def test_the_frame_at_a_time_is_the_films(clip, tmp_path, at):
    with av.open(clip.path) as container:
        film = [frame.to_ndarray(format="rgb24").astype(int) for frame in container.decode(video=0)]
    drawn = pixels(draw_still(DOT, at=at, quality_name=SMALL, out=tmp_path))
    off = [np.abs(frame - drawn).mean() for frame in film]
    assert off[int(at * 10 + 1e-6)] == pytest.approx(min(off), abs=0.02)


def test_a_still_by_its_name_is_the_clips(clip, tmp_path):
    drawn = draw_still(DOT, name="placed", quality_name=SMALL, out=tmp_path)
    assert np.array_equal(pixels(drawn), pixels(clip.stills[0].path))
    assert [path.name for path in (tmp_path / "stills").iterdir()] == ["dot-placed.png"]


@needs_pdftoppm
@pytest.mark.parametrize("wanted", [{"name": "placed"}, {"at": 4.3}])
def test_a_page_shows_what_the_picture_shows(tmp_path, wanted):
    png, pdf = (draw_still(DOT, **wanted, quality_name=SMALL, out=tmp_path, kind=kind) for kind in KINDS)
    assert pdf == png.with_suffix(".pdf")
    off = np.abs(printed_pixels(pdf.read_bytes(), (160, 90), tmp_path) - pixels(png))
    assert off.mean() < 1.5
    assert n_images(pdf.read_bytes()) == 0


def test_the_page_of_a_still_says_what_is_seen(tmp_path):
    content = draw_still(DOT, name="placed", quality_name=SMALL, out=tmp_path, kind="pdf").read_bytes()
    assert b"/Title (A dot moves: placed)" in content
    assert b"/Subject (The dot in its place.)" in content


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"name": "place"}, "has no still 'place'; did you mean 'placed'"),
        ({"at": float("nan")}, "--at: expected a time in seconds from 0 on, got nan"),
        ({"at": float("inf")}, "from 0 on, got inf"),
        ({"at": -5.0}, "from 0 on, got -5"),
        ({"at": 100.0}, r"within the film's 6.7 s, got 100"),
        ({"at": 1.0, "kind": "svg"}, "still: unknown kind 'svg'"),
        ({}, "either the name of a still or a time"),
    ],
)
def test_a_frame_that_is_not_there_is_named(tmp_path, wanted, message):
    with pytest.raises(InputError, match=message):
        draw_still(DOT, **wanted, quality_name=SMALL, out=tmp_path)


def test_skipping_keeps_the_films_time(clip):
    with stage(quality(SMALL)):
        pictures, scene = beat_pictures(scene_class(scene_named(DOT)))
    assert [round(mark.start, 3) for mark, _ in pictures] == [chapter.start for chapter in clip.chapters]
    assert scene.time == pytest.approx(clip.seconds)


def test_the_contact_sheet_shows_each_beat(tmp_path):
    sheet = pixels(draw_sheet(DOT, quality_name=SMALL, out=tmp_path))
    assert sheet.shape[1] > 2 * 160
    orange = (np.abs(sheet - [0xE6, 0x9F, 0x00]).sum(axis=2) < 60).any(axis=0)
    assert orange[:184].any()
    assert orange[184 + 80 :].any()


def test_a_sheet_without_a_place_to_write(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        draw_sheet(DOT, quality_name=SMALL, out=tmp_path / "file")

"""GIF, WebP and APNG that fit into so many bytes."""

from dataclasses import replace
from itertools import pairwise

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dlvis.embed.moving import KINDS, ROW, best_fitting, forms, moving_picture, parsed_kinds
from dlvis.errors import InputError
from dlvis.footage.graphs import Moving
from tests.small_clips import small_clip


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return small_clip(tmp_path_factory.mktemp("clips") / "bar")


@pytest.mark.parametrize("kind", KINDS)
def test_it_moves_repeats_and_has_the_size_it_says(clip, tmp_path, kind):
    target = tmp_path / f"bar.{kind}"
    heard = []
    form = moving_picture(clip, kind, target, 1_000_000, lambda *trials: heard.append(trials))
    assert [done for done, _ in heard] == list(range(len(heard)))
    assert {most >= len(heard) - 1 >= 1 for _, most in heard} == {True}
    with Image.open(target) as picture:
        assert picture.size == (form.width, 90) == (160, 90)
        assert picture.n_frames >= 30  # equal neighbours may be one
        assert picture.info["loop"] == 0
        total = 0
        for number in range(picture.n_frames):
            picture.seek(number)
            picture.load()
            total += picture.info.get("duration", 0)
        assert total == pytest.approx(4000, abs=150)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("kind", ["gif", *(pytest.param(kind, marks=pytest.mark.slow) for kind in KINDS[1:])])
def test_it_fits_or_says_what_would(clip, tmp_path, kind):
    whole = tmp_path / f"whole.{kind}"
    moving_picture(clip, kind, whole, 1_000_000)
    limit = whole.stat().st_size - 1
    smaller = tmp_path / f"smaller.{kind}"
    moving_picture(clip, kind, smaller, limit)
    assert smaller.stat().st_size <= limit
    with pytest.raises(
        InputError, match=rf"as {kind}, even 160 pixels wide at 5 .* give --max-mb 0\.\d+, or"
    ):
        moving_picture(clip, kind, tmp_path / f"none.{kind}", 100)
    assert not (tmp_path / f"none.{kind}").exists()


@pytest.mark.slow
def test_the_limit_that_the_refusal_names_is_enough(clip, tmp_path):
    with pytest.raises(InputError) as caught:
        moving_picture(clip, "gif", tmp_path / "a.gif", 100)
    enough = float(str(caught.value).partition("--max-mb ")[2].split(",")[0])
    moving_picture(clip, "gif", tmp_path / "a.gif", round(enough * 1e6))
    assert (tmp_path / "a.gif").stat().st_size <= enough * 1e6


@pytest.mark.slow
def test_a_film_in_4k_fits_or_is_refused(tmp_path):
    clip = replace(small_clip(tmp_path / "bar"), width=3840, height=2160)
    with av.open(str(clip.path), "w", format="mp4") as film:
        stream = film.add_stream("libx264", rate=clip.fps, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = clip.width, clip.height, "yuv420p"
        noise = np.random.default_rng(1)
        for number in range(10):
            coarse = noise.integers(0, 256, (270, 480, 3), dtype=np.uint8)
            frame = av.VideoFrame.from_ndarray(coarse.repeat(8, 0).repeat(8, 1), format="rgb24")
            frame.pts = number
            film.mux(stream.encode(frame))
        film.mux(stream.encode())
    form = moving_picture(clip, "gif", tmp_path / "small.gif", 2_000_000)
    assert (tmp_path / "small.gif").stat().st_size <= 2_000_000
    assert 160 <= form.width < 960
    with pytest.raises(InputError, match=r"even 160 pixels wide at 5 frames a second it has 0\.\d+ MB"):
        moving_picture(clip, "gif", tmp_path / "none.gif", 1_000)


def test_no_form_is_larger_or_quicker_than_the_clip(clip):
    assert forms(clip, "gif") == (
        *(Moving(160, 10, detail) for detail in (256, 128, 64)),
        *(Moving(160, fps, 32) for fps in (8, 6)),
        Moving(160, 5, 16),
    )


def test_the_row_falls():
    assert all(a != b and all(x >= y for x, y in zip(a, b, strict=True)) for a, b in pairwise(ROW))


@given(sizes=st.lists(st.integers(1, 100), min_size=1, max_size=20, unique=True), most=st.integers(1, 100))
def test_the_best_that_fits_is_found(sizes, most):
    sizes = sorted(sizes, reverse=True)
    row = [Moving(number, 1, 1) for number in range(len(sizes))]
    tried = []

    def size(form):
        tried.append(form)
        return sizes[form.width]

    fitting = [number for number, each in enumerate(sizes) if each <= most]
    if fitting:
        assert best_fitting(row, size, most, "x").width == fitting[0]
    else:
        with pytest.raises(InputError):
            best_fitting(row, size, most, "x")
    assert len(tried) <= 1 + len(sizes).bit_length()


def test_kinds_are_read_with_commas():
    assert parsed_kinds("gif, webp,gif") == ("gif", "webp")
    assert parsed_kinds("") == ()

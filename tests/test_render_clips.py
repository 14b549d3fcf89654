import shutil
from pathlib import Path

import av
import numpy as np
import pytest
from manim import config

from dlvis.clip import is_intact, load_clip
from dlvis.errors import InputError
from dlvis.render.clips import render_clip

DOT = Path(__file__).parent / "scenes" / "dot.py"
SMALL = "128x72@10"


def frames(clip):
    with av.open(clip.path) as container:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])


def stamp(clip):
    return clip.path.stat().st_mtime_ns


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """One rendered clip that the tests only read, and the folder it was rendered into."""
    out = tmp_path_factory.mktemp("renders")
    return render_clip(DOT, quality_name=SMALL, out=out), out


@pytest.fixture
def clip_and_out(rendered, tmp_path):
    """A copy of the rendered clip, to be damaged or replaced."""
    shutil.copytree(rendered[1], tmp_path, dirs_exist_ok=True)
    return load_clip(tmp_path / "clips" / "dot"), tmp_path


def test_the_film_decodes_and_lasts_as_long_as_it_says(rendered):
    clip, _ = rendered
    pictures = frames(clip)
    assert pictures.shape[1:] == (72, 128, 3)
    assert len(pictures) == round(clip.seconds * clip.fps)


def test_things_move_in_it(rendered):
    pictures = frames(rendered[0]).astype(int)
    assert np.abs(pictures[35] - pictures[5]).max() > 60


def test_the_film_is_h264_that_any_player_shows_in_the_colours_that_were_drawn(rendered):
    with av.open(rendered[0].path) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
        codec = stream.codec_context
        assert (codec.colorspace, codec.color_range, codec.color_primaries, codec.color_trc) == (1, 1, 1, 1)
        assert container.metadata["title"] == "A dot moves"


def test_the_index_stands_in_front_so_that_it_plays_while_it_loads(rendered):
    content = rendered[0].path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_the_beats_are_chapters(rendered):
    clip, _ = rendered
    with av.open(clip.path) as container:
        found = [
            (chapter["metadata"]["title"], chapter["start"], chapter["end"])
            for chapter in container.chapters()
        ]
    assert found == [("The start", 0, 2100), ("The move", 2100, round(clip.seconds * 1000))]
    assert [chapter.name for chapter in clip.chapters] == ["start", "move"]


def test_captions_lie_within_the_film(rendered):
    clip, _ = rendered
    assert [path.name for path in clip.captions] == ["dot.en.srt", "dot.en.vtt"]
    times = [line for line in clip.captions[0].read_text().splitlines() if "-->" in line]
    assert times == ["00:00:00,000 --> 00:00:02,100", "00:00:02,100 --> 00:00:06,700"]
    assert clip.seconds == 6.7


def test_the_manifest_says_what_made_it(rendered):
    clip, _ = rendered
    assert clip.made_from["params"]["style"] == {"sizes": [1, 2], "note": None}
    assert clip.made_from["installed"]["manim"]
    assert clip.made_from["quality"]["fps"] == 10
    assert clip.credits == ("Made up for the tests, CC0",)
    assert [still.alt for still in clip.stills] == ["The dot in its place."]


def test_no_work_in_progress_is_left(rendered):
    _, out = rendered
    names = (
        "clips clip.json dot dot.en.srt dot.en.vtt dot.mp4 embed.html placed.pdf placed.png poster.png stills"
    )
    assert sorted(path.name for path in [out / "clips", *out.rglob("clips/**/*")]) == sorted(names.split())


def test_rendering_twice_gives_the_same_frames(rendered, tmp_path):
    again = render_clip(DOT, quality_name=SMALL, out=tmp_path, cache=False)
    assert np.array_equal(frames(again), frames(rendered[0]))


def test_manims_configuration_is_as_before(tmp_path):
    before = dict(config)
    render_clip(DOT, quality_name=SMALL, out=tmp_path)
    assert dict(config) == before


def test_an_unchanged_scene_is_answered_from_the_cache(clip_and_out):
    clip, out = clip_and_out
    before = stamp(clip)
    assert stamp(render_clip(DOT, quality_name=SMALL, out=out)) == before


@pytest.mark.parametrize(
    "change",
    [
        {"params": {"distance": 1.0}},
        {"params": {"theme": "paper"}},
        {"params": {"topic": "moons"}},
        {"quality_name": "128x72@12"},
        {"cache": False},
    ],
)
def test_what_was_changed_is_rendered_anew(clip_and_out, change):
    clip, out = clip_and_out
    before = stamp(clip)
    again = render_clip(DOT, **{"quality_name": SMALL, "out": out, **change})
    assert stamp(again) != before
    if "cache" not in change:
        assert again.made_from["key"] != clip.made_from["key"]


@pytest.mark.parametrize("name", ["dot.py", "dot.en.toml"])
def test_a_changed_line_or_word_is_rendered_anew(clip_and_out, tmp_path_factory, name):
    clip, out = clip_and_out
    before = stamp(clip)
    scenes = shutil.copytree(DOT.parent, tmp_path_factory.mktemp("own") / "scenes")
    (scenes / name).write_text((scenes / name).read_text() + "\n# changed\n")
    assert stamp(render_clip(scenes / "dot.py", quality_name=SMALL, out=out)) != before


def test_a_damaged_clip_is_rendered_anew(clip_and_out):
    clip, out = clip_and_out
    clip.path.write_bytes(clip.path.read_bytes()[:-100])
    assert is_intact(render_clip(DOT, quality_name=SMALL, out=out).path.parent)


def interrupt(n_done, n_total):
    if n_done > 20:
        raise KeyboardInterrupt


def test_an_interrupted_render_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        render_clip(DOT, quality_name=SMALL, out=tmp_path, on_progress=interrupt)
    assert {path.name for path in tmp_path.iterdir()} == {"clips", "cache"}
    assert list((tmp_path / "clips").iterdir()) == list((tmp_path / "cache" / "making").iterdir()) == []


def test_an_interrupted_render_leaves_the_earlier_clip(clip_and_out):
    clip, out = clip_and_out
    before = stamp(clip)
    with pytest.raises(KeyboardInterrupt):
        render_clip(DOT, {"distance": 1.0}, quality_name=SMALL, out=out, on_progress=interrupt)
    assert stamp(load_clip(clip.path.parent)) == before
    assert is_intact(clip.path.parent)


def test_a_place_that_cannot_be_written_is_told_before_any_work(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        render_clip(DOT, quality_name=SMALL, out=tmp_path / "file", on_progress=interrupt)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"params": {"distanse": 1.0}}, "'distanse' is unknown; did you mean 'distance'"),
        ({"params": {"topic": "mons"}}, "moons"),
        ({"params": {"language": "nl"}}, "no words in language 'nl'"),
        ({"params": {"theme": "nigth"}}, "did you mean 'night'"),
        ({"quality_name": "1080p"}, "did you mean '1080p"),
    ],
)
def test_bad_input_is_one_sentence(tmp_path, arguments, message):
    with pytest.raises(InputError, match=message):
        render_clip(DOT, **{"quality_name": SMALL, "out": tmp_path, **arguments})
    assert list(tmp_path.rglob("*.mp4")) == []

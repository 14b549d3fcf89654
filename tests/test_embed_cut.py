"""Beats cut out of a clip: the same frames, the same words, each in a folder of its own."""

import json
import subprocess
import sys

import av
import numpy as np
import pytest

from dlvis.clip import is_intact, load_clip, save_clip
from dlvis.embed.cut import cut, is_copied, pieces
from dlvis.errors import InputError
from dlvis.footage.reel import reel
from dlvis.footage.subtitles import read_cues
from dlvis.render.clips import render_clip
from tests.films import LANES, files_of_at_most, frames
from tests.small_clips import N_FRAMES, picture, small_clip, with_pages, write_film


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return small_clip(tmp_path_factory.mktemp("clips") / "bar")


@pytest.fixture(scope="module")
def parts(whole, tmp_path_factory):
    return cut(whole, tmp_path_factory.mktemp("cuts"))


def test_each_beat_is_a_clip_in_a_folder_of_its_own(parts):
    assert [part.path.parent.name for part in parts] == ["01-begin", "02-go", "03-end"]
    assert all(is_intact(part.path.parent) for part in parts)
    assert [part.title for part in parts] == [
        "A bar moves: It begins",
        "A bar moves: It goes",
        "A bar moves: It ends",
    ]
    assert parts[1].credits == ("Made up for the tests, CC0",)
    assert all((part.path.parent / "embed.html").is_file() for part in parts)


def test_a_piece_between_key_frames_is_copied_and_the_others_say_that_they_are_not(parts):
    assert [is_copied(part) for part in parts] == [True, False, False]
    assert parts[1].made_from["cut"] == {"beat": "go", "frames": [10, 25], "film": "encoded anew"}


def test_copied_frames_are_the_same_and_others_look_the_same(whole, parts):
    pictures = frames(whole)
    first, second, third = (frames(part) for part in parts)
    np.testing.assert_array_equal(first, pictures[:10])
    for made, expected in ((second, pictures[10:25]), (third, pictures[25:])):
        assert made.shape == expected.shape
        distance = np.abs(made.astype(int)[:, None] - expected.astype(int)).mean(axis=(2, 3, 4))
        np.testing.assert_array_equal(distance.argmin(axis=1), np.arange(len(made)))
        assert distance.diagonal().max() < 2


def test_the_packets_of_a_copied_piece_are_those_of_the_whole(whole, parts):
    def packets(path):
        with av.open(str(path)) as film:
            return [bytes(packet) for packet in film.demux(video=0) if packet.size]

    assert packets(parts[0].path) == packets(whole.path)[:10]


def test_times_begin_anew(parts):
    assert [part.seconds for part in parts] == [1.0, 1.5, 1.5]
    with av.open(str(parts[1].path)) as film:
        (chapter,) = film.chapters()
        assert (chapter["start"] * chapter["time_base"], chapter["metadata"]["title"]) == (0, "It goes")
        assert film.metadata["title"] == "A bar moves: It goes"
        assert film.streams.video[0].start_time == 0
    (chapter,) = parts[1].chapters
    assert (chapter.start, chapter.end, chapter.alt) == (0.0, 1.5, "A bar.")


def test_captions_are_cut_and_shifted(parts):
    for part in parts:
        for path in part.captions:
            cues = read_cues(path)
            assert cues[0].start == 0
            assert cues[-1].end == pytest.approx(part.seconds, abs=0.002)
    text = " ".join(cue.text for cue in read_cues(parts[1].captions[1])).replace("\n", " ")
    assert text == "It goes to the right, and the ground grows light."


def test_stills_and_poster_go_along(parts):
    assert [[(still.name, still.at) for still in part.stills] for part in parts] == [
        [("first", 1.0)],
        [("middle", 1.5)],
        [],
    ]
    assert parts[1].poster.read_bytes() == parts[1].stills[0].path.read_bytes()


def test_a_beat_without_still_has_its_last_frame_for_a_poster(parts):
    from PIL import Image

    seen = np.asarray(Image.open(parts[2].poster)).astype(int)
    assert np.abs(seen - picture(N_FRAMES - 1)).mean() < 8  # through H.264 and its colours


def test_one_beat_alone(whole, tmp_path):
    (piece,) = cut(whole, tmp_path, ["end"])
    assert [path.name for path in tmp_path.iterdir()] == ["03-end"]
    assert piece.chapters[0].name == "end"
    with pytest.raises(InputError, match="no beat 'ende'; did you mean 'end'"):
        cut(whole, tmp_path, ["ende"])


def test_a_piece_is_cut_no_further_and_can_be_cut_again(parts, tmp_path):
    (again,) = cut(parts[0], tmp_path)
    assert is_copied(again)
    np.testing.assert_array_equal(frames(again), frames(parts[0]))


def test_all_beats_of_a_render_are_copied(tmp_path):
    clip = render_clip(LANES, quality_name="64x36@10", out=tmp_path)
    made = cut(clip, tmp_path / "cuts")
    assert [is_copied(part) for part in made] == [True] * 3
    np.testing.assert_array_equal(np.concatenate([frames(part) for part in made]), frames(clip))


SHORT = """
from manim import FadeIn, Square

from dlvis.film import FilmScene


class Short(FilmScene):
    def construct(self):
        for name in ("one", "two", "three"):
            with self.beat(name):
                self.play(FadeIn(Square()), run_time=0.3)
"""
WORDS = 'title = "Short"\n' + "".join(
    f'[beats.{name}]\ntitle = "{name}"\nnarration = "A square."\nalt = "A square."\n'
    for name in ("one", "two", "three")
)


def test_beats_of_few_frames_are_copied_too(tmp_path):
    """Short animations share a part of the film, but never with those of the next beat."""
    (tmp_path / "short.py").write_text(SHORT)
    (tmp_path / "short.en.toml").write_text(WORDS)
    clip = render_clip(tmp_path / "short.py", quality_name="64x36@10", out=tmp_path)
    assert [is_copied(part) for part in cut(clip, tmp_path / "cuts")] == [True] * 3


def test_frames_that_look_beyond_a_key_frame_forbid_the_cut(tmp_path):
    clip = small_clip(tmp_path / "bar")
    assert reel(clip).starts == {0, 10, 20, 30}
    write_film(clip.path, options={"x264-params": "open-gop=1:b-adapt=0:keyint=11:min-keyint=11"})
    assert reel(clip).starts == {0}
    pieces_made = cut(clip, tmp_path / "cuts")
    for piece, expected in zip(pieces_made, pieces(clip), strict=True):
        assert len(frames(piece)) == expected.end - expected.start


def test_a_film_of_another_length_is_refused(tmp_path):
    clip = small_clip(tmp_path / "bar")
    write_film(clip.path, n_frames=30)
    with pytest.raises(InputError, match=r"bar\.mp4: expected 4\.0 s at 10.*got 30 frames"):
        cut(clip, tmp_path / "cuts")


@pytest.mark.parametrize(
    "content", [b"", b"no film", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", b"ffconcat version 1.0\n"]
)
def test_a_film_that_is_none_is_refused(tmp_path, content):
    clip = small_clip(tmp_path / "bar")
    clip.path.write_bytes(content)
    with pytest.raises(InputError, match=r"bar\.mp4: expected an mp4"):
        cut(clip, tmp_path / "cuts")
    assert not list((tmp_path / "cuts").glob("**/*"))


def test_a_missing_file_is_named(tmp_path):
    clip = small_clip(tmp_path / "bar")
    clip.captions[0].unlink()
    with pytest.raises(InputError, match=r"bar\.en\.srt: the clip names it, but it is not there"):
        cut(clip, tmp_path / "cuts")


@pytest.mark.parametrize("beat", ["begin", "end"])  # the one is copied, the other encoded anew
def test_without_room_nothing_is_left(tmp_path, beat):
    clip = small_clip(tmp_path / "bar")
    with files_of_at_most(1_000), pytest.raises(InputError, match="cannot be written"):
        cut(clip, tmp_path / "cuts", [beat])
    assert not list((tmp_path / "cuts").glob("**/*"))


def test_what_is_not_ours_stays(tmp_path):
    clip = small_clip(tmp_path / "bar")
    (tmp_path / "cuts" / "02-go").mkdir(parents=True)
    (tmp_path / "cuts" / "02-go" / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="02-go: holds something else"):
        cut(clip, tmp_path / "cuts")
    assert [path.name for path in (tmp_path / "cuts").iterdir()] == ["02-go"]


def test_a_hostile_beat_stays_within_the_folder(tmp_path):
    clip = small_clip(tmp_path / "bar")
    document = json.loads((tmp_path / "bar" / "clip.json").read_text())
    document["chapters"][0]["name"] = "../../../evil"
    document["chapters"][1]["name"] = '"><script>alert(1)</script>'
    document["chapters"][2]["name"] = "\n/etc/passwd\t"
    document["stills"][0]["name"] = "../../evil"
    (tmp_path / "bar" / "clip.json").write_text(json.dumps(document))
    made = cut(load_clip(clip.path), tmp_path / "a" / "cuts")
    assert [part.path.parent.name for part in made] == [
        "01-evil",
        "02-script-alert-1-script",
        "03-etc-passwd",
    ]
    assert made[0].stills[0].path.name == "evil.png"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "bar"]


def test_a_page_that_is_none_of_ours_is_not_cut_along(tmp_path):
    clip = with_pages(small_clip(tmp_path / "bar"))
    clip.stills[0].page.write_bytes(b"%PDF-1.4\n1 0 obj << /OpenAction << /S /JavaScript >> >>")
    with pytest.raises(InputError, match=r"first\.pdf: expected a page as dlvis draws them"):
        cut(clip, tmp_path / "cuts")


def test_a_film_named_like_an_option_or_a_protocol(tmp_path):
    clip = small_clip(tmp_path / "http: concat" / "-i 'a' \"b\"", name="-y %d 'x' \"y\"")
    save_clip(clip, clip.path.parent)
    assert len(cut(clip, tmp_path / "-o ut")) == 3


def test_the_command(tmp_path):
    small_clip(tmp_path / "bar")
    done = subprocess.run(
        [sys.executable, "-m", "dlvis", "cut", "bar/bar.mp4"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout.splitlines() == [
        "renders/cuts/bar/01-begin/01-begin.mp4  1.0 s, copied",
        "renders/cuts/bar/02-go/02-go.mp4  1.5 s, encoded anew",
        "renders/cuts/bar/03-end/03-end.mp4  1.5 s, encoded anew",
    ]

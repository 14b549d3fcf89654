"""The folder that `dlvis embed` makes: everything in it, everything safe, or nothing at all."""

import json
import os
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from xml.etree import ElementTree

import av
import numpy as np
import pytest
from PIL import Image

from dlvis.clip import is_intact, load_clip, own_files, save_clip
from dlvis.embed.folder import Choice, embed
from dlvis.embed.oembed import address, oembed
from dlvis.embed.stills import still_pdf
from dlvis.errors import InputError
from dlvis.footage.naming import file_name
from dlvis.footage.subtitles import read_cues
from tests.films import files_of_at_most, frames
from tests.small_clips import small_clip, with_pages

QUICK = Choice(webm=False)
FILES = [
    "bar.en.chapters.vtt",
    "bar.en.srt",
    "bar.en.vtt",
    "bar.mp4",
    "bar.webm",
    "clip.json",
    "embed.html",
    "iframe.txt",
    "oembed.json",
    "poster.png",
    "stills/first.pdf",
    "stills/first.png",
    "stills/middle.pdf",
    "stills/middle.png",
    "transcript.html",
    "transcript.txt",
]


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def clip(tmp_path):
    return small_clip(tmp_path / "bar")


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    out = tmp_path_factory.mktemp("embed")
    return embed(small_clip(out / "bar"), out / "folder")


def test_everything_is_there_and_belongs_to_the_clip(embedded):
    folder = embedded.clip.path.parent
    assert names(folder) == FILES
    assert own_files(folder) == set(FILES)
    assert is_intact(folder)


def test_the_folder_is_a_clip_too_and_can_be_moved_and_embedded_again(embedded, tmp_path):
    moved = shutil.copytree(embedded.clip.path.parent, tmp_path / "moved")
    again = embed(load_clip(moved), tmp_path / "again")
    assert names(again.clip.path.parent) == FILES
    assert again.clip.path.read_bytes() == embedded.clip.path.read_bytes()


def test_the_webm_shows_the_same_frames(embedded):
    with av.open(str(embedded.clip.path.with_suffix(".webm"))) as film:
        stream = film.streams.video[0]
        assert stream.codec_context.name == "vp9"
        seen = np.stack([frame.to_ndarray(format="rgb24") for frame in film.decode(stream)])
    pictures = frames(embedded.clip)
    assert seen.shape == pictures.shape
    assert np.abs(seen.astype(int) - pictures).mean(axis=(1, 2, 3)).max() < 5


def test_chapters_and_transcript_say_the_words(embedded):
    folder = embedded.clip.path.parent
    chapters = read_cues(folder / "bar.en.chapters.vtt")
    assert [(cue.start, cue.end, cue.text) for cue in chapters] == [
        (0, 1, "It begins"),
        (1, 2.5, "It goes"),
        (2.5, 4, "It ends"),
    ]
    text = (folder / "transcript.txt").read_text()
    for words in ("A bar moves", "[0:02] It ends", "It has come to rest.", "(A bar on the right.)", "CC0"):
        assert words in text


def test_the_line_and_oembed_name_the_page(embedded):
    folder = embedded.clip.path.parent
    told = json.loads((folder / "oembed.json").read_text())
    assert (told["type"], told["version"], told["width"]) == ("video", "1.0", 160)
    assert told["html"] == embedded.iframe == (folder / "iframe.txt").read_text().strip()
    assert 'src="folder/embed.html"' in embedded.iframe


def test_with_an_address_all_links_are_whole(clip, tmp_path):
    made = embed(clip, tmp_path / "out", Choice(webm=False, url="https://example.org/films/bar"))
    assert 'src="https://example.org/films/bar/embed.html"' in made.iframe
    page = (tmp_path / "out" / "embed.html").read_text()
    assert 'application/json+oembed" href="https://example.org/films/bar/oembed.json"' in page
    told = json.loads(oembed(made.clip, address("https://example.org/films/bar/", "x")))
    assert told["thumbnail_url"] == "https://example.org/films/bar/poster.png"


@pytest.mark.parametrize("url", ["javascript:alert(1)", 'https://a"onload="x', "ftp://a", "https://a b", ""])
def test_an_address_that_is_none_is_refused(clip, tmp_path, url):
    with pytest.raises(InputError, match="--url: expected an address"):
        embed(clip, tmp_path / "out", Choice(url=url))


def test_without_a_page_a_pdf_holds_the_pixels_of_the_still(embedded):
    still = embedded.clip.stills[0]
    content = still.path.with_suffix(".pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert content == still_pdf(still.path, "A bar moves: first", still.alt)
    assert b"/Width 160" in content
    assert b"/Height 90" in content


def test_a_page_of_vectors_goes_along_as_it_is(clip, tmp_path):
    drawn = with_pages(clip)
    made = embed(drawn, tmp_path / "out", QUICK)
    assert [still.page.name for still in made.clip.stills] == ["first.pdf", "middle.pdf"]
    assert [still.page.read_bytes() for still in made.clip.stills] == [
        still.page.read_bytes() for still in drawn.stills
    ]
    assert names(tmp_path / "out") == [name for name in FILES if name != "bar.webm"]
    assert is_intact(tmp_path / "out")
    assert embed(made.clip, tmp_path / "again", QUICK).clip.stills[0].page.is_file()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\n", b"<svg onload='alert(1)'/>"])
def test_a_page_that_is_none_is_refused(clip, tmp_path, content):
    drawn = with_pages(clip)
    drawn.stills[1].page.write_bytes(content)
    with pytest.raises(InputError, match=r"middle\.pdf: expected a page as dlvis draws them"):
        embed(drawn, tmp_path / "out", QUICK)
    drawn.stills[1].page.unlink()
    with pytest.raises(InputError, match=r"middle\.pdf: the clip names it, but it is not there"):
        embed(drawn, tmp_path / "out", QUICK)
    assert not (tmp_path / "out").exists()


def test_a_page_of_a_size_that_none_has_is_refused_unread(clip, tmp_path):
    drawn = with_pages(clip)
    os.truncate(drawn.stills[0].page, 2**40)
    with pytest.raises(InputError, match=r"first\.pdf: expected a page of at most 67108864 bytes, got"):
        embed(drawn, tmp_path / "out", QUICK)


def test_a_page_outside_of_the_folder_is_refused(clip, tmp_path):
    with_pages(clip)
    manifest = tmp_path / "bar" / "clip.json"
    manifest.write_text(manifest.read_text().replace('"page": "stills/first.pdf"', '"page": "../first.pdf"'))
    with pytest.raises(InputError, match=r"stills\[0\]\.page: expected a file within the folder"):
        load_clip(tmp_path / "bar")


def test_a_second_time_replaces_the_first_and_keeps_what_is_not_its_own(clip, tmp_path):
    out = tmp_path / "out"
    embed(clip, out, Choice(webm=False, also=("gif",)))
    (out / "slides.txt").write_text("mine")
    embed(clip, out, QUICK)
    assert names(out) == sorted([name for name in FILES if name != "bar.webm"] + ["slides.txt"])


def test_a_folder_with_something_else_is_refused(clip, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="out: holds something else than a clip of ours"):
        embed(clip, tmp_path / "out", QUICK)
    assert names(tmp_path / "out") == ["thesis.txt"]


@pytest.mark.parametrize("name", ["bar.mp4", "bar.en.vtt", "poster.png", "stills/middle.png"])
def test_a_missing_file_is_named(clip, tmp_path, name):
    (tmp_path / "bar" / name).unlink()
    with pytest.raises(InputError, match=f"{name}: the clip names it, but it is not there"):
        embed(clip, tmp_path / "out", QUICK)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["poster.png", "stills/middle.png"])
@pytest.mark.parametrize("content", [b"", b"<svg onload='alert(1)'/>", b"\x89PNG\r\n\x1a\n"])
def test_a_picture_that_is_none_is_refused(clip, tmp_path, name, content):
    (tmp_path / "bar" / name).write_bytes(content)
    with pytest.raises(InputError, match=f"{name}: expected a PNG"):
        embed(clip, tmp_path / "out", QUICK)
    assert not (tmp_path / "out").exists()


def test_a_picture_of_another_kind_under_the_name_of_a_png_is_refused(clip, tmp_path):
    Image.new("RGB", (8, 8)).save(clip.poster, format="GIF")
    with pytest.raises(InputError, match=r"poster\.png: expected a PNG"):
        embed(clip, tmp_path / "out", QUICK)


def test_a_playlist_in_the_place_of_a_film_is_refused(clip, tmp_path):
    (tmp_path / "secret.mp4").write_bytes(clip.path.read_bytes())
    clip.path.write_text("ffconcat version 1.0\nfile ../secret.mp4\n")
    with pytest.raises(InputError, match=r"bar\.mp4: expected an mp4"):
        embed(clip, tmp_path / "out", QUICK)


@pytest.mark.parametrize(
    ("n_bytes", "choice"), [(500, QUICK), (3_000, QUICK), (9_000, Choice(webm=False, also=("gif",)))]
)
def test_without_room_nothing_is_left(clip, tmp_path, n_bytes, choice):
    with files_of_at_most(n_bytes), pytest.raises(InputError, match=r"cannot be written|could not write"):
        embed(clip, tmp_path / "out", choice)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bar"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_place_that_cannot_be_written(clip, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(InputError, match="cannot be written"):
        embed(clip, tmp_path / "locked" / "out", QUICK)


HOSTILE = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "--></style></script><script>alert(1)</script>",
    "$script $title ${captions} $$",
    "{{constructor.constructor('alert(1)')()}}",
    "javascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "-i /etc/passwd -y out.mp4",
    "concat:/etc/passwd|file:x",
    "a;touch evil;$(touch evil)`touch evil`",
    "two\nlines\n\n00:00:00.000 --> 00:09:00.000\nforged",
    "x --> y\nNOTE\nSTYLE\n::cue{background:url(http://example.org)}",
    "=cmd|' /C calc'!A0",
    "\u202eright to left\u2066",
    "日本語 العربية 😀",
    "con",
    "%2e%2e%2f%00",
    "   ",
]


@pytest.fixture(scope="module")
def harmless(tmp_path_factory):
    out = tmp_path_factory.mktemp("harmless")
    return embed(small_clip(out / "bar"), out / "folder", QUICK).clip.path.parent


class Tags(HTMLParser):
    """Every tag of a page with the names of its attributes."""

    def __init__(self, text):
        super().__init__()
        self.seen = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, tuple(name for name, _ in attrs)))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_leave_every_page_as_it_is(clip, harmless, tmp_path, text):
    document = json.loads((tmp_path / "bar" / "clip.json").read_text())
    document |= {"title": text, "scene": text, "credits": [text]}
    for each in document["chapters"]:
        each |= {"name": text, "title": text, "narration": text, "alt": text}
    for number, each in enumerate(document["stills"]):
        each |= {"name": f"{number}{text}", "alt": text}
    (tmp_path / "bar" / "clip.json").write_text(json.dumps(document))
    made = embed(load_clip(tmp_path / "bar"), tmp_path / "out", QUICK)
    for name in ("embed.html", "transcript.html"):
        expected, seen = ((folder / name).read_text("utf-8") for folder in (harmless, made.clip.path.parent))
        assert Tags(seen).seen == Tags(expected).seen
    ((tag, attributes),) = Tags(made.iframe).seen
    assert (tag, attributes) == ("iframe", ("src", "title", "width", "height", "style", "allow", "loading"))
    told = json.loads((made.clip.path.parent / "oembed.json").read_text("utf-8"))
    assert (told["title"], told["html"]) == (text, made.iframe)
    if text.strip():
        assert len(read_cues(made.clip.path.parent / "bar.en.chapters.vtt")) == 3
    ElementTree.fromstring(made.iframe.replace("&nbsp;", ""))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bar", "out"]
    assert len(names(made.clip.path.parent)) == len(FILES) - 1


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_makes_a_name_that_stays_where_it_is(tmp_path, text):
    name = file_name(text)
    (tmp_path / name).write_text("x")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert not set(name) & set("/\\:*?\"<>|'`$&;%\n ")
    assert name[0] not in ".-"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a 'b' \"c\" <d>", "http: x", "-i", "$(touch evil)", "%d", "é ü"])
def test_a_film_of_any_name_is_embedded_under_a_safe_one(tmp_path, name):
    clip = small_clip(tmp_path / name / "clip", name=name)
    save_clip(clip, clip.path.parent)
    made = embed(load_clip(clip.path), tmp_path / name / "out", Choice(webm=False, also=("gif",)))
    assert made.clip.path.name == f"{file_name(name)}.mp4"
    assert is_intact(made.clip.path.parent)
    assert not (tmp_path / "evil").exists()


def dlvis(*arguments, cwd):
    line = [sys.executable, "-m", "dlvis", *arguments]
    return subprocess.run(line, cwd=cwd, capture_output=True, text=True)


def test_the_command_puts_the_folder_under_renders(clip, tmp_path):
    done = dlvis("embed", "bar/bar.mp4", "--no-webm", "--also", "gif", cwd=tmp_path)
    page, gif, line = done.stdout.splitlines()
    assert page == "renders/embed/bar/embed.html"
    assert gif.startswith("renders/embed/bar/bar.gif  160 pixels wide, 10 frames a second, 0.")
    assert line.startswith('<iframe src="bar/embed.html"')


def test_a_film_without_a_manifest_is_told_in_a_sentence(clip, tmp_path):
    shutil.copyfile(clip.path, tmp_path / "alone.mp4")
    done = dlvis("embed", "alone.mp4", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        "dlvis: alone.mp4: expected a clip with its manifest clip.json beside it, which has its captions and"
        " its words; make one with `dlvis render NAME`\n"
    )
    assert dlvis("embed", "bar", "--also", "gfi", cwd=tmp_path).stderr.startswith(
        "dlvis: --also: unknown kind 'gfi'; did you mean 'gif'?"
    )

"""Manifests that a stranger wrote: each wrong entry is refused by name, and nothing outside is touched."""

import json
from pathlib import Path

import pytest

from dlvis.clip import is_intact, load_clip
from dlvis.errors import InputError
from dlvis.manifest import inside

GOOD = {
    "format": "dlvis clip",
    "version": 1,
    "path": "dot.mp4",
    "scene": "dot",
    "title": "A dot",
    "language": "en",
    "width": 64,
    "height": 36,
    "fps": 10,
    "seconds": 2.0,
    "chapters": [{"name": "a", "title": "A", "start": 0, "end": 2, "narration": "A dot.", "alt": "A dot."}],
    "captions": ["dot.en.vtt"],
    "poster": "poster.png",
    "stills": [{"name": "s", "path": "stills/s.png", "at": 1.0, "alt": "A dot."}],
    "credits": ["CC0"],
    "made_from": {"params": {}},
    "files": {},
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "clip").mkdir()
    return tmp_path / "clip"


def written(folder, document):
    (folder / "clip.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


def changed(field, value):
    """GOOD with one entry changed; `field` such as "chapters.0.start"."""
    document = json.loads(json.dumps(GOOD))
    *way, last = (int(part) if part.isdigit() else part for part in field.split("."))
    place = document
    for part in way:
        place = place[part]
    place[last] = value
    return document


def test_what_is_right_is_taken(folder):
    clip = load_clip(written(folder, GOOD))
    assert (clip.path, clip.chapters[0].end, clip.stills[0].at) == (folder / "dot.mp4", 2.0, 1.0)


LEADING_OUT = [
    "../secret.txt",
    "stills/../../secret.txt",
    "/etc/passwd",
    "..\\secret.txt",
    "C:\\secret.txt",
    "c:secret.txt",
    "\\\\host\\share\\x",
    "",
    ".",
    "a\0b",
    "a\nb",
    7,
    None,
    ["dot.mp4"],
]


@pytest.mark.parametrize("name", LEADING_OUT)
@pytest.mark.parametrize("field", ["path", "poster", "captions.0", "stills.0.path"])
def test_a_file_outside_the_folder_is_refused(folder, field, name):
    with pytest.raises(InputError, match=r"clip\.json: .*expected a file within the folder"):
        load_clip(written(folder, changed(field, name)))


def test_a_link_out_of_the_folder_is_refused(folder):
    (folder / "dot.mp4").symlink_to(folder.parent / "secret.txt")
    (folder / "stills").symlink_to(folder.parent)
    (folder / "round").symlink_to("round")
    with pytest.raises(InputError, match="path: expected a file within"):
        load_clip(written(folder, GOOD))
    assert inside(folder, "stills/secret.txt") is None
    assert inside(folder, "round") in (None, folder / "round")  # Python 3.13 follows it no further


def test_a_link_within_the_folder_is_taken(folder):
    (folder / "real.mp4").write_text("film")
    (folder / "dot.mp4").symlink_to("real.mp4")
    assert load_clip(written(folder, GOOD)).path.read_text() == "film"


def test_no_digest_is_taken_outside_the_folder(folder):
    from dlvis.clip import digest

    files = {"../secret.txt": digest(folder.parent / "secret.txt")}
    assert not is_intact(written(folder, {**GOOD, "files": files}))


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("title", 3, "title: expected text"),
        ("title", "half \ud800", "title: expected text"),
        ("title", "bell \x07", "title: expected text"),
        ("title", "x" * 30_000, "title: expected text"),
        ("language", '"><script>', "language: expected a language tag"),
        ("width", "64", "width: expected a whole number"),
        ("height", -36, "height: expected a whole number"),
        ("fps", 0, "fps: expected a whole number"),
        ("fps", True, "fps: expected a whole number"),
        ("seconds", float("nan"), "seconds: expected a time"),
        ("seconds", float("inf"), "seconds: expected a time"),
        ("chapters", {}, "chapters: expected a list"),
        ("chapters", ["a"], r"chapters\[0\]: expected an object"),
        ("chapters.0.start", "0<script>", r"chapters\[0\].start: expected a time"),
        ("chapters.0.start", -1, r"chapters\[0\].start: expected a time"),
        ("chapters.0.end", 99, "chapter 'a': expected times between"),
        ("chapters.0.alt", None, r"chapters\[0\].alt: expected text"),
        ("stills.0.at", "1", r"stills\[0\].at: expected a time"),
        ("credits", "CC0", "credits: expected a list"),
        ("credits.0", {"a": 1}, r"credits\[0\]: expected text"),
        ("made_from", [], "made_from: expected an object"),
        ("made_from", {"a": "\udc00"}, "made_from: holds half characters"),
    ],
)
def test_an_entry_of_another_kind_is_refused(folder, field, value, expected):
    with pytest.raises(InputError, match=expected):
        load_clip(written(folder, changed(field, value)))


def test_an_endless_nest_is_refused(folder):
    (folder / "clip.json").write_text("[" * 100_000)
    with pytest.raises(InputError, match="cannot be parsed"):
        load_clip(folder)


def test_messages_hold_no_controls_of_the_terminal(folder):
    with pytest.raises(InputError) as caught:
        load_clip(written(folder, changed("path", "../\x1b[2Jx")))
    assert "\x1b" not in str(caught.value)


def test_only_names_within_the_folder_are_inside():
    folder = Path("somewhere")
    assert inside(folder, "a/b.png") == folder / "a" / "b.png"
    assert inside(folder, "a b '\"<>.png") == folder / "a b '\"<>.png"

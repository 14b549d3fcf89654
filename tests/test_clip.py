import json
import shutil

import pytest

from dlvis.clip import Chapter, Clip, StillImage, is_intact, load_clip, missing_file, save_clip
from dlvis.errors import InputError


@pytest.fixture
def clip(tmp_path):
    folder = tmp_path / "dot"
    (folder / "stills").mkdir(parents=True)
    for name in ("dot.mp4", "dot.en.srt", "dot.en.vtt", "poster.png", "stills/placed.png"):
        (folder / name).write_text(f"content of {name}")
    return Clip(
        path=folder / "dot.mp4",
        scene="dot",
        title="A dot",
        language="en",
        width=64,
        height=36,
        fps=10,
        seconds=2.5,
        chapters=(Chapter("start", "The start", 0.0, 2.5, "A dot.", "A dot in a square."),),
        captions=(folder / "dot.en.srt", folder / "dot.en.vtt"),
        poster=folder / "poster.png",
        stills=(StillImage("placed", folder / "stills" / "placed.png", 0.5, "The dot."),),
        credits=("CC0",),
        made_from={"params": {"net": {"widths": [2, 1]}}, "key": "k"},
    )


def same(one, other):
    return vars(one) | {"made_from": dict(one.made_from)} == vars(other) | {
        "made_from": dict(other.made_from)
    }


def test_a_clip_comes_back_as_it_was_saved(clip):
    save_clip(clip, clip.path.parent)
    assert same(load_clip(clip.path.parent), clip)


def test_a_clip_can_be_moved(clip, tmp_path):
    save_clip(clip, clip.path.parent)
    shutil.move(clip.path.parent, tmp_path / "elsewhere")
    moved = load_clip(tmp_path / "elsewhere" / "clip.json")
    assert moved.path == tmp_path / "elsewhere" / "dot.mp4"
    assert moved.stills[0].path.read_text() == "content of stills/placed.png"
    assert is_intact(tmp_path / "elsewhere")


def test_no_machine_path_stands_in_the_manifest(clip, tmp_path):
    assert str(tmp_path) not in save_clip(clip, clip.path.parent).read_text()


@pytest.mark.parametrize("name", ["dot.mp4", "poster.png", "stills/placed.png"])
def test_a_damaged_clip_is_not_intact(clip, name):
    folder = clip.path.parent
    save_clip(clip, folder)
    assert is_intact(folder)
    (folder / name).write_text("torn")
    assert not is_intact(folder)
    (folder / name).unlink()
    assert not is_intact(folder)


def test_a_clip_is_named_by_its_film_too(clip):
    save_clip(clip, clip.path.parent)
    assert same(load_clip(clip.path), clip)
    with pytest.raises(InputError, match=r"poster.png: expected the film of the clip beside it.*dot.mp4"):
        load_clip(clip.poster)
    with pytest.raises(InputError, match=r"dto.mp4: no clip there"):
        load_clip(clip.path.with_name("dto.mp4"))


def test_a_file_that_is_missing_is_named(clip):
    assert missing_file(clip) is None
    clip.stills[0].path.unlink()
    assert missing_file(clip) == clip.stills[0].path


def test_a_folder_without_a_clip(tmp_path):
    with pytest.raises(InputError, match=r"no clip there.*dlvis render"):
        load_clip(tmp_path)
    assert not is_intact(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda document: document | {"version": 99}, "expected format version 1, got 99"),
        (lambda document: document | {"format": "other"}, "expected the manifest of a clip"),
        (lambda document: {key: document[key] for key in document if key != "chapters"}, "entry chapters"),
        (lambda document: document | {"chapters": [{"name": "x"}]}, r"chapters\[0\].title, but"),
        (lambda document: [document], "expected the manifest of a clip"),
    ],
)
def test_a_foreign_manifest_is_refused(clip, change, message):
    manifest = save_clip(clip, clip.path.parent)
    manifest.write_text(json.dumps(change(json.loads(manifest.read_text()))))
    with pytest.raises(InputError, match=message):
        load_clip(manifest)


def test_a_torn_manifest_is_refused(clip):
    manifest = save_clip(clip, clip.path.parent)
    manifest.write_text(manifest.read_text()[:40])
    with pytest.raises(InputError, match="cannot be parsed"):
        load_clip(manifest)

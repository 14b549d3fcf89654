import json

import pytest

from dlvis.errors import InputError
from dlvis.footage.place import check_free, placed_folder


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def fill(folder, **files):
    """As a clip with these files, named by their stems, is written."""
    for name, text in files.items():
        (folder / f"{name}.mp4").write_text(text)
    manifest = {"format": "dlvis clip", "version": 1, "files": {f"{name}.mp4": "" for name in files}}
    (folder / "clip.json").write_text(json.dumps(manifest))


def test_a_folder_appears_as_a_whole(tmp_path):
    with placed_folder(tmp_path / "clips" / "dot") as folder:
        fill(folder, dot="new")
        assert not (tmp_path / "clips" / "dot").exists()
    assert names(tmp_path / "clips") == ["dot"]
    assert (tmp_path / "clips" / "dot" / "dot.mp4").read_text() == "new"


def test_an_earlier_one_is_replaced_only_at_the_end(tmp_path):
    for name in ("old", "new"):
        with placed_folder(tmp_path / "dot") as folder:
            fill(folder, **{name: name})
            assert (tmp_path / "dot" / "old.mp4").exists() == (name == "new")
    assert names(tmp_path) == ["dot"]
    assert names(tmp_path / "dot") == ["clip.json", "new.mp4"]


def test_what_is_not_of_the_clip_is_kept(tmp_path):
    for name in ("old", "new"):
        with placed_folder(tmp_path / "dot") as folder:
            fill(folder, **{name: name})
        (tmp_path / "dot" / "mine.pptx").write_text("slides")
        (tmp_path / "dot" / "notes").mkdir(exist_ok=True)
        (tmp_path / "dot" / "notes" / "new.mp4").write_text("mine")
    assert names(tmp_path / "dot") == ["clip.json", "mine.pptx", "new.mp4", "notes"]
    assert (tmp_path / "dot" / "mine.pptx").read_text() == "slides"
    assert names(tmp_path / "dot" / "notes") == ["new.mp4"]


def test_a_file_that_is_called_as_one_of_the_new_clip_is_kept_too(tmp_path):
    with placed_folder(tmp_path / "dot") as folder:
        fill(folder, old="old")
    for name, text in (("new.mp4", "mine"), ("new.mp4.old", "mine too")):
        (tmp_path / "dot" / name).write_text(text)
    with placed_folder(tmp_path / "dot") as folder:
        fill(folder, new="new")
    found = {path.name: path.read_text() for path in (tmp_path / "dot").glob("new*")}
    assert found == {"new.mp4": "new", "new.mp4.old": "mine", "new.mp4.old.old": "mine too"}


def fill_half(target, error):
    with placed_folder(target) as folder:
        fill(folder, dot="half")
        raise error


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_what_fails_leaves_the_earlier_one(tmp_path, error):
    with placed_folder(tmp_path / "dot") as folder:
        fill(folder, dot="old")
    with pytest.raises(error):
        fill_half(tmp_path / "dot", error)
    assert names(tmp_path) == ["dot"]
    assert (tmp_path / "dot" / "dot.mp4").read_text() == "old"


def test_a_foreign_folder_is_never_replaced(tmp_path):
    (tmp_path / "dot").mkdir()
    (tmp_path / "dot" / "thesis.tex").touch()
    with pytest.raises(InputError, match="holds something else"):
        check_free(tmp_path / "dot")
    assert names(tmp_path / "dot") == ["thesis.tex"]


def test_an_unwritable_place_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"clips: cannot be written .*choose another --out"):
        check_free(tmp_path / "file" / "clips" / "dot")


def test_the_check_leaves_nothing_behind(tmp_path):
    check_free(tmp_path / "dot")
    assert names(tmp_path) == []

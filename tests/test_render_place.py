import pytest

from dlvis.errors import InputError
from dlvis.render.place import check_free, placed_folder


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_appears_as_a_whole(tmp_path):
    with placed_folder(tmp_path / "clips" / "dot", "mark") as folder:
        (folder / "mark").write_text("new")
        assert not (tmp_path / "clips" / "dot").exists()
    assert names(tmp_path / "clips") == ["dot"]
    assert (tmp_path / "clips" / "dot" / "mark").read_text() == "new"


def test_an_earlier_one_is_replaced_only_at_the_end(tmp_path):
    for text in ("old", "new"):
        with placed_folder(tmp_path / "dot", "mark") as folder:
            (folder / "mark").write_text(text)
            (folder / text).touch()
    assert names(tmp_path) == ["dot"]
    assert names(tmp_path / "dot") == ["mark", "new"]


def fill_half(target, error):
    with placed_folder(target, "mark") as folder:
        (folder / "mark").write_text("half")
        raise error


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_what_fails_leaves_the_earlier_one(tmp_path, error):
    with placed_folder(tmp_path / "dot", "mark") as folder:
        (folder / "mark").write_text("old")
    with pytest.raises(error):
        fill_half(tmp_path / "dot", error)
    assert names(tmp_path) == ["dot"]
    assert (tmp_path / "dot" / "mark").read_text() == "old"


def test_a_foreign_folder_is_never_replaced(tmp_path):
    (tmp_path / "dot").mkdir()
    (tmp_path / "dot" / "thesis.tex").touch()
    with pytest.raises(InputError, match="holds something else"):
        check_free(tmp_path / "dot", "mark")
    assert names(tmp_path / "dot") == ["thesis.tex"]


def test_an_unwritable_place_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"clips: cannot be written .*choose another --out"):
        check_free(tmp_path / "file" / "clips" / "dot", "mark")


def test_the_check_leaves_nothing_behind(tmp_path):
    check_free(tmp_path / "dot", "mark")
    assert names(tmp_path) == []

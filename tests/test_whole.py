from pathlib import Path

import pytest

from dlvis.errors import InputError
from dlvis.whole import put_in_place, write_whole


def test_a_file_that_cannot_be_finished_leaves_the_earlier_one(tmp_path, monkeypatch):
    write_whole(tmp_path / "sub" / "file", b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match=r"file: cannot be written \(No space left"):
        write_whole(tmp_path / "sub" / "file", b"new", overwrite=True)
    assert [path.name for path in (tmp_path / "sub").iterdir()] == ["file"]
    assert (tmp_path / "sub" / "file").read_bytes() == b"old"


def folder(path, content):
    path.mkdir()
    (path / "file").write_text(content)
    return path


def contents(path):
    return {each.name: (each / "file").read_text() for each in path.iterdir()}


def test_a_folder_takes_the_place_of_another(tmp_path):
    folder(tmp_path / "dot", "old")
    put_in_place(folder(tmp_path / "made", "new"), tmp_path / "dot")
    assert contents(tmp_path) == {"dot": "new"}


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("renamed", ["dot", "made"])
def test_whatever_comes_between_one_of_them_stands(tmp_path, monkeypatch, error, when, renamed):
    folder(tmp_path / "dot", "old")
    made, rename = folder(tmp_path / "made", "new"), Path.rename

    def interrupted(self, target):
        if self.name != renamed:
            return rename(self, target)
        monkeypatch.undo()
        if when == "after":
            rename(self, target)
        raise error

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(error):
        put_in_place(made, tmp_path / "dot")
    is_new = (renamed, when) == ("made", "after")
    assert contents(tmp_path) == ({"dot": "new"} if is_new else {"dot": "old", "made": "new"})

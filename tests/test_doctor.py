import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dlvis.cli.doctor import command
from dlvis.doctor import cairo_and_pango, check, python_version, torch, writable


@pytest.fixture
def broken_torch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A torch that breaks when imported, first on the path of every Python that is started."""
    (tmp_path / "torch.py").write_text("raise ImportError('libtorch.so: cannot open shared object file')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def test_all_is_well_here_in_one_line_each(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["--out", str(tmp_path)])
    lines = result.output.splitlines()
    names = ["Python", "cairo, pango", "typst", "H.264 (PyAV)", "ffmpeg", "fonts", "torch", "output folder"]
    assert [line[5:19].strip() for line in lines] == names
    assert [line for line in lines if not line.startswith("ok ")] == []
    assert result.exit_code == 0


@pytest.mark.usefixtures("broken_torch")
def test_what_is_wrong_is_told_with_its_remedy_and_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    result = CliRunner().invoke(command, ["--out", str(tmp_path)])
    of_typst, of_torch = [line for line in result.output.splitlines() if line.startswith("BAD")]
    assert of_typst.startswith("BAD  typst")
    assert of_typst.endswith("-m pip install --force-reinstall typst")
    assert "libtorch.so: cannot open shared object file" in of_torch
    assert of_torch.endswith("-m pip install --force-reinstall torch")
    assert result.exit_code == 2


@pytest.mark.usefixtures("broken_torch")
def test_json_says_the_same(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["--json", "--out", str(tmp_path)])
    assert [check["name"] for check in json.loads(result.output) if not check["ok"]] == ["torch"]
    assert result.exit_code == 2


@pytest.mark.usefixtures("broken_torch")
def test_a_broken_torch_is_told_in_its_last_line() -> None:
    with pytest.raises(RuntimeError, match=r"^ImportError: libtorch\.so"):
        torch()


def test_a_probe_that_is_well_needs_no_remedy() -> None:
    well = check("name", lambda: "found", "remedy")
    assert (well.ok, well.found, well.remedy) == (True, "found", "")


def test_an_error_without_words_is_named_by_its_kind() -> None:
    def probe() -> str:
        raise MemoryError

    assert check("name", probe, "remedy").found == "MemoryError"


@pytest.mark.parametrize("module", ["cairo", "manimpango"])
def test_missing_cairo_or_pango_is_no_surprise(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    told = check("cairo, pango", cairo_and_pango, "remedy")
    assert (told.ok, told.remedy) == (False, "remedy")
    assert module in told.found


def test_an_output_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    with pytest.raises(RuntimeError, match="takes no file: Not a directory"):
        writable(file / "renders")


def test_looking_leaves_the_output_folder_as_it_was(tmp_path: Path) -> None:
    writable(tmp_path / "not" / "yet")
    assert list(tmp_path.iterdir()) == []


def test_an_old_python_is_too_old() -> None:
    with pytest.raises(RuntimeError, match=r"3\.10\.4 is too old"):
        python_version((3, 10, 4))

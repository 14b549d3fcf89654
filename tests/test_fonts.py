from pathlib import Path

import pytest
import typst

from dlvis.errors import InputError
from dlvis.fonts import font_family, font_files, fonts_visible, register_fonts


def svg(text: str, folder: Path) -> str:
    """`text` set by Typst in the project's font, and in no other."""
    source = folder / "text.typ"
    source.write_text(
        f'#set page(width: auto, height: auto, margin: 0pt)\n#set text(font: "{font_family()}",'
        f" size: 10pt, fallback: false)\n{text}"
    )
    fonts = [str(font_files()[0].parent)]
    return typst.compile(str(source), format="svg", font_paths=fonts, ignore_system_fonts=True).decode()


def width(text: str, folder: Path) -> float:
    return float(svg(text, folder).split('viewBox="0 0 ')[1].split()[0])


def test_there_is_a_regular_and_a_bold_with_their_licence() -> None:
    assert [file.stem.split("-")[1] for file in font_files()] == ["Bold", "Regular"]
    assert "SIL OPEN FONT LICENSE" in (font_files()[0].parent / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("mark", ["", "*"])
def test_all_figures_are_of_one_width(tmp_path: Path, mark: str) -> None:
    widths = {width(f"{mark}{digit * 10}{mark}", tmp_path) for digit in "0123456789"}
    assert len(widths) == 1


def test_letters_are_not_all_of_one_width(tmp_path: Path) -> None:
    assert width("iiii", tmp_path) < width("mmmm", tmp_path)


def test_bold_differs_from_regular(tmp_path: Path) -> None:
    assert width("*mmmm*", tmp_path) > width("mmmm", tmp_path)


@pytest.mark.parametrize("character", list("éüßøñ−×±·≤≥≈→←²₁αθλ\u2009\u202f–“”…°"))
def test_the_characters_films_use_are_there(tmp_path: Path, character: str) -> None:
    assert width(f"x{character}x", tmp_path) > width("xx", tmp_path)


def test_registered_fonts_are_seen_by_pango_and_registering_twice_is_harmless() -> None:
    register_fonts()
    register_fonts()
    assert fonts_visible()


def test_missing_fonts_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlvis.fonts.shipped", lambda folder: tmp_path)
    with pytest.raises(InputError, match="complete checkout"):
        font_files()

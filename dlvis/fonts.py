"""The face every film is set in: one sans-serif with figures of equal width, from assets/fonts."""

from pathlib import Path

from dlvis.errors import InputError
from dlvis.shipped import shipped


def font_family() -> str:
    """The name Pango and Typst know the project's font by."""
    return "Dlvis Sans"


def font_files() -> tuple[Path, ...]:
    """The font's files, regular and bold, in an order that stays.

    Raises:
        InputError: they are not where they ship.
    """
    folder = shipped("assets") / "fonts"
    files = tuple(sorted(folder.glob("*.otf")))
    if not files:
        raise InputError(f"{folder}: expected the project's fonts (*.otf), got none; get a complete checkout")
    return files


def fonts_visible() -> bool:
    """Whether Pango finds the project's font in this process."""
    import manimpango

    return font_family() in manimpango.list_fonts()


def register_fonts() -> None:
    """Let Pango, and so Manim's `Text`, know the project's font in this process; once is enough."""
    import manimpango

    if fonts_visible():
        return
    for file in font_files():
        manimpango.register_font(str(file))

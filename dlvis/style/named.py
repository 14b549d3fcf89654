"""A theme by what a user calls it: the name of a built-in one, or a TOML file of one's own."""

from pathlib import Path

from dlvis.errors import InputError, nearest
from dlvis.style.own import own_theme
from dlvis.style.theme import THEMES, Theme


def theme(name: str) -> Theme:
    """The built-in theme of this name, night, paper or contrast; or that of a file such as my.toml.

    Raises:
        InputError: there is none of this name; the nearest one is named. A file that is no theme.
    """
    if name.endswith(".toml"):
        return own_theme(Path(name))
    if name not in THEMES:
        raise InputError(f"theme {name!r} is unknown{nearest(name, THEMES)} (or give a .toml of your own)")
    return THEMES[name]

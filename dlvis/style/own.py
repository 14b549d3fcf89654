"""A look of one's own: a TOML file that changes some values of a built-in theme, checked to be readable.

    base = "paper"                       # night, paper or contrast; what is not said below stays as it is
    ground = "#FFF6E5"
    negative = "#2E6F9E"
    positive = "#B3541E"
    folds = ["#00735C", "#8A3FFC"]       # the neurons in order, again from the first where there are more

    [strokes]
    boundary = 6

Words must stand 4.5 : 1 on the ground, lines and areas 3 : 1, and the two classes must be two colours for
eyes that lack a kind of cone too.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from dlvis.errors import InputError, nearest
from dlvis.style.colour import contrast
from dlvis.style.suggestion import readable, told_apart
from dlvis.style.theme import THEMES, Theme
from dlvis.style.vision import LEAST_APART, class_differences
from dlvis.toml import line_of, toml_document

COLOURS = ("ground", "ink", "muted", "hairline", "negative", "positive", "boundary", "halo", "dead")
LEAST = {"ink": 4.5, "muted": 4.5, "negative": 3.0, "positive": 3.0, "boundary": 3.0, "folds": 3.0}
# a group -> the least and the most that its values may be
GROUPS = {"sizes": (28.0, 120.0), "strokes": (0.5, 40.0), "opacities": (0.0, 1.0)}
KEYS = ("base", *COLOURS, "folds", *GROUPS)


def own_theme(path: Path) -> Theme:
    """The theme in the TOML file at `path`, named as the file.

    Raises:
        InputError: with the file and the key: an unknown one, a value that is none, colours too much alike.
    """
    text, document = toml_document(path, "a theme's TOML file")
    for key in document:
        if key not in KEYS:
            raise InputError(f"{path}{line_of(text, key)}: {key!r} is unknown{nearest(key, KEYS)}")
    base = document.get("base", "night")
    if base not in THEMES:
        raise InputError(
            f"{path}{line_of(text, 'base')}, base: expected one of {', '.join(THEMES)}, got {base!r}"
        )
    changes: dict[str, Any] = {key: _colour(path, key, document[key]) for key in COLOURS if key in document}
    if "ground" in changes:
        changes.setdefault("halo", changes["ground"])
    if "folds" in document:
        changes["folds"] = _folds(path, document["folds"])
    for group in GROUPS:
        changes[group] = _group(path, group, getattr(THEMES[base], group), document.get(group, {}))
    look = replace(THEMES[base], name=_name(path), **changes)
    _check(path, look, document)
    return look


def _name(path: Path) -> str:
    """The file's name as that of a folder: letters, digits, dots, lines."""
    return re.sub(r"[^\w.-]+", "-", path.stem).strip("-.") or "theme"


def _colour(path: Path, key: str, value: Any) -> str:
    if not (isinstance(value, str) and re.fullmatch("#[0-9A-Fa-f]{6}", value)):
        raise InputError(f'{path}, {key}: expected a colour such as "#1B9E77", got {value!r}')
    return value.upper()


def _folds(path: Path, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise InputError(f'{path}, folds: expected a list of colours such as ["#1B9E77"], got {value!r}')
    return tuple(_colour(path, f"folds[{k}]", each) for k, each in enumerate(value))


def _group(path: Path, group: str, base: Any, values: Any) -> Any:
    if not isinstance(values, Mapping):
        raise InputError(f"{path}, {group}: expected a table, [{group}], got {values!r}")
    known, (least, most) = [each.name for each in fields(base)], GROUPS[group]
    for key, value in values.items():
        if key not in known:
            raise InputError(f"{path}, [{group}] {key}: is unknown{nearest(key, known)}")
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not (is_number and least <= value <= most):
            raise InputError(
                f"{path}, [{group}] {key}: expected a number from {least:g} to {most:g}, got {value!r}"
            )
    return replace(base, **{key: float(value) for key, value in values.items()})


def _check(path: Path, look: Theme, document: Mapping[str, Any]) -> None:
    """Refuse what cannot be read or told apart."""
    for key, least in LEAST.items():
        for colour in look.folds if key == "folds" else (getattr(look, key),):
            measured = contrast(colour, look.ground)
            if measured < least:
                raise InputError(
                    f"{path}, {key}: expected a contrast of at least {least:g} : 1 to the ground"
                    f" {look.ground}, got {measured:.2f} with {colour}"
                    f"{_remedy(look, colour, least, document)}"
                )
    for eyes, measured in class_differences(look).items():
        if measured < LEAST_APART:
            raise InputError(
                f"{path}, negative and positive: expected two colours at least {LEAST_APART:g} apart"
                f" (in Oklab), got {measured:.2f} as seen with {eyes}; {_other_class(look)}"
            )


def _remedy(look: Theme, colour: str, least: float, document: Mapping[str, Any]) -> str:
    """What to write instead, to follow the sentence."""
    if "base" not in document:
        return '; base = "paper" suits a light ground'
    shade = readable(colour, look.ground, least)
    return f"; {shade} would do" if shade else ""


def _other_class(look: Theme) -> str:
    change = told_apart(look, LEAST["positive"])
    return f'{change[0]} = "{change[1]}" would do' if change else "choose another hue for one of them"

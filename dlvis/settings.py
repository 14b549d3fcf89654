"""What a user sets from outside: `--set net.widths=[2,8,8,1]` and `--props my.toml`, as one nested dict.

Values are TOML, so that a number, a list and a text mean the same on the command line and in a file. A bare
word that is no TOML value is taken as text, so that no shell has to be fought: `--set theme=paper`.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dlvis.errors import InputError, nearest
from dlvis.toml import toml_document

_KEY = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
_WORD = re.compile(r"(\.{0,2}/|~|[^\W\d])[\w./~ :+-]*")


def assigned(text: str) -> dict[str, Any]:
    """`"a.b=[1, 2]"` as `{"a": {"b": [1, 2]}}`."""
    key, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not _KEY.fullmatch(key):
        raise InputError(f"--set: expected key=value such as net.widths=[2,8,8,1], got {text!r}")
    nested: Any = _toml_value(key, value)
    for name in reversed(key.split(".")):
        nested = {name: nested}
    return dict(nested)


def merged(*layers: Mapping[str, Any]) -> dict[str, Any]:
    """One nested dict of all `layers`: a later one wins, tables are merged and not replaced."""
    result: dict[str, Any] = {}
    for layer in layers:
        for key, value in layer.items():
            if isinstance(value, Mapping):
                below = result.get(key)
                value = merged(below if isinstance(below, Mapping) else {}, value)
            result[key] = value
    return result


def props(path: str | Path) -> dict[str, Any]:
    """The settings that stand in the TOML file at `path`."""
    return toml_document(Path(path), "settings in TOML")[1]


def settings(assignments: Iterable[str] = (), props_path: str | Path | None = None) -> dict[str, Any]:
    """What `--props` and then every `--set` say, merged; the command line wins over the file."""
    file_layer = props(props_path) if props_path is not None else {}
    return merged(file_layer, *(assigned(text) for text in assignments))


def flat(nested: Mapping[str, Any]) -> dict[str, Any]:
    """`{"net": {"widths": [2, 1]}}` as `{"net.widths": [2, 1]}`."""
    result: dict[str, Any] = {}
    for key, value in nested.items():
        if isinstance(value, Mapping):
            result.update({f"{key}.{below}": leaf for below, leaf in flat(value).items()})
        else:
            result[key] = value
    return result


def check_names(names: Iterable[str], known: Iterable[str], kind: str = "setting") -> None:
    """Refuse the first of `names` that is not `known`, and name the nearest that is."""
    choices = list(known)
    for name in names:
        if name not in choices:
            raise InputError(f"unknown {kind} {name!r}{nearest(name, choices)}")


def _toml_value(key: str, text: str) -> Any:
    try:
        document = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError as error:
        if _WORD.fullmatch(text):
            return text
        raise InputError(
            f'--set {key}: expected a TOML value such as 3, "text" or [2,8,8,1], got {text!r}'
        ) from error
    if set(document) != {"value"}:
        raise InputError(f"--set {key}: expected one value, got several lines")
    return document["value"]

"""What a topic or a scene of one's own may be called: its name becomes that of a file, a folder, a class."""

import re
from collections.abc import Iterable
from importlib.util import find_spec
from keyword import iskeyword

from dlvis.errors import InputError

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*")
LONGEST = 40
DEVICES = re.compile(r"(?i)con|prn|aux|nul|com[0-9]|lpt[0-9]")  # no files on Windows, where clips go too


def check_name(name: str, taken: Iterable[str] = ()) -> str:
    """`name`, if it can be a file's on any system and is not `taken` by what ships with dlvis.

    Raises:
        InputError: signs such as / or dots, too long, or taken.
    """
    if not _NAME.fullmatch(name) or len(name) > LONGEST or DEVICES.fullmatch(name):
        raise InputError(
            f"name: expected letters and digits, a hyphen or _ between them, at most {LONGEST}, such as"
            f" my-island, got {name!r}"
        )
    if name in taken:
        raise InputError(f"name: {name!r} ships with dlvis, so that nobody would find yours; choose another")
    return name


def module_name(name: str, taken: Iterable[str] = ()) -> str:
    """The name of a scene's file, hyphens as `_`, if no module of Python's would be hidden by it."""
    module = check_name(name, taken).replace("-", "_")
    if iskeyword(module) or find_spec(module) is not None:
        raise InputError(f"name: {module!r} is a word of Python's or a module, which {module}.py would hide")
    return module


def class_name(module: str) -> str:
    """`my_island` as `MyIslandFilm`, which no name that a scene imports is equal to."""
    return "".join(part[:1].upper() + part[1:] for part in module.split("_")) + "Film"

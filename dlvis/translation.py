"""The words that a film is told in: in a language beside its scene, or in a file of one's own.

A translation is a copy of the words. What it lacks of those it was copied from is told before anything is
drawn, and so is what it has beyond them.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from dlvis.errors import InputError, nearest
from dlvis.params import Params
from dlvis.toml import toml_document
from dlvis.words import Words, load_words, words_path

ORIGINAL = "en"
MOST_NAMED = 6


def film_words(scene_file: Path, params: Params) -> Words:
    """The words of the scene in that file: `params.words` if it is given, else those in `params.language`.

    Raises:
        InputError: no such words, a broken file, or entries that are missing or not the film's.
    """
    film_language(params)
    path = Path(params.words) if params.words else words_path(scene_file, params.language)
    original = words_path(scene_file, ORIGINAL)
    if path.is_file() and original.is_file() and not path.samefile(original):
        _check(path, original)
    return load_words(path)


def film_language(params: Params) -> str:
    """The language that the film is told in; a words file of one's own has it in its name, fold.de.toml.

    Raises:
        InputError: a file whose name does not say it.
    """
    if not params.words:
        return params.language
    said = re.fullmatch(r"[^.].*\.([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)\.toml", Path(params.words).name)
    if said is None:
        raise InputError(
            f"words: expected a file named after its language, such as fold.de.toml, got {params.words!r}"
        )
    return said.group(1)


def _check(path: Path, original: Path) -> None:
    """Hold a translation against the words it was copied from, entry by entry."""
    there, wanted = _entries(path), _entries(original)
    foreign = list(dict.fromkeys(name for name in map(_plain, there) if name not in wanted))
    if foreign:
        raise InputError(
            f"{path}: {_listed(foreign)}: none of the film's words; rename or take out what"
            f" {original.name} does not have{nearest(foreign[0], wanted)}"
        )
    # words for one or for none are a matter of each language's grammar
    missing = [name for name in wanted if name not in there and name == _plain(name)]
    if missing:
        raise InputError(f"{path}: lacks {_listed(missing)}; copy what is missing from {original}")
    for name, template in there.items():
        known = {
            each
            for key, text in wanted.items()
            if _of(key) == _of(name)
            for each in _braced(original, key, text)
        }
        unknown = sorted(_braced(path, name, template) - known)
        if unknown:
            raise InputError(
                f"{path}: {name}: the film fills no {{{unknown[0]}}}{nearest(unknown[0], known)}"
            )


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{', '.join(names[:MOST_NAMED])}{more}"


def _plain(name: str) -> str:
    """The entry whose place a variant takes: "[beats.map] alt" for "[beats.map.parcels_0] alt"."""
    return re.sub(r"^\[((?:beats|stills)\.[^.\]]+)\.\w+_\d+\]", r"[\1]", name)


def _of(name: str) -> str:
    """What is filled as one: all words of a beat or a still; a label is alone."""
    return name if name.startswith("[labels]") else _plain(name).partition("]")[0]


def _entries(path: Path) -> dict[str, str]:
    """Every text of a words file by where it stands, as "[beats.map] title"."""
    return dict(_texts(toml_document(path, "the words of a film")[1]))


def _texts(table: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _texts(value, f"{within}.{key}" if within else key)
        else:
            yield f"[{within}] {key}" if within else key, str(value)


def _braced(path: Path, name: str, template: str) -> set[str]:
    try:
        parsed = list(Formatter().parse(template))
    except ValueError as error:
        raise InputError(f"{path}: {name} = {template!r}: {error}; a brace itself is written twice") from None
    # with what follows a name: {n.__class__} and {n:>999999999} are other things than {n}
    return {
        f"{field}{'!' + how if how else ''}{':' + form if form else ''}"
        for _, field, form, how in parsed
        if field is not None
    }

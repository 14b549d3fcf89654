"""The words of a scene in one language: titles, narration, labels and alternative texts, in a TOML beside it.

`fold.en.toml` stands beside `fold.py`:

    title = "A neuron folds the plane"

    [beats.crease]
    title = "The crease"
    narration = "Where the neuron's input is zero, the sheet gets a crease."
    alt = "A tilted map, cut by a straight line."

    [labels]
    regions = "{n} linear regions"

    [stills.folded]
    alt = "The map after the fold."

Where a number calls for other words, they stand in a table of the entry that is named after it: those in
`[beats.score.parcels_0]` take the place of the ones in `[beats.score]` where `{parcels}` is 0.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

from dlvis.errors import InputError, nearest
from dlvis.manifest import is_text
from dlvis.style.numbers import spaced
from dlvis.toml import toml_document

V = TypeVar("V")
Variants = Mapping[str, Mapping[str, str]]
"""Texts by the number that calls for them, such as `parcels_0`, and by the key whose place they take."""

_LANGUAGE = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
_VARIANT = re.compile(r"\w+_\d+")
MOST_WORDS = 25  # of narration in a beat, so that it can be read while it plays


@dataclass(frozen=True)
class BeatWords:
    """`title` names the chapter, `narration` is the caption, `alt` says what is to be seen; `variants` take
    their place where a number calls for it."""

    title: str
    narration: str
    alt: str
    variants: Variants = field(default_factory=dict)

    @property
    def reading_seconds(self) -> float:
        """How long a beat must last for its narration to be read: 1.5 s and 0.3 s more per word."""
        return 1.5 + 0.3 * len(self.narration.split())


@dataclass(frozen=True, eq=False)
class Words:
    """All words of one scene; `path` is the TOML they were read from, for messages that name it."""

    path: Path
    title: str
    beats: Mapping[str, BeatWords]
    labels: Mapping[str, str]
    stills: Mapping[str, str]
    still_variants: Mapping[str, Variants] = field(default_factory=dict)

    def beat(self, name: str, values: Mapping[str, Any] | None = None) -> BeatWords:
        """The words of a beat, the `{names}` in them filled in as in a label."""
        beat = self._entry("beats", self.beats, name)
        others = _called_for(beat.variants, values)
        title, narration, alt = (
            self._filled(f"[beats.{name}] {key}", others.get(key, getattr(beat, key)), values)
            for key in ("title", "narration", "alt")
        )
        return BeatWords(title, narration, alt)

    def still(self, name: str, values: Mapping[str, Any] | None = None) -> str:
        """The alternative text of a still, the `{names}` in it filled in as in a label."""
        others = _called_for(self.still_variants.get(name, {}), values)
        alt = others.get("alt", self._entry("stills", self.stills, name))
        return self._filled(f"[stills.{name}] alt", alt, values)

    def label(self, key: str, values: Mapping[str, Any] | None = None) -> str:
        """The label `key` with its `{names}` filled in; whole numbers get thin spaces, 161 051."""
        return self._filled(f"[labels] {key}", self._entry("labels", self.labels, key), values)

    def place_of(self, words: str) -> str:
        """Where `words` that a scene shows are written, as "fold.en.toml, line 64, [labels] found: "; nothing
        where they come from elsewhere, as the name of a class does."""
        labels = {("labels", key): template for key, template in self.labels.items()}
        titles = {(f"beats.{name}", "title"): beat.title for name, beat in self.beats.items()}
        for (table, key), template in {("", "title"): self.title, **labels, **titles}.items():
            if _could_be(words, template):
                line = _line_in(self.path.read_text(encoding="utf-8"), table, key)
                return f"{self.path}{line}, {f'[{table}] ' if table else ''}{key}: "
        return ""

    def _filled(self, where: str, template: str, values: Mapping[str, Any] | None) -> str:
        given = values or {}
        try:
            return _Spaced().vformat(template, (), given)
        except (KeyError, IndexError, ValueError) as error:
            raise InputError(
                f"{self.path}: {where} = {template!r} cannot be filled with"
                f" {', '.join(given) or 'no values'}: {error}"
            ) from error

    def _entry(self, table: str, entries: Mapping[str, V], name: str) -> V:
        if name not in entries:
            raise InputError(f"{self.path}: [{table}] has no {name!r}{nearest(name, entries)}")
        return entries[name]


def written(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Values by name as they are written into words: whole numbers get thin spaces, 161 051."""
    return tuple((name, _Spaced().format_field(value, "")) for name, value in values.items())


def words_path(scene_file: Path, language: str) -> Path:
    """Where the words of the scenes in `scene_file` stand: `fold.en.toml` beside `fold.py`.

    Raises:
        InputError: a language that is no tag, such as one that would lead to another folder.
    """
    if not _LANGUAGE.fullmatch(language):
        raise InputError(
            f"language: expected letters, digits and hyphens such as en or pt-BR, got {language!r}"
        )
    return scene_file.with_name(f"{scene_file.stem}.{language}.toml")


def load_words(path: Path) -> Words:
    """The words in the TOML file at `path`.

    Raises:
        InputError: no such file (languages that are there get named), broken TOML, or a wrong entry.
    """
    table = _document(path)
    known = ("title", "beats", "labels", "stills")
    for key in table:
        if key not in known:
            raise InputError(f"{path}: {key!r} is no entry of a words file{nearest(key, known)}")
    stills = _table(path, table, "stills")
    return Words(
        path=path,
        title=_text(path, table, "title", ""),
        beats={name: _beat_words(path, name, beat) for name, beat in _table(path, table, "beats").items()},
        labels=_texts(path, _table(path, table, "labels")),
        stills={name: _text(path, still, "alt", f"stills.{name}.") for name, still in stills.items()},
        still_variants={
            name: _variants(path, f"stills.{name}", still, ("alt",)) for name, still in stills.items()
        },
    )


class _Spaced(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, int) and not isinstance(value, bool) and not format_spec:
            return spaced(value)
        return str(super().format_field(value, format_spec))


def _called_for(variants: Variants, values: Mapping[str, Any] | None) -> Mapping[str, str]:
    """The texts for the first of the values that calls for some."""
    asked = (f"{name}_{value}" for name, value in (values or {}).items())
    return next((variants[each] for each in asked if each in variants), {})


def _could_be(words: str, template: str) -> bool:
    """Whether the template comes to these words, whatever is filled in; one that is nothing else does not."""
    pieces = [(fixed, name) for fixed, name, *_ in Formatter().parse(template)]
    pattern = "".join(re.escape(fixed) + ("" if name is None else ".+") for fixed, name in pieces)
    return any(fixed.strip() for fixed, _ in pieces) and re.fullmatch(pattern, words) is not None


def _line_in(text: str, table: str, key: str) -> str:
    """Where `key` stands in its table, as ", line 3"."""
    at = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[([^\]]+)\]", line):
            at = header.group(1).strip()
        elif at == table and re.match(rf"\s*{re.escape(key)}\s*=", line):
            return f", line {number}"
    return ""


def _document(path: Path) -> dict[str, Any]:
    try:
        path.stat()
    except FileNotFoundError:
        raise InputError(_missing(path)) from None
    except OSError:
        pass  # whose reason is told where it is read
    return toml_document(path, "the words of a scene")[1]


def _missing(path: Path) -> str:
    stem, language, _ = path.name.rsplit(".", 2)
    others = sorted(each.name for each in path.parent.glob(f"{stem}.*.toml"))
    there = f"; there are {', '.join(others)}" if others else "; write it as dlvis/words.py shows"
    return f"{path}: no words in language {language!r} for the scene{there}"


def _beat_words(path: Path, name: str, beat: Any) -> BeatWords:
    where = f"beats.{name}."
    return BeatWords(
        title=_text(path, beat, "title", where),
        narration=_text(path, beat, "narration", where),
        alt=_text(path, beat, "alt", where),
        variants=_variants(path, f"beats.{name}", beat, ("title", "narration", "alt")),
    )


def _variants(path: Path, where: str, entry: Mapping[str, Any], keys: tuple[str, ...]) -> Variants:
    """The tables within an entry; `keys` are those whose texts they may replace."""
    found = {
        name: _texts(path, table, f"{where}.{name}.") for name, table in entry.items() if name not in keys
    }
    for name, table in found.items():
        if not _VARIANT.fullmatch(name):
            raise InputError(
                f"{path}: {where}.{name}: expected one of {', '.join(keys)}, or a value such as parcels_0"
            )
        for key in table:
            if key not in keys:
                raise InputError(f"{path}: {where}.{name}.{key}: expected one of {', '.join(keys)}")
    return found


def _texts(path: Path, table: Any, where: str = "labels.") -> dict[str, str]:
    if not isinstance(table, dict):
        raise InputError(f"{path}: {where[:-1]}: expected a table, got {table!r}")
    return {key: _text(path, table, key, where) for key in table}


def _table(path: Path, table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    inner = table.get(key, {})
    if not isinstance(inner, dict):
        raise InputError(f"{path}: {key}: expected a table, got {inner!r}")
    return inner


def _text(path: Path, table: Any, key: str, where: str) -> str:
    text = table.get(key) if isinstance(table, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"{path}: {where}{key}: expected a text, got {text!r}")
    if not is_text(text):
        raise InputError(
            f"{path}: {where}{key}: expected a text without control characters, got {text!r:.80}"
        )
    return text

"""What a clip's manifest may say, whoever wrote it: files in its own folder, texts that are texts, numbers.

A clip is sent, copied and put on web pages, so that its manifest may come from a stranger. Nothing in it is
run, and nothing outside its folder is read or written.
"""

import json
import math
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from dlvis.errors import InputError

LONGEST_TEXT = 20_000  # characters; a beat's narration has some hundred
# controls, which no file name, page or caption can hold; line feed and tab are texts
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_LANGUAGE = re.compile(r"[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*")


class Entries:
    """The entries of one JSON object; each is taken by its name and by what it has to be.

    Raises:
        InputError: an entry is missing or something else, with the name of the file and of the entry.
    """

    def __init__(self, document: Any, source: Path, prefix: str = "") -> None:
        self.source, self.prefix = source, prefix
        if not isinstance(document, Mapping):
            raise self._wrong(prefix.rstrip("."), "an object", document)
        self.document = document

    def text(self, name: str) -> str:
        """Text that can be written: no controls, no half characters, not endless."""
        return self._text(name, self._value(name))

    def language(self, name: str) -> str:
        """A language tag such as "en" or "pt-BR"."""
        value = self.text(name)
        if not _LANGUAGE.fullmatch(value):
            raise self._wrong(name, "a language tag such as en or pt-BR", value)
        return value

    def count(self, name: str) -> int:
        """A whole number from 1."""
        value = self._value(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**31:
            raise self._wrong(name, "a whole number from 1", value)
        return value

    def seconds(self, name: str) -> float:
        """A time from 0."""
        value = self._value(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
            raise self._wrong(name, "a time in seconds", value)
        return float(value)

    def file(self, name: str) -> Path:
        """A file in the folder of the manifest."""
        return self._file(name, self._value(name))

    def files(self, name: str) -> tuple[Path, ...]:
        return tuple(self._file(f"{name}[{k}]", each) for k, each in enumerate(self._list(name)))

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self._text(f"{name}[{k}]", each) for k, each in enumerate(self._list(name)))

    def objects(self, name: str) -> tuple["Entries", ...]:
        listed = enumerate(self._list(name))
        return tuple(Entries(each, self.source, f"{self.prefix}{name}[{k}].") for k, each in listed)

    def object(self, name: str) -> Mapping[str, Any]:
        """Anything that JSON can say under names; nothing reads it but to show it."""
        value = self._value(name)
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise InputError(f"{self.source}: {self.prefix}{name}: holds half characters") from error
        return Entries(value, self.source, f"{self.prefix}{name}.").document

    def _value(self, name: str) -> Any:
        if name not in self.document:
            raise InputError(f"{self.source}: expected an entry {self.prefix}{name}, but it is missing")
        return self.document[name]

    def _list(self, name: str) -> list[Any]:
        value = self._value(name)
        if not isinstance(value, list):
            raise self._wrong(name, "a list", value)
        return value

    def _text(self, name: str, value: Any) -> str:
        if not is_text(value):
            raise self._wrong(name, f"text of at most {LONGEST_TEXT} characters, without controls", value)
        return str(value)

    def _file(self, name: str, value: Any) -> Path:
        place = inside(self.source.parent, value)
        if place is None:
            raise self._wrong(name, "a file within the folder of the clip, named relative to it", value)
        return place

    def _wrong(self, name: str, expected: str, value: Any) -> InputError:
        return InputError(f"{self.source}: {self.prefix}{name}: expected {expected}, got {_shown(value)}")


def inside(folder: Path, name: Any) -> Path | None:
    """The file `name` in `folder`, or None where the name, or a link on its way, leads out of the folder."""
    if not is_text(name) or not name or "\n" in name:
        return None
    for path in (PurePosixPath(name), PureWindowsPath(name)):
        # a drive or a stream too, which Windows would follow
        if path.is_absolute() or path.drive or path.root or ".." in path.parts:
            return None
    place = folder / name
    try:
        is_within = place.resolve().is_relative_to(folder.resolve()) and place.resolve() != folder.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        return None
    return place if is_within else None


def is_text(value: Any) -> bool:
    """Whether `value` is text that every file and page can hold."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or _CONTROL.search(value):
        return False
    return not any("\ud800" <= sign <= "\udfff" for sign in value)  # half characters


def _shown(value: Any) -> str:
    text = ascii(value)
    return text if len(text) <= 60 else f"{text[:60]}…"

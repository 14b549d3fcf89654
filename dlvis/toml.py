"""TOML files of the user's: read with errors that name the file and the line, and written."""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dlvis.errors import InputError


def toml_document(path: Path, what: str) -> tuple[str, dict[str, Any]]:
    """The text of the TOML file at `path` and what it says; `what` it is, in words, is for the errors.

    Raises InputError where it cannot be read, or is no TOML: that names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); expected {what}") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}, line {line}: expected {what}; save it as UTF-8, which it is not") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(_broken(path, text, error)) from None
    except RecursionError:
        raise InputError(f"{path}: expected TOML, got lists or tables nested too deep") from None


def line_of(text: str, key: str) -> str:
    """Where the key stands first, as ", line 3" to follow the file's name; nothing where it is not found."""
    pattern = re.compile(rf"""^\s*\[*\s*["']?{re.escape(key)}["']?\s*[=.\]]""")
    numbers = [number for number, line in enumerate(text.splitlines(), start=1) if pattern.match(line)]
    return f", line {numbers[0]}" if numbers else ""


def toml_text(table: Mapping[str, Any], within: str = "") -> str:
    """Nested dicts of plain values as TOML; a value that is None is left out, since TOML has none.

    Keys and texts are quoted, so that whatever stands in them is read back as it is.
    """
    lines, below = [], []
    for key, value in table.items():
        name = within + (key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _quoted(key))
        if isinstance(value, Mapping):
            below.append(f"[{name}]\n{toml_text(value, name + '.')}")
        elif value is not None:
            lines.append(f"{name.removeprefix(within)} = {_value_text(value)}\n")
    return "\n".join(["".join(lines), *below] if lines else below)


def _value_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value_text, value))}]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's too; what JSON leaves as it is, but TOML does not
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _broken(path: Path, text: str, error: tomllib.TOMLDecodeError) -> str:
    # tomllib ends its message with "(at line 3, column 7)" or "(at end of document)"
    message, _, place = str(error).removesuffix(")").rpartition(" (at ")
    line = re.match(r"line (\d+)", place)
    number = line.group(1) if line else len(text.splitlines())
    return f"{path}, line {number}: expected TOML, got broken TOML: {message}"

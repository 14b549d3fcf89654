"""TOML files of the user's: read with errors that name the file and the line."""

import re
import tomllib
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
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: expected {what}, it cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(_broken(path, text, error)) from None


def line_of(text: str, key: str) -> str:
    """Where the key stands first, as ", line 3" to follow the file's name; nothing where it is not found."""
    pattern = re.compile(rf"""^\s*\[*\s*["']?{re.escape(key)}["']?\s*[=.\]]""")
    numbers = [number for number, line in enumerate(text.splitlines(), start=1) if pattern.match(line)]
    return f", line {numbers[0]}" if numbers else ""


def _broken(path: Path, text: str, error: tomllib.TOMLDecodeError) -> str:
    # tomllib ends its message with "(at line 3, column 7)" or "(at end of document)"
    message, _, place = str(error).removesuffix(")").rpartition(" (at ")
    line = re.match(r"line (\d+)", place)
    number = line.group(1) if line else len(text.splitlines())
    return f"{path}, line {number}: expected TOML, got broken TOML: {message}"

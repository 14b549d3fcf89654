"""Write the tables of a note anew, from the commands that stand above them.

    python -m benchmarks.notes docs/sweeps.md

A comment `<!-- dlvis table … -->` on a line of its own in a Markdown file is followed by the table that the
command prints. Nobody types one.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

TOLD = re.compile(r"<!-- (dlvis table [^\n]*) -->\n\n(?:\|[^\n]*\n)*\n?")


def filled(text: str, answer: Callable[[str], str]) -> str:
    """The note with each table as `answer` gives it for the command above it."""
    told = TOLD.sub(lambda match: f"<!-- {match[1]} -->\n\n{answer(match[1]).strip()}\n\n", text)
    return told.rstrip() + "\n"


def printed(command: str) -> str:
    """What a `dlvis …` command prints."""
    words = [sys.executable, "-m", *shlex.split(command)]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    for name in sys.argv[1:]:
        note = Path(name)
        note.write_text(filled(note.read_text(encoding="utf-8"), printed), encoding="utf-8")

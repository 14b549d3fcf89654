"""Every command line in the README is one that dlvis understands."""

import re
import shlex
from pathlib import Path

import click
import pytest

from dlvis.cli import COMMANDS, group

README = Path(__file__).resolve().parent.parent / "README.md"


def command_lines(text):
    """The `dlvis …` lines of the code blocks, and those between backticks in the prose."""
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text, flags=re.M | re.S)
    prose = re.sub(r"^```[^\n]*\n.*?^```", "", text, flags=re.M | re.S)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    candidates = [line.strip().removeprefix("$ ") for line in lines] + re.findall(r"`([^`\n]+)`", prose)
    return [
        shlex.split(line, comments=True)[1:] for line in candidates if re.match(r"(\.venv/bin/)?dlvis ", line)
    ]


def understood(line):
    """The command of one line, parsed as the shell would; click's exception where there is no such option."""
    command, name, rest = group, "dlvis", list(line)
    context = click.Context(group, info_name="dlvis")
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        name, *rest = rest
        found = command.get_command(context, name)
        if found is None:
            raise click.UsageError(f"no command {name}")
        command, context = found, click.Context(found, info_name=name, parent=context)
    if rest and rest[-1] not in ("--help", "-h", "--version"):
        # placeholders such as NAME stand for any value
        command.make_context(name, rest, resilient_parsing=False)
    return command


@pytest.mark.parametrize("line", command_lines(README.read_text(encoding="utf-8")), ids=" ".join)
def test_the_readmes_commands_are_understood(line):
    assert isinstance(understood(line), click.Command)


def test_every_command_is_in_the_readme():
    text = README.read_text(encoding="utf-8")
    missing = [name for name in COMMANDS if not re.search(rf"\b(dlvis|make) {name}\b", text)]
    assert missing == []


@pytest.mark.parametrize(
    "line", [["rendr", "fold"], ["render", "fold", "--qualty", "draft"], ["scenes", "shw"]]
)
def test_a_wrong_line_would_be_found(line):
    with pytest.raises(click.UsageError):
        understood(line)


def test_lines_are_found_in_blocks_and_prose():
    text = "Use `dlvis topics`:\n```sh\n$ dlvis render fold \\\n  -q draft  # quick\nls\n```\n"
    assert command_lines(text) == [["render", "fold", "-q", "draft"], ["topics"]]

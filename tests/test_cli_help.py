import os
import resource
import subprocess
import sys

import click
import pytest

from dlvis.cli import COMMANDS, group
from tests.test_cli_render import DLVIS

# Limit of the house: 0.2 s; twice that for a machine that does other things too
HELP_SECONDS = 0.4


def all_commands():
    """Every command with its path, groups opened up."""
    context = click.Context(group)
    waiting = [((name,), group.get_command(context, name)) for name in COMMANDS]
    while waiting:
        path, command = waiting.pop()
        yield path, command
        if isinstance(command, click.Group):
            waiting += [((*path, name), command.commands[name]) for name in command.commands]


def cpu_seconds_of_help():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*DLVIS, "--help"], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def test_help_comes_in_a_blink():
    assert min(cpu_seconds_of_help() for _ in range(3)) < HELP_SECONDS


def test_help_opens_no_heavy_room():
    script = (
        "import sys; from click.testing import CliRunner; from dlvis.cli import group\n"
        "assert CliRunner().invoke(group, ['--help']).exit_code == 0\n"
        "heavy = {'numpy', 'manim', 'torch', 'shapely', 'tqdm', 'PIL', 'av'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_every_command_and_every_option_has_help():
    for path, command in all_commands():
        assert command.help, path
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (path, parameter.name)


def test_each_line_in_the_list_is_a_short_sentence():
    for name, line in COMMANDS.items():
        assert line.endswith("."), name
        assert 10 < len(line) < 100, name


@pytest.mark.parametrize(("shell", "mark"), [("bash", "complete"), ("zsh", "compdef"), ("fish", "complete")])
def test_shell_completion_is_there(shell, mark):
    done = subprocess.run(DLVIS, capture_output=True, text=True, env=completing(f"{shell}_source"))
    assert mark in done.stdout


def test_completion_knows_the_commands():
    env = completing("zsh_complete") | {"COMP_WORDS": "dlvis re", "COMP_CWORD": "1"}
    done = subprocess.run(DLVIS, capture_output=True, text=True, env=env)
    assert "render" in done.stdout


def completing(how):
    return os.environ | {"_DLVIS_COMPLETE": how}

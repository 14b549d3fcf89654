"""The options that the commands about scenes share, and what they come to."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from dlvis.settings import merged, settings

F = TypeVar("F", bound=Callable[..., Any])

OUT = click.option(
    "--out", default="renders", show_default=True, metavar="DIR", help="Where results are put."
)
JOBS = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes draw; else as many as there are cores.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Answer with JSON, for a program to read.")


def scene_options(command: F) -> F:
    """What changes a scene: its parameters one by one or from a file, and the most used of them by name."""
    options = (
        click.option(
            "--set",
            "assignments",
            multiple=True,
            metavar="KEY=VALUE",
            help="A parameter, as net.widths=[2,8,8,1].",
        ),
        click.option("--props", metavar="FILE", help="A TOML file of parameters."),
        click.option("--run", metavar="PATH", help="The Run to show; else the newest of the topic."),
        click.option("--theme", metavar="NAME", help="night, paper or contrast."),
        click.option("--language", metavar="CODE", help="The language of the words, such as en."),
        OUT,
    )
    for option in reversed(options):
        command = option(command)
    return command


def quality_option(default: str) -> Callable[[F], F]:
    return click.option(
        "-q",
        "--quality",
        default=default,
        show_default=True,
        metavar="NAME",
        help="draft, 720p30, 1080p30, 1080p60, 2160p60, or an own one as 640x360@15.",
    )


def scene_params(assignments: tuple[str, ...], props: str | None, **named: str | None) -> dict[str, Any]:
    """The nested dict of parameters that the options say; an option with a name of its own wins."""
    given = {name: value for name, value in named.items() if value is not None}
    return merged(settings(assignments, props), given)

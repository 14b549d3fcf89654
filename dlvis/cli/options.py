"""The options that the commands about scenes share, and what they come to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from typing import Any, TypeVar

import click

from dlvis.settings import merged, settings

F = TypeVar("F", bound=Callable[..., Any])

OUT = click.option(
    "--out", default="renders", show_default=True, metavar="DIR", help="The folder of all results, runs too."
)
JOBS = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes draw; else as many as there are cores.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Answer with JSON, for a program to read.")


@dataclass(frozen=True)
class SceneOptions:
    """What the options say about a scene: parameters one by one, from a file, and the most used by name."""

    assignments: tuple[str, ...]
    props: str | None
    run: str | None
    theme: str | None
    language: str | None
    words: str | None
    out: str

    @property
    def params(self) -> dict[str, Any]:
        """The nested dict of parameters that they come to; an option with a name of its own wins."""
        names = ("run", "theme", "language", "words")
        given = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        return merged(settings(self.assignments, self.props), given)

    @property
    def line(self) -> list[str]:
        """The same options for a command line."""
        given = {name: getattr(self, name) for name in ("props", "run", "theme", "language", "words", "out")}
        named = [f"--{name}={value}" for name, value in given.items() if value is not None]
        return named + [f"--set={assignment}" for assignment in self.assignments]


def scene_options(command: F) -> Any:
    """The options that change a scene; the command gets them as one value, `options`."""
    choices = (
        click.option(
            "--set",
            "assignments",
            multiple=True,
            metavar="KEY=VALUE",
            help="A parameter, as net.widths=[2,8,8,1].",
        ),
        click.option("--props", metavar="FILE", help="A TOML file of parameters."),
        click.option("--run", metavar="PATH", help="The Run to show; else the newest of the topic."),
        click.option("--theme", metavar="NAME", help="night, paper, contrast, or a .toml of your own."),
        click.option("--language", metavar="CODE", help="The language of the words, such as en."),
        click.option("--words", metavar="FILE", help="A words file of your own, such as fold.de.toml."),
        OUT,
    )
    names = [field.name for field in fields(SceneOptions)]

    @wraps(command)
    def gathered(**given: Any) -> Any:
        options = SceneOptions(**{name: given.pop(name) for name in names})
        return command(options=options, **given)

    return _with(choices, gathered)


def quality_option(default: str) -> Callable[[F], Any]:
    """Size and shape of the frame; the command gets them as one text, `quality`, such as "draft in 9:16"."""
    choices = (
        click.option(
            "-q",
            "--quality",
            default=default,
            show_default=True,
            metavar="NAME",
            help="draft, 720p30, 1080p30, 1080p60, 2160p60, or an own one as 640x360@15.",
        ),
        click.option(
            "--aspect", metavar="W:H", help="16:9, 1:1, 4:5 or 9:16; the frame's shorter side stays as long."
        ),
    )

    def add(command: F) -> Any:
        @wraps(command)
        def shaped(quality: str, aspect: str | None, **given: Any) -> Any:
            from dlvis.render.quality import in_aspect

            return command(quality=in_aspect(quality, aspect), **given)

        return _with(choices, shaped)

    return add


def _with(choices: Sequence[Callable[[Any], Any]], command: Any) -> Any:
    for choice in reversed(choices):
        command = choice(command)
    return command
